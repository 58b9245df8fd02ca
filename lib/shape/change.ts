import type { Path } from '../diagnostic.js'
import type { OutElement } from '../xml/print.js'
import { attributeOf, textOf } from '../xml/select.js'
import type { XmlElement } from '../xml/tree.js'
import type { Codec } from './codec.js'
import type { Editor } from './editor.js'
import { isBlank } from './layout.js'
import { locate, type Location } from './locate.js'
import { attributePosition, childPosition } from './order.js'
import { keyOf } from './parts.js'
import { spelled } from './paths.js'
import { descend, holdersOf, matches, type Step } from './place.js'
import { hollowWithout, type Owner } from './prune.js'
import { readElement } from './read.js'
import type { AnyField, AnyShape, ObjectShape } from './shape.js'
import { own, same } from './values.js'
import { encoded, toldBy, writeElement, wrong } from './write.js'

/** One wish of a caller; the path of an insertion ends with the index that the item is to have. */
export type Change =
  | { readonly kind: 'set' | 'replace' | 'insert'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: Path }

/**
 * Makes a change of a value in the text it was read from.
 * @throws TypeError where the path cannot be reached or the value is not what the shape declares
 */
export function change(shape: AnyShape, wish: Change, editor: Editor): void {
  const changer = new Changer(shape, editor)
  if (wish.kind === 'remove') changer.remove(wish.path)
  else changer[wish.kind](wish.path, wish.value)
}

/** A declared field, and the object in the text that it belongs to. */
interface FieldPlace {
  readonly key: string
  readonly field: AnyField
  readonly owner: Owner
}

/** A declared list, and what is in the text of it. */
interface ListPlace extends FieldPlace {
  readonly item: AnyShape
  /** The steps to the container, how many of them are there, and the element that these lead to. */
  readonly above: readonly Step[]
  readonly depth: number
  readonly container: XmlElement
  /** Tells the container from others; lists may share one. */
  readonly containerKey: string
  /** The step from the container to an item. */
  readonly step: Step
  readonly items: readonly XmlElement[]
  /** The container of each item: where there are several, it need not be the first. */
  readonly homes: readonly XmlElement[]
}

class Changer {
  readonly #shape: AnyShape
  readonly #editor: Editor

  constructor(shape: AnyShape, editor: Editor) {
    this.#shape = shape
    this.#editor = editor
  }

  set(path: Path, value: unknown): void {
    const key = path.at(-1)
    if (value === undefined) return this.remove(path)
    if (key === undefined) {
      const { root } = this.#editor
      return this.#setObject(path, this.#shape, root, stepTo(root), value)
    }
    if (typeof key === 'number') {
      const { list, element } = this.#item(path)
      return this.#setObject(path, list.item, element, list.step, value)
    }
    const above = path.slice(0, -1)
    const { found, shape } = this.#locate(above)
    if (shape !== undefined) return this.#setField(path, this.#field(path), value)
    // An object that is not there is made with this one field, if the others are optional.
    if (found || typeof above.at(-1) !== 'string') throw unreachable(path)
    this.set(above, { [key]: value })
  }

