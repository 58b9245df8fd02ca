import { copied, elementsIn, markupOf, textOfMarkup, type Markup } from './markup.js'
import type { Random } from './random.js'
import { addresses, baseDomains, children, devices, values } from './verdict-domains.js'

/** What an interface of any type may have, which is no part of a host device: it stays as it is. */
const OF_NETWORKS: readonly string[] = [
  'vlan',
  'virtualport',
  'bandwidth',
  'link',
  'mtu',
  'target',
  'model',
  'filterref',
  'ip',
  'route',
]

/** Whether an interface would have a second source: libvirt takes the type from one and the rest from the other. */
function isSecondSource(parent: Markup, child: Markup): boolean {
  return parent.name === 'interface' && child.name === 'source'
}

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
      (name === 'interface' && attributes.some(([key, value]) => key === 'type' && value === 'hostdev')),
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
    const child = random.from(partsOf(parent))
    if (!isSecondSource(parent, child)) parent.children.push(copied(child))
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
    const child = markupOf(random.from(children))
    if (!isSecondSource(there, child)) there.children.splice(random.number(there.children.length + 1), 0, child)
  },
  'address added': (device, _home, random) => {
    device.children.push(markupOf(random.from(addresses)))
  },
  'address replaced': (device, _home, random) => {
    device.children = device.children.filter((child) => typeof child === 'string' || child.name !== 'address')
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
  const all = allOf(device).filter(({ attributes }) => attributes.length > 0)
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
