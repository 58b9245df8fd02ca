/** What was written as a driver sees it that reads a string in C: it ends before the first zero byte. */
export function kernelText(bytes: Uint8Array): string {
  const end = bytes.indexOf(0)
  return new TextDecoder().decode(end < 0 ? bytes : bytes.subarray(0, end))
}

/** The kernel's `kstrtoul` with base 0: `undefined` where it refuses the text. */
export function kernelNumber(bytes: Uint8Array): bigint | undefined {
  const digits = /^\+?(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)\n?$/i.exec(kernelText(bytes))?.[1]
  if (digits === undefined) return undefined
  const value = BigInt(/^0[0-7]+$/.test(digits) ? `0o${digits.slice(1)}` : digits)
  return value < 1n << 64n ? value : undefined
}
