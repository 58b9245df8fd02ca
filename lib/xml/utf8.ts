/**
 * The offset of the first byte that is not UTF-8: where a sequence is cut short, overlong, a surrogate or above U+10FFFF,
 * the offset of its first byte. -1 if there is none.
 *
 * @see https://www.rfc-editor.org/rfc/rfc3629#section-4
 */
export function firstInvalidUtf8(bytes: Uint8Array): number {
  let i = 0
  while (i < bytes.length) {
    const length = sequenceLength(Number(bytes[i]), bytes[i + 1])
    if (length === 0) return i
    for (let next = i + 2; next < i + length; next++) if (!isContinuation(bytes[next])) return i
    i += length
  }
  return -1
}

/** How long the sequence is that two bytes begin; 0 if none begins with them. */
function sequenceLength(first: number, second: number | undefined): number {
  if (first < 0x80) return 1
  if (first < 0xc2 || first > 0xf4 || !isContinuation(second)) return 0
  if (first < 0xe0) return 2
  if (first < 0xf0) return (first === 0xe0 && second < 0xa0) || (first === 0xed && second > 0x9f) ? 0 : 3
  return (first === 0xf0 && second < 0x90) || (first === 0xf4 && second > 0x8f) ? 0 : 4
}

function isContinuation(byte: number | undefined): byte is number {
  return byte !== undefined && (byte & 0xc0) === 0x80
}
