import type { TextEdit } from '../../diagnostic.js'
import type { Document } from '../../shape/document.js'
import { editsBetween } from './edits-between.js'

/**
 * The edits of a document that a mending makes; `undefined` where it throws, as on a text in which the value has no place: the
 * fault is there all the same, and has no fix.
 */
export function mendingEdits<T>(
  document: Document<T>,
  mend: (document: Document<T>) => Document<T>,
): TextEdit[] | undefined {
  try {
    return editsBetween(document.text, mend(document).text)
  } catch {
    return undefined
  }
}
