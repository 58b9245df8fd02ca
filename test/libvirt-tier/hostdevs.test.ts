import { expect } from 'chai'
import fc from 'fast-check'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { formatHostdev, parseHostdev, type Hostdev } from '../../lib/libvirt/hostdev.js'
import { libvirtVerdicts, oracleAvailable } from '../oracle/oracle.js'
import { makeWorkFolder } from '../oracle/work-folder.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'
import { assignedByLibvirt, has, lostInLibvirt, type Difference } from './assigned-by-libvirt.js'
import { anyHostdevText, type Guest, type HostdevText } from './hostdev-texts.js'
import { seed as seedOfRun } from '../seed.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')
const DOMAINS = join(CORPUS, 'libvirt-11.3.0/qemuxmlconfdata')
const CORPUS_VERSION = '11.3.0'
/** The version that the generated devices are made for. */
const ORACLE_VERSION = '9.0.0'
const DEVICES = 4000
const DEVICES_IN_A_DOMAIN = 16

const used = new Set<Difference>()

interface Question {
  readonly device: HostdevText
  readonly given: Hostdev
}

describe('host devices against libvirt', () => {
  const folder = makeWorkFolder()
  after(() => rmSync(folder, { recursive: true, force: true }))

  describe('generated ones', () => {
    skipWhen(oracleAvailable)

    it(`${DEVICES} are written as libvirt ${ORACLE_VERSION} writes them`, async function () {
      this.timeout(300_000)
      const seed = seedOfRun()
      console.log(`        seed ${seed}`)
      const devices = fc.sample(anyHostdevText, { seed, numRuns: DEVICES })
      const complaints = await complaintsAbout(folder, devices)
      const counts = new Map<string, number>()
      for (const device of devices) {
        const { type = 'none' } = parseHostdev(device.text).draft
        const what = `${type} for ${device.guest}`
        counts.set(what, (counts.get(what) ?? 0) + 1)
      }
      const found = complaints.findIndex((complaint) => complaint !== undefined)
      if (found >= 0) {
        const number = complaints.filter((complaint) => complaint !== undefined).length
        expect.fail(`${number} of ${DEVICES}; ${await shrunk(folder, seed, found)}`)
      }
      console.log(
        `        ${[...counts]
          .map(([what, count]) => `${count} ${what}`)
          .sort()
          .join(', ')}`,
      )
      for (const [what, count] of counts) expect(count, what).to.be.above(10)
      for (const each of [...assignedByLibvirt, ...lostInLibvirt]) expect(used.has(each), each.what).to.equal(true)
    })
  })

  describe("those of libvirt's own tests", () => {
    skipWhen(() =>
      existsSync(DOMAINS) ? undefined : `there is no corpus at ${CORPUS}; NODEDEV_CORPUS names another place`,
    )

    it('are written as its expected output has them', () => {
      let compared = 0
      for (const output of readdirSync(DOMAINS).filter((name) => name.endsWith('-latest.xml'))) {
        const input = output.replace(/\.[^.]+-latest\.xml$/, '.xml')
        const given = parseDomain(readFileSync(join(DOMAINS, input))).unwrap().hostdevs
        const written = parseDomain(readFileSync(join(DOMAINS, output))).unwrap().hostdevs
        expect(written.length, output).to.equal(given.length)
        for (const [index, each] of written.entries()) {
          const wanted = given[index]
          if (wanted === undefined) continue
          expect(kept(wanted, true, CORPUS_VERSION), `${input} ${index}`).to.equal(withoutAssigned(each, wanted, true))
          compared++
        }
      }
      expect(compared).to.be.at.least(50)
    })
  })
})

/** What libvirt takes over of a device, as this library writes it. */
function kept(given: Hostdev, byQemu: boolean, version: string): string {
  let device = given
  for (const difference of lostInLibvirt) {
    if ((difference.byQemu === true && !byQemu) || has(version, difference.since)) continue
    const less = difference.without(device)
    if (less !== device) used.add(difference)
    device = less
  }
  return formatHostdev(device)
}

