import type { Path, TextEdit } from '../diagnostic.js'
import type { OutElement } from '../xml/print.js'
import { textOf } from '../xml/select.js'
import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import { locate, type Location } from './locate.js'
import { Modifier, type Position } from './modify.js'
import { partsOf, type Parts } from './parts.js'
import { descend, matches, type Step } from './place.js'
import { readElement } from './read.js'
import type { AnyField, AnyShape, ObjectShape } from './shape.js'
import { writeElement } from './write.js'

/** One wish of a caller. */
export type Change =
  | { readonly kind: 'set'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'replace'; readonly path: Path; readonly value: unknown }
  | { readonly kind: 'remove'; readonly path: Path }
  | { readonly kind: 'insert'; readonly list: Path; readonly index: number | undefined; readonly value: unknown }

/** How the containers of lists looked when they were empty, by the list's path. */
export type EmptyForms = ReadonlyMap<string, EmptyForm>

interface EmptyForm {
  /** How many of the container's steps were there. */
  readonly depth: number
  /** What stood between the tags; for `<a/>` what stood behind its name and attributes. */
  readonly content: string
  readonly selfClosing: boolean
}

/** The text while a change is being made, step by step; each step sees the result of the one before. */
export interface Editing {
  readonly text: string
  readonly root: XmlElement
  apply(edits: readonly TextEdit[], forms?: EmptyForms): void
}

/**
 * Makes a change of a value in the text it was read from.
 * @throws TypeError where the path cannot be reached or the value is not what the shape declares
 */
export function change(shape: AnyShape, wish: Change, forms: EmptyForms, editing: Editing): void {
  const changer = new Changer(shape, forms, editing)
  switch (wish.kind) {
    case 'set':
      return changer.set(wish.path, wish.value)
    case 'replace':
      return changer.replace(wish.path, wish.value)
    case 'remove':
      return changer.remove(wish.path)
    case 'insert':
      return changer.insert(wish.list, wish.index, wish.value)
  }
}

interface Owner {
  readonly element: XmlElement
  readonly shape: ObjectShape
}

class Changer {
  readonly #shape: AnyShape
  readonly #editing: Editing
  #forms: EmptyForms

  constructor(shape: AnyShape, forms: EmptyForms, editing: Editing) {
    this.#shape = shape
    this.#forms = forms
    this.#editing = editing
  }

  set(path: Path, value: unknown): void {
    if (value === undefined) return this.remove(path)
    const key = path.at(-1)
    if (key === undefined) return this.#setObject(path, this.#shape, this.#editing.root, value)
    if (typeof key === 'number') {
      const { element, field, found } = this.#locate(path)
      if (!found || field?.content.kind !== 'list') throw unreachable(path)
      return this.#setObject(path, field.content.item, element, value)
    }
    const above = this.#locate(path.slice(0, -1))
    if (!above.found || above.shape === undefined) {
      if (above.field?.content.kind !== 'object' || above.found) throw unreachable(path)
      return this.set(path.slice(0, -1), { [key]: value })
    }
    this.#setField(path, { element: above.element, shape: above.shape }, key, value)
  }

