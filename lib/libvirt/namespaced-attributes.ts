import { hasNamespaces } from '../xml/namespaces.js'
import type { XmlAttribute, XmlElement, XmlNode } from '../xml/tree.js'
import type { Gather } from './gathered.js'

/** Whether libvirt asks libxml2 for an attribute of an element by the local name alone. */
type ByName = (element: XmlElement, attribute: string) => boolean

/**
 * The attributes of a domain's devices that libvirt finds by XPath, which keeps to names without a namespace, by their elements.
 * All others it asks for by name.
 */
const BY_XPATH: ReadonlyMap<string, readonly string[]> = new Map([
  ['adapter', ['name']],
  ['alias', ['name']],
  ['auth', ['type', 'username']],
  ['iqn', ['name']],
  ['link', ['state']],
  ['model', ['type']],
  ['mtu', ['size']],
  ['teaming', ['type', 'persistent']],
  ['vlan', ['trunk']],
])

/** The elements that it finds by the local name, too, by what they stand in. */
const ELEMENTS: ReadonlyMap<string, string> = new Map([
  ['address', 'zpci'],
  ['virtualport', 'parameters'],
])

/** The attributes of a node device that it asks for by name; all others it finds by XPath. */
const OF_NODE_DEVICES: ReadonlyMap<string, readonly string[]> = new Map([
  ['address', ['domain', 'bus', 'slot', 'function']],
  ['capability', ['type']],
  ['devnode', ['type']],
  ['feature', ['name']],
  ['iommuGroup', ['number']],
  ['link', ['port', 'speed', 'state', 'width']],
])

/** The prefix that is bound without a declaration. */
const XML: ReadonlySet<string> = new Set(['xml'])

/**
 * A domain in whose host devices and interfaces an attribute with a prefix, as `x:type`, is also there without it where libvirt
 * reads it so: it takes the first attribute of that local name. The one with the prefix stays behind it, for what the schema says
 * of it. The same of the few elements that it finds so.
 */
export const namespacedAttributes: Gather = (domain) => {
  if (!hasNamespaces(domain)) return domain
  return withChildren(domain, (devices) => {
    if (devices.name !== 'devices') return devices
    let bound: ReadonlySet<string> | undefined
    return withChildren(devices, (device) => {
      if (device.name !== 'hostdev' && device.name !== 'interface') return device
      if (!hasPrefixes(device)) return device
      bound ??= withOwn(withOwn(XML, domain), devices)
      return unprefixed(device, bound, inDevice(isOnUsb(device)))
    })
  })
}

/** A node device with such attributes. */
export const namespacedInNodeDevice: Gather = (device) =>
  hasNamespaces(device) ? unprefixed(device, XML, inNodeDevice) : device

/** libvirt asks of the source of a USB device by name what it asks of any other source by XPath. */
function inDevice(isUsb: boolean): ByName {
  return ({ name, parent }, attribute) => {
    if (name === 'source' && attribute === 'startupPolicy') return isUsb
    // The type of an interface's source is found by XPath, and no other source has one.
    if (name === 'address' && parent?.name === 'source' && attribute === 'type') return false
    return BY_XPATH.get(name)?.includes(attribute) !== true
  }
}

const inNodeDevice: ByName = ({ name, parent }, attribute) => {
  if (OF_NODE_DEVICES.get(name)?.includes(attribute) !== true) return false
  if (name === 'iommuGroup') return !isOfType(parent, 'mdev')
  return !(name === 'capability' && isOfType(parent, 'net'))
}

function isOfType(element: XmlElement | undefined, type: string): boolean {
  return (
    element?.attributes.some((attribute) => localName(attribute.name) === 'type' && attribute.value === type) === true
  )
}

/** The same element where no child changes. */
function withChildren(element: XmlElement, change: (child: XmlElement) => XmlElement): XmlElement {
  const children = element.children.map((child) => (child.kind === 'element' ? change(child) : child))
  return children.every((child, index) => child === element.children[index]) ? element : { ...element, children }
}

function hasPrefixes({ name: own, attributes, children }: XmlElement): boolean {
  return (
    own.includes(':') ||
    attributes.some(({ name }) => name === 'xmlns' || prefixOf(name) !== undefined) ||
    children.some((child) => child.kind === 'element' && hasPrefixes(child))
  )
}

function prefixOf(name: string): string | undefined {
  const colon = name.indexOf(':')
  const prefix = name.slice(0, Math.max(colon, 0))
  return prefix === '' || prefix === 'xmlns' ? undefined : prefix
}

function localName(name: string): string {
  const prefix = prefixOf(name)
  return prefix === undefined ? name : name.slice(prefix.length + 1)
}

/** With the prefixes that an element binds. */
function withOwn(bound: ReadonlySet<string>, { attributes }: XmlElement): ReadonlySet<string> {
  const own = attributes.filter(({ name, value }) => name.startsWith('xmlns:') && value !== '')
  return own.length === 0 ? bound : new Set([...bound, ...own.map(({ name }) => name.slice(6))])
}

function isOnUsb(device: XmlElement): boolean {
  if (device.name === 'hostdev') return isOfType(device, 'usb')
  return elementsOf(device).some(
    (source) => source.name === 'source' && elementsOf(source).some((inside) => isOfType(inside, 'usb')),
  )
}

function elementsOf({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => child.kind === 'element')
}

/** An element as libvirt reads it. */
function unprefixed(element: XmlElement, outside: ReadonlySet<string>, isByName: ByName): XmlElement {
  const bound = withOwn(outside, element)
  const read = new Set<string>()
  const attributes = element.attributes.flatMap((attribute): XmlAttribute[] => {
    const prefix = prefixOf(attribute.name)
    const local = localName(attribute.name)
    if (prefix !== undefined && (!bound.has(prefix) || !isByName(element, local) || read.has(local))) return [attribute]
    if (read.has(local)) return []
    read.add(local)
    return prefix === undefined ? [attribute] : [{ ...attribute, name: local }, attribute]
  })
  const children = element.children.flatMap((child): XmlNode[] => {
    if (child.kind !== 'element') return [child]
    const inside = unprefixed(child, bound, isByName)
    const found = ELEMENTS.get(element.name)
    return found !== undefined && isElsewhere(child, found, bound) ? [outOfNamespace(inside, found), inside] : [inside]
  })
  return { ...element, attributes, children }
}

/** Whether an element is of a local name and in a namespace. */
function isElsewhere(element: XmlElement, wanted: string, outside: ReadonlySet<string>): boolean {
  if (localName(element.name) !== wanted) return false
  const prefix = prefixOf(element.name)
  if (prefix !== undefined) return withOwn(outside, element).has(prefix)
  return element.attributes.some(({ name, value }) => name === 'xmlns' && value !== '')
}

function outOfNamespace(element: XmlElement, name: string): XmlElement {
  return { ...element, name, attributes: element.attributes.filter((attribute) => attribute.name !== 'xmlns') }
}