  #setField(path: Path, { owner, field, key }: FieldPlace, value: unknown): void {
    const { content, place } = field
    if (content.kind === 'list') return this.#setList(path, value)
    if (content.kind === 'flag' && value === false) return this.remove(path)
    const { element, depth } = descend(owner.element, place.steps)
    const next = place.steps[depth]
    if (next !== undefined) {
      // The elements that are there stay; from the first one on that is not, the field is written as always.
      const out = writeAlone(owner.shape, key, field, depth + 1, value, next, path)
      return this.#insertBelow(owner, place.steps.slice(0, depth), next, element, out)
    }
    switch (content.kind) {
      case 'value':
        return this.#setValue(path, owner, field, content.codec, element, value)
      case 'object':
        return this.#setObject(path, content.shape, element, place.steps.at(-1) ?? stepTo(element), value)
      case 'flag':
        if (value !== true) throw wrong(path, owner.shape.title, value, 'true or false')
    }
  }

  #setValue(
    path: Path,
    owner: Owner,
    field: AnyField,
    codec: Codec<unknown>,
    element: XmlElement,
    value: unknown,
  ): void {
    const text = encoded(owner.shape, codec, value, path)
    const modifier = this.#editor.modifier()
    const name = field.place.attribute
    if (name === undefined) {
      if (!isSpelling(codec, textOf(element), text)) this.#editor.apply(...modifier.replaceText(element, text))
      return
    }
    const attribute = attributeOf(element, name)
    if (attribute === undefined) {
      const position = attributePosition(owner.shape, field, element)
      this.#editor.apply(modifier.insertAttribute(element, name, text, position))
    } else if (!isSpelling(codec, attribute.value, text)) {
      this.#editor.apply(modifier.replaceValue(attribute, text))
    }
  }

  /** Changes only the fields that differ or have faults, so that what no field knows stays. */
  #setObject(path: Path, shape: AnyShape, element: XmlElement, step: Step, value: unknown): void {
    const out = writeElement(shape, value, step, path, true)
    const now = this.#locate(path).shape
    const wanted = shape.kind === 'object' ? shape : shape.members.get(String(own(value, shape.key)))
    if (now === undefined || wanted !== now) {
      this.#editor.apply(this.#editor.modifier().replaceElement(element, out))
      return
    }
    const { draft, diagnostics } = readElement(now, element)
    const faulty = new Set(diagnostics.filter(({ severity }) => severity === 'error').map((each) => each.path[0]))
    for (const key of now.fields.keys()) {
      const next = own(value, key)
      if (faulty.has(key) || !same(draft[key], next)) this.set([...path, key], next)
    }
  }

  #setList(path: Path, value: unknown): void {
    const { items: now } = this.#list(path)
    const next = this.#checkedItems(path, value)
    for (let index = now.length - 1; index >= next.length; index--) this.#removeItem([...path, index])
    for (const [index, item] of next.entries()) {
      if (index < now.length) this.set([...path, index], item)
      else this.insert([...path, index], item)
    }
  }

  replace(path: Path, value: unknown): void {
    const { root } = this.#editor
    const key = path.at(-1)
    if (key === undefined) return this.#replaceElement(root, writeElement(this.#shape, value, stepTo(root), path, true))
    if (typeof key === 'number') {
      const { list, element } = this.#item(path)
      return this.#replaceElement(element, writeElement(list.item, value, list.step, path, true))
    }
    const { field, owner } = this.#field(path)
    if (field.content.kind === 'list') {
      const items = this.#checkedItems(path, value)
      this.remove(path)
      for (const [index, item] of items.entries()) this.insert([...path, index], item)
      return
    }
    const { steps } = field.place
    const { element, depth } = descend(owner.element, steps)
    if (field.content.kind !== 'object' || depth < steps.length) return this.set(path, value)
    const step = steps.at(-1) ?? stepTo(element)
    this.#replaceElement(element, writeElement(field.content.shape, value, step, path, true))
  }

  #replaceElement(element: XmlElement, out: OutElement): void {
    this.#editor.apply(this.#editor.modifier().replaceElement(element, out))
  }

  insert(path: Path, value: unknown): void {
    const above = path.slice(0, -1)
    const index = path.at(-1)
    const list = this.#list(above, path)
    const { owner, container, depth, step, items, homes } = list
    if (typeof index !== 'number' || !Number.isInteger(index) || index < 0 || index > items.length) {
      throw new TypeError(`${spelled(above)} has ${items.length} items; nothing can be inserted at ${String(index)}.`)
    }
    const out = writeElement(list.item, value, step, path, true)
    const missing = list.above.slice(depth)
    const [first] = missing
    const isEmpty = this.#isEmpty(container)
    if (first !== undefined || isEmpty) {
      this.#editor.remember(list.containerKey, { depth, rest: isEmpty ? this.#editor.restOf(container) : undefined })
    }
    if (first !== undefined) {
      return this.#insertBelow(owner, list.above.slice(0, depth), first, container, wrapped(missing, out))
    }
    const next = items[index]
    const home = homes[index] ?? homes.at(-1)
    if (home === undefined) return this.#insertBelow(owner, list.above, step, container, out)
    const beside = items.filter((_, at) => homes[at] === home)
    const position = next === undefined ? { after: beside, before: [] } : { after: [], before: [next] }
    this.#editor.apply(this.#editor.modifier().insertChild(home, out, position))
  }

  remove(path: Path): void {
    if (typeof path.at(-1) === 'number') return this.#removeItem(path)
    const { owner, field } = this.#field(path)
    const { steps, attribute: name } = field.place
    if (field.content.kind === 'list') {
      for (let { length } = this.#list(path).items; length > 0; length--) this.#removeItem([...path, length - 1])
      return
    }
    const { element, depth } = descend(owner.element, steps)
    if (depth < steps.length) return
    const { text } = this.#editor
    const modifier = this.#editor.modifier()
    if (name !== undefined) {
      const attribute = attributeOf(element, name)
      if (attribute === undefined) return
      const hollow = hollowWithout(attribute, element, { owner, field, steps, text })
      this.#editor.apply(
        hollow === undefined ? modifier.removeAttribute(element, attribute) : modifier.removeElement(hollow),
      )
      return
    }
    if (field.content.kind === 'value' && (element === owner.element || holdsMore(owner.shape, field, element))) {
      if (textOf(element) !== '') this.#editor.apply(...modifier.replaceText(element, ''))
      return
    }
    const hollow = hollowWithout(element, element.parent, { owner, field, steps: steps.slice(0, -1), text })
    this.#editor.apply(modifier.removeElement(hollow ?? element))
  }

  #removeItem(path: Path): void {
    const { list, element } = this.#item(path)
    const { owner, field, above } = list
    const form = this.#editor.formOf(list.containerKey)
    const { text } = this.#editor
    const kept = form?.depth ?? above.length
    const top = hollowWithout(element, element.parent, { owner, field, steps: above, kept, text }) ?? element
    const holder = descend(owner.element, above.slice(0, kept)).element
    const modifier = this.#editor.modifier()
    const isLast = top.parent === holder && this.#isEmpty(holder, top)
    // What an edit made is taken away again, and what was empty before looks as it did.
    this.#editor.apply(
      isLast && form?.rest !== undefined ? modifier.restore(holder, form.rest) : modifier.removeElement(top),
    )
  }

  /** Puts in elements that were not there, in the declared order. */
  #insertBelow(owner: Owner, above: readonly Step[], step: Step, element: XmlElement, out: OutElement): void {
    const position = childPosition(owner.shape, above, step, element)
    this.#editor.apply(this.#editor.modifier().insertChild(element, out, position))
  }

  #isEmpty(element: XmlElement, but?: XmlElement): boolean {
    return element.children.every((child) => child === but || isBlank(this.#editor.text, child))
  }

  /** The items of a whole list as they are wished, each one checked. */
  #checkedItems(path: Path, value: unknown): readonly unknown[] {
    const { owner, field, key } = this.#list(path)
    if (!Array.isArray(value)) throw wrong(path, owner.shape.title, value, 'a list')
    writeAlone(owner.shape, key, field, 0, value, stepTo(owner.element), path)
    return Array.from<unknown>(value)
  }

  /** @param asked The path that the caller gave, for the error. */
  #field(path: Path, asked = path): FieldPlace {
    const key = path.at(-1)
    const { element, shape } = this.#locate(path.slice(0, -1))
    const field = typeof key === 'string' ? shape?.fields.get(key) : undefined
    if (typeof key !== 'string' || shape === undefined || field === undefined) throw unreachable(asked)
    return { key, field, owner: { element, shape } }
  }

  #list(path: Path, asked = path): ListPlace {
    const place = this.#field(path, asked)
    const { content } = place.field
    if (content.kind !== 'list') throw new TypeError(`${spelled(path)} is no list.`)
    const { above, step } = content
    const { element: container, depth } = descend(place.owner.element, above)
    const items: XmlElement[] = []
    const homes: XmlElement[] = []
    for (const home of holdersOf(place.owner.element, above)) {
      for (const child of home.children) {
        if (child.kind !== 'element' || !matches(child, step)) continue
        items.push(child)
        homes.push(home)
      }
    }
    const containerKey = JSON.stringify([...path.slice(0, -1), ...above.map(keyOf)])
    return { ...place, item: content.item, above, depth, container, containerKey, step, items, homes }
  }

  #item(path: Path): { readonly list: ListPlace; readonly element: XmlElement } {
    const list = this.#list(path.slice(0, -1), path)
    const element = list.items[Number(path.at(-1))]
    if (element === undefined) throw unreachable(path)
    return { list, element }
  }

  #locate(path: Path): Location {
    return locate(this.#shape, this.#editor.root, path)
  }
}

