import type { Path } from '../../lib/diagnostic.js'

/** A node device with a value that libvirt's parser does not look at, drops, or refuses where it might be taken for none. */
export interface UnreadValue {
  readonly title: string
  readonly text: string
  /** Of each diagnostic `code | severity | the text that is meant | layers that refuse it`. */
  readonly told: readonly string[]
  /** Where the read value stands or, as in a list, the list with what is left; absent where there is no value. */
  readonly at: Path
  readonly read?: unknown
}

const device = (type: string, parts: string): string =>
  `<device><name>d</name><capability type='${type}'>${parts}</capability></device>`
const storage = (parts: string): string => device('storage', `<block>/dev/sda</block><size>1024</size>${parts}`)
const removable = (parts: string): string =>
  device(
    'storage',
    `<block>/dev/sr0</block><capability type='removable'><media_available>1</media_available><media_size>5</media_size>${parts}</capability>`,
  )
const scsiHost = (most: string, count: string): string =>
  device(
    'scsi_host',
    `<host>3</host><capability type='vport_ops'><max_vports>${most}</max_vports><vports>${count}</vports></capability>`,
  )
const pci = (parts: string, before = ''): string =>
  device(
    'pci',
    `${before}<domain>0</domain><bus>1</bus><slot>0</slot><function>0</function><product id='0x1'/><vendor id='0x2'/>${parts}`,
  )
const link = (attributes: string): string =>
  pci(`<pci-express><link ${attributes}/><link validity='sta' width='1'/></pci-express>`)
const vpd = (fields: string): string => pci(`<capability type='vpd'><name>N</name>${fields}</capability>`)
const net = (parts: string): string => device('net', `<interface>eth0</interface>${parts}`)

/** No number of blocks, nor of virtual adapters. */
const NO_COUNTS = ['foo', '-1', ' 6028 ', '0x1', '99999999999999999999']

const dropped = (raw: string): string[] => [`read/value-invalid | warning | ${raw} | schema`]

const blocks = NO_COUNTS.flatMap((raw): UnreadValue[] => [
  {
    title: `a number of blocks '${raw}'`,
    text: storage(`<logical_block_size>512</logical_block_size><num_blocks>${raw}</num_blocks>`),
    told: dropped(raw),
    at: ['numBlocks'],
  },
  {
    title: `a size of blocks '${raw}' of a medium`,
    text: removable(`<logical_block_size>${raw}</logical_block_size><num_blocks>2</num_blocks>`),
    told: dropped(raw),
    at: ['removable', 'logicalBlockSize'],
  },
  {
    title: `a number of virtual adapters '${raw}'`,
    text: scsiHost('5', raw),
    told: dropped(raw),
    at: ['vportOps', 'vports'],
  },
  {
    title: `a limit of virtual adapters '${raw}'`,
    text: scsiHost(raw, '5'),
    told: dropped(raw),
    at: ['vportOps', 'maxVports'],
  },
])

const LINKS: Path = ['pciExpress', 'links']
const OTHER_LINK = [{ validity: 'sta', width: 1 }]

const links: UnreadValue[] = [
  {
    title: 'a link without a validity, whose other parts are wrong',
    text: link(`port='' speed='9' width='x'`),
    told: ['read/value-missing | warning | link | schema'],
    at: LINKS,
    read: OTHER_LINK,
  },
  {
    title: 'a link of an unknown validity without a width',
    text: link(`validity='foo' port='5'`),
    told: dropped('foo'),
    at: LINKS,
    read: OTHER_LINK,
  },
  {
    title: 'a link of an empty validity',
    text: link(`validity='' width='2'`),
    told: [`read/value-missing | warning | validity='' | schema`],
    at: LINKS,
    read: OTHER_LINK,
  },
  {
    title: 'a validity with white space, which the schema does not mind',
    text: link(`validity=' cap' width='2'`),
    told: ['read/value-invalid | warning |  cap | '],
    at: LINKS,
    read: OTHER_LINK,
  },
  {
    title: 'an empty speed of a link',
    text: link(`validity='cap' speed='' width='2'`),
    told: [`read/value-spelling | info | speed='' | schema`],
    at: LINKS,
    read: [{ validity: 'cap', width: 2 }, ...OTHER_LINK],
  },
  {
    title: 'an unknown speed of a link, which is refused by the parser alone',
    text: link(`validity='cap' speed='7' width='2'`),
    told: ['read/value-invalid | error | 7 | parse'],
    at: LINKS,
  },
  {
    title: 'an empty port of a link, which is refused',
    text: link(`validity='cap' port='' width='2'`),
    told: [`read/value-invalid | error | port='' | schema parse`],
    at: LINKS,
  },
  {
    title: 'a port below zero',
    text: link(`validity='cap' port='-5' width='2'`),
    told: ['read/value-spelling | info | -5 | schema'],
    at: LINKS,
    read: [{ validity: 'cap', port: -5, width: 2 }, ...OTHER_LINK],
  },
]

