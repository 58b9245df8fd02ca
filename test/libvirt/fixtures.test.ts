import { expect } from 'chai'
import type { Diagnostic } from '../../lib/diagnostic.js'
import { domain, parseDomain } from '../../lib/libvirt/domain.js'
import { formatHostdev, hostdev, parseHostdev } from '../../lib/libvirt/hostdev.js'
import { formatNodeDevice, nodeDevice, parseNodeDevice } from '../../lib/libvirt/node-device.js'
import type { AnyShape, Content, ObjectShape } from '../../lib/shape/shape.js'
import { domains, domainsNeverWritten, hostdevs } from './fixtures/hostdevs.js'
import { nodeDevices, readAndNeverWritten } from './fixtures/node-devices.js'

/** libvirt writes some parts that its own schema does not know. */
const notOfSchema = ({ code }: Diagnostic): boolean => code !== 'read/part-beyond-schema'

describe('documents as libvirt writes them', () => {
  for (const [name, text] of Object.entries(nodeDevices)) {
    it(`reads and writes a node device: ${name}`, () => {
      const { diagnostics, value } = parseNodeDevice(text)
      expect(diagnostics).to.deep.equal([])
      expect(value && formatNodeDevice(value)).to.equal(text)
    })
  }
  for (const [name, text] of Object.entries(hostdevs)) {
    it(`reads and writes a host device: ${name}`, () => {
      const { diagnostics, value } = parseHostdev(text)
      expect(diagnostics.filter(notOfSchema)).to.deep.equal([])
      expect(value && formatHostdev(value)).to.equal(text)
    })
  }
  for (const [name, text] of Object.entries(domains)) {
    it(`reads a domain ${name}`, () => {
      expect(parseDomain(text).diagnostics.filter(notOfSchema)).to.deep.equal([])
    })
  }
  for (const [name, text] of Object.entries(domainsNeverWritten)) {
    it(`reads a domain ${name}, which only the schema refuses`, () => {
      const { diagnostics, value } = parseDomain(text)
      for (const { refusedBy } of diagnostics) expect(refusedBy).to.deep.equal(['schema'])
      expect(value).not.to.equal(undefined)
    })
  }
  for (const [name, text] of Object.entries(readAndNeverWritten)) {
    it(`reads a node device: ${name}`, () => {
      expect(parseNodeDevice(text).diagnostics).to.deep.equal([])
    })
  }
})

describe('the declarations', () => {
  const declared = new Set<string>()
  const met = new Set<string>()
  for (const shape of [nodeDevice, hostdev, domain]) declare(shape, declared)
  for (const text of Object.values({ ...nodeDevices, ...readAndNeverWritten })) {
    meet(nodeDevice, parseNodeDevice(text).value, met)
  }
  for (const text of Object.values(hostdevs)) meet(hostdev, parseHostdev(text).value, met)
  for (const text of Object.values({ ...domains, ...domainsNeverWritten })) meet(domain, parseDomain(text).value, met)

  it('have no field, variant or word that occurs in no fixture', () => {
    expect([...declared].filter((entry) => !met.has(entry))).to.deep.equal([])
    expect(declared.size).to.be.above(300)
  })
})

/** Everything that a shape declares, as words for a message. */
function declare(shape: AnyShape, into: Set<string>, seen = new Set<AnyShape>()): void {
  if (seen.has(shape)) return
  seen.add(shape)
  if (shape.kind === 'variant') {
    for (const [word, member] of shape.members) {
      into.add(`${shape.title} of ${shape.key} ${word}`)
      declare(member, into, seen)
    }
    return
  }
  for (const [key, { content }] of shape.fields) {
    into.add(fieldOf(shape, key))
    if (content.kind === 'object') declare(content.shape, into, seen)
    if (content.kind === 'list') declare(content.item, into, seen)
    for (const word of wordsOf(content)) into.add(`${fieldOf(shape, key)} ${JSON.stringify(word)}`)
  }
}

function meet(shape: AnyShape, value: unknown, into: Set<string>): void {
  if (shape.kind === 'variant') {
    const word = String(part(value, shape.key))
    const member = shape.members.get(word)
    if (member === undefined) throw new Error(`${shape.title} has no member '${word}'`)
    into.add(`${shape.title} of ${shape.key} ${word}`)
    return meet(member, value, into)
  }
  for (const [key, { content }] of shape.fields) {
    const inside = part(value, key)
    if (inside === undefined) continue
    if (content.kind !== 'list') into.add(fieldOf(shape, key))
    if (content.kind === 'object') meet(content.shape, inside, into)
    if (content.kind === 'list') {
      if (!Array.isArray(inside)) throw new Error(`${fieldOf(shape, key)} is no list`)
      if (inside.length > 0) into.add(fieldOf(shape, key))
      for (const item of inside) meet(content.item, item, into)
    }
    if (wordsOf(content).length > 0) into.add(`${fieldOf(shape, key)} ${JSON.stringify(inside)}`)
  }
}

function fieldOf({ title }: ObjectShape, key: string): string {
  return `${title}: ${key}`
}

/** The closed set of values of a field: the words of an enumeration. */
function wordsOf(content: Content): readonly unknown[] {
  if (content.kind !== 'value') return []
  const { enum: words, const: word } = content.codec.schema
  return Array.isArray(words) ? words : word === undefined ? [] : [word]
}

function part(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined
}
