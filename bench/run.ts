import { XMLBuilder, XMLParser, XMLValidator } from 'fast-xml-parser'
import { create } from 'xmlbuilder2'
import {
  checkDomain,
  formatNodeDevice,
  type Hostdev,
  type HostSnapshot,
  parseDomain,
  parseNodeDevice,
} from '../lib/index.js'
import { toBuilder, toFastXml } from '../lib/interop/index.js'
import { simulateHost } from '../lib/machine/sim.js'
import { scanXml } from '../lib/xml/index.js'
import { domainText, gpuDevice, gpuText } from './documents.js'
import { buildLibxml2, installLibxml2, type Libxml2 } from './libxml2.js'
import { readMachine } from './machine.js'
import { PLAN_GOAL, planCurve } from './plan.js'
import { contestant, race, type Contestant, type Result } from './measure.js'
import { heapOver } from './memory.js'

/** How much faster than fast-xml-parser's plain parse reading the GPU to a value has to be. */
const GOAL = 5
/** How many times the time of parsing a domain may take to parse and check it with all rules. */
const CHECK_GOAL = 2
/** How many times the time of the bare system calls in C a snapshot may take. */
const FLOOR_GOAL = 2
/** How long a snapshot may keep the event loop, in milliseconds. */
const TURN_GOAL = 50

const plain = new XMLParser({ ignoreAttributes: false, parseTagValue: false })
const written = { ignoreAttributes: false, suppressBooleanAttributes: false, format: true }

async function main(): Promise<void> {
  if (process.argv.includes('--install')) installLibxml2()
  const libxml2 = buildLibxml2()
  console.log(
    typeof libxml2 === 'string'
      ? `libxml2 in C is skipped: ${libxml2}.`
      : `libxml2 ${libxml2.version} in C, compiled with -O2.`,
  )
  console.log(
    'Factors are how many times as fast as the line marked 1; medians of interleaved rounds, ± half the quartile distance.',
  )
  const c = typeof libxml2 === 'string' ? undefined : libxml2
  const reached = parsing(c)
  formatting()
  const checked = await checking()
  memory()
  c?.remove()
  const quick = machine()
  const planned = planning()
  if (reached < GOAL || checked > CHECK_GOAL || !quick || !planned) process.exitCode = 1
}

/** @returns how many times as fast as fast-xml-parser the GPU is read to a value */
function parsing(libxml2: Libxml2 | undefined): number {
  const gpu = formatNodeDevice(gpuDevice(17))
  const results = race(
    parsers(gpu, () => parseNodeDevice(gpu).value, libxml2),
    51,
  )
  print(`parse a GPU node device of ${size(gpu)}`, results, 'fast-xml-parser')
  const domain = domainText(14, 3)
  print(
    `parse a domain of ${size(domain)}`,
    race(
      parsers(domain, () => parseDomain(domain).value, libxml2),
      15,
    ),
    'fast-xml-parser',
  )
  const wide = gpuText(100_000)
  print(
    `parse a node device of ${size(wide)}`,
    race(
      parsers(wide, () => parseNodeDevice(wide).value, libxml2),
      9,
    ),
    'fast-xml-parser',
  )
  const long = domainText(1_620, 460)
  print(
    `parse a domain of ${size(long)}`,
    race(
      parsers(long, () => parseDomain(long).value, libxml2),
      5,
    ),
    'fast-xml-parser',
  )
  const reached = factor(results, 'parse to a value', 'fast-xml-parser')
  console.log(
    `\nThe GPU to a value: ${reached.toFixed(1)} times as fast as fast-xml-parser's plain parse; the goal is ${GOAL}.`,
  )
  return reached
}

function parsers(text: string, typed: () => unknown, libxml2: Libxml2 | undefined): Contestant[] {
  if (typed() === undefined) throw new Error('The document has errors.')
  return [
    contestant('scanXml', () => scanXml(text)),
    contestant('parse to a value', typed),
    contestant('fast-xml-parser', () => plain.parse(text) as unknown),
    contestant('fast-xml-parser, with XMLValidator', () =>
      XMLValidator.validate(text) === true ? (plain.parse(text) as unknown) : 0,
    ),
    contestant('xmlbuilder2', () => create(text)),
    ...(libxml2 === undefined ? [] : [libxml2.contestant('libxml2 in C', text)]),
  ]
}

function formatting(): void {
  const device = gpuDevice(17)
  const text = formatNodeDevice(device)
  const tree = toFastXml(text)
  const builder = new XMLBuilder(written)
  const node = toBuilder(create(), text).doc()
  const results = race(
    [
      contestant('formatNodeDevice', () => formatNodeDevice(device)),
      contestant('fast-xml-parser, XMLBuilder', () => builder.build(tree)),
      contestant('xmlbuilder2', () => node.end({ headless: true, prettyPrint: true })),
    ],
    15,
  )
  print(
    `format a GPU node device of ${size(text)} (the others from their ready trees, nothing checked)`,
    results,
    'fast-xml-parser, XMLBuilder',
  )
}

