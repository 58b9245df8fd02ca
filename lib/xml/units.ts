/** The UTF-16 units of a text, which are read many times. */
export type Units = Uint8Array | Uint16Array

/** So many zeros stand behind the text: 0 is no character of XML, so that nothing reads on there. */
const ZEROS = 4

/**
 * The units of a text, in bytes where it is ASCII, as most documents are. Reading one here takes a quarter of the time of
 * `charCodeAt`, which looks at each call how the engine keeps the string.
 */
export function unitsOf(text: string): Units {
  const bytes = new Uint8Array(text.length + ZEROS)
  const { read, written } = new TextEncoder().encodeInto(text, bytes)
  if (read === text.length && written === read) return bytes
  const units = new Uint16Array(text.length + ZEROS)
  for (let i = 0; i < text.length; i++) units[i] = text.charCodeAt(i)
  return units
}

/** The unit at an offset, which must not be more than three behind the end of the text. */
export function unitAt(units: Units, offset: number): number {
  return units[offset] as number // the offset is inside
}
