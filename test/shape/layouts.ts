import fc from 'fast-check'
import { escapeAttribute, escapeText } from '../../lib/xml/references.js'
import type { OutElement } from '../../lib/xml/print.js'

/** Writes an element in some layout; where `noise` is set, with comments, instructions and parts that no shape declares. */
export type Typesetter = (element: OutElement, noise: boolean) => string

/** Layouts of every kind: one line, tabs, CRLF, blank lines, both quotes, attributes on lines of their own, CDATA, references. */
export const anyLayout: fc.Arbitrary<Typesetter> = fc
  .record({
    seed: fc.nat(0xffffff),
    newline: fc.constantFrom('\n', '\n', '\r\n', '\r', ''),
    indent: fc.constantFrom('  ', '\t', '    ', ''),
    prolog: fc.constantFrom('', '', '\ufeff', '<?xml version="1.0"?>', '<?xml version="1.0"?>\n<!-- first -->\n'),
    end: fc.constantFrom('', '\n', '\r\n', '\n<!-- last -->\n'),
  })
  .map(({ seed, newline, indent, prolog, end }) => (element, noise) => {
    const setter = new Setter(seed, newline, indent, noise)
    return `${prolog}${setter.element(element, 0)}${end}`
  })

class Setter {
  #state: number
  readonly #newline: string
  readonly #indent: string
  readonly #noise: boolean
  #unknown = 0

  constructor(seed: number, newline: string, indent: string, noise: boolean) {
    this.#state = seed
    this.#newline = newline
    this.#indent = indent
    this.#noise = noise
  }

  element({ name, attributes, children, text }: OutElement, level: number): string {
    const head = attributes.map(([key, value]) => this.#attribute(key, value, level)).join('')
    const extra = this.#noise && this.#one(6) ? this.#attribute(`x${this.#unknown++}`, 'kept & "quoted"', level) : ''
    const start = `<${name}${head}${extra}${this.#one(6) ? ' ' : ''}`
    const margin = this.#line(level)
    if (text !== undefined) return `${start}>${this.#text(text)}</${name}>`
    if (children.length === 0 && this.#one(2)) return `${start}/>`
    if (name === 'cpu') return `${start}></cpu>`
    if (children.length === 0 && this.#one(2)) return `${start}>${margin}</${name}>`
    let content = this.#noise && this.#one(6) ? `${this.#line(level + 1)}<!-- ${this.#unknown++} in ${name} -->` : ''
    for (const child of children) {
      const gap =
        this.#newline !== '' && this.#one(5) ? `${this.#newline}${this.#line(level + 1)}` : this.#line(level + 1)
      content += `${gap}${this.element(child, level + 1)}`
      if (this.#noise && this.#one(8)) content += ` <!-- ${this.#unknown++} behind -->`
      if (this.#noise && this.#one(8))
        content += `${this.#line(level + 1)}<q:u${this.#unknown++} xmlns:q="urn:q">t</q:u${this.#unknown - 1}>`
      if (this.#noise && this.#one(12)) content += `${this.#line(level + 1)}<?pi ${this.#unknown++}?>`
    }
    return `${start}>${content}${content === '' ? '' : margin}</${name}>`
  }

  #line(level: number): string {
    return this.#newline === '' ? '' : `${this.#newline}${this.#indent.repeat(level)}`
  }

  #attribute(name: string, value: string, level: number): string {
    const gap = this.#one(6) ? `${this.#line(level + 2)} ` : ' '
    const quote = this.#one(2) ? "'" : '"'
    return `${gap}${name}${this.#one(9) ? ' = ' : '='}${quote}${this.#escaped(escapeAttribute(value, quote))}${quote}`
  }

  #text(value: string): string {
    if (this.#one(5) && !/\r|]]>/.test(value)) return `<![CDATA[${value}]]>`
    return this.#escaped(escapeText(value))
  }

  #escaped(raw: string): string {
    if (!this.#one(4)) return raw
    return raw.replace(/&[^;]+;|[ab]/g, (part) => (part === 'a' ? '&#97;' : part === 'b' ? '&#x62;' : part))
  }

  /** True once in so many times. */
  #one(of: number): boolean {
    this.#state = (Math.imul(this.#state, 1103515245) + 12345) & 0x7fffffff
    return (this.#state >>> 8) % of === 0
  }
}
