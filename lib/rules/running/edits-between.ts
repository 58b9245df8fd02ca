import type { TextEdit } from '../../diagnostic.js'

/** The edit that makes one text of another: what is the same at both ends stays. None where they are equal. */
export function editsBetween(before: string, after: string): TextEdit[] {
  if (before === after) return []
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before.charCodeAt(start) === after.charCodeAt(start)) start++
  let same = 0
  while (
    same < shorter - start &&
    before.charCodeAt(before.length - 1 - same) === after.charCodeAt(after.length - 1 - same)
  ) {
    same++
  }
  return [{ start, end: before.length - same, text: after.slice(start, after.length - same) }]
}
