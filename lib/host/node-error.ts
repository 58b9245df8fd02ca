import { errnoNumber, errnoSymbol } from '../machine/port/errno.js'
import { SysfsError } from '../machine/port/sysfs.js'

/** A failure of `node:fs` as a failure of the port. */
export function fromNodeError(error: unknown, syscall: string, file: string): unknown {
  if (error instanceof SysfsError || !isNodeError(error)) return error
  const { code, errno, syscall: called } = error
  const number = errno === undefined ? errnoNumber(code ?? '') : Math.abs(errno)
  return new SysfsError({
    code: symbolOf(code, number),
    errno: number,
    syscall: called === 'write' || called === 'read' ? called : syscall,
    file,
    cause: error,
  })
}

/**
 * The symbol of an error of Node, which has no name for some numbers: `EUSERS` comes with the code `UNKNOWN` from a synchronous
 * call and with `Unknown system error -87` from an asynchronous one.
 */
export function symbolOf(code: string | undefined, errno: number): string {
  return code !== undefined && /^E[A-Z0-9]+$/.test(code) ? code : (errnoSymbol(errno) ?? 'UNKNOWN')
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && ('errno' in error || 'code' in error)
}
