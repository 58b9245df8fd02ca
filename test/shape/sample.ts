import fc from 'fast-check'
import {
  count,
  decimal,
  either,
  eitherOrElse,
  hexadecimal,
  integer,
  oneOf,
  text,
  word,
} from '../../lib/shape/codecs.js'
import { parseDocument, type Document, type DocumentKind } from '../../lib/shape/document.js'
import { at, flag, list, optional, shape, variant, type Fault, type Shape } from '../../lib/shape/shape.js'

/** A made-up document that has one of each thing a shape can declare. */
export interface Sample {
  id: string
  kind?: 'a' | 'b'
  label?: string
  name?: string
  note?: string
  level: number
  arch?: string
  machine?: string
  boot?: string
  cpu?: Cpu
  removable?: boolean
  media?: number
  slots?: Slot[]
  tags: Tag[]
  devices: Device[]
  volumes: Tag[]
}

export interface Cpu {
  model: string
  threads?: number
  vendor?: string
}

export interface Slot {
  index: number
}

export interface Tag {
  key: string
  value?: string
}

export interface Disk {
  type: 'disk'
  mode?: 'rw' | 'ro'
  path: string
  size?: number
  cache?: boolean
}

export interface Nic {
  type: 'nic' | 'bridge'
  mac?: string
  up?: boolean
  tags: Tag[]
}

export type Device = Disk | Nic

const threads = integer({ min: 1, max: 64, base: 0, expected: 'a number from 1 to 64', write: decimal })
const size = integer({
  min: 0,
  max: 0xffff,
  base: 16,
  expected: 'a size in hexadecimal',
  write: hexadecimal(4),
  schemaForm: /^0x[0-9a-f]{4}$/,
})

const cpu: Shape<Cpu> = shape<Cpu>(
  { title: 'CPU' },
  { model: at('@model', word), threads: optional(at('@threads', threads)), vendor: optional(at('.', word)) },
)
const slot: Shape<Slot> = shape<Slot>({ title: 'slot' }, { index: at('@index', count) })
const tag: Shape<Tag> = shape<Tag>({ title: 'tag' }, { key: at('@key', word), value: optional(at('value', text)) })
const disk = shape<Disk>(
  { title: 'disk', dropped: ['legacy'] },
  {
    type: at('@type', oneOf('disk')),
    mode: optional(at('@mode', oneOf('rw', 'ro'), { otherwise: 'rw' })),
    path: at('source/file/@path', text),
    size: optional(at('source/@size', size)),
    cache: optional(at('cache/@on', either('yes', 'no'))),
  },
)
const nic = shape<Nic>(
  { title: 'network card' },
  {
    type: at('@type', oneOf('nic', 'bridge')),
    mac: optional(at('mac/@address', word)),
    up: optional(at('@up', eitherOrElse('yes', 'no'))),
    tags: list('tag', tag),
  },
)
const device: Shape<Device> = variant<Device, 'type'>(
  { title: 'device', key: 'type', attribute: 'type' },
  { disk, nic, bridge: nic },
)

const LEVEL: Fault = { code: 'sample/level-missing', refusedBy: ['schema'], severity: 'info', help: 'Give a level.' }

const fields = {
  id: at('@id', text),
  kind: optional(at('@kind', oneOf('a', 'b'))),
  label: optional(at('@label', text)),
  name: optional(at('name', word)),
  note: optional(at('note', text)),
  level: at('limits/@level', count, { implied: 0, missing: LEVEL }),
  arch: optional(at('os/type/@arch', word)),
  machine: optional(at('os/type/@machine', word)),
  boot: optional(at('os/boot', text)),
  cpu: optional(at('cpu', cpu)),
  removable: flag("feature[@name='removable']"),
  media: optional(at("feature[@name='removable']/@media", count)),
  slots: optional(list("feature[@name='slots']/slot", slot)),
  tags: list('tag', tag),
  devices: list('devices/device', device),
  volumes: list('devices/volume', tag),
}

export const sample: Shape<Sample> = shape<Sample>({ title: 'sample' }, fields)
export const openSample: Shape<Sample> = shape<Sample>({ title: 'sample', open: true }, fields)

const CLOSED: DocumentKind<Sample> = { root: 'sample', shape: sample }
const OPEN: DocumentKind<Sample> = { root: 'sample', shape: openSample }

export function parseSample(input: string | Uint8Array): Document<Sample> {
  return parseDocument(input, CLOSED)
}

export function parseOpenSample(input: string | Uint8Array): Document<Sample> {
  return parseDocument(input, OPEN)
}

/** Text that XML can carry: every character that is special to it, and some from far away. */
export const anyText: fc.Arbitrary<string> = fc.string({
  unit: fc.constantFrom(...'ab0 \t\n\r<>&\'"]-é€', '𝄞', ']]>', '\u00a0'),
  maxLength: 6,
})
export const anyWord: fc.Arbitrary<string> = anyText.filter((value) => value !== '')

export const anyTag: fc.Arbitrary<Tag> = fc.record({ key: anyWord, value: anyText }, { requiredKeys: ['key'] })

export const anyDevice: fc.Arbitrary<Device> = fc.oneof(
  fc.record(
    {
      type: fc.constant('disk' as const),
      mode: fc.constantFrom('rw' as const, 'ro' as const),
      path: anyText,
      size: fc.nat(0xffff),
      cache: fc.boolean(),
    },
    { requiredKeys: ['type', 'path', 'mode'] },
  ),
  fc.record(
    {
      type: fc.constantFrom('nic' as const, 'bridge' as const),
      mac: anyWord,
      up: fc.boolean(),
      tags: fc.array(anyTag, { maxLength: 2 }),
    },
    { requiredKeys: ['type', 'tags'] },
  ),
)

const anyCpu: fc.Arbitrary<Cpu> = fc.record(
  { model: anyWord, threads: fc.integer({ min: 1, max: 64 }), vendor: anyWord },
  { requiredKeys: ['model'] },
)

export const anySample: fc.Arbitrary<Sample> = fc.record(
  {
    id: anyText,
    kind: fc.constantFrom('a' as const, 'b' as const),
    label: anyText,
    name: anyWord,
    note: anyText,
    level: fc.nat(9),
    arch: anyWord,
    machine: anyWord,
    boot: anyText,
    cpu: anyCpu,
    removable: fc.constant(true),
    slots: fc.array(fc.record({ index: fc.nat(9) }), { minLength: 1, maxLength: 2 }),
    tags: fc.array(anyTag, { maxLength: 2 }),
    devices: fc.array(anyDevice, { maxLength: 3 }),
    volumes: fc.array(anyTag, { maxLength: 2 }),
  },
  { requiredKeys: ['id', 'level', 'tags', 'devices', 'volumes'] },
)
