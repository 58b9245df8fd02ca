import type { DescriptionPair } from './type-details.js'

/** What a description can have at most: one page, as the kernel hands it out. What is behind that is not looked at. */
const LONGEST = 4096

/**
 * The words and values of a description: `key=value, key=value` (NVIDIA; the columns of patch v6) or `key: value` on lines of
 * their own (GVT-g). What is neither is left out.
 */
export function descriptionPairs(description: string): DescriptionPair[] {
  const pairs: DescriptionPair[] = []
  for (const part of description.slice(0, LONGEST).split(/[\n,]/)) {
    const at = part.search(/[=:]/)
    const name = part.slice(0, Math.max(0, at)).trim()
    if (name !== '') pairs.push({ name, value: part.slice(at + 1).trim() })
  }
  return pairs
}
