import type { Diagnostic } from '../diagnostic.js'
import type { CheckedFile } from './checked-file.js'
import { type Colours, coloursFor } from './colours.js'
import { displayWidth } from './display-width.js'
import { excerpt } from './excerpt.js'
import { libvirtDoes } from './layer-words.js'
import type { Verdict } from '../rules/verdict.js'
import { withoutLogCommands } from './log-commands.js'
import { Positions, positionsByFile } from './positions.js'
import { printable } from '../xml/visible.js'
import { wrap } from './wrap.js'

/** How `asText` writes. */
export interface TextOptions {
  /** Colours and weights by the sequences of a terminal. */
  readonly colour?: boolean
  /** The columns of the terminal: sentences are wrapped at it, source lines cut. Where absent, sentences stay on one line. */
  readonly width?: number
}

/**
 * What was found in files as text for people: each finding with the line it is about and a caret line below, and behind those of a
 * domain what libvirt would say of it.
 */
export function asText(files: readonly CheckedFile[], options: TextOptions = {}): string {
  const positions = positionsByFile(files)
  const text = files
    .flatMap((file) => {
      const writer = new TextWriter(file, positions, options)
      const findings = file.diagnostics.map((diagnostic) => writer.finding(diagnostic))
      return findings.length === 0 || file.verdict === undefined
        ? findings
        : [...findings, writer.verdict(file.verdict)]
    })
    .join('\n')
  return withoutLogCommands(text)
}

class TextWriter {
  readonly #file: CheckedFile
  readonly #own: Positions
  readonly #positions: ReadonlyMap<string, Positions>
  readonly #colours: Colours
  readonly #width: number | undefined

  constructor(file: CheckedFile, positions: ReadonlyMap<string, Positions>, options: TextOptions) {
    this.#file = file
    this.#own = new Positions(file.text)
    this.#positions = positions
    this.#colours = coloursFor(options.colour === true)
    this.#width = options.width === undefined ? undefined : Math.max(40, options.width)
  }

  finding(diagnostic: Diagnostic): string {
    const { severity, code, message, help, related = [] } = diagnostic
    const { severity: coloured, strong } = this.#colours
    const head = `${placeIn(this.#file.file, this.#own, diagnostic.span.start)}: ${severity}: ${code}: `
    const [first = '', ...rest] = this.#wrapped(`${printable(head)}${printable(message)}`, '  ')
    const out = [first.replace(` ${severity}: `, () => ` ${coloured(severity, severity)}: `), ...rest]
    const { lines, gutter } = this.#excerpt(diagnostic)
    out.push(...lines)
    const notes = [
      ...related.map((place) => {
        const file = place.file ?? this.#file.file
        const positions = place.file === undefined ? this.#own : this.#positions.get(place.file)
        const where = positions === undefined ? file : placeIn(file, positions, place.span.start)
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

  verdict({ define, defineValidate, start }: Verdict): string {
    const { severity } = this.#colours
    const points = [`define: ${define}`, `define --validate: ${defineValidate}`, `start: ${start}`]
    const lines = this.#wrapped(`${printable(this.#file.file)}: libvirt: ${points.join('; ')}`, '  ')
    return `${lines.join('\n').replaceAll(/: refuses(?=;|$)/g, `: ${severity('error', 'refuses')}`)}\n`
  }

  #wrapped(line: string, indent: string): string[] {
    return this.#width === undefined ? [line] : wrap(line, this.#width, indent).split('\n')
  }

  #excerpt({ span, severity }: Diagnostic): { lines: string[]; gutter: number } {
    if (this.#file.text === '') return { lines: [], gutter: 1 }
    const { faint, severity: coloured } = this.#colours
    const { line } = this.#own.position(span.end)
    const gutter = displayWidth(String(line)) + 1
    const width = (this.#width ?? 120) - gutter - 3
    const lines = excerpt(this.#file.text, this.#own.lines, span, width).flatMap(({ number, source, carets }) => {
      const margin = faint(`${String(number ?? '').padStart(gutter)} |`)
      const below = faint(`${' '.repeat(gutter)} |`)
      const shown = `${margin} ${source}`.trimEnd()
      return carets === '' ? [shown] : [shown, `${below} ${caretLine(carets, (text) => coloured(severity, text))}`]
    })
    return { lines, gutter }
  }
}

function placeIn(file: string, positions: Positions, offset: number): string {
  const { line, column } = positions.position(offset)
  return `${file}:${line}:${column}`
}

function caretLine(carets: string, colour: (text: string) => string): string {
  const first = carets.indexOf('^')
  return carets.slice(0, first) + colour(carets.slice(first))
}
