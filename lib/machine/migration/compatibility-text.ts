import type { Diagnostic } from '../../diagnostic.js'
import { visible } from '../../xml/visible.js'
import type { Compatibility, CompatibilityFields } from './compatibility.js'
import { MigrationFaults } from './migration-fault.js'
import { compileSet } from './template.js'

/** A text about migration as far as it could be read. */
export interface CompatibilityReading<T = Compatibility> {
  /** There when no diagnostic is an error. */
  readonly value: T | undefined
  readonly diagnostics: readonly Diagnostic[]
}

/** One `key=value` of a text. */
interface Line {
  readonly key: string
  /** Without the quotes around it. */
  readonly value: string
  readonly quoted: boolean
  /** Where the value stands, inside its quotes. */
  readonly start: number
  readonly end: number
}

interface Block {
  readonly kind: 'self' | 'accepts'
  readonly lines: Map<string, Line>
}

/** A text has no more fields than these. */
const MOST_FIELDS = 20_000

/**
 * Reads the one-file form (`migration_compatible`, July 2020): a block `SELF:` and any number of blocks `COMPATIBLE:`, with one
 * `key=value` in a line below them; `#` begins a comment. Never throws.
 */
export function parseCompatibilityText(text: string): CompatibilityReading {
  const reader = new TextReader(text, true)
  const blocks = reader.blocks()
  const self = blocks.find(({ kind }) => kind === 'self')
  const sets = blocks.filter(({ kind }) => kind === 'accepts').map(({ lines }) => ({ fields: reader.patterns(lines) }))
  return reader.reading({
    ...(self !== undefined && { self: literals(self.lines) }),
    ...(sets.length > 0 && { accepts: sets }),
  })
}

/** Reads the lines of `migration/self` (August 2020): one `key=value` in a line, no headers and no comments. Never throws. */
export function parseCompatibilityFields(text: string): CompatibilityReading<CompatibilityFields> {
  const reader = new TextReader(text, false)
  const [block] = reader.blocks()
  return reader.reading(block === undefined ? {} : literals(block.lines))
}

/** Reads the lines of `migration/compatible` (August 2020), where values are patterns. Never throws. */
export function parseCompatiblePatterns(text: string): CompatibilityReading<CompatibilityFields> {
  const reader = new TextReader(text, false)
  const [block] = reader.blocks()
  return reader.reading(block === undefined ? {} : reader.patterns(block.lines))
}

function literals(lines: ReadonlyMap<string, Line>): CompatibilityFields {
  return Object.fromEntries([...lines].map(([key, { value }]) => [key, value]))
}

class TextReader {
  readonly #text: string
  readonly #headers: boolean
  readonly #faults = new MigrationFaults()
  #fields = 0

  constructor(text: string, headers: boolean) {
    this.#text = text
    this.#headers = headers
  }

