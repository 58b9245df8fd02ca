import type { Severity } from '../diagnostic.js'

/** Puts the sequences of a terminal around parts of a text, or nothing. */
export interface Colours {
  readonly severity: (severity: Severity, text: string) => string
  readonly strong: (text: string) => string
  readonly faint: (text: string) => string
}

const as = (text: string) => text

const PLAIN: Colours = { severity: (_, text) => text, strong: as, faint: as }

const sgr = (on: string) => (text: string) => `\u001b[${on}m${text}\u001b[0m`
const SEVERITIES = { error: sgr('1;31'), warning: sgr('1;33'), info: sgr('1;34') }

const COLOURED: Colours = {
  severity: (severity, text) => SEVERITIES[severity](text),
  strong: sgr('1'),
  faint: sgr('2'),
}

export function coloursFor(wanted: boolean): Colours {
  return wanted ? COLOURED : PLAIN
}
