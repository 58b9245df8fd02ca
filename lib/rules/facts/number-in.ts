import { integer } from '../../shape/codecs.js'

const codecs = {
  0: integer({ min: 0, max: 0xffff_ffff, base: 0, expected: '', write: String }),
  10: integer({ min: 0, max: 0xffff_ffff, base: 10, expected: '', write: String }),
}

/** The number that a text is, as libvirt reads it by a base; `undefined` where it is none. */
export function numberIn(text: string, base: 0 | 10): number | undefined {
  return codecs[base].decode(text, () => undefined)
}