/** @returns how many times the time of parsing it takes to parse and check a domain */
async function checking(): Promise<number> {
  const text = domainText(14, 3)
  const document = parseDomain(text)
  const host = await hostOf(document.unwrap().hostdevs)
  const results = race(
    [
      contestant('parseDomain', () => parseDomain(text)),
      contestant('checkDomain alone', () => checkDomain(document)),
      contestant('checkDomain alone, against a host', () => checkDomain(document, { host })),
      contestant('parseDomain and checkDomain', () => checkDomain(parseDomain(text))),
      contestant('parseDomain and checkDomain, against a host', () => checkDomain(parseDomain(text), { host })),
    ],
    31,
  )
  print(`check a domain of ${size(text)} with 3 host devices`, results, 'parseDomain')
  // all rules run only where there is a host
  const ratio = factor(results, 'parseDomain', 'parseDomain and checkDomain, against a host')
  console.log(
    `\nParsing and checking: ${ratio.toFixed(2)} times the time of parsing; at most ${CHECK_GOAL} is the goal.`,
  )
  return ratio
}

/** A machine on which the mediated devices of a domain run, so that there is nothing to find. */
async function hostOf(hostdevs: readonly Hostdev[]): Promise<HostSnapshot> {
  const host = simulateHost('nvidia-t4')
  for (const hostdev of hostdevs) {
    if (hostdev.type === 'mdev') await host.create({ parent: '0000:06:00.0', type: 'nvidia-230', uuid: hostdev.uuid })
  }
  return host.snapshot()
}

function memory(): void {
  const { documents, before, after } = heapOver(10_000, (index) => domainText(4, 1 + (index % 3)))
  const mb = (bytes: number): string => `${(bytes / 1e6).toFixed(1)} MB`
  const flat = after < before * 1.1 + 1e6
  console.log(`\nheap over ${documents} domains: ${mb(before)} -> ${mb(after)}, ${flat ? 'flat' : 'NOT flat'}`)
  if (!flat) process.exitCode = 1
}

/** @returns whether 1,000 requests are planned as fast as they should be */
function planning(): boolean {
  let reached = true
  for (const placement of ['packed', 'spread'] as const) {
    console.log(`\nplan requests over 256 cards with 16 virtual functions each, ${placement}`)
    for (const { requests, milliseconds, feasible } of planCurve(placement)) {
      console.log(
        `  ${String(requests).padStart(5)} requests  ${milliseconds.toFixed(0).padStart(5)} ms${feasible ? '' : '  (they do not fit)'}`,
      )
      if (requests === 1000 && milliseconds > PLAN_GOAL) reached = false
    }
  }
  console.log(`1,000 requests in at most ${PLAN_GOAL} ms is the goal.`)
  return reached
}

/** @returns whether a machine is read as fast as it should be */
function machine(): boolean {
  const { root, looks, types, devices, problems, snapshot, floor, longestTurn } = readMachine()
  if (types !== 1024 || devices !== 1000 || problems > 0) throw new Error('The machine is not read as it was written.')
  const ms = (nanoseconds: number): string => `${(nanoseconds / 1e6).toFixed(1)} ms`
  const where = root === '/' ? 'as this machine' : 'below a directory'
  console.log(`\nread 64 parents with 16 types each and 1,000 devices ${where}: ${looks} files, links and directories`)
  console.log(`  a snapshot              ${ms(snapshot)}`)
  if (floor === null) console.log('  the same looks in C are skipped: there is no gcc (--install gets it)')
  else console.log(`  the same looks in C     ${ms(floor)}`)
  const times = floor === null ? 0 : snapshot / floor
  if (floor !== null) {
    console.log(`A snapshot: ${times.toFixed(2)} times the bare system calls; at most ${FLOOR_GOAL} is the goal.`)
  }
  console.log(`The longest turn of the event loop: ${longestTurn.toFixed(1)} ms; at most ${TURN_GOAL} is the goal.`)
  return times <= FLOOR_GOAL && longestTurn <= TURN_GOAL
}

function print(title: string, results: readonly Result[], one: string): void {
  console.log(`\n${title}`)
  const base = results.find(({ name }) => name === one)?.median ?? Number.NaN
  const width = Math.max(...results.map(({ name }) => name.length))
  for (const { name, median, spread } of results) {
    const times = name === one ? '1' : (base / median).toFixed(2)
    const micros = (median / 1e3).toFixed(median < 1e5 ? 1 : 0)
    console.log(
      `  ${name.padEnd(width)}  ${times.padStart(7)}  ${micros.padStart(9)} µs ± ${(spread * 100).toFixed(0)} %`,
    )
  }
}

function factor(results: readonly Result[], which: string, one: string): number {
  const median = (name: string): number => results.find((result) => result.name === name)?.median ?? Number.NaN
  return median(one) / median(which)
}

function size(text: string): string {
  return text.length < 1e5 ? `${(text.length / 1e3).toFixed(1)} KB` : `${Math.round(text.length / 1e3)} KB`
}

await main()
