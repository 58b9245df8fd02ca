import type { Diagnostic, Path } from '../diagnostic.js'

/**
 * Gives every finding of a file a name that stays when lines are put in or taken out around it: of its code, its path without
 * the indices of lists, its source text without layout, and how many before it have the same.
 */
export class Fingerprints {
  readonly #text: string
  readonly #seen = new Map<string, number>()

  constructor(text: string) {
    this.#text = text
  }

  /** To be asked once for each finding, in the order of the text. */
  next({ code, path, span }: Diagnostic): string {
    const source = this.#text.slice(span.start, span.end).replaceAll(/\s+/g, ' ').trim()
    const key = JSON.stringify([code, placeOf(path), source])
    const occurrence = this.#seen.get(key) ?? 0
    this.#seen.set(key, occurrence + 1)
    return hash(`${key}${occurrence}`)
  }
}

function placeOf(path: Path): string {
  return path.map((key) => (typeof key === 'number' ? '*' : key)).join('/')
}

/** 64 bits as hexadecimal digits: two rounds of FNV-1a over the UTF-16 units. It tells findings apart; it guards nothing. */
function hash(text: string): string {
  return fnv(text, 0x811c9dc5) + fnv(text, 0x9747b28c)
}

function fnv(text: string, seed: number): string {
  let value = seed
  for (let i = 0; i < text.length; i++) value = Math.imul(value ^ text.charCodeAt(i), 0x01000193)
  return (value >>> 0).toString(16).padStart(8, '0')
}
