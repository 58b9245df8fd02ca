import type { Diagnostic } from '../diagnostic.js'
import { LineCounter } from '../xml/lines.js'
import type { CheckedFile } from './checked-file.js'
import { type Colours, coloursFor } from './colours.js'
import { displayWidth } from './display-width.js'
import { excerpt } from './excerpt.js'
import { libvirtDoes } from './layer-words.js'
import { withoutLogCommands } from './log-commands.js'
import { printable } from '../xml/visible.js'
import { wrap } from './wrap.js'

/** How `asText` writes. */
export interface TextOptions {
  /** Colours and weights by the sequences of a terminal. */
  readonly colour?: boolean
  /** The columns of the terminal: sentences are wrapped at it, source lines cut. Where absent, sentences stay on one line. */
  readonly width?: number
}

/** What was found in files as text for people: each finding with the line it is about and a caret line below. */
export function asText(files: readonly CheckedFile[], options: TextOptions = {}): string {
  const texts = new Map(files.map(({ file, text }) => [file, text]))
  const text = files
    .flatMap((file) => {
      const writer = new TextWriter(file, texts, options)
      return file.diagnostics.map((diagnostic) => writer.finding(diagnostic))
    })
    .join('\n')
  return withoutLogCommands(text)
}

class TextWriter {
  readonly #file: CheckedFile
  readonly #lines: LineCounter
  readonly #texts: ReadonlyMap<string, string>
  readonly #colours: Colours
  readonly #width: number | undefined

  constructor(file: CheckedFile, texts: ReadonlyMap<string, string>, options: TextOptions) {
    this.#file = file
    this.#lines = new LineCounter(file.text)
    this.#texts = texts
    this.#colours = coloursFor(options.colour === true)
    this.#width = options.width === undefined ? undefined : Math.max(40, options.width)
  }

  finding(diagnostic: Diagnostic): string {
    const { severity, code, message, help, related = [] } = diagnostic
    const { severity: coloured, strong } = this.#colours
    const head = `${this.#place(this.#file.file, this.#lines, this.#file.text, diagnostic.span.start)}: ${severity}: ${code}: `
    const [first = '', ...rest] = this.#wrapped(`${printable(head)}${printable(message)}`, '  ')
    const out = [first.replace(` ${severity}: `, () => ` ${coloured(severity, severity)}: `), ...rest]
    const { lines, gutter } = this.#excerpt(diagnostic)
    out.push(...lines)
    const notes = [
      ...related.map((place) => {
        const file = place.file ?? this.#file.file
        const text = place.file === undefined ? this.#file.text : this.#texts.get(place.file)
        const lines = place.file === undefined ? this.#lines : new LineCounter(text ?? '')
        const where = text === undefined ? file : this.#place(file, lines, text, place.span.start)
        return { label: 'see', text: `${printable(where)}: ${printable(place.message)}` }
      }),
      ...[libvirtDoes(diagnostic)].flatMap((text) => (text === undefined ? [] : [{ label: 'libvirt', text }])),
      ...(help === undefined ? [] : [{ label: 'help', text: printable(help) }]),
    ]
    for (const { label, text } of notes) {
      const lead = `${' '.repeat(gutter)} = `
      const [start = '', ...more] = this.#wrapped(`${lead}${label}: ${text}`, ' '.repeat(gutter + 3))
      out.push(`${lead}${strong(label)}${start.slice(lead.length + label.length)}`, ...more)
    }
    return `${out.join('\n')}\n`
  }

  #place(file: string, lines: LineCounter, text: string, offset: number): string {
    const { line, column } = lines.position(Math.min(Math.max(offset, 0), text.length))
    return `${file}:${line}:${column}`
  }

  #wrapped(line: string, indent: string): string[] {
    return this.#width === undefined ? [line] : wrap(line, this.#width, indent).split('\n')
  }

  #excerpt({ span, severity }: Diagnostic): { lines: string[]; gutter: number } {
    if (this.#file.text === '') return { lines: [], gutter: 1 }
    const { faint, severity: coloured } = this.#colours
    const { line } = this.#lines.position(Math.min(Math.max(span.end, 0), this.#file.text.length))
    const gutter = displayWidth(String(line)) + 1
    const width = (this.#width ?? 120) - gutter - 3
    const lines = excerpt(this.#file.text, this.#lines, span, width).flatMap(({ number, source, carets }) => {
      const margin = faint(`${String(number ?? '').padStart(gutter)} |`)
      const below = faint(`${' '.repeat(gutter)} |`)
      const shown = `${margin} ${source}`.trimEnd()
      return carets === '' ? [shown] : [shown, `${below} ${caretLine(carets, (text) => coloured(severity, text))}`]
    })
    return { lines, gutter }
  }
}

function caretLine(carets: string, colour: (text: string) => string): string {
  const first = carets.indexOf('^')
  return carets.slice(0, first) + colour(carets.slice(first))
}
