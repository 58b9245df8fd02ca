import { expect } from 'chai'
import { count, oneOf, text } from '../../lib/shape/codecs.js'
import type { Document } from '../../lib/shape/document.js'
import type { At, Draft, ItemOf, ItemPathOf, ListKey, PathOf } from '../../lib/shape/draft.js'
import { at, flag, list, optional, shape, variant, type Shape } from '../../lib/shape/shape.js'
import { parseDomain, type Domain } from '../../lib/libvirt/domain.js'
import type { Hostdev, MdevHostdev } from '../../lib/libvirt/hostdev.js'
import type { NodeDevice } from '../../lib/libvirt/node-device.js'
import type { Sample, Tag } from './sample.js'

type Equal<A, B> = (<T>() => T extends A ? 1 : 2) extends <T>() => T extends B ? 1 : 2 ? true : false

function holds<Claim extends true>(...claims: Claim[]): void {
  expect(claims).to.deep.equal([])
}

/** Never run: what matters is which lines the compiler refuses. */
function edits(
  document: Document<Sample>,
  domain: Document<Domain>,
  device: Document<NodeDevice>,
  hostdev: MdevHostdev,
): void {
  document.set(['id'], 'x')
  document.set(['cpu', 'threads'], 2)
  document.set(['tags', 0, 'value'], 'x')
  document.set(['devices', 0, 'mac'], 'x')
  document.set(['removable'], true)
  document.append('tags', { key: 'x' })
  document.append('slots', { index: 1 })
  document.insert(['tags', 0], { key: 'x' })
  document.insert(['devices', 0, 'tags', 0], { key: 'x' })
  document.replace(['devices', 0], { type: 'nic', tags: [] })
  document.remove(['cpu', 'vendor'])

  // @ts-expect-error no such key
  document.set(['nothing'], 'x')
  // @ts-expect-error no such key in an object
  document.set(['cpu', 'speed'], 2)
  // @ts-expect-error no such key in an item
  document.set(['tags', 0, 'id'], 'x')
  // @ts-expect-error a key where an index belongs
  document.set(['tags', 'key'], 'x')
  // @ts-expect-error an index where a key belongs
  document.set([0], 'x')
  // @ts-expect-error below a text
  document.set(['id', 'length'], 1)
  // @ts-expect-error the wrong type of value
  document.set(['id'], 1)
  // @ts-expect-error a word that is not one of the set
  document.set(['kind'], 'c')
  // @ts-expect-error an incomplete object
  document.set(['cpu'], { threads: 1 })
  // @ts-expect-error an object with one field too many
  document.set(['cpu'], { model: 'x', speed: 1 })
  // @ts-expect-error absent is said with remove
  document.set(['label'], undefined)
  // @ts-expect-error not a list
  document.append('cpu', { model: 'x' })
  // @ts-expect-error no such list
  document.append('nothing', { key: 'x' })
  // @ts-expect-error an item of another list
  document.append('tags', { index: 1 })
  // @ts-expect-error not one of the union
  document.append('devices', { type: 'cdrom' })
  // @ts-expect-error parts of two members of the union
  document.append('devices', { type: 'disk', tags: [] })
  // @ts-expect-error a path without an index at its end
  document.insert(['tags'], { key: 'x' })
  // @ts-expect-error a path that leads to no item
  document.insert(['cpu', 'model'], 'x')
  // @ts-expect-error an item of another list
  document.insert(['tags', 0], { index: 1 })
  // @ts-expect-error no such path
  document.replace(['disks', 0], { key: 'x' })
  // @ts-expect-error no such path
  document.remove(['cpu', 0])

  domain.append('hostdevs', hostdev)
  domain.set(['hostdevs', 0, 'uuid'], 'x')
  domain.set(['hostdevs', 1, 'address', 'bus'], 1)
  domain.set(['hostdevs', 0], hostdev)
  domain.insert(['hostdevs', 0], hostdev)
  device.set(['capabilities', 0, 'type'], 'mdev')
  device.set(['capabilities', 0, 'mdevTypes', 0, 'availableInstances'], 1)
  device.set(['capabilities', 0, 'iommuGroup', 'addresses', 0, 'bus'], 1)
  // @ts-expect-error the wrong type of value, deep in a union
  domain.set(['hostdevs', 0, 'uuid'], 1)
  // @ts-expect-error no member of the union has the key
  domain.set(['hostdevs', 0, 'nothing'], 1)
  // @ts-expect-error a model that libvirt does not know
  domain.set(['hostdevs', 0, 'model'], 'vfio-usb')
  // @ts-expect-error a host device without its UUID
  domain.append('hostdevs', { type: 'mdev', model: 'vfio-pci' })
  // @ts-expect-error what was read must not be written to
  domain.draft.hostdevs = []
  // @ts-expect-error nor the text
  domain.text = ''
}