  #setField(path: Path, owner: Owner, key: string, value: unknown): void {
    const field = owner.shape.fields.get(key)
    if (field === undefined) throw unreachable(path)
    const { content, place } = field
    const target = descend(owner.element, place.steps)
    const there = target.depth === place.steps.length
    switch (content.kind) {
      case 'list':
        return this.#setList(path, value)
      case 'flag':
        if (value === false) return this.remove(path)
        break
      case 'object':
        if (there) return this.#setObject(path, content.shape, target.element, value)
        break
      case 'value':
        if (there) return this.#setValue(path, owner, field, target.element, value)
    }
    let written: OutElement | undefined = this.#alone(owner, key, field, value, path, owner.element.name)
    // What was written begins at the owner; only what lies below the steps that are there already is put in.
    for (let depth = 0; depth <= target.depth; depth++) written = written?.children[0]
    if (!there && written !== undefined) this.#insertBelow(owner, field, target, written)
  }

  /** Writes one field alone, for its checks and for the elements it is made of; what libvirt writes of the whole is no matter. */
  #alone(owner: Owner, key: string, field: AnyField, value: unknown, path: Path, name: string): OutElement {
    const alone: ObjectShape = { ...owner.shape, written: undefined, fields: new Map([[key, field]]) }
    return writeElement(alone, { [key]: value }, { name, where: undefined }, path.slice(0, -1))
  }

  #setValue(path: Path, owner: Owner, field: AnyField, element: XmlElement, value: unknown): void {
    const name = field.place.attribute
    const key = String(path.at(-1))
    const out = this.#alone(owner, key, { ...field, place: { steps: [], attribute: name } }, value, path, element.name)
    const modifier = this.#modifier()
    if (name === undefined) {
      const text = out.text ?? ''
      if (textOf(element) !== text) this.#editing.apply(modifier.replaceText(element, text))
      return
    }
    const text = out.attributes[0]?.[1] ?? ''
    const attribute = element.attributes.find((candidate) => candidate.name === name)
    if (attribute === undefined) {
      const position = this.#attributePosition(owner, field, element)
      this.#editing.apply([modifier.insertAttribute(element, name, text, position)])
    } else if (attribute.value !== text) {
      this.#editing.apply([modifier.replaceValue(attribute, text)])
    }
  }

  /** Changes only the fields that differ, so that what no field knows stays. */
  #setObject(path: Path, shape: AnyShape, element: XmlElement, value: unknown): void {
    const step: Step = { name: element.name, where: undefined }
    const out = writeElement(shape, value, step, path)
    const now = this.#locate(path).shape
    const wanted: unknown = shape.kind === 'object' ? now : shape.members.get(wordOf(value, shape.key))
    if (now === undefined || wanted !== now) {
      this.#editing.apply([this.#modifier().replaceElement(element, out)])
      return
    }
    const { draft } = readElement(now, element)
    for (const key of now.fields.keys()) {
      const next = Reflect.get(Object(value), key) as unknown
      if (!same(draft[key], next)) this.set([...path, key], next)
    }
  }

  #setList(path: Path, value: unknown): void {
    if (!Array.isArray(value)) throw new TypeError(`${described(path)} must be a list.`)
    const items: readonly unknown[] = value
    let length = this.#items(path).length
    for (; length > items.length; length--) this.remove([...path, length - 1])
    items.forEach((item, index) => {
      if (index < length) this.set([...path, index], item)
      else this.insert(path, undefined, item)
    })
  }

  replace(path: Path, value: unknown): void {
    const { element, field, found } = this.#locate(path)
    if (!found || (field?.content.kind !== 'list' && field?.content.kind !== 'object')) throw unreachable(path)
    const step = field.place.steps.at(-1) ?? { name: element.name, where: undefined }
    const shape = field.content.kind === 'list' ? field.content.item : field.content.shape
    if (field.content.kind === 'list' && typeof path.at(-1) !== 'number') throw unreachable(path)
    this.#editing.apply([this.#modifier().replaceElement(element, writeElement(shape, value, step, path))])
  }

  insert(path: Path, index: number | undefined, value: unknown): void {
    const { owner, field, element } = this.#locate(path)
    const step = field?.place.steps.at(-1)
    if (owner === undefined || field?.content.kind !== 'list' || step === undefined) throw unreachable(path)
    const items = this.#items(path)
    const at = index ?? items.length
    if (!Number.isInteger(at) || at < 0 || at > items.length) {
      throw new TypeError(`${described(path)} has ${items.length} items; nothing can be inserted at ${at}.`)
    }
    const out = writeElement(field.content.item, value, step, [...path, at])
    const container = descend(owner.element, field.place.steps.slice(0, -1))
    if (items.length === 0) this.#remember(path, container, field.place.steps.length - 1)
    if (container.depth < field.place.steps.length - 1) {
      return this.#insertBelow(owner, field, container, wrapped(field.place.steps.slice(container.depth, -1), out))
    }
    const next = items[at]
    const position: Position<XmlElement> =
      next !== undefined
        ? { after: [], before: [next] }
        : items.length > 0
          ? { after: items, before: [] }
          : this.#childPosition(owner, field, element, field.place.steps.length - 1)
    this.#editing.apply([this.#modifier().insertChild(element, out, position)], this.#forms)
  }

  remove(path: Path): void {
    const location = this.#locate(path)
    const { element, attribute, field, owner, found } = location
    if (field === undefined || owner === undefined) throw unreachable(path)
    if (!found) {
      if (typeof path.at(-1) === 'number' || !isDeclared(path, location)) throw unreachable(path)
      return
    }
    if (field.content.kind === 'list') {
      if (typeof path.at(-1) === 'number') return this.#removeItem(path, element)
      for (let length = this.#items(path).length; length > 0; length--) this.remove([...path, length - 1])
      return
    }
    const modifier = this.#modifier()
    if (attribute !== undefined) {
      const last = element.attributes.length === 1 && element !== owner.element && isBlank(element, [])
      if (!last) return this.#editing.apply([modifier.removeAttribute(element, attribute)])
    } else if (element === owner.element) {
      return this.#editing.apply(modifier.replaceText(element, ''))
    }
    this.#editing.apply([modifier.removeElement(pruned(element, owner.element))])
  }

  #removeItem(path: Path, item: XmlElement): void {
    const list = path.slice(0, -1)
    const form = this.#forms.get(keyOf(list))
    const container = item.parent
    const modifier = this.#modifier()
    if (form !== undefined && container !== undefined && isBlank(container, [item])) {
      return this.#editing.apply([this.#asBefore(list, form, container)])
    }
    this.#editing.apply([modifier.removeElement(item)])
  }

  /** Gives a container that holds its last item the look that it had before the first one came. */
  #asBefore(list: Path, form: EmptyForm, container: XmlElement): TextEdit {
    const { field } = this.#locate(list)
    let top = container
    for (let depth = (field?.place.steps.length ?? 1) - 1; depth > form.depth + 1; depth--) top = top.parent ?? top
    if (field !== undefined && form.depth < field.place.steps.length - 1) return this.#modifier().removeElement(top)
    const start = form.selfClosing ? tagEnd(container) : container.openEnd
    return { start, end: form.selfClosing ? container.end : container.closeStart, text: form.content }
  }

  #remember(path: Path, container: { readonly element: XmlElement; readonly depth: number }, steps: number): void {
    const { element, depth } = container
    const forms = new Map(this.#forms)
    const start = element.selfClosing ? tagEnd(element) : element.openEnd
    const content = this.#editing.text.slice(start, element.selfClosing ? element.end : element.closeStart)
    if (depth < steps || isBlank(element, [])) forms.set(keyOf(path), { depth, content, selfClosing: element.selfClosing })
    else forms.delete(keyOf(path))
    this.#forms = forms
  }

  /** Puts elements that were not there below the last one that is. */
  #insertBelow(owner: Owner, field: AnyField, target: { readonly element: XmlElement; readonly depth: number }, out: OutElement): void {
    const position = this.#childPosition(owner, field, target.element, target.depth)
    this.#editing.apply([this.#modifier().insertChild(target.element, out, position)], this.#forms)
  }

  /** Where a field's element goes among its siblings: in the declared order; in an open view at the end. */
  #childPosition(owner: Owner, field: AnyField, element: XmlElement, depth: number): Position<XmlElement> {
    const step = field.place.steps[depth]
    const parts = partsAt(partsOf(owner.shape), field.place.steps.slice(0, depth))
    if (owner.shape.open || step === undefined || parts === undefined) return { after: [], before: [] }
    const own = parts.children.findIndex((part) => part.step.name === step.name && part.step.where?.value === step.where?.value)
    const rank = (child: XmlElement): number => parts.children.findIndex((part) => matches(child, part.step))
    const children = element.children.filter((child): child is XmlElement => child.kind === 'element' && rank(child) !== -1)
    return {
      after: children.filter((child) => rank(child) <= own),
      before: children.filter((child) => rank(child) > own),
    }
  }

  #attributePosition(owner: Owner, field: AnyField, element: XmlElement): Position<XmlAttribute> {
    const parts = partsAt(partsOf(owner.shape), field.place.steps)
    const order = [...(parts?.attributes ?? [])]
    const own = order.indexOf(field.place.attribute ?? '')
    const rank = ({ name }: XmlAttribute): number => order.indexOf(name)
    const known = element.attributes.filter((attribute) => rank(attribute) !== -1)
    return {
      after: known.filter((attribute) => rank(attribute) < own).sort((a, b) => rank(a) - rank(b)),
      before: known.filter((attribute) => rank(attribute) > own),
    }
  }

  #items(list: Path): readonly XmlElement[] {
    const { field, element, found } = this.#locate(list)
    const step = field?.place.steps.at(-1)
    if (!found || step === undefined) return []
    return element.children.filter((child): child is XmlElement => child.kind === 'element' && matches(child, step))
  }

  #locate(path: Path): Location {
    return locate(this.#shape, this.#editing.root, path)
  }

  #modifier(): Modifier {
    return new Modifier(this.#editing.text, this.#editing.root)
  }
}

