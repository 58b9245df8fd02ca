import type { OutElement } from '../xml/print.js'
import { firstInvalidCharacter } from '../xml/characters.js'
import { codeAt, visible } from '../xml/visible.js'
import type { Path } from '../diagnostic.js'
import type { Codec } from './codec.js'
import { partsOf } from './collect-parts.js'
import { spelled } from './paths.js'
import type { Step } from './place.js'
import type { AnyField, AnyShape, ListContent, ObjectShape, VariantShape } from './shape.js'
import { isObject, own } from './values.js'

/**
 * Makes the element of a value by its declaration, in the declared order. Everything is checked before any text is made.
 *
 * @param step The step that leads to the element: its name, and the attribute that tells it from others of that name.
 * @param whole Whether all of the value is written, also what libvirt leaves out.
 * @throws TypeError naming the path, where a value is missing, of the wrong kind, not declared, or holds a character that
 *   XML cannot carry
 */
export function writeElement(shape: AnyShape, value: unknown, step: Step, path: Path = [], whole = false): OutElement {
  return new Writer(path).element(shape, value, step, whole ? 'all' : 'checking')
}

/**
 * How much is written: `all` of a value; what libvirt writes of it, `checking` first what it leaves out; or the same where that
 * has been checked.
 */
type Extent = 'all' | 'checking' | 'checked'

class Writer {
  /** Where in the value the writer stands. */
  readonly #path: (string | number)[]

  constructor(path: Path) {
    this.#path = [...path]
  }

  element(shape: AnyShape, value: unknown, step: Step, extent: Extent): OutElement {
    const element = newElement(step)
    this.#into(shape, value, element, extent)
    return element
  }

  #into(shape: AnyShape, value: unknown, element: OutElement, extent: Extent): void {
    if (!isObject(value)) throw wrong(this.#path, shape.title, value, `${shape.title} as an object`)
    const chosen = shape.kind === 'object' ? shape : this.#choose(shape, value)
    for (const key in value) {
      if (value[key] !== undefined && Object.hasOwn(value, key) && !chosen.fields.has(key)) {
        throw new TypeError(`${nameOf([...this.#path, key], chosen.title)} is no field of a ${chosen.title}.`)
      }
    }
    if (extent === 'all' || chosen.written === undefined) this.#fill(chosen, value, element, extent)
    else {
      // All of the value is checked, also what is then left out of the text.
      if (extent === 'checking') this.#fill(chosen, value, newElement({ name: element.name, where: undefined }), 'all')
      this.#fill(chosen, chosen.written(value), element, 'checked', true)
    }
    if (extent !== 'all') this.#check(chosen, value)
    if (chosen.unfolded) element.unfolded = true
    if (chosen.spaced) element.spaced = true
  }

  /** Fields that have to go together: an edit may make them one by one, a whole value has to have them. */
  #check(shape: ObjectShape, value: object): void {
    for (const { find } of shape.checks) {
      const found = find(value)
      if (found !== undefined) throw new TypeError(`${spelled([...this.#path, found.at])}: ${found.message}`)
    }
  }

  /** @param reduced Whether a missing value was left out on purpose. */
  #fill(shape: ObjectShape, value: object, element: OutElement, extent: Extent, reduced = false): void {
    for (const { key, field } of partsOf(shape).fields) {
      const given = own(value, key)
      if (given === undefined && reduced && !field.optional) continue
      // What libvirt never writes is checked all the same.
      const hidden = field.options.unwritten === true && extent !== 'all'
      this.#path.push(key)
      this.#field(shape, field, given, hidden ? newElement({ name: element.name, where: undefined }) : element, extent)
      this.#path.pop()
    }
  }

  #choose(shape: VariantShape, value: Readonly<Record<string, unknown>>): ObjectShape {
    const word = own(value, shape.key)
    const member = typeof word === 'string' ? shape.members.get(word) : undefined
    if (member === undefined) {
      const known = [...shape.members.keys()].map((each) => `'${each}'`).join(', ')
      throw wrong([...this.#path, shape.key], shape.title, word, `one of ${known}`)
    }
    return member
  }

  #field(owner: ObjectShape, field: AnyField, value: unknown, element: OutElement, extent: Extent): void {
    const { place, content } = field
    if (value === undefined) {
      if (!field.optional && field.options.implied === undefined) {
        throw new TypeError(`${nameOf(this.#path, owner.title)} is missing.`)
      }
      const { otherwise } = field.options
      if (otherwise !== undefined) put(element, place.steps, place.attribute, otherwise)
      return
    }
    switch (content.kind) {
      case 'value':
        put(element, place.steps, place.attribute, encoded(owner, content.codec, value, this.#path))
        return
      case 'flag':
        if (typeof value !== 'boolean') throw wrong(this.#path, owner.title, value, 'true or false')
        if (value) reach(element, place.steps)
        return
      case 'object':
        this.#into(content.shape, value, reach(element, place.steps), extent)
        return
      case 'list':
        this.#list(owner, content, value, element, extent)
    }
  }

  #list(
    owner: ObjectShape,
    { above, step, item }: ListContent,
    value: unknown,
    element: OutElement,
    extent: Extent,
  ): void {
    if (!Array.isArray(value)) throw wrong(this.#path, owner.title, value, 'a list')
    const items: readonly unknown[] = value
    if (items.length === 0) return
    const container = reach(element, above)
    for (const [index, each] of items.entries()) {
      this.#path.push(index)
      container.children.push(this.element(item, each, step, extent))
      this.#path.pop()
    }
  }
}

/**
 * The text of one value.
 * @throws TypeError naming the path, where the value is of the wrong kind or holds a character that XML cannot carry
 */
export function encoded(owner: ObjectShape, codec: Codec<unknown>, value: unknown, path: Path): string {
  const text = codec.encode(value)
  if (text === undefined) throw wrong(path, owner.title, value, codec.expected)
  const bad = firstInvalidCharacter(text)
  if (bad === -1) return text
  throw new TypeError(`${nameOf(path, owner.title)} holds the character ${codeAt(text, bad)}, which XML cannot carry.`)
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
  if (name === '*') throw new TypeError('What is a view of elements of any name can be read and changed, not written.')
  return { name, attributes: toldBy(where), children: [] }
}

function isFor(element: OutElement, { name, where }: Step): boolean {
  if (element.name !== name) return false
  if (where === undefined) return true
  return where.value === undefined
    ? element.attributes.every(([key]) => key !== where.attribute)
    : element.attributes.some(([key, value]) => key === where.attribute && value === where.value)
}

/** The attributes by which a step tells an element from others. */
export function toldBy(where: Step['where']): [name: string, value: string][] {
  return where?.value === undefined ? [] : [[where.attribute, where.value]]
}

/** The error about a value that is not what was expected at a path. */
export function wrong(path: Path, title: string, value: unknown, expected: string): TypeError {
  return new TypeError(`${nameOf(path, title)} must be ${expected}, not ${shown(value)}.`)
}

function shown(value: unknown): string {
  if (typeof value === 'string') return `'${visible(value)}'`
  if (Array.isArray(value)) return 'a list'
  return typeof value === 'object' && value !== null ? 'an object' : String(value)
}

/** The path; the title where it is empty. */
function nameOf(path: Path, title: string): string {
  return path.length === 0 ? `The ${title}` : spelled(path)
}