/** Writes one field of an object by itself, from the given one of its steps on. */
function writeAlone(
  owner: ObjectShape,
  key: string,
  field: AnyField,
  depth: number,
  value: unknown,
  step: Step,
  path: Path,
): OutElement {
  const below: AnyField = { ...field, place: { ...field.place, steps: field.place.steps.slice(depth) } }
  const alone: ObjectShape = { ...owner, fields: new Map([[key, below]]), unfolded: false, spaced: false }
  return writeElement(alone, { [key]: value }, step, path.slice(0, -1), true)
}

/** Whether an element whose text is one field holds others, too. */
function holdsMore(shape: ObjectShape, field: AnyField, element: XmlElement): boolean {
  const { steps } = field.place
  const shares = [...shape.fields.values()].some(
    ({ place }) => place !== field.place && steps.every((step, depth) => place.steps[depth]?.name === step.name),
  )
  const told = steps.at(-1)?.where?.attribute
  return (
    shares &&
    (element.attributes.some(({ name }) => name !== told) || element.children.some(({ kind }) => kind === 'element'))
  )
}

/** Whether a text that stands there already means what another one would. */
function isSpelling(codec: Codec<unknown>, there: string, text: string): boolean {
  if (there === text) return true
  const meaning = codec.decode(there, () => {})
  return (
    meaning !== undefined &&
    same(
      meaning,
      codec.decode(text, () => {}),
    )
  )
}

function wrapped(steps: readonly Step[], inner: OutElement): OutElement {
  let out = inner
  for (const { name, where } of steps.toReversed()) {
    out = { name, attributes: toldBy(where), children: [out] }
  }
  return out
}

function stepTo(element: XmlElement): Step {
  return { name: element.name, where: undefined }
}

function unreachable(path: Path): TypeError {
  return new TypeError(`'${spelled(path)}' is not a place in this document.`)
}
