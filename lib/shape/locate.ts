import type { Path, Span } from '../diagnostic.js'
import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import { asToken } from './codecs.js'
import { descend, holdersOf, matches } from './place.js'
import type { AnyField, AnyShape, ListContent, ObjectShape, VariantShape } from './shape.js'
import { contentSpan, nameSpan, valueSpan } from './spans.js'

/** Where a path leads in the text. */
export interface Location {
  /** The element that the path means, or that holds the attribute it means. */
  readonly element: XmlElement
  readonly attribute: XmlAttribute | undefined
  /** Whether the path's end was reached; otherwise this is the nearest element on the way. */
  readonly found: boolean
  /** The shape of the object at the element, where the path ends at an object. */
  readonly shape: ObjectShape | undefined
  /** The field whose place is meant, and the element and shape of the object it belongs to. */
  readonly field: AnyField | undefined
  readonly owner: { readonly element: XmlElement; readonly shape: ObjectShape } | undefined
}

/** Which part of a place is meant: all of it, its name, or its value. */
export type SpanPart = 'element' | 'name' | 'value'

/**
 * Walks a path over the element tree, by the same choice of items that reading makes. Keys that no shape declares, and items
 * that are not there, end the walk: the result is then the nearest element, with `found` false.
 */
export function locate(shape: AnyShape, element: XmlElement, path: Path): Location {
  let current = chosen(shape, element)
  let here: Location = {
    element,
    attribute: undefined,
    found: true,
    shape: current,
    field: undefined,
    owner: undefined,
  }
  let index = 0
  while (index < path.length) {
    const key = path[index]
    const owner = current === undefined ? undefined : { element: here.element, shape: current }
    const field = typeof key === 'string' ? current?.fields.get(key) : undefined
    if (field === undefined || owner === undefined) return { ...here, found: false, shape: undefined }
    const { steps, attribute: name } = field.place
    const { content } = field
    index++
    if (content.kind === 'list') {
      const { above } = content
      const container = descend(owner.element, above)
      const wanted = path[index]
      if (index === path.length) {
        const there = container.depth === above.length
        return { element: container.element, attribute: undefined, found: there, shape: undefined, field, owner }
      }
      const item = typeof wanted === 'number' ? itemsOf(owner.element, content)[wanted] : undefined
      if (item === undefined) {
        return { element: container.element, attribute: undefined, found: false, shape: undefined, field, owner }
      }
      index++
      current = chosen(content.item, item)
      here = { element: item, attribute: undefined, found: true, shape: current, field, owner }
      continue
    }
    const target = descend(owner.element, steps)
    const there = target.depth === steps.length
    const attribute = there ? target.element.attributes.find((candidate) => candidate.name === name) : undefined
    const found = there && (name === undefined || attribute !== undefined)
    current = found && content.kind === 'object' ? chosen(content.shape, target.element) : undefined
    here = { element: target.element, attribute, found, shape: current, field, owner }
    if (!found) return here
  }
  return here
}

/** The items of lists that were looked for. A tree never changes, and whoever asks for one item asks for the others, too. */
const listed = new WeakMap<XmlElement, Map<ListContent, readonly XmlElement[]>>()

function itemsOf(owner: XmlElement, content: ListContent): readonly XmlElement[] {
  let lists = listed.get(owner)
  if (lists === undefined) listed.set(owner, (lists = new Map<ListContent, readonly XmlElement[]>()))
  let items = lists.get(content)
  if (items === undefined) {
    items = holdersOf(owner, content.above).flatMap(({ children }) =>
      children.filter((child): child is XmlElement => child.kind === 'element' && matches(child, content.step)),
    )
    lists.set(content, items)
  }
  return items
}

/** The member of a union that an element is, by its discriminating attribute. */
function chosen(shape: AnyShape, element: XmlElement): ObjectShape | undefined {
  if (shape.kind === 'object') return shape
  const word = element.attributes.find(({ name }) => name === shape.attribute)?.value ?? shape.otherwise
  return word === undefined ? undefined : memberFor(shape, word)
}

/** The member of a union for a word. One with white space around it, which only the schema knows, is told by the member's own field. */
export function memberFor({ members }: VariantShape, word: string): ObjectShape | undefined {
  return members.get(word) ?? members.get(asToken(word))
}

/** What to show of a location: the value of an attribute, or the name of the element that is there or nearest to it. */
export function nearestSpanOf(location: Location): Span {
  return spanOfLocation(location, location.found && location.attribute !== undefined ? 'value' : 'name')
}

/** The span of a location's element, name or value. */
export function spanOfLocation({ element, attribute }: Location, part: SpanPart): Span {
  const { start, end } = pick(element, attribute, part)
  return { start, end }
}

function pick(element: XmlElement, attribute: XmlAttribute | undefined, part: SpanPart): Span {
  if (attribute === undefined)
    return part === 'element' ? element : part === 'name' ? nameSpan(element) : contentSpan(element)
  if (part === 'name') return { start: attribute.start, end: attribute.nameEnd }
  return part === 'element' ? attribute : valueSpan(attribute)
}
