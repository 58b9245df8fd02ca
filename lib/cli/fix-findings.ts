import type { Diagnostic, TextEdit } from '../diagnostic.js'
import { applyEdits } from '../xml/edits.js'
import { decodeXml, encodeXml } from '../xml/encoding.js'

/** How often a file is mended and looked at again: a fix may uncover another one, and two that overlap take turns. */
const ROUNDS = 10

/** A file after its findings were mended. */
export interface Fixed {
  readonly bytes: Uint8Array
  readonly text: string
  /** The text before. */
  readonly before: string
  /** How many findings were mended. */
  readonly count: number
}

/**
 * Applies the fixes of findings until none is left. Nothing but what the edits name changes, in the encoding that was read.
 * @param find What is found in such bytes, with the offsets of their text.
 */
export function fixFindings(bytes: Uint8Array, find: (bytes: Uint8Array) => readonly Diagnostic[]): Fixed {
  const decoded = decodeXml(bytes)
  if ('code' in decoded) return { bytes, text: '', before: '', count: 0 }
  const { text: before, encoding, bom } = decoded
  let fixed: Fixed = { bytes, text: before, before, count: 0 }
  let found = find(bytes)
  for (let round = 0; round < ROUNDS; round++) {
    const { edits, count } = editsOf(found)
    if (count === 0) return fixed
    const text = applyEdits(fixed.text, edits)
    const next = encodeXml(text, encoding, bom)
    found = find(next)
    // a fix that breaks the text is none
    if (found.some(isUnreadable)) return fixed
    fixed = { bytes: next, text, before, count: fixed.count + count }
  }
  return fixed
}

function isUnreadable({ code, severity }: Diagnostic): boolean {
  return severity === 'error' && (code.startsWith('xml/') || code === 'definition/json-invalid')
}

/** The edits of as many findings as go together; the others have their turn in the next round. */
function editsOf(found: readonly Diagnostic[]): { edits: TextEdit[]; count: number } {
  const edits: TextEdit[] = []
  let count = 0
  for (const { fix = [] } of found) {
    if (fix.length === 0 || fix.some((edit) => edits.some((other) => touch(edit, other)))) continue
    edits.push(...fix)
    count++
  }
  return { edits, count }
}

function touch(a: TextEdit, b: TextEdit): boolean {
  return a.start <= b.end && b.start <= a.end
}