const vendorFields: Path = ['vpd', 'fields', 0, 'vendorFields']
const RIGHT_FIELD = [{ index: '2', value: 'b' }]
const readonly = (fields: string): string =>
  vpd(`<fields access='readonly'>${fields}<vendor_field index='2'>b</vendor_field></fields>`)

const productData: UnreadValue[] = [
  ...['12', 'é', '&amp;', 'a', ''].map((raw): UnreadValue => ({
    title: `a VPD field of the index '${raw}'`,
    text: readonly(`<vendor_field index='${raw}'>a</vendor_field>`),
    told: dropped(raw === '' ? `index=''` : raw),
    at: vendorFields,
    read: RIGHT_FIELD,
  })),
  {
    title: 'a VPD field without an index',
    text: readonly(`<vendor_field>a</vendor_field>`),
    told: ['read/value-missing | warning | vendor_field | schema'],
    at: vendorFields,
    read: RIGHT_FIELD,
  },
  {
    title: 'a VPD field without a value, which the schema allows',
    text: readonly(`<vendor_field index='5'></vendor_field>`),
    told: ['read/value-missing | warning | vendor_field | '],
    at: vendorFields,
    read: RIGHT_FIELD,
  },
  {
    title: 'an empty VPD keyword',
    text: vpd(`<fields access='readonly'><part_number></part_number></fields>`),
    told: [],
    at: ['vpd', 'fields', 0],
    read: { access: 'readonly', vendorFields: [] },
  },
  {
    title: 'VPD fields without an access, whatever is in them',
    text: vpd(`<fields><foo/><vendor_field/></fields>`),
    told: ['read/value-missing | warning | fields | schema'],
    at: ['vpd', 'fields'],
    read: [],
  },
  {
    title: 'VPD fields with an empty access, which are refused',
    text: vpd(`<fields access=''/>`),
    told: [`read/type-unknown | error | access='' | schema parse`],
    at: ['vpd', 'fields'],
  },
]

const others: UnreadValue[] = [
  ...['-1', '-0x5'].map((raw): UnreadValue => ({
    title: `a class '${raw}'`,
    text: pci('', `<class>${raw}</class>`),
    told: [`read/value-spelling | info | ${raw} | schema`],
    at: ['class'],
    read: Number(raw.replace('-', '')) * -1,
  })),
  {
    title: 'an empty class',
    text: pci('', '<class></class>'),
    told: [`read/value-spelling | info | <class></class> | schema`],
    at: ['class'],
  },
  {
    title: 'an empty protocol of a network',
    text: net(`<capability type=''/>`),
    told: [`read/value-implied | info | type='' | schema`],
    at: ['protocol'],
  },
  {
    title: 'a protocol of a network that is not told',
    text: net(`<capability/>`),
    told: [`read/value-implied | info | capability | schema`],
    at: ['protocol'],
  },
  {
    title: 'an empty state of a link of a network',
    text: net(`<link state=''/>`),
    told: [`read/value-spelling | info | state='' | schema`],
    at: ['link', 'state'],
  },
  {
    title: 'an empty speed of a network, which is refused',
    text: net(`<link speed='' state='up'/>`),
    told: [`read/value-invalid | error | speed='' | schema parse`],
    at: ['link', 'speed'],
  },
]

export const unreadValues: readonly UnreadValue[] = [...blocks, ...links, ...productData, ...others]
