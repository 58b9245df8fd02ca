import { copied, elementsIn, markupOf, textOfMarkup, type Markup } from './markup.js'
import type { Random } from './random.js'
import {
  addresses,
  baseDomains,
  children,
  devices,
  foreignDevices,
  interfaceParts,
  raws,
  texts,
  values,
} from './verdict-domains.js'

/** What an interface of any type may have and nobody here judges: it stays as it is. */
const OF_NETWORKS: readonly string[] = [
  ...['bandwidth', 'filterref', 'coalesce', 'tune', 'backend', 'guest', 'portForward', 'script', 'downscript'],
  'backenddomain',
]

/** The elements directly inside that are part of a host device. */
function partsOf(element: Markup): Markup[] {
  return elementsIn(element).filter(({ name }) => !OF_NETWORKS.includes(name))
}

/** The element and those below it that are part of a host device. */
function allOf(element: Markup): Markup[] {
  return [element, ...partsOf(element).flatMap(allOf)]
}

/** A domain with mutated host devices, and by what it came about. */
export interface Mutant {
  readonly text: string
  readonly kinds: readonly string[]
}

/** Puts devices into a domain and mutates them, or mutates those of a given domain. */
export function mutantOf(random: Random, given: readonly string[]): Mutant {
  const domain = markupOf(given.length > 0 && random.once(5) ? random.from(given) : random.from(baseDomains))
  const home = elementsIn(domain).find(({ name }) => name === 'devices')
  if (home === undefined) throw new Error('The domain has no devices.')
  const kinds: string[] = []
  if (subjects(home).length === 0) {
    home.children.push(fittingDevice(random, domain))
    if (random.once(4)) {
      home.children.push(fittingDevice(random, domain))
      kinds.push('two devices')
    }
  }
  const times = random.once(12) ? 0 : random.once(2) ? 1 : 1 + random.number(3)
  for (let i = 0; i < times; i++) {
    const kind = random.from(Object.keys(MUTATIONS))
    const all = subjects(home)
    if (all.length === 0) break
    MUTATIONS[kind]?.(random.from(all), home, random)
    kinds.push(kind)
  }
  if (random.once(30)) {
    domain.children.push(markupOf(`<iommufd enabled='yes'/>`))
    kinds.push('part of the domain added')
  }
  if (random.once(30)) {
    const at = random.number(home.children.length + 1)
    const other: Markup = { ...home, attributes: [], children: home.children.splice(at) }
    domain.children.splice(domain.children.indexOf(home) + 1, 0, other)
    kinds.push('devices divided')
  }
  return { text: textOfMarkup(domain), kinds }
}

/** A device that is likely to be accepted in the domain: those of the other architecture only once in a while. */
function fittingDevice(random: Random, domain: Markup): Markup {
  const s390 = textOfMarkup(domain).includes("arch='s390x'")
  for (;;) {
    const text = random.from(devices)
    const wantsS390 = /vfio-ccw|vfio-ap|zpci/.test(text)
    if (wantsS390 === s390 || random.once(wantsS390 ? 12 : 3)) return markupOf(text)
  }
}

function subjects(home: Markup): Markup[] {
  return elementsIn(home).filter(
    ({ name, attributes }) =>
      name === 'hostdev' ||
      (name === 'interface' && attributes.every(([key, value]) => key !== 'type' || value === 'hostdev')),
  )
}

type Mutation = (device: Markup, home: Markup, random: Random) => void