  reading<T>(value: T): CompatibilityReading<T> {
    return { value: this.#faults.failed ? undefined : value, diagnostics: this.#faults.diagnostics }
  }

  blocks(): Block[] {
    const blocks: Block[] = this.#headers ? [] : [{ kind: 'accepts', lines: new Map() }]
    if (this.#faults.tooLong(this.#text)) return []
    const length = this.#text.length
    for (let start = 0; start < length;) {
      const newline = this.#text.indexOf('\n', start)
      const end = newline === -1 ? length : newline
      if (!this.#line(start, end, blocks)) break
      start = end + 1
    }
    if (blocks.length === 0 && !this.#faults.failed)
      this.#faults.add('empty', 'The text has neither a block SELF: nor a block COMPATIBLE:.', 0, length)
    return blocks
  }

  /** Reads one line; `false` where no more are read. */
  #line(lineStart: number, lineEnd: number, blocks: Block[]): boolean {
    const [start, end] = trimmed(this.#text, lineStart, lineEnd)
    if (start === end || this.#text[start] === '#') return true
    const header = this.#headers ? this.#header(start, end) : undefined
    if (header !== undefined) {
      if (header === 'self' && blocks.some(({ kind }) => kind === 'self'))
        this.#faults.add('self-repeated', 'There is more than one block SELF:.', start, end)
      blocks.push({ kind: header, lines: new Map() })
      return true
    }
    const line = this.#field(start, end)
    if (line === undefined) return true
    if (++this.#fields > MOST_FIELDS) {
      this.#faults.add('too-long', `The text has more than ${MOST_FIELDS} fields.`, start, end)
      return false
    }
    const block = blocks.at(-1)
    if (block === undefined)
      this.#faults.add('line-invalid', `The field ${visible(line.key)} stands in no block.`, start, end)
    else if (block.lines.has(line.key))
      this.#faults.add('field-repeated', `The field ${visible(line.key)} stands twice in its block.`, start, end)
    else block.lines.set(line.key, line)
    return true
  }

  #header(start: number, end: number): Block['kind'] | undefined {
    const word = /^(SELF|COMPATIBLE):[ \t]*(?:#|$)/.exec(this.#text.slice(start, Math.min(end, start + 200)))?.[1]
    return word === undefined ? undefined : word === 'SELF' ? 'self' : 'accepts'
  }

  #field(start: number, end: number): Line | undefined {
    const line = this.#text.slice(start, end)
    const equals = line.indexOf('=')
    const key = line.slice(0, Math.max(0, equals)).trim()
    if (key === '' || key.includes('#')) {
      const what = this.#headers ? "a block's header nor a field" : 'a field'
      const message = `The line '${visible(line)}' is ${this.#headers ? 'neither' : 'not'} ${what} such as key=value.`
      this.#faults.add('line-invalid', message, start, end)
      return undefined
    }
    const [from, to] = trimmed(this.#text, start + equals + 1, end)
    return this.#text[from] === '"' ? this.#quoted(key, from, to) : this.#bare(key, from, to)
  }

  #quoted(key: string, start: number, end: number): Line | undefined {
    const close = this.#text.indexOf('"', start + 1)
    if (close === -1 || close >= end) {
      this.#faults.add('quote-unclosed', `The text of ${visible(key)} has no closing quote.`, start, end)
      return undefined
    }
    const [behind] = trimmed(this.#text, close + 1, end)
    if (behind < end && !(this.#headers && this.#text[behind] === '#')) {
      const rest = visible(this.#text.slice(behind, end))
      this.#faults.add('line-invalid', `Behind the quoted text of ${visible(key)} stands '${rest}'.`, behind, end)
      return undefined
    }
    return { key, value: this.#text.slice(start + 1, close), quoted: true, start: start + 1, end: close }
  }

  #bare(key: string, start: number, end: number): Line {
    let stop = end
    if (this.#headers) {
      // Quotes stand in the list of a variable's values; a # in them is a part of the value.
      let quoted = false
      for (let at = start; at < end; at++) {
        if (this.#text[at] === '"') quoted = !quoted
        else if (this.#text[at] === '#' && !quoted) {
          stop = at
          break
        }
      }
    }
    const [from, to] = trimmed(this.#text, start, stop)
    return { key, value: this.#text.slice(from, to), quoted: false, start: from, end: to }
  }

  /** The patterns of a block; what cannot be read in them is told at its place. */
  patterns(lines: ReadonlyMap<string, Line>): CompatibilityFields {
    const patterns = Object.fromEntries(
      [...lines].map(([key, { value, quoted }]) => [key, quoted && value.includes('{') ? `"${value}"` : value]),
    )
    const compiled = compileSet(patterns)
    if ('faults' in compiled) {
      for (const { field, message, start, end } of compiled.faults) {
        const at = lines.get(field)?.start ?? 0
        this.#faults.add('template-invalid', `${visible(field)}: ${message}`, at + start, at + end)
      }
    }
    return patterns
  }
}

/** The range without the white space at its ends. */
function trimmed(text: string, start: number, end: number): [number, number] {
  let from = start
  let to = end
  while (from < to && isBlank(text.charCodeAt(from))) from++
  while (to > from && isBlank(text.charCodeAt(to - 1))) to--
  return [from, to]
}

function isBlank(code: number): boolean {
  return code === 0x20 || (code >= 0x09 && code <= 0x0d)
}