/** What libvirt wrote of a device, as this library writes it, without what it assigned. */
function withoutAssigned(written: Hostdev, given: Hostdev, byQemu: boolean): string {
  let device = written
  for (const difference of assignedByLibvirt) {
    if (difference.byQemu === true && !byQemu) continue
    const less = difference.without(device, given)
    if (less !== device) used.add(difference)
    device = less
  }
  return formatHostdev(device)
}

const HEADS: Readonly<Record<Guest, string>> = {
  'any driver': `<domain type='test'>
  <name>example</name>
  <memory unit='MiB'>64</memory>
  <os>
    <type arch='x86_64'>hvm</type>
  </os>
  <devices>`,
  'qemu x86_64': `<domain type='qemu'>
  <name>example</name>
  <memory unit='MiB'>64</memory>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
  </os>
  <devices>
    <controller type='usb' index='0' model='qemu-xhci' ports='15'/>
    <graphics type='vnc'/>`,
  'qemu s390x': `<domain type='qemu'>
  <name>example</name>
  <memory unit='MiB'>64</memory>
  <os>
    <type arch='s390x' machine='s390-ccw-virtio'>hvm</type>
  </os>
  <devices>
    <graphics type='vnc'/>`,
}
const TAIL = `  </devices>
</domain>
`

function domainOf(guest: Guest, devices: readonly Question[]): string {
  return [HEADS[guest], ...devices.map(({ device }) => device.text), TAIL].join('\n')
}

/** What is wrong with each device; `undefined` where libvirt and this library agree. */
async function complaintsAbout(folder: string, devices: readonly HostdevText[]): Promise<(string | undefined)[]> {
  const complaints = new Map<HostdevText, string>()
  const questions: Question[] = []
  for (const device of devices) {
    const { value, diagnostics } = parseHostdev(device.text)
    if (value === undefined) complaints.set(device, diagnostics.map(({ message }) => message).join(' '))
    else questions.push({ device, given: value })
  }
  let domains = inDomains(questions)
  while (domains.length > 0) {
    const refused: Question[][] = []
    const answers = await ask(folder, domains)
    for (const [index, domain] of domains.entries()) {
      const answer = answers[index]
      const [first] = domain
      if (answer?.xml !== undefined) for (const [at, each] of domain.entries()) note(complaints, each, answer.xml, at)
      else if (domain.length > 1) refused.push(...domain.map((each) => [each]))
      else if (first !== undefined) complaints.set(first.device, `refused: ${answer?.error ?? 'no answer'}`)
    }
    domains = refused
  }
  return devices.map((device) => complaints.get(device))
}

function note(complaints: Map<HostdevText, string>, { device, given }: Question, xml: string, at: number): void {
  const byQemu = device.guest !== 'any driver'
  const document = parseDomain(xml)
  const written = document.value?.hostdevs[at]
  const span = document.spanOf(['hostdevs', at])
  if (written === undefined || span === undefined) {
    complaints.set(
      device,
      `libvirt's own writing is not read: ${document.diagnostics.map(({ message }) => message).join(' ')}`,
    )
    return
  }
  const lines = `${xml.slice(span.start, span.end).replaceAll('\n    ', '\n')}\n`
  const again = formatHostdev(written)
  const ours = kept(given, byQemu, ORACLE_VERSION)
  const theirs = withoutAssigned(written, given, byQemu)
  if (again !== lines) complaints.set(device, `libvirt writes\n${lines}which is written again as\n${again}`)
  else if (ours !== theirs) complaints.set(device, `here it is\n${ours}libvirt writes\n${lines}`)
}

interface Answer {
  readonly xml?: string
  readonly error: string | null
}

