/**
 * The error numbers of Linux (`include/uapi/asm-generic/errno*.h`; the last ones are the kernel's own, from
 * `include/linux/errno.h`) that drivers of mediated devices answer with. Node has no name for some of them: it reports
 * `EUSERS` with the code `UNKNOWN` and the number -87.
 */
const NUMBERS = {
  EPERM: 1,
  ENOENT: 2,
  EINTR: 4,
  EIO: 5,
  ENXIO: 6,
  E2BIG: 7,
  EBADF: 9,
  EAGAIN: 11,
  ENOMEM: 12,
  EACCES: 13,
  EFAULT: 14,
  EBUSY: 16,
  EEXIST: 17,
  EXDEV: 18,
  ENODEV: 19,
  ENOTDIR: 20,
  EISDIR: 21,
  EINVAL: 22,
  ENFILE: 23,
  EMFILE: 24,
  ENOTTY: 25,
  EFBIG: 27,
  ENOSPC: 28,
  EROFS: 30,
  EPIPE: 32,
  ERANGE: 34,
  ENAMETOOLONG: 36,
  ENOSYS: 38,
  ELOOP: 40,
  ENODATA: 61,
  ETIME: 62,
  EPROTO: 71,
  EOVERFLOW: 75,
  EUSERS: 87,
  EOPNOTSUPP: 95,
  EADDRINUSE: 98,
  EADDRNOTAVAIL: 99,
  ETIMEDOUT: 110,
  EREMOTEIO: 121,
  ECANCELED: 125,
  ERESTARTSYS: 512,
  EPROBE_DEFER: 517,
  ENOTSUPP: 524,
} as const

/** The symbol of an error number that this library knows, for example `EUSERS`. */
export type ErrnoSymbol = keyof typeof NUMBERS

const BY_SYMBOL = new Map<string, number>(Object.entries(NUMBERS))
const SYMBOLS = new Map<number, string>(Object.entries(NUMBERS).map(([symbol, number]) => [number, symbol]))

/** The symbol of an error number, positive or negative: `EUSERS` for 87 and -87; `undefined` for one that is not in the table. */
export function errnoSymbol(number: number): string | undefined {
  return SYMBOLS.get(Math.abs(number))
}

/** The positive number of a symbol; 0 for one that is not in the table. */
export function errnoNumber(symbol: string): number {
  return BY_SYMBOL.get(symbol) ?? 0
}

/** What a driver's callback throws in a simulated kernel: the negative return value of a function in C. */
export class Errno extends Error {
  override readonly name = 'Errno'

  constructor(readonly code: ErrnoSymbol) {
    super(code)
  }
}
