import type { TextEdit } from '../diagnostic.js'

/**
 * The text after all edits, whose offsets all mean the text as given. The order of the list does not matter, except that
 * insertions at one offset come out in the order given; they stand before what replaces the text from that offset on.
 *
 * @throws TypeError if an offset is not a whole number
 * @throws RangeError if an edit leaves the text, ends before it begins, or overlaps another one
 */
export function applyEdits(text: string, edits: readonly TextEdit[]): string {
  let out = ''
  let done = 0
  for (const edit of sortEdits(edits)) {
    const { start, end } = edit
    if (!Number.isInteger(start) || !Number.isInteger(end)) {
      throw new TypeError(`the offsets ${start} and ${end} of an edit must be whole numbers`)
    }
    if (start < 0 || end < start || end > text.length) {
      throw new RangeError(`the edit from ${start} to ${end} is not inside the text of length ${text.length}`)
    }
    if (start < done) throw new RangeError(`the edit from ${start} to ${end} overlaps the one that ends at ${done}`)
    out += text.slice(done, start) + edit.text
    done = end
  }
  return out + text.slice(done)
}

/** A sorted copy: by where edits begin, insertions first; the sort is stable. */
function sortEdits(edits: readonly TextEdit[]): TextEdit[] {
  return edits.toSorted((a, b) => a.start - b.start || a.end - b.end)
}