function partsAt(parts: Parts, steps: readonly Step[]): Parts | undefined {
  let current: Parts | undefined = parts
  for (const step of steps) {
    current = current?.children.find(({ step: { name, where } }) => name === step.name && where?.value === step.where?.value)?.parts
  }
  return current
}

/** Whether an element holds nothing but white space and the given nodes. */
function isBlank(element: XmlElement, except: readonly XmlElement[]): boolean {
  return element.children.every(
    (child) => (child.kind === 'text' && child.value.trim() === '') || (child.kind === 'element' && except.includes(child)),
  )
}

/** The topmost element below `owner` that would hold nothing any more without this one. */
function pruned(element: XmlElement, owner: XmlElement): XmlElement {
  let top = element
  while (top.parent !== undefined && top.parent !== owner && top.parent.attributes.length === 0 && isBlank(top.parent, [top])) {
    top = top.parent
  }
  return top
}

function wrapped(steps: readonly Step[], inner: OutElement): OutElement {
  let out = inner
  for (const { name, where } of steps.toReversed()) {
    out = { name, attributes: where === undefined ? [] : [[where.attribute, where.value]], children: [out] }
  }
  return out
}

function tagEnd(element: XmlElement): number {
  return element.attributes.at(-1)?.end ?? element.start + 1 + element.name.length
}

/** Whether the walk ended only because the last part of the path is not in the text. */
function isDeclared(path: Path, location: Location): boolean {
  const key = path.at(-1)
  return typeof key === 'string' && location.owner?.shape.fields.get(key) === location.field
}

function wordOf(value: unknown, key: string): string {
  return String(Reflect.get(Object(value), key))
}

function keyOf(list: Path): string {
  return JSON.stringify(list)
}

function same(a: unknown, b: unknown): boolean {
  if (a === b) return true
  if (Array.isArray(a) && Array.isArray(b)) return a.length === b.length && a.every((item, index) => same(item, b[index]))
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false
  const keys = new Set([...Object.keys(a), ...Object.keys(b)])
  return [...keys].every((key) => same(Reflect.get(a, key), Reflect.get(b, key)))
}

function described(path: Path): string {
  return `'${path.join('.')}'`
}

function unreachable(path: Path): TypeError {
  return new TypeError(`${described(path)} is not a place in this document.`)
}

