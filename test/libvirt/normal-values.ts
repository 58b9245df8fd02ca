import type { AnyField, AnyShape, ObjectShape } from '../../lib/shape/shape.js'

/** What is made the same in two values before they are compared. */
export interface Normalisation {
  /** Also what libvirt takes for the same without writing it: absent values for their meaning, lists without an order. */
  readonly meaning?: boolean
  /** Leave out what libvirt never writes. */
  readonly written?: boolean
}

/** A value as reading gives it when all of it was written: defaults there, false flags and empty optional lists not. */
export function normalised(shape: AnyShape, value: unknown, how: Normalisation = {}): Record<string, unknown> {
  const member = memberOf(shape, value)
  const result: Record<string, unknown> = {}
  for (const [key, field] of member.fields) {
    if (how.written === true && field.options.unwritten === true) continue
    const next = normalField(field, partOf(value, key), how)
    if (next !== undefined) result[key] = next
  }
  return result
}

function normalField({ content, options, optional }: AnyField, value: unknown, how: Normalisation): unknown {
  switch (content.kind) {
    case 'value': {
      if (value !== undefined) return content.codec.decode(content.codec.encode(value) ?? '', () => {})
      if (options.otherwise !== undefined) return content.codec.decode(options.otherwise, () => {})
      return options.implied ?? (how.meaning === true ? options.means : undefined)
    }
    case 'flag':
      return value === true ? true : undefined
    case 'object': {
      const there = value ?? (how.meaning === true ? options.means : undefined)
      return there === undefined ? undefined : normalised(content.shape, there, how)
    }
    case 'list': {
      const items: readonly unknown[] = Array.isArray(value) ? value : []
      if (items.length === 0) return optional ? undefined : []
      const list = items.map((item) => normalised(content.item, item, how))
      return how.meaning === true ? sorted(list, options.unordered) : list
    }
  }
}

function sorted(list: readonly Record<string, unknown>[], unordered: true | string | undefined): readonly unknown[] {
  if (unordered === undefined) return list
  const keyed = list.map((item) => ({ key: JSON.stringify(unordered === true ? item : item[unordered]), item }))
  const unlike = unordered === true ? [...new Map(keyed.map((each) => [each.key, each])).values()] : keyed
  return unlike.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : 0)).map(({ item }) => item)
}

/**
 * The same value in another guise: lists without an order in another one, defaults written out or left out, letters of UUIDs in
 * the other case. `random` gives numbers from 0 to 1.
 */
export function disguised(shape: AnyShape, value: unknown, random: () => number): Record<string, unknown> {
  const member = memberOf(shape, value)
  const result: Record<string, unknown> = {}
  for (const [key, field] of member.fields) {
    const next = disguisedField(field, partOf(value, key), random)
    if (next !== undefined) result[key] = next
  }
  return result
}

function disguisedField({ content, options, optional }: AnyField, value: unknown, random: () => number): unknown {
  const often = random() < 0.5
  switch (content.kind) {
    case 'value': {
      const { codec } = content
      const read = (text: string | undefined): unknown =>
        text === undefined ? undefined : codec.decode(text, () => {})
      const absent = read(options.otherwise) ?? options.implied ?? options.means
      if (value === undefined) return often ? absent : undefined
      if (optional && value === absent && often) return undefined
      const loud = typeof value === 'string' ? value.toUpperCase() : value
      return often && read(codec.encode(loud)) === value ? loud : value
    }
    case 'flag':
      return value === true ? true : often ? false : undefined
    case 'object':
      if (value === undefined) return often ? options.means : undefined
      return disguised(content.shape, value, random)
    case 'list': {
      const items: readonly unknown[] = Array.isArray(value) ? value : []
      if (items.length === 0 && optional) return often ? [] : undefined
      return shuffled(
        items.map((item) => disguised(content.item, item, random)),
        options.unordered,
        random,
      )
    }
  }
}

/** Items that nothing tells apart but their order keep that. */
function shuffled(
  items: readonly Record<string, unknown>[],
  unordered: true | string | undefined,
  random: () => number,
): readonly unknown[] {
  if (unordered === undefined) return items
  const ranks = new Map<unknown, number>()
  const ranked = items.map((item) => {
    const key = unordered === true ? item : item[unordered]
    const rank = ranks.get(key) ?? random()
    ranks.set(key, rank)
    return { item, rank }
  })
  return ranked.sort((a, b) => a.rank - b.rank).map(({ item }) => item)
}

export function memberOf(shape: AnyShape, value: unknown): ObjectShape {
  const member = shape.kind === 'object' ? shape : shape.members.get(String(partOf(value, shape.key)))
  if (member === undefined) throw new Error(`${JSON.stringify(value)} is of no member of ${shape.title}`)
  return member
}

export function partOf(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
