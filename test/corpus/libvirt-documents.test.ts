import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { parseDomain, type Domain } from '../../lib/libvirt/domain.js'
import { hostdevFor } from '../../lib/libvirt/hostdev-for.js'
import { formatHostdev, parseHostdev, type Hostdev } from '../../lib/libvirt/hostdev.js'
import { formatNodeDevice, parseNodeDevice, type NodeDevice } from '../../lib/libvirt/node-device.js'
import { parseDefinition } from '../../lib/machine/definition/definition.js'
import type { Document } from '../../lib/shape/document.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'
import { seed as seedOfRun } from '../seed.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')
const LIBVIRT = 'libvirt-11.3.0'
const INPUTS = `${LIBVIRT}/nodedevschemadata`
const OUTPUTS = `${LIBVIRT}/nodedevxml2xmlout`
const DOMAINS = `${LIBVIRT}/qemuxmlconfdata`

/**
 * What libvirt's own tests expect to be lost between reading and writing, and what this library keeps, for it is in the text:
 * the lines that the expected output lacks.
 */
const KEPT: readonly { readonly file: string; readonly lines: readonly string[]; readonly why: string }[] = [
  {
    file: 'mdev_c60cc60c_c60c_c60c_c60c_c60cc60cc60c.xml',
    lines: ['  <driver>', '    <name>vfio_ccw_mdev</name>', '  </driver>', '    <parent_addr>0.0.0052</parent_addr>'],
    why: 'libvirt writes <driver> and <parent_addr> and never reads them',
  },
  {
    file: 'mdev_c60cc60c_c60c_c60c_c60c_c60cc60cc60c_inactive.xml',
    lines: ['    <parent_addr>0.0.0052</parent_addr>'],
    why: 'libvirt writes <parent_addr> and never reads it',
  },
]

describe("libvirt's own documents", () => {
  skipWhen(() =>
    existsSync(CORPUS) ? undefined : `there is no corpus at ${CORPUS}; NODEDEV_CORPUS names another place`,
  )

  it('node devices are written as libvirt writes them, active and inactive', () => {
    let compared = 0
    const used = new Set<string>()
    for (const name of readdirSync(join(CORPUS, INPUTS))) {
      const { value } = parseNodeDevice(bytes(`${INPUTS}/${name}`))
      expect(value, name).not.to.equal(undefined)
      if (value === undefined) continue
      for (const inactive of [false, true]) {
        const file = inactive ? name.replace('.xml', '_inactive.xml') : name
        if (!existsSync(join(CORPUS, OUTPUTS, file))) continue
        let written = formatNodeDevice(value, { inactive })
        const kept = KEPT.find((each) => each.file === file)
        if (kept !== undefined) {
          used.add(file)
          for (const line of kept.lines) {
            expect(written, `${file}: ${kept.why}`).to.contain(`\n${line}\n`)
            written = written.replace(`\n${line}\n`, '\n')
          }
        }
        expect(written, file).to.equal(text(`${OUTPUTS}/${file}`))
        compared++
      }
    }
    expect(compared).to.equal(readdirSync(join(CORPUS, OUTPUTS)).length)
    expect(used.size).to.equal(KEPT.length)
  })

  it('what libvirt writes of node devices is read and written byte for byte', () => {
    for (const name of readdirSync(join(CORPUS, OUTPUTS))) {
      const document = parseNodeDevice(bytes(`${OUTPUTS}/${name}`))
      expect(document.diagnostics, name).to.deep.equal([])
      expect(formatNodeDevice(document.unwrap()), name).to.equal(document.text)
    }
  })

  it('what only the schema refuses is read with a remark', () => {
    for (const { file } of expectations().filter(
      (each) => each.kind === 'nodedev' && each.file.endsWith('-invalid.xml'),
    )) {
      const { value, diagnostics } = parseNodeDevice(bytes(file))
      expect(value, file).not.to.equal(undefined)
      expect(
        diagnostics.some(({ refusedBy }) => refusedBy.includes('schema')),
        file,
      ).to.equal(true)
    }
  })

  it('every host device that libvirt writes is read and written byte for byte', () => {
    let compared = 0
    for (const name of readdirSync(join(CORPUS, DOMAINS)).filter((each) => each.endsWith('-latest.xml'))) {
      const document = parseDomain(bytes(`${DOMAINS}/${name}`))
      document.unwrap().hostdevs.forEach((hostdev, index) => {
        const span = document.spanOf(['hostdevs', index]) ?? { start: 0, end: 0 }
        // The first line has no indentation in the span; the others have that of a device in a domain.
        const lines = document.text.slice(span.start, span.end).replaceAll('\n    ', '\n')
        expect(formatHostdev(hostdev), `${name} ${index}`).to.equal(`${lines}\n`)
        compared++
      })
    }
    expect(compared).to.be.at.least(56)
  })

  it('domains and node devices that libvirt accepts have no errors', () => {
    let judged = 0
    for (const { file, kind, libvirt, upstream } of expectations()) {
      if ((kind !== 'domain' && kind !== 'nodedev') || (upstream ?? libvirt) !== 'accept') continue
      const { diagnostics } = kind === 'domain' ? parseDomain(bytes(file)) : parseNodeDevice(bytes(file))
      expect(
        diagnostics.filter(({ severity }) => severity === 'error'),
        file,
      ).to.deep.equal([])
      judged++
    }
    expect(judged).to.be.above(120)
  })

  it('every file is read without a throw, with spans inside its text', () => {
    const names = files().filter((each) => each.endsWith('.xml') || each.endsWith('.json'))
    for (const file of names) {
      for (const document of parsed(bytes(file))) expectSpansInside(document, file)
      if (file.endsWith('.json')) parseDefinition(text(file))
    }
    expect(names.length).to.be.above(150)
  })

  it('appending a host device and removing it again gives the first bytes back', () => {
    const added = hostdevFor({ uuid: '0f6c1b9e-2f7e-4b7c-9d53-0d6a4f6b8a10', deviceApi: 'vfio-pci' }, { display: 'on' })
    let tried = 0
    for (const file of files().filter((each) => each.endsWith('.xml'))) {
      const before = bytes(file)
      const document = parseDomain(before)
      const devices = document.draft.hostdevs ?? []
      if (!devices.some(({ type }) => type === 'mdev')) continue
      const longer = document.append('hostdevs', added)
      expect(longer.draft.hostdevs, file).to.have.length(devices.length + 1)
      const again = longer.remove(['hostdevs', devices.length])
      expect(Buffer.compare(again.toBytes(), before), file).to.equal(0)
      tried++
    }
    expect(tried).to.be.above(8)
  })

  it('10,000 damages of one character: no throw, every span inside the text', function () {
    this.timeout(60_000)
    const seed = seedOfRun()
    const random = generator(seed)
    const sources = files()
      .filter((each) => each.endsWith('.xml'))
      .map(text)
    for (let round = 0; round < 10_000; round++) {
      const source = sources[Math.floor(random() * sources.length)] ?? ''
      const damaged = damage(source, random)
      try {
        for (const document of parsed(damaged)) expectSpansInside(document, 'damaged')
      } catch (error) {
        process.stderr.write(`seed ${seed}, round ${round}:\n${damaged}\n`)
        throw error
      }
    }
    process.stderr.write(`        seed ${seed}\n`)
  })
})

