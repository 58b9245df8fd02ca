import type { TextEdit } from '../../diagnostic.js'
import type { Document } from '../../shape/document.js'
import { editsBetween } from './edits-between.js'

/** How much text is read anew for the mendings of one document, in UTF-16 units: about a second of work. */
const MOST = 16 * 1024 * 1024

/**
 * Makes the edits of a document's mendings. For each the text is read anew, so that where there is very much of both, the last
 * findings have no fix; they have one once the others are mended.
 */
export class Mender<T> {
  readonly #document: Document<T>
  #left = MOST

  constructor(document: Document<T>) {
    this.#document = document
  }

  /**
   * The edits that a mending makes; `undefined` where it throws, as on a text in which the value has no place: the fault is there
   * all the same, and has no fix.
   */
  edits(mend: (document: Document<T>) => Document<T>): TextEdit[] | undefined {
    const { text } = this.#document
    if (this.#left < text.length) return undefined
    this.#left -= text.length
    try {
      return editsBetween(text, mend(this.#document).text)
    } catch {
      return undefined
    }
  }
}
