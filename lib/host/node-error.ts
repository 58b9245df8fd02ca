import { errnoNumber, errnoSymbol } from '../machine/errno.js'
import { SysfsError } from '../machine/sysfs.js'

/**
 * A failure of `node:fs` as a failure of the port. Node has no name for some numbers (`EUSERS` comes as `UNKNOWN`, -87): the
 * symbol is then found by the number.
 */
export function fromNodeError(error: unknown, syscall: string, file: string): unknown {
  if (error instanceof SysfsError || !isNodeError(error)) return error
  const { code, errno, syscall: called } = error
  const number = errno === undefined ? errnoNumber(code ?? '') : Math.abs(errno)
  return new SysfsError({
    code: code === undefined || code === 'UNKNOWN' ? (errnoSymbol(number) ?? 'UNKNOWN') : code,
    errno: number,
    syscall: called === 'write' || called === 'read' ? called : syscall,
    file,
    cause: error,
  })
}

function isNodeError(error: unknown): error is NodeJS.ErrnoException {
  return error instanceof Error && ('errno' in error || 'code' in error)
}
