/**
 * A type's name without what differs from driver to driver: blanks and underscores are alike, and the vendor's brand in front does
 * not count.
 */
export function plainTypeName(name: string): string {
  return name
    .trim()
    .replaceAll(/[\s_]+/g, ' ')
    .replace(/^(?:(?:NVIDIA|GRID|Tesla|Quadro) )+(?=.)/, '')
}

/**
 * Which of the types have a name: those that spell it so, or where none does, those that mean the same. More than one is
 * ambiguous.
 */
export function typesNamed<T extends { name?: string }>(types: readonly T[], wanted: string): T[] {
  const exact = types.filter(({ name }) => name === wanted)
  if (exact.length > 0) return exact
  const plain = plainTypeName(wanted)
  return types.filter(({ name }) => name !== undefined && plainTypeName(name) === plain)
}
