import { matches } from '../shape/place.js'
import { childrenOf } from '../xml/select.js'
import type { XmlAttribute, XmlElement, XmlText } from '../xml/tree.js'

/** How libvirt sees an element; the same one where nothing in it is scattered. */
export type Gather = (element: XmlElement) => XmlElement

/** The child elements of a name, without those of another namespace. */
function called(element: XmlElement, name: string): XmlElement[] {
  return childrenOf(element).filter((child) => matches(child, { name, where: undefined }))
}

/** One after the other. */
export function gatherAll(...gathers: readonly Gather[]): Gather {
  return (element) => gathers.reduce((seen, gather) => gather(seen), element)
}

/**
 * Of several children of a name the first one gets the attributes that it lacks from the next one that has them, as XPath finds
 * them: those of these names, or all.
 */
export function withAttributesOf(name: string, attributes?: readonly string[]): Gather {
  return (element) => {
    const [first, ...others] = called(element, name)
    if (first === undefined || others.length === 0) return element
    const found = [...first.attributes]
    for (const attribute of others.flatMap((other) => other.attributes)) {
      if (attributes?.includes(attribute.name) === false) continue
      if (!found.some((each) => each.name === attribute.name)) found.push(attribute)
    }
    return found.length === first.attributes.length
      ? element
      : withChild(element, first, { ...first, attributes: found })
  }
}

/** Of several children of a name the last one counts: it stands in front of the others. */
export function lastFirst(name: string): Gather {
  return (element) => {
    const all = called(element, name)
    const last = all.at(-1)
    if (last === undefined || all.length === 1) return element
    return { ...element, children: [last, ...element.children.filter((child) => child !== last)] }
  }
}

/** The text of the first `<name>` in any `<source>` stands in the first `<source>`, with all that the elements inside it say. */
export function sourceText(name: string): Gather {
  return (element) => {
    const [first, ...others] = called(element, 'source')
    if (first === undefined) return element
    const [found] = [first, ...others].flatMap((source) => called(source, name))
    if (found === undefined) return element
    const spoken = spokenOut(found)
    if (spoken === found && first.children.includes(found)) return element
    const children = first.children.filter((child) => child !== found)
    return withChild(element, first, { ...first, children: [spoken, ...children] })
  }
}

/** With the text of the elements inside it as its own; they stay. */
function spokenOut(element: XmlElement): XmlElement {
  const inside = childrenOf(element)
  if (inside.length === 0) return element
  const { openEnd: start, closeStart: end } = element
  const text: XmlText = { kind: 'text', value: allText(element), start, end }
  return { ...element, children: [text, ...inside] }
}

function allText(element: XmlElement): string {
  return element.children
    .map((child) =>
      child.kind === 'element' ? allText(child) : child.kind === 'text' || child.kind === 'cdata' ? child.value : '',
    )
    .join('')
}

/**
 * The source of an interface. libvirt takes the type from the first `<address>` of any source that has one, or for USB where none
 * has and there is a vendor or a product; and everything else from the first source and its first address. A vendor and a product
 * there are read as those of a USB device, and stand in the address here, below an element of a name that no document can have.
 */
export const interfaceSource: Gather = (element) => {
  const [source, ...others] = called(element, 'source')
  if (source === undefined) return element
  const addresses = [source, ...others].flatMap((each) => called(each, 'address'))
  const told = addresses.flatMap(({ attributes }) => attributes).find(({ name }) => name === 'type')
  const type = told ?? ([source, ...others].some(hasIds) ? onUsb(source) : undefined)
  const own = called(source, 'address')[0]
  const policy = others.flatMap(({ attributes }) => attributes).find(({ name }) => name === 'startupPolicy')
  const isUsb = type?.value === 'usb'
  const found = isUsb ? source.children.filter((child) => child.kind === 'element' && isId(child)) : []
  const ids: XmlElement[] = found.length === 0 ? [] : [{ ...source, name: BESIDE, attributes: [], children: found }]
  if (type === undefined || (own?.attributes.includes(type) === true && ids.length === 0 && policy === undefined)) {
    return element
  }
  const address: XmlElement =
    own === undefined
      ? { ...source, name: 'address', attributes: [type, ...(isUsb ? zeros(type) : [])], children: ids }
      : {
          ...own,
          attributes: own.attributes.includes(type)
            ? own.attributes
            : [type, ...own.attributes.filter(({ name }) => name !== 'type')],
          children: [...ids, ...own.children],
        }
  const hasPolicy = isUsb || policy === undefined || source.attributes.some(({ name }) => name === 'startupPolicy')
  const beside = told === undefined && isSourceOnUsb(source) ? found : []
  const children = source.children.filter((child) => !beside.includes(child))
  return withChild(element, source, {
    ...source,
    attributes: hasPolicy ? source.attributes : [...source.attributes, policy],
    children: own === undefined ? [address, ...children] : children.map((child) => (child === own ? address : child)),
  })
}

function hasIds({ children }: XmlElement): boolean {
  return children.some((child) => child.kind === 'element' && isId(child))
}

/** The type that a vendor and a product stand for. */
function onUsb({ start, openEnd: end }: XmlElement): XmlAttribute {
  return { name: 'type', value: 'usb', start, nameEnd: start, valueStart: start, valueEnd: start, end }
}

/** Whether a source is one on USB to the schema, too, which wants the vendor, the product and an address in this order. */
function isSourceOnUsb(source: XmlElement): boolean {
  return /^vendor product(?: address)?$/.test(
    childrenOf(source)
      .map(({ name }) => name)
      .join(' '),
  )
}

/** What stands beside the address of an interface's source. */
export const BESIDE = '-beside'

function isId({ name }: XmlElement): boolean {
  return name === 'vendor' || name === 'product'
}

/** What libvirt takes a USB address for that is not there. */
function zeros(place: XmlAttribute): XmlAttribute[] {
  return ['bus', 'device'].map((name) => ({ ...place, name, value: '0' }))
}

function withChild(element: XmlElement, old: XmlElement, child: XmlElement): XmlElement {
  return { ...element, children: element.children.map((each) => (each === old ? child : each)) }
}
