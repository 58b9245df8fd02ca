import type { Path } from '../diagnostic.js'
import type { Change } from './change.js'
import type { EmptyForms } from './editor.js'
import { isInside } from './paths.js'
import { same } from './values.js'

/** A text as it was before an edit that can be taken back by setting what was there, or removing what was not. */
export interface Past {
  readonly path: Path
  /** What was read at the path; `undefined` for nothing. */
  readonly value: unknown
  readonly text: string
  readonly forms: EmptyForms
}

/** How many edits are remembered. */
const limit = 50

/** The edits that led to a text, the last one first: only the last ones in a row that can be taken back. */
export type History = readonly Past[]

/** The history with one more edit. */
export function withEdit(history: History, past: Past): History {
  return [past, ...history.slice(0, limit - 1)]
}

/** What is left when edits are taken back. */
export interface TakenBack {
  readonly text: string
  readonly forms: EmptyForms
  readonly history: History
}

/**
 * What a wish takes back: setting a value to what it was, or removing what was not there, gives the very text from before.
 * Edits of the same path in between are taken back with it.
 */
export function takenBack(history: History, wish: Change): TakenBack | undefined {
  const { kind, path } = wish
  if (kind !== 'set' && kind !== 'remove') return undefined
  const wanted = kind === 'set' ? wish.value : undefined
  for (const [index, past] of history.entries()) {
    if (past.path.length !== path.length || !isInside(path, past.path)) return undefined
    if (same(past.value, wanted)) return { text: past.text, forms: past.forms, history: history.slice(index + 1) }
  }
  return undefined
}