/** What the driver that each domain is for says of it. */
async function ask(folder: string, domains: readonly (readonly Question[])[]): Promise<Answer[]> {
  const files = domains.map((domain, index) => {
    const file = join(folder, `${index}.xml`)
    writeFileSync(file, domainOf(domain[0]?.device.guest ?? 'any driver', domain))
    return file
  })
  const answers = new Map<string, Answer>()
  for (const { file, driver, validate, xml, error } of await libvirtVerdicts(files, { xml: true, validated: false })) {
    if (!validate) answers.set(`${driver} ${file}`, { error, ...(xml !== undefined && { xml }) })
  }
  return domains.map((domain, index) => {
    const driver = domain[0]?.device.guest === 'any driver' ? 'test' : 'qemu'
    return answers.get(`${driver} ${files[index] ?? ''}`) ?? { error: 'not asked' }
  })
}

/** Puts devices that are not in each other's way together. */
function inDomains(questions: readonly Question[]): Question[][] {
  const open: { guest: Guest; taken: Set<string>; devices: Question[] }[] = []
  for (const question of questions) {
    const { guest } = question.device
    const wants = wishesOf(question)
    let domain = open.find(
      (each) =>
        each.guest === guest &&
        each.devices.length < DEVICES_IN_A_DOMAIN &&
        !wants.some((wish) => each.taken.has(wish)),
    )
    if (domain === undefined) open.push((domain = { guest, taken: new Set(), devices: [] }))
    domain.devices.push(question)
    for (const wish of wants) domain.taken.add(wish)
  }
  return open.map(({ devices }) => devices)
}

/** What only one device of a domain can have. */
function wishesOf({ given, device }: Question): string[] {
  const { alias, boot, acpi, address } = given
  const wishes: string[] = []
  const wish = (what: string, value: unknown): void => {
    if (value !== undefined) wishes.push(`${what} ${JSON.stringify(value)}`)
  }
  wish('alias', alias)
  wish('boot', boot?.order)
  wish('acpi', acpi?.index)
  if ('ramfb' in given && given.ramfb === 'on') wish('ramfb', true)
  switch (given.type) {
    case 'mdev':
      wish('mdev', given.uuid)
      if (given.model === 'vfio-ap') wish('vfio-ap', device.guest !== 'any driver' ? true : undefined)
      break
    case 'pci':
      wish('pci', given.source)
      break
    case 'usb':
      wish('usb', given.source.address ?? [given.source.vendor, given.source.product])
      break
    case 'scsi':
      wish('scsi', given.source.protocol === 'iscsi' ? given.source.name : [given.source.adapter, given.source.address])
      break
    case 'scsi_host':
      wish('scsi_host', given.wwpn)
      break
    case 'storage':
      wish('storage', given.block)
      break
    case 'misc':
      wish('misc', given.char)
      break
    case 'net':
      wish('net', given.interface)
  }
  if (address?.type === 'pci') {
    const { domain = 0, bus = 0, slot = 0, function: fn = 0, zpci } = address
    if (domain + bus + slot > 0) wish('at', [domain, bus, slot, fn])
    wish('uid', zpci?.uid)
    wish('fid', zpci?.fid)
  } else if (address?.type === 'ccw') wish('at', address.devno === undefined ? undefined : address)
  else if (address?.type === 'drive') wish('at', ['drive', address.controller ?? 0, address.unit ?? 0])
  else if (address?.type === 'usb') wish('at', address.port)
  return wishes
}

/** The same failure with as little as it takes, by itself in a domain. */
async function shrunk(folder: string, seed: number, index: number): Promise<string> {
  let last = 'fails in company only'
  await fc.check(
    fc.asyncProperty(anyHostdevText, async (device) => {
      const [complaint] = await complaintsAbout(folder, [device])
      if (complaint !== undefined) last = `${device.guest}: ${device.text}\n${complaint}`
      return complaint === undefined
    }),
    { seed, path: String(index), numRuns: 1, interruptAfterTimeLimit: 60_000 },
  )
  return last
}
