import { expect } from 'chai'
import fc from 'fast-check'
import type { Document } from '../../lib/shape/document.js'
import { writeElement } from '../../lib/shape/write.js'
import { anyLayout } from './layouts.js'
import {
  anyDevice,
  anySample,
  anyTag,
  anyText,
  anyWord,
  parseOpenSample,
  parseSample,
  sample,
  type Sample,
} from './sample.js'
import { instances } from '../thorough.js'

const anyDocument = fc
  .record({ value: anySample, layout: anyLayout, noise: fc.boolean(), open: fc.boolean() })
  .map(({ value, layout, noise, open }) => {
    const text = layout(writeElement(sample, value, { name: 'sample', where: undefined }), noise)
    return { value, document: open ? parseOpenSample(text) : parseSample(text) }
  })

/** One edit, and what it does to the value. */
interface Edit {
  readonly name: string
  readonly make: (document: Document<Sample>) => Document<Sample>
  readonly wish: (value: Sample) => Sample
}

function within<T>(items: readonly T[], index: number): number {
  return items.length === 0 ? 0 : index % (items.length + 1)
}

const anyEdit: fc.Arbitrary<Edit> = fc.oneof(
  anyText.map((id) =>
    edit(
      'set id',
      (d) => d.set(['id'], id),
      (v) => ({ ...v, id }),
    ),
  ),
  anyText.map((label) =>
    edit(
      'set label',
      (d) => d.set(['label'], label),
      (v) => ({ ...v, label }),
    ),
  ),
  anyWord.map((name) =>
    edit(
      'set name',
      (d) => d.set(['name'], name),
      (v) => ({ ...v, name }),
    ),
  ),
  anyText.map((note) =>
    edit(
      'set note',
      (d) => d.set(['note'], note),
      (v) => ({ ...v, note }),
    ),
  ),
  fc.nat(9).map((level) =>
    edit(
      'set level',
      (d) => d.set(['level'], level),
      (v) => ({ ...v, level }),
    ),
  ),
  anyWord.map((arch) =>
    edit(
      'set arch',
      (d) => d.set(['arch'], arch),
      (v) => ({ ...v, arch }),
    ),
  ),
  anyText.map((boot) =>
    edit(
      'set boot',
      (d) => d.set(['boot'], boot),
      (v) => ({ ...v, boot }),
    ),
  ),
  anyWord.map((model) =>
    edit(
      'set cpu.model',
      (d) => d.set(['cpu', 'model'], model),
      (v) => ({ ...v, cpu: { ...v.cpu, model } }),
    ),
  ),
  fc.boolean().map((on) =>
    edit(
      'set removable',
      (d) => d.set(['removable'], on),
      ({ removable: _, ...v }) => (on ? { ...v, removable: true } : v),
    ),
  ),
  fc.array(anyTag, { maxLength: 3 }).map((tags) =>
    edit(
      'set tags',
      (d) => d.set(['tags'], tags),
      (v) => ({ ...v, tags }),
    ),
  ),
  fc.array(anyDevice, { maxLength: 3 }).map((devices) =>
    edit(
      'set devices',
      (d) => d.set(['devices'], devices),
      (v) => ({ ...v, devices }),
    ),
  ),
  anyTag.map((tag) =>
    edit(
      'append tag',
      (d) => d.append('tags', tag),
      (v) => ({ ...v, tags: [...v.tags, tag] }),
    ),
  ),
  anyDevice.map((each) =>
    edit(
      'append device',
      (d) => d.append('devices', each),
      (v) => ({ ...v, devices: [...v.devices, each] }),
    ),
  ),
  anyTag.map((tag) =>
    edit(
      'append volume',
      (d) => d.append('volumes', tag),
      (v) => ({ ...v, volumes: [...v.volumes, tag] }),
    ),
  ),
  fc.nat(9).map((index) =>
    edit(
      'append slot',
      (d) => d.append('slots', { index }),
      (v) => ({ ...v, slots: [...(v.slots ?? []), { index }] }),
    ),
  ),
  fc.tuple(anyDevice, fc.nat()).map(([each, index]) =>
    edit(
      'insert device',
      (d) => d.insert(['devices', within(d.draft.devices ?? [], index)], each),
      (v) => ({ ...v, devices: v.devices.toSpliced(within(v.devices, index), 0, each) }),
    ),
  ),
  fc
    .constantFrom(
      'label' as const,
      'name' as const,
      'note' as const,
      'arch' as const,
      'cpu' as const,
      'slots' as const,
      'removable' as const,
    )
    .map((key) =>
      edit(
        `remove ${key}`,
        (d) => d.remove([key]),
        ({ [key]: _, ...v }) => v,
      ),
    ),
  fc.constantFrom('tags' as const, 'devices' as const).map((key) =>
    edit(
      `remove first of ${key}`,
      (d) => (d.draft[key]?.length === 0 ? d : d.remove([key, 0])),
      (v) => ({ ...v, [key]: v[key].slice(1) }),
    ),
  ),
  fc.tuple(anyDevice, fc.nat()).map(([each, index]) =>
    edit(
      'set device',
      (d) => (d.draft.devices?.length === 0 ? d : d.set(['devices', index % (d.draft.devices?.length ?? 1)], each)),
      (v) => (v.devices.length === 0 ? v : { ...v, devices: v.devices.with(index % v.devices.length, each) }),
    ),
  ),
  anySample.map((value) =>
    edit(
      'set devices and tags of all',
      (d) => d.set(['devices'], value.devices).set(['tags'], value.tags),
      (v) => ({ ...v, devices: value.devices, tags: value.tags }),
    ),
  ),
)