function declarations(): void {
  interface Thing {
    id: string
    size?: number
    word?: 'a' | 'b'
    there?: boolean
    tags: Tag[]
  }
  const tag: Shape<Tag> = shape<Tag>({ title: 'tag' }, { key: at('@key', text), value: optional(at('@value', text)) })
  const id = at('@id', text)
  const size = optional(at('@size', count))
  const word = optional(at('@word', oneOf('a', 'b')))
  const there = flag('there')
  const tags = list('tag', tag)
  const options = { title: 'thing' }

  shape<Thing>(options, { id, size, word, there, tags })
  // @ts-expect-error a forgotten field
  shape<Thing>(options, { id, size, word, there })
  // @ts-expect-error a field that the type does not have
  shape<Thing>(options, { id, size, word, there, tags, more: at('@more', text) })
  // @ts-expect-error a codec of another type
  shape<Thing>(options, { id: at('@id', count), size, word, there, tags })
  // @ts-expect-error a codec with a word too few
  shape<Thing>(options, { id, size, word: optional(at('@word', oneOf('a'))), there, tags })
  // @ts-expect-error a codec with a word too many
  shape<Thing>(options, { id, size, word: optional(at('@word', oneOf('a', 'b', 'c'))), there, tags })
  // @ts-expect-error a codec of any text where only two words are meant
  shape<Thing>(options, { id, size, word: optional(at('@word', text)), there, tags })
  // @ts-expect-error a required field that is declared as optional
  shape<Thing>(options, { id: optional(at('@id', text)), size, word, there, tags })
  // @ts-expect-error an optional field that is declared as required
  shape<Thing>(options, { id, size: at('@size', count), word, there, tags })
  // @ts-expect-error a list of something else
  shape<Thing>(options, { id, size, word, there, tags: list('tag', shape<{ id: string }>(options, { id })) })
  // @ts-expect-error an object where a list is meant
  shape<Thing>(options, { id, size, word, there, tags: at('tag', tag) })
  // @ts-expect-error a flag where a text is meant
  shape<Thing>(options, { id: flag('id'), size, word, there, tags })

  interface A {
    type: 'a'
    id: string
  }
  interface B {
    type: 'b' | 'c'
  }
  const a = shape<A>(options, { type: at('@type', oneOf('a')), id })
  const b = shape<B>(options, { type: at('@type', oneOf('b', 'c')) })
  const told = { title: 'either', key: 'type', attribute: 'type' } as const
  variant<A | B, 'type'>(told, { a, b, c: b })
  // @ts-expect-error a forgotten word
  variant<A | B, 'type'>(told, { a, b })
  // @ts-expect-error a word too many
  variant<A | B, 'type'>(told, { a, b, c: b, d: b })
  // @ts-expect-error the wrong member for a word
  variant<A | B, 'type'>(told, { a: b, b, c: b })
}

describe('types', () => {
  it('are right where this file compiles', () => {
    expect([edits, declarations, parseDomain].map((each) => typeof each)).to.deep.equal([
      'function',
      'function',
      'function',
    ])
  })

  it('tell what stands at a path, what a list holds, and which keys hold lists', () => {
    holds<Equal<At<Sample, ['cpu', 'threads']>, number>>()
    holds<Equal<At<Domain, ['hostdevs', 3]>, Hostdev>>()
    holds<Equal<At<Domain, ['hostdevs', 3, 'uuid']>, string>>()
    holds<Equal<At<Sample, []>, Sample>>()
    holds<Equal<ListKey<Sample>, 'slots' | 'tags' | 'devices' | 'volumes'>>()
    holds<Equal<ItemOf<Sample, 'tags'>, Tag>>()
    holds<Equal<ItemOf<Sample, 'id'>, never>>()
    holds<
      Equal<
        PathOf<{ a: string; b?: { c: number }[] }>,
        readonly ['a'] | readonly ['b'] | readonly ['b', number] | readonly ['b', number, 'c']
      >
    >()
    holds<Equal<ItemPathOf<{ a: string; b?: { c: number }[] }>, readonly ['b', number]>>()
    holds<
      Equal<
        Draft<{ a: string; b?: { c: number }[] }>,
        { readonly a?: string; readonly b?: readonly { readonly c?: number }[] }
      >
    >()
  })
})
