/** A whole number as the kernel reads it (`kstrtoul` with base 0); `undefined` for what it refuses. */
export function kernelInteger(text: string): number | undefined {
  const [, digits] = /^\+?(0x[0-9a-f]+|0[0-7]*|[1-9][0-9]*)\n?$/i.exec(text) ?? []
  if (digits === undefined) return undefined
  return /^0[0-7]+$/.test(digits) ? parseInt(digits, 8) : Number(digits)
}