function edit(name: string, make: Edit['make'], wish: Edit['wish']): Edit {
  return Object.assign({ name, make, wish }, { [fc.toStringMethod]: () => name })
}

/** What no shape declares: comments, instructions, elements and attributes. */
function noiseOf(text: string): string[] {
  return text.match(/<!-- .*? -->|<\?pi .*?\?>|<q:u\d+ xmlns:q="urn:q">t<\/q:u\d+>| x\d+ ?= ?.kept/g) ?? []
}

describe('edits over generated values and layouts', () => {
  it('read back as wished', () => {
    fc.assert(
      fc.property(anyDocument, fc.array(anyEdit, { minLength: 1, maxLength: 3 }), ({ value, document }, edits) => {
        expect(document.value).to.deep.equal(value)
        let wish = value
        let next = document
        for (const { make, wish: change } of edits) {
          next = make(next)
          wish = change(wish)
          expect(next.value, next.text).to.deep.equal(wish)
        }
      }),
      { numRuns: instances(250, 1000) },
    )
  }).timeout(60_000)

  it('give the first bytes back when a value is set and set back, or an item appended and removed', () => {
    fc.assert(
      fc.property(anyDocument, anySample, anyDevice, anyTag, ({ value, document }, other, device, tag) => {
        const pairs: Document<Sample>[] = [
          document.set(['id'], other.id).set(['id'], value.id),
          document.set(['level'], 10).set(['level'], value.level),
          document.set(['devices'], other.devices).set(['devices'], value.devices),
          document.set(['tags'], other.tags).set(['tags'], value.tags),
          document
            .set(['note'], 'other')
            .set(['note'], other.note ?? '')
            .remove(['note']),
        ]
        expect(pairs.slice(0, 4).map(({ text }) => text)).to.deep.equal(Array(4).fill(document.text))
        if (value.note === undefined) expect(pairs[4]?.text).to.equal(document.text)
        const n = value.devices.length
        const two = document.append('devices', device).append('volumes', tag)
        expect(two.remove(['volumes', value.volumes.length]).remove(['devices', n]).text).to.equal(document.text)
        expect(two.remove(['devices', n]).remove(['volumes', value.volumes.length]).text).to.equal(document.text)
        const three = document.append('devices', device).append('devices', device)
        expect(three.remove(['devices', n]).remove(['devices', n]).text).to.equal(document.text)
        const front = document.insert(['tags', 0], tag)
        expect(front.remove(['tags', 0]).text).to.equal(document.text)
        const behind = document
          .append('slots', { index: 1 })
          .set(['id'], 'changed')
          .remove(['slots', value.slots?.length ?? 0])
        expect(behind.text).to.equal(document.set(['id'], 'changed').text)
      }),
      { numRuns: instances(175, 700) },
    )
  }).timeout(60_000)

  it('keep what no shape declares, and all bytes outside of one span', () => {
    fc.assert(
      fc.property(anyDocument, anyDevice, anyText, ({ document }, device, text) => {
        const before = noiseOf(document.text)
        const appended = document.append('devices', device)
        expect(noiseOf(appended.text)).to.deep.equal(before)
        expect(untouched(document.text, appended.text) + 20).to.be.at.least(document.text.length)
        const set = document.set(['id'], text)
        expect(noiseOf(set.text)).to.deep.equal(before)
        const span = document.spanOf(['id'], 'value')
        expect(untouched(document.text, set.text)).to.be.at.least(
          document.text.length - (span === undefined ? 0 : span.end - span.start),
        )
        const cpu = document.draft.cpu
        if (cpu?.model === undefined) return
        expect(noiseOf(document.set(['cpu'], { model: cpu.model, threads: 3 }).text)).to.deep.equal(before)
      }),
      { numRuns: instances(175, 700) },
    )
  }).timeout(60_000)

  it('change nothing where the value is the same', () => {
    fc.assert(
      fc.property(anyDocument, ({ value, document }) => {
        expect(document.set(['id'], value.id)).to.equal(document)
        expect(document.set(['devices'], value.devices)).to.equal(document)
        expect(document.set(['tags'], value.tags)).to.equal(document)
        if (value.cpu !== undefined) expect(document.set(['cpu'], value.cpu)).to.equal(document)
        if (value.note !== undefined) expect(document.set(['note'], value.note)).to.equal(document)
      }),
      { numRuns: 300 },
    )
  }).timeout(60_000)
})

/** How many characters two texts have in common at both ends. */
function untouched(a: string, b: string): number {
  const shorter = Math.min(a.length, b.length)
  let front = 0
  while (front < shorter && a[front] === b[front]) front++
  let back = 0
  while (back < shorter - front && a.at(-1 - back) === b.at(-1 - back)) back++
  return front + back
}