interface Expectation {
  readonly file: string
  readonly kind: string
  readonly libvirt: string | null
  readonly upstream?: string
}

function expectations(): readonly Expectation[] {
  const parsed: readonly Expectation[] = JSON.parse(text('expectations.json'))
  return parsed
}

function bytes(file: string): Uint8Array {
  return readFileSync(join(CORPUS, file))
}

function text(file: string): string {
  return readFileSync(join(CORPUS, file), 'utf8')
}

function files(): string[] {
  return readdirSync(CORPUS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(CORPUS.length + 1))
    .sort()
}

type Parsed = Document<Domain> | Document<NodeDevice> | Document<Hostdev>

/** The document, read as what its root says; as each kind where that is not to be seen. */
function parsed(input: string | Uint8Array): readonly Parsed[] {
  const start = (typeof input === 'string' ? input : Buffer.from(input).toString('latin1')).slice(0, 2000)
  if (start.includes('<domain')) return [parseDomain(input)]
  if (start.includes('<device>')) return [parseNodeDevice(input)]
  return [parseDomain(input), parseNodeDevice(input), parseHostdev(input)]
}

function expectSpansInside(document: Parsed, name: string): void {
  const { length } = document.text
  const invalid = document.diagnostics.some(({ severity }) => severity === 'error')
  expect(document.value === undefined, `${name}: a value exactly where there is no error`).to.equal(invalid)
  for (const { span, code } of document.diagnostics) {
    if (span.start >= 0 && span.start <= span.end && span.end <= length) continue
    expect.fail(`${name}: ${code} has the span ${span.start} to ${span.end} in a text of ${length}`)
  }
}

const CHARACTERS = [...`<>/='"&;!?-[] \t\n\0aZ09é€😀\u{FFFE}`]

/** Takes out, doubles, replaces or puts in one character. */
function damage(source: string, random: () => number): string {
  const at = Math.floor(random() * source.length)
  const other = CHARACTERS[Math.floor(random() * CHARACTERS.length)] ?? ''
  const here = source.charAt(at)
  const instead = ['', here + here, other, here + other][Math.floor(random() * 4)] ?? ''
  return source.slice(0, at) + instead + source.slice(at + 1)
}

/** Numbers from 0 to 1, the same ones for the same seed (mulberry32). */
function generator(seed: number): () => number {
  let state = seed
  return () => {
    state = (state + 0x6d2b79f5) | 0
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state)
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32
  }
}
