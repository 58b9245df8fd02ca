import type { XmlElement } from '../../lib/xml/index.js'

const COUNT = /^\d+$/
/** Seconds, as Surefire writes them. */
const SECONDS = /^\d{1,3}(,\d{3})*(\.\d+)?$|^\d{1,3}$/
const ANY = /^/

/** An element as the XSDs in use have it. */
interface ElementShape {
  /** What an attribute must be like. */
  readonly required?: Readonly<Record<string, RegExp>>
  readonly optional?: Readonly<Record<string, RegExp>>
  /** In the order of Ant's, which Jenkins' takes too. */
  readonly children?: readonly string[]
  /** Those of which there is one at most. */
  readonly single?: readonly string[]
  /** Of these there is one of one kind at most. */
  readonly oneOf?: readonly string[]
  readonly text?: true
}

const result: ElementShape = { optional: { message: ANY, type: ANY }, text: true }

/** What both Jenkins' junit-10.xsd and Ant's JUnit report allow; where they differ about what must be there, Jenkins'. */
const SHAPES: Readonly<Record<string, ElementShape>> = {
  testsuites: {
    optional: { name: ANY, time: SECONDS, tests: COUNT, failures: COUNT, errors: COUNT },
    children: ['testsuite'],
  },
  testsuite: {
    required: { name: /./s, tests: COUNT, failures: COUNT, errors: COUNT },
    optional: { time: SECONDS, skipped: COUNT, timestamp: ANY, hostname: ANY, id: ANY, package: ANY, file: ANY },
    children: ['properties', 'testcase', 'system-out', 'system-err'],
    single: ['properties', 'system-out', 'system-err'],
  },
  properties: { children: ['property'] },
  property: { required: { name: /./s, value: ANY } },
  testcase: {
    required: { name: /./s, classname: ANY },
    optional: { time: SECONDS },
    children: ['skipped', 'error', 'failure'],
    oneOf: ['skipped', 'error', 'failure'],
  },
  skipped: result,
  error: result,
  failure: { ...result, required: { type: /./s }, optional: { message: ANY } },
  'system-out': { text: true },
  'system-err': { text: true },
}

/** Where a document is not of the shape of JUnit reports, and where its counts are not those of what is in it. */
export function junitFaults(root: XmlElement): string[] {
  return [...(root.name === 'testsuites' ? [] : [`the root is ${root.name}`]), ...faultsIn(root)]
}

function faultsIn(element: XmlElement): string[] {
  const shape = SHAPES[element.name]
  if (shape === undefined) return [`${element.name} is no element of a report`]
  const { required = {}, optional = {}, children = [], single = [], oneOf = [], text } = shape
  const faults: string[] = []
  const given = new Map(element.attributes.map(({ name, value }) => [name, value]))
  for (const name of Object.keys(required)) if (!given.has(name)) faults.push(`${element.name} has no ${name}`)
  for (const [name, value] of given) {
    const form = required[name] ?? optional[name]
    if (form === undefined) faults.push(`${element.name} knows no ${name}`)
    else if (!form.test(value)) faults.push(`${name}='${value}' of ${element.name}`)
  }
  const inside = elementsIn(element)
  const places = inside.map(({ name }) => children.indexOf(name))
  for (const [index, { name }] of inside.entries()) {
    const place = places[index] ?? -1
    if (place < 0) faults.push(`${name} in ${element.name}`)
    else if (places.slice(0, index).some((before) => before > place)) faults.push(`${name} is late in ${element.name}`)
  }
  const count = (names: readonly string[]) => inside.filter(({ name }) => names.includes(name)).length
  for (const name of single) if (count([name]) > 1) faults.push(`${name} twice in ${element.name}`)
  if (count(oneOf) > 1) faults.push(`${element.name} has two results`)
  if (text !== true && element.children.some((child) => child.kind === 'text' && child.value.trim() !== ''))
    faults.push(`text in ${element.name}`)
  return [...faults, ...countFaults(element, given), ...inside.flatMap(faultsIn)]
}

const COUNTED = { failures: 'failure', errors: 'error', skipped: 'skipped' } as const

function countFaults(element: XmlElement, given: ReadonlyMap<string, string>): string[] {
  const cases = casesBelow(element)
  const found = (name: string) => cases.filter((each) => elementsIn(each).some((child) => child.name === name)).length
  const wanted = new Map<string, number>([
    ['tests', cases.length],
    ...Object.entries(COUNTED).map(([count, name]): [string, number] => [count, found(name)]),
  ])
  return [...given].flatMap(([name, value]) => {
    const number = wanted.get(name)
    if (!element.name.startsWith('testsuite') || number === undefined || value === String(number)) return []
    return [`${name}='${value}' of ${element.name}, which has ${number}`]
  })
}

/** The test cases of a suite or of all suites. */
export function casesBelow(element: XmlElement): XmlElement[] {
  return elementsIn(element).flatMap((child) => (child.name === 'testcase' ? [child] : casesBelow(child)))
}

function elementsIn(element: XmlElement): XmlElement[] {
  return element.children.filter((child): child is XmlElement => child.kind === 'element')
}