const MUTATIONS: Readonly<Record<string, Mutation>> = {
  'attribute dropped': (device, _home, random) => {
    const element = withAttributes(device, random)
    element?.attributes.splice(random.number(element.attributes.length), 1)
  },
  'attribute changed': changeAttribute,
  'attribute changed again': changeAttribute,
  'attribute added': (device, _home, random) => {
    const name = random.from(Object.keys(values).filter((each) => each !== 'any'))
    const element = random.from(allOf(device))
    if (!element.attributes.some(([key]) => key === name)) element.attributes.push([name, valueFor(name, random)])
  },
  'attribute moved': (device, _home, random) => {
    const element = withAttributes(device, random)
    const [attribute] = element?.attributes.splice(random.number(element.attributes.length), 1) ?? []
    const there = random.from(allOf(device))
    if (attribute !== undefined && !there.attributes.some(([key]) => key === attribute[0]))
      there.attributes.push(attribute)
  },
  'attribute doubled': (device, _home, random) => {
    const element = withAttributes(device, random)
    // Rarely in the same element, which is not well-formed.
    const there = element !== undefined && random.once(6) ? element : random.from(allOf(device))
    if (element === undefined) return
    const [name, value] = random.from(element.attributes)
    if (there === element || !there.attributes.some(([key]) => key === name)) there.attributes.push([name, value])
  },
  'child dropped': (device, _home, random) => {
    const parent = withElements(device, random)
    if (parent !== undefined) take(parent, random)
  },
  'child doubled': (device, _home, random) => {
    const parent = withElements(device, random)
    if (parent === undefined) return
    parent.children.push(copied(random.from(partsOf(parent))))
  },
  'child doubled with a change': (device, home, random) => {
    const parent = withElements(device, random)
    if (parent === undefined) return
    const other = copied(random.from(partsOf(parent)))
    changeSomething(other, home, random)
    parent.children.splice(random.number(parent.children.length + 1), 0, other)
  },
  'child moved': (device, _home, random) => {
    const parent = withElements(device, random)
    if (parent === undefined) return
    const child = take(parent, random)
    const there = random.once(2) ? device : random.from(allOf(device))
    there.children.splice(random.number(there.children.length + 1), 0, child)
  },
  'child added': (device, _home, random) => {
    const there = random.once(4) ? random.from(allOf(device)) : device
    there.children.splice(random.number(there.children.length + 1), 0, markupOf(random.from(children)))
  },
  'part of an interface added': (device, _home, random) => {
    const there = device.name === 'hostdev' && random.once(2) ? random.from(allOf(device)) : device
    there.children.splice(random.number(there.children.length + 1), 0, markupOf(random.from(interfaceParts)))
  },
  'text put in': (device, _home, random) => {
    const { children } = random.from(allOf(device))
    children.splice(random.number(children.length + 1), 0, random.from(texts))
  },
  'comment or CDATA put in': (device, _home, random) => {
    const { children } = random.from(allOf(device))
    children.splice(random.number(children.length + 1), 0, { raw: random.from(raws) })
  },
  'white space in a value': (device, _home, random) => {
    const element = withAttributes(device, random)
    const attribute = random.from(element?.attributes ?? [['', '']])
    const blank = random.from([' ', '\t', '\n', '\r', '  '])
    attribute[1] = random.once(2) ? `${attribute[1]}${blank}` : `${blank}${attribute[1]}`
  },
  'another namespace': (device, home, random) => {
    if (random.once(5)) {
      home.children.push(markupOf(random.from(foreignDevices)))
      return
    }
    const there = random.from(allOf(device))
    const inside = partsOf(there)
    const child = inside.length > 0 && random.once(2) ? copied(random.from(inside)) : markupOf('<foo bar="1"/>')
    if (random.once(3)) there.attributes.push(['xmlns:x', 'urn:x'], ['x:foo', '1'])
    else if (random.once(2)) child.attributes.push(['xmlns', 'urn:x'])
    else {
      child.attributes.push(['xmlns:x', 'urn:x'])
      child.name = `x:${child.name}`
    }
    if (child.attributes.some(([name]) => name.startsWith('xmlns')))
      there.children.splice(random.number(there.children.length + 1), 0, child)
  },
  'attribute prefixed': (device, _home, random) => {
    const element = withAttributes(device, random)
    if (element === undefined) return
    const attribute = random.from(element.attributes)
    const [name, value] = attribute
    const prefix = random.from(['x', 'x', 'x', 'xml', 'unbound'])
    if (random.once(2)) attribute[0] = `${prefix}:${name}`
    else {
      const at = random.number(element.attributes.length + 1)
      element.attributes.splice(at, 0, [`${prefix}:${name}`, random.once(2) ? value : valueFor(name, random)])
    }
    const declaring = random.once(2) ? element : device
    if (!declaring.attributes.some(([each]) => each === 'xmlns:x')) declaring.attributes.push(['xmlns:x', 'urn:x'])
  },
  'type of an interface dropped': (device) => {
    if (device.name === 'interface') device.attributes = device.attributes.filter(([name]) => name !== 'type')
  },
  'address added': (device, _home, random) => {
    device.children.push(markupOf(random.from(addresses)))
  },
  'address replaced': (device, _home, random) => {
    device.children = device.children.filter(
      (child) => typeof child === 'string' || 'raw' in child || child.name !== 'address',
    )
    device.children.push(markupOf(random.from(addresses)))
  },
  'device doubled': (device, home) => {
    home.children.push(copied(device))
  },
  'device doubled with a change': (device, home, random) => {
    const other = copied(device)
    home.children.push(other)
    changeAttribute(other, home, random)
  },
  'device added': (_device, home, random) => {
    home.children.push(markupOf(random.from(devices)))
  },
  'name changed': (device, _home, random) => {
    const inside = allOf(device).slice(1)
    if (inside.length === 0) return
    const element = random.from(inside)
    element.name = random.from(['foo', 'address', 'source', 'alias', 'boot', element.name.toUpperCase()])
  },
}

/** Drops, adds or changes an attribute. */
function changeSomething(device: Markup, home: Markup, random: Random): void {
  const kind = random.from(['attribute dropped', 'attribute changed', 'attribute added', 'attribute moved'])
  MUTATIONS[kind]?.(device, home, random)
}

function changeAttribute(device: Markup, _home: Markup, random: Random): void {
  const element = withAttributes(device, random)
  if (element === undefined) return
  const attribute = random.from(element.attributes)
  attribute[1] = valueFor(attribute[0], random)
}

function valueFor(name: string, random: Random): string {
  return random.from((random.once(4) ? undefined : values[name]) ?? values['any'] ?? [''])
}

function withAttributes(device: Markup, random: Random): Markup | undefined {
  const all = allOf(device).filter(
    ({ attributes }) => attributes.length > 0 && !attributes.some(([name]) => name.startsWith('xmlns')),
  )
  return all.length === 0 ? undefined : random.from(all)
}

function withElements(device: Markup, random: Random): Markup | undefined {
  const all = allOf(device).filter((element) => partsOf(element).length > 0)
  return all.length === 0 ? undefined : random.from(all)
}

/** Takes a child out of its parent, which has one. */
function take(parent: Markup, random: Random): Markup {
  const child = random.from(partsOf(parent))
  parent.children.splice(parent.children.indexOf(child), 1)
  return child
}
