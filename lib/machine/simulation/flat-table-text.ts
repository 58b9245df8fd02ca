import type { SimulatedType } from './mdev-driver.js'

/** The least width of a column in the table of the proposal, where it is not eight. */
const WIDTHS: Readonly<Record<string, number>> = { framebuffer: 9, max_resolution: 13 }

/**
 * The types as patch v6 prints them: a header over two lines, then one line each, in which names are quoted and fields padded.
 * The columns behind the third are the words of the descriptions.
 */
export function flatTable(types: readonly SimulatedType[]): string {
  const rows = types.map((type) => ({ type, pairs: pairsOf(type.description ?? '') }))
  const words = [...new Set(rows.flatMap(({ pairs }) => [...pairs.keys()]))].filter((word) => word !== 'max_instance')
  const last = words.pop()
  const header = ['# vgpu_type_id', 'vgpu_type', 'max_instance', ...words].join(', ')
  const lines = rows.map(({ type, pairs }) => {
    const fields = [...words, ...(last === undefined ? [] : [last])].map((word) =>
      (pairs.get(word) ?? '').padStart(WIDTHS[word] ?? 8),
    )
    const start = `${type.id.padEnd(8)},"${type.name ?? type.id}"`
    return [start, String(type.maxInstances ?? 0).padStart(8), ...fields].join(',')
  })
  return `${[last === undefined ? header : `${header},\n${last}`, ...lines].join('\n')}\n`
}

function pairsOf(description: string): Map<string, string> {
  const pairs = new Map<string, string>()
  for (const pair of description.split(', ')) {
    const equals = pair.indexOf('=')
    if (equals > 0) pairs.set(pair.slice(0, equals), pair.slice(equals + 1))
  }
  return pairs
}
