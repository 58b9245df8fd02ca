import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import type { Gather } from './gathered.js'

/**
 * The attributes that libvirt finds by XPath, which keeps to names without a namespace, by their elements. All others it asks
 * libxml2 for by the local name alone.
 */
const BY_XPATH: Readonly<Record<string, readonly string[]>> = {
  adapter: ['name'],
  alias: ['name'],
  auth: ['type', 'username'],
  iqn: ['name'],
  link: ['state'],
  model: ['type'],
  mtu: ['size'],
  teaming: ['type', 'persistent'],
  vlan: ['trunk'],
}

/** The prefix that is bound without a declaration. */
const XML: ReadonlySet<string> = new Set(['xml'])

/**
 * A domain in whose host devices and interfaces an attribute with a prefix, as `x:type`, is also there without it where libvirt
 * reads it so: it takes the first attribute of that local name. The one with the prefix stays, for what the schema says of it.
 */
export const namespacedAttributes: Gather = (domain) =>
  withChildren(domain, 'devices', (devices) => {
    let bound: ReadonlySet<string> | undefined
    return withChildren(devices, undefined, (device) => {
      if (device.name !== 'hostdev' && device.name !== 'interface') return device
      if (!hasPrefixes(device)) return device
      bound ??= withOwn(withOwn(XML, domain), devices)
      return unprefixed(device, bound, isOnUsb(device) ? [] : ['startupPolicy'])
    })
  })

/** The same element where no child changes. */
function withChildren(
  element: XmlElement,
  name: string | undefined,
  change: (child: XmlElement) => XmlElement,
): XmlElement {
  const children = element.children.map((child) => {
    if (child.kind !== 'element' || (name !== undefined && child.name !== name)) return child
    return change(child)
  })
  return children.every((child, index) => child === element.children[index]) ? element : { ...element, children }
}

function hasPrefixes({ attributes, children }: XmlElement): boolean {
  return (
    attributes.some(({ name }) => prefixOf(name) !== undefined) ||
    children.some((child) => child.kind === 'element' && hasPrefixes(child))
  )
}

function prefixOf(name: string): string | undefined {
  const colon = name.indexOf(':')
  const prefix = name.slice(0, Math.max(colon, 0))
  return prefix === '' || prefix === 'xmlns' ? undefined : prefix
}

/** With the prefixes that an element binds. */
function withOwn(bound: ReadonlySet<string>, { attributes }: XmlElement): ReadonlySet<string> {
  const own = attributes.filter(({ name, value }) => name.startsWith('xmlns:') && value !== '')
  return own.length === 0 ? bound : new Set([...bound, ...own.map(({ name }) => name.slice(6))])
}

/** libvirt asks of the source of a USB device by name what it asks of any other source by XPath. */
function isOnUsb(device: XmlElement): boolean {
  const isUsb = ({ name, value }: XmlAttribute): boolean => /(?:^|:)type$/.test(name) && value === 'usb'
  if (device.name === 'hostdev') return device.attributes.some(isUsb)
  return elementsOf(device).some(
    (source) => source.name === 'source' && elementsOf(source).some(({ attributes }) => attributes.some(isUsb)),
  )
}

function elementsOf({ children }: XmlElement): XmlElement[] {
  return children.filter((child) => child.kind === 'element')
}

/** An element as libvirt reads it; `policies` are the attributes of sources that it finds by XPath. */
function unprefixed(
  element: XmlElement,
  outside: ReadonlySet<string>,
  policies: readonly string[],
  parent?: string,
): XmlElement {
  const bound = withOwn(outside, element)
  const { name: own } = element
  // The type of an interface's source is found by XPath, and no other source has one.
  const addressed = own === 'address' && parent === 'source' ? ['type'] : []
  const kept = own === 'source' ? policies : [...(BY_XPATH[own] ?? []), ...addressed]
  const read = new Set<string>()
  const attributes = element.attributes.flatMap((attribute) => {
    const prefix = prefixOf(attribute.name)
    const local = prefix === undefined ? attribute.name : attribute.name.slice(prefix.length + 1)
    if (prefix !== undefined && (!bound.has(prefix) || kept.includes(local) || read.has(local))) return [attribute]
    if (read.has(local)) return []
    read.add(local)
    return prefix === undefined ? [attribute] : [{ ...attribute, name: local }, attribute]
  })
  return withChildren({ ...element, attributes }, undefined, (child) => unprefixed(child, bound, policies, own))
}
