import type { OutElement } from '../xml/print.js'
import { firstInvalidCharacter } from '../xml/characters.js'
import { visible } from '../xml/visible.js'
import type { Path } from '../diagnostic.js'
import type { Step } from './place.js'
import type { AnyField, AnyShape, ObjectShape, VariantShape } from './shape.js'

/**
 * Makes the element of a value by its declaration, in the declared order. Everything is checked before any text is made.
 *
 * @param told The step that leads to the element, when an attribute tells it from others of its name.
 * @throws TypeError naming the path, where a value is missing, of the wrong kind, not declared, or holds a character that
 *   XML cannot carry
 */
export function writeElement(shape: AnyShape, value: unknown, step: Step, path: Path = []): OutElement {
  const element = newElement(step)
  writeInto(shape, value, element, path)
  return element
}

function writeInto(shape: AnyShape, value: unknown, element: OutElement, path: Path): void {
  if (!isObject(value)) throw wrong(path, shape.title, value, `${shape.title} as an object`)
  const chosen = shape.kind === 'object' ? shape : choose(shape, value, path)
  for (const key of Object.keys(value)) {
    if (value[key] !== undefined && !chosen.fields.has(key)) {
      throw new TypeError(`${nameOf([...path, key], chosen.title)} is no field of a ${chosen.title}.`)
    }
  }
  // All of the value is checked, also what is then left out of the text.
  fill(chosen, value, chosen.written === undefined ? element : newElement({ name: element.name, where: undefined }), path)
  if (chosen.written !== undefined) fill(chosen, chosen.written(value), element, path, true)
  if (chosen.unfolded) element.unfolded = true
  if (chosen.spaced) element.spaced = true
}

/** @param reduced Whether a missing value was left out on purpose. */
function fill(shape: ObjectShape, value: object, element: OutElement, path: Path, reduced = false): void {
  for (const [key, field] of shape.fields) {
    const given: unknown = Object.hasOwn(value, key) ? Reflect.get(value, key) : undefined
    if (given === undefined && reduced && !field.optional) continue
    writeField(shape, field, given, element, [...path, key])
  }
}

function choose(shape: VariantShape, value: Readonly<Record<string, unknown>>, path: Path): ObjectShape {
  const word = Object.hasOwn(value, shape.key) ? value[shape.key] : undefined
  const member = typeof word === 'string' ? shape.members.get(word) : undefined
  if (member === undefined) {
    const known = [...shape.members.keys()].map((each) => `'${each}'`).join(', ')
    throw wrong([...path, shape.key], shape.title, word, `one of ${known}`)
  }
  return member
}

function writeField(owner: ObjectShape, field: AnyField, value: unknown, element: OutElement, path: Path): void {
  const { place, content } = field
  if (value === undefined) {
    if (!field.optional && field.options.implied === undefined) {
      throw new TypeError(`${nameOf(path, owner.title)} is missing.`)
    }
    const { otherwise } = field.options
    if (otherwise !== undefined) put(element, place.steps, place.attribute, otherwise)
    return
  }
  switch (content.kind) {
    case 'value': {
      const text = content.codec.encode(value)
      if (text === undefined) throw wrong(path, owner.title, value, content.codec.expected)
      const bad = firstInvalidCharacter(text)
      if (bad !== -1) {
        const code = text.charCodeAt(bad).toString(16).toUpperCase().padStart(4, '0')
        throw new TypeError(`${nameOf(path, owner.title)} holds the character U+${code}, which XML cannot carry.`)
      }
      put(element, place.steps, place.attribute, text)
      return
    }
    case 'flag':
      if (typeof value !== 'boolean') throw wrong(path, owner.title, value, 'true or false')
      if (value) reach(element, place.steps)
      return
    case 'object':
      writeInto(content.shape, value, reach(element, place.steps), path)
      return
    case 'list':
      writeList(owner, field, content.item, value, element, path)
  }
}

function writeList(
  owner: ObjectShape,
  field: AnyField,
  item: AnyShape,
  value: unknown,
  element: OutElement,
  path: Path,
): void {
  if (!Array.isArray(value)) throw wrong(path, owner.title, value, 'a list')
  const last = field.place.steps.at(-1)
  if (value.length === 0 || last === undefined) return
  const container = reach(element, field.place.steps.slice(0, -1))
  value.forEach((each: unknown, index) => {
    container.children.push(writeElement(item, each, last, [...path, index]))
  })
}

/** The element at the end of the steps; those on the way that are not there yet are made. */
function reach(element: OutElement, steps: readonly Step[]): OutElement {
  for (const step of steps) {
    let next = element.children.find((child) => isFor(child, step))
    if (next === undefined) element.children.push((next = newElement(step)))
    element = next
  }
  return element
}

function put(element: OutElement, steps: readonly Step[], attribute: string | undefined, text: string): void {
  const target = reach(element, steps)
  if (attribute === undefined) target.text = text
  else target.attributes.push([attribute, text])
}

function newElement(step: Step): OutElement {
  const { name, where } = step
  return { name, attributes: where === undefined ? [] : [[where.attribute, where.value]], children: [] }
}

function isFor(element: OutElement, { name, where }: Step): boolean {
  if (element.name !== name) return false
  if (where === undefined) return true
  return element.attributes.some(([key, value]) => key === where.attribute && value === where.value)
}

function isObject(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}

function wrong(path: Path, title: string, value: unknown, expected: string): TypeError {
  return new TypeError(`${nameOf(path, title)} must be ${expected}, not ${shown(value)}.`)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${visible(value)}'`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** `hostdevs[1].uuid`; the title where the path is empty. */
function nameOf(path: Path, title: string): string {
  if (path.length === 0) return `The ${title}`
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? visible(key) : `.${visible(key)}`)).join('')
}
