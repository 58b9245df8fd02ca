import type { Path } from '../diagnostic.js'
import { printElement } from '../xml/print.js'
import { visible } from '../xml/visible.js'
import type { Codec } from './codec.js'
import { spelled } from './paths.js'
import type { Step } from './place.js'
import type { AnyField, AnyShape, FieldOptions, ObjectShape } from './shape.js'
import { own, same } from './values.js'
import { encoded, writeElement } from './write.js'

/** One place at which two values are not the same, as plain data. */
export interface Difference {
  /** The place in the first value; in the second one for an item that only that has. */
  readonly path: Path
  /** One sentence with both values in it. */
  readonly message: string
  /** What the first value has there; left out where it has nothing. */
  readonly a?: unknown
  /** What the second value has there; left out where it has nothing. */
  readonly b?: unknown
}

const STEP: Step = { name: 'value', where: undefined }

/**
 * What is not the same in two values to libvirt, in the order of the declaration. An absent value is the same as what it is taken
 * for, and another spelling the same as what it is read as; what libvirt leaves out on writing counts for nothing, and
 * neither does the order of a list that is declared to have none.
 * @throws TypeError naming the path, where one of the two could not be written
 */
export function compare(shape: AnyShape, a: unknown, b: unknown): Difference[] {
  for (const value of [a, b]) writeElement(shape, value, STEP)
  const differences: Difference[] = []
  compareObjects(shape, a, b, [], differences)
  return differences
}

function compareObjects(shape: AnyShape, a: unknown, b: unknown, path: Path, found: Difference[]): void {
  const left = Object(a) as object
  const right = Object(b) as object
  const member = memberOf(shape, left)
  if (member === undefined || member !== memberOf(shape, right)) {
    if (shape.kind === 'variant') tell([...path, shape.key], own(left, shape.key), own(right, shape.key), found)
    return
  }
  const [keptLeft, keptRight] = [kept(member, left), kept(member, right)]
  for (const [key, field] of member.fields) {
    const there = [...path, key]
    const [inLeft, inRight] = [own(left, key), own(right, key)]
    if (field.content.kind === 'list') {
      compareLists(field.content.item, field.options, inLeft, inRight, there, found)
      continue
    }
    const [meantLeft, meantRight] = [
      meaning(member, field, own(keptLeft, key), there),
      meaning(member, field, own(keptRight, key), there),
    ]
    if (field.content.kind === 'object' && meantLeft !== undefined && meantRight !== undefined) {
      compareObjects(field.content.shape, meantLeft, meantRight, there, found)
    } else if (!same(meantLeft, meantRight)) tell(there, inLeft, inRight, found)
  }
}

function memberOf(shape: AnyShape, value: object): ObjectShape | undefined {
  return shape.kind === 'object' ? shape : shape.members.get(String(own(value, shape.key)))
}

/** What libvirt writes of an object, but for lists: their order in the text is no matter here. */
function kept(shape: ObjectShape, value: object): object {
  return shape.written === undefined ? value : shape.written(value)
}

/** What libvirt takes a value for, or its absence. */
function meaning(shape: ObjectShape, { content, options }: AnyField, value: unknown, path: Path): unknown {
  if (content.kind === 'flag') return value ?? false
  if (content.kind !== 'value') return value ?? options.means
  if (value !== undefined) return decoded(content.codec, encoded(shape, content.codec, value, path))
  if (options.otherwise !== undefined) return decoded(content.codec, options.otherwise)
  return options.implied ?? options.means
}

function decoded(codec: Codec<unknown>, text: string): unknown {
  return codec.decode(text, () => {})
}

function compareLists(
  item: AnyShape,
  { unordered }: FieldOptions,
  a: unknown,
  b: unknown,
  path: Path,
  found: Difference[],
): void {
  const left = itemsOf(item, unordered, a)
  const right = itemsOf(item, unordered, b)
  for (const [key, { index, value }] of left) {
    const other = right.get(key)
    if (other === undefined) tell([...path, index], value, undefined, found)
    else compareObjects(item, value, other.value, [...path, index], found)
  }
  for (const [key, { index, value }] of right) if (!left.has(key)) tell([...path, index], undefined, value, found)
}

interface Item {
  readonly index: number
  readonly value: unknown
}

/** The items of a list by what tells one from another: where order has no meaning, not their number. */
function itemsOf(item: AnyShape, unordered: FieldOptions['unordered'], list: unknown): ReadonlyMap<string, Item> {
  const items = new Map<string, Item>()
  const values: readonly unknown[] = Array.isArray(list) ? list : []
  for (const [index, value] of values.entries()) {
    const key = keyOf(item, unordered, value, index)
    let free = key
    // Items of one key are told apart by their order, with a character that no key can have; equal ones count once.
    if (unordered !== true) for (let more = 1; items.has(free); more++) free = `${key}\0${more}`
    items.set(free, { index, value })
  }
  return items
}

function keyOf(item: AnyShape, unordered: FieldOptions['unordered'], value: unknown, index: number): string {
  if (unordered === undefined) return String(index)
  return unordered === true ? printElement(writeElement(item, value, STEP)) : String(own(Object(value), unordered))
}

function tell(path: Path, a: unknown, b: unknown, found: Difference[]): void {
  found.push({
    path,
    message: `${spelled(path)} is ${shown(a)} in the first and ${shown(b)} in the second.`,
    ...(a === undefined ? {} : { a }),
    ...(b === undefined ? {} : { b }),
  })
}

function shown(value: unknown): string {
  if (value === undefined) return 'absent'
  return typeof value === 'string' ? `'${visible(value)}'` : visible(JSON.stringify(value))
}
