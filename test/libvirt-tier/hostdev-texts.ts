import fc from 'fast-check'

/** The driver of libvirt that is asked, and the machine that the guest is. */
export type Guest = 'any driver' | 'qemu x86_64' | 'qemu s390x'

/** One generated host device. */
export interface HostdevText {
  readonly guest: Guest
  readonly text: string
}

/** An element before it is spelled: attribute values and texts are what the document says, markup is yet to be escaped. */
interface Piece {
  readonly name: string
  readonly attributes: readonly (readonly [name: string, value: string])[]
  readonly children: readonly Piece[]
  readonly text?: string
}

type Attributes = Readonly<Record<string, fc.Arbitrary<string | undefined>>>

/** An element with some or all of the attributes, and the children that are there. */
function element(
  name: string,
  attributes: Attributes,
  ...children: readonly fc.Arbitrary<readonly Piece[]>[]
): fc.Arbitrary<Piece> {
  return fc.tuple(fc.record(attributes), fc.tuple(...children)).map(([record, lists]) => ({
    name,
    attributes: Object.entries(record).flatMap(([key, value]): [string, string][] =>
      value === undefined ? [] : [[key, value]],
    ),
    children: lists.flat(),
  }))
}

const textElement = (name: string, text: fc.Arbitrary<string>): fc.Arbitrary<Piece> =>
  text.map((each) => ({ name, attributes: [], children: [], text: each }))

const one = (piece: fc.Arbitrary<Piece>): fc.Arbitrary<readonly Piece[]> => piece.map((each) => [each])
const none: fc.Arbitrary<readonly Piece[]> = fc.constant([])
const maybe = (piece: fc.Arbitrary<Piece>): fc.Arbitrary<readonly Piece[]> => fc.oneof(none, one(piece))
const rarely = (piece: fc.Arbitrary<Piece>): fc.Arbitrary<readonly Piece[]> =>
  fc.oneof({ arbitrary: none, weight: 4 }, { arbitrary: one(piece), weight: 1 })
const some = (value: fc.Arbitrary<string>): fc.Arbitrary<string | undefined> => fc.option(value, { nil: undefined })
const is = (...words: readonly string[]): fc.Arbitrary<string> => fc.constantFrom(...words)

const SPACE = is('', '', '', ' ', '\t', '\n ', '\r')

/** A number as libvirt reads it in base 0: hexadecimal, octal, decimal, with white space and a plus sign in front. */
function base0(max: number, min = 0): fc.Arbitrary<string> {
  return fc.tuple(fc.integer({ min, max }), fc.nat(7), SPACE, is('', '', '+')).map(([value, form, space, sign]) => {
    const hex = value.toString(16)
    const spelled = [String(value), String(value), `0x${hex}`, `0x${hex}`, `0X${hex.toUpperCase()}`, `0x000${hex}`]
    return space + sign + (spelled[form] ?? `${'0'.repeat(form - 5)}${value.toString(8)}`)
  })
}

/** A number as libvirt reads it in base 10. */
function base10(max: number, min = 0): fc.Arbitrary<string> {
  return fc
    .tuple(fc.integer({ min, max }), SPACE, is('', '', '+'), is('', '', '0', '00'))
    .map(([value, space, sign, zeros]) => space + sign + zeros + String(value))
}

const UINT = 0xffff_ffff
/** For numbers that libvirt reads as unsigned and writes as signed. */
const INT = 0x7fff_ffff
const YES_NO = is('yes', 'no')
const ON_OFF = is('on', 'off')

/** Any text that an attribute can carry; white space other than blanks is left out, for libvirt writes it as it is. */
const anyText = fc.oneof(
  fc.string({ unit: fc.constantFrom(...`abcxyz/._-09 &<>'"é€\u{1F600}]`), minLength: 1, maxLength: 12 }),
  is('/dev/vfio', 'a b', "it's", '&amp;', ']]>', '<a/>'),
)
/** For what libvirt writes without escapes: no markup. */
const plainWord = fc.string({ unit: fc.constantFrom(...'abcxyz_.-0189'), minLength: 1, maxLength: 12 })

const uuidText = fc
  .tuple(
    fc.uuid(),
    fc.nat(6),
    fc.array(fc.tuple(fc.nat(15), is('-', ' ', '--', ' - ')), { maxLength: 4 }),
    is('', '', ' ', '\t', '\n'),
    is('', '', ' ', '\n\t'),
  )
  .map(([uuid, form, marks, before, behind]) => {
    if (form < 2) return uuid
    const digits = uuid.replaceAll('-', '')
    if (form === 2) return digits
    if (form === 3) return uuid.toUpperCase()
    const pairs = (form === 4 ? digits.toUpperCase() : digits).match(/../g) ?? []
    for (const [at, mark] of marks) pairs[at] = mark + (pairs[at] ?? '')
    return before + pairs.join('') + behind
  })

const alias = element('alias', {
  name: fc.oneof(
    plainWord.map((word) => `ua-${word.replaceAll('.', '')}`),
    plainWord.map((word) => `ua-${word.replaceAll('.', '')}`),
    is('hostdev0', 'ua-a b', 'ua-é'),
  ),
})
const boot = element('boot', {
  order: base10(UINT, 1),
  loadparm: some(
    fc
      .string({ unit: fc.constantFrom(...'abcXYZ019. '), minLength: 1, maxLength: 8 })
      .filter((word) => word.trim() !== ''),
  ),
})
const rom = fc.oneof(
  element('rom', { enabled: some(fc.constant('yes')), bar: some(ON_OFF), file: some(anyText) }),
  element('rom', { enabled: fc.constant('no') }),
)
const acpi = element('acpi', { index: some(base10(UINT, 1)), nodeset: some(is('0', '1-3')) })
const teaming = element('teaming', {
  type: fc.constant('transient'),
  persistent: plainWord.map((word) => `ua-${word}`),
})
const zpci = element('zpci', { uid: some(base0(0xffff, 1)), fid: some(base0(UINT)) })

const driveAddress = element('address', {
  type: fc.constant('drive'),
  controller: some(base10(3)),
  bus: some(base10(0)),
  target: some(base10(0)),
  unit: some(base10(6)),
})

/** Addresses, wide ones for a driver that assigns none. */
const pciAddress = (...children: readonly fc.Arbitrary<readonly Piece[]>[]): fc.Arbitrary<Piece> =>
  element(
    'address',
    {
      type: fc.constant('pci'),
      domain: some(base0(UINT)),
      bus: some(base0(0xff)),
      slot: some(base0(0x1f)),
      function: some(base0(7)),
      multifunction: some(ON_OFF),
    },
    ...children,
  )
const pciSlot = element('address', {
  type: fc.constant('pci'),
  domain: some(base0(0)),
  bus: some(base0(0)),
  slot: base0(0x18, 4),
  function: some(base0(0)),
  multifunction: some(ON_OFF),
})
const pciAnywhere = element('address', { type: fc.constant('pci'), multifunction: some(ON_OFF) })
const unassigned = element('address', { type: fc.constant('unassigned') })
const ccwAddress = element('address', {
  type: fc.constant('ccw'),
  cssid: base0(0xfe),
  ssid: base0(3),
  devno: base0(0xffff),
})
const ccwAnywhere = element('address', { type: fc.constant('ccw') })
const usbPort = (port: fc.Arbitrary<string>, bus: number): fc.Arbitrary<Piece> =>
  element('address', { type: fc.constant('usb'), bus: some(base10(bus)), port: some(port) })
const dotted = fc
  .array(fc.integer({ min: 1, max: 255 }), { minLength: 1, maxLength: 4 })
  .map((parts) => parts.join('.'))
/** What no driver gives a host device; the numbers stand as libvirt writes them, for they are read as texts. */
const oddAddress = fc.oneof(
  element('address', { type: fc.constant('isa'), iobase: is('0x3f8'), irq: is('0x4') }),
  element('address', { type: fc.constant('ccid'), controller: is('0', '1'), slot: is('0', '2') }),
  element('address', { type: fc.constant('spapr-vio'), reg: is('0x30001000') }),
  element('address', { type: fc.constant('virtio-mmio') }),
  element('address', { type: fc.constant('virtio-serial'), controller: is('0', '3'), bus: is('0'), port: is('1') }),
)

/** What may stand in the attributes of every `<hostdev>`. */
const subsystem = {
  mode: some(fc.constant('subsystem')),
  managed: fc.oneof(some(YES_NO), is('yes', 'no', 'maybe', '', 'YES')),
}
const capabilities = { mode: fc.constant('capabilities'), managed: some(YES_NO) }

const hostPci = element('address', {
  domain: some(base0(UINT)),
  bus: some(base0(0xff)),
  slot: some(base0(0x1f)),
  function: some(base0(7)),
})

interface Places {
  readonly rom: boolean
  readonly boot: boolean
  readonly address: fc.Arbitrary<Piece>
}

const behind = ({ rom: hasRom, boot: hasBoot, address }: Places): fc.Arbitrary<readonly Piece[]>[] => [
  hasBoot ? rarely(boot) : none,
  rarely(alias),
  hasRom ? rarely(rom) : none,
  hasRom ? rarely(acpi) : none,
  maybe(address),
  // Libvirt drops these two but on SCSI devices.
  rarely(fc.constantFrom('readonly', 'shareable').map((name) => ({ name, attributes: [], children: [] }))),
]

const pci = (names: readonly string[], filter: boolean, places: Places): fc.Arbitrary<Piece> =>
  element(
    'hostdev',
    { ...subsystem, type: fc.constant('pci'), display: some(ON_OFF), ramfb: some(ON_OFF) },
    rarely(
      element('driver', {
        name: some(is(...names)),
        model: some(is('vfio_pci', 'nvidia_vgpu_vfio')),
        iommufd: some(YES_NO),
      }),
    ),
    one(element('source', { writeFiltering: filter ? some(YES_NO) : fc.constant(undefined) }, one(hostPci))),
    rarely(teaming),
    ...behind(places),
  )

const mdev = (model: string, places: Places): fc.Arbitrary<Piece> =>
  element(
    'hostdev',
    {
      ...subsystem,
      type: fc.constant('mdev'),
      model: fc.constant(model),
      display: some(ON_OFF),
      ramfb: fc.oneof(some(fc.constant('off')), some(ON_OFF)),
    },
    one(element('source', {}, one(element('address', { uuid: uuidText })))),
    ...behind(places),
  )

const usb = (places: Places): fc.Arbitrary<Piece> =>
  element(
    'hostdev',
    { ...subsystem, type: fc.constant('usb') },
    one(
      fc.boolean().chain((named) =>
        element(
          'source',
          {
            startupPolicy: some(is('mandatory', 'requisite', 'optional')),
            autoAddress: some(YES_NO),
            missing: some(YES_NO),
            guestReset: some(is('off', 'uninitialized', 'on')),
          },
          named ? one(element('vendor', { id: base0(0xffff, 1) })) : none,
          named ? one(element('product', { id: base0(0xffff) })) : none,
          (named ? maybe : one)(
            // A source of zeros alone is left out by libvirt, which does not read what it then writes.
            element('address', { bus: named ? base0(3) : base0(INT, 1), device: named ? base0(3) : base0(INT) }),
          ),
        ),
      ),
    ),
    rarely(element('master', { startport: base10(255) })),
    ...behind(places),
  )

const unit64 = fc
  .tuple(fc.bigInt({ min: 0n, max: 0xffff_ffff_ffff_ffffn }), fc.nat(3))
  .map(
    ([value, form]) => [String(value), `0x${value.toString(16)}`, `0${value.toString(8)}`, ` +${value}`][form] ?? '0',
  )

const scsi = (places: Places): fc.Arbitrary<Piece> =>
  element(
    'hostdev',
    { ...subsystem, type: fc.constant('scsi'), sgio: some(fc.constant('filtered')), rawio: some(YES_NO) },
    one(
      fc.oneof(
        element(
          'source',
          { protocol: some(fc.constant('adapter')) },
          one(element('adapter', { name: plainWord })),
          one(element('address', { bus: base0(UINT), target: base0(UINT), unit: fc.oneof(base0(UINT), unit64) })),
        ),
        element(
          'source',
          {
            protocol: fc.constant('iscsi'),
            name: fc
              .tuple(plainWord, is('', '/0', '/1', '/255', '/'))
              .map(([word, behindIt]) => `iqn.2013-07.com.example:${word}${behindIt}`),
          },
          one(element('host', { name: anyText, port: some(base10(0xffff)) })),
          rarely(
            element(
              'auth',
              { username: anyText },
              one(
                fc.oneof(
                  element('secret', { type: fc.constant('iscsi'), usage: anyText }),
                  element('secret', { type: fc.constant('iscsi'), uuid: uuidText }),
                ),
              ),
            ),
          ),
          rarely(element('initiator', {}, one(element('iqn', { name: anyText })))),
        ),
      ),
    ),
    rarely(fc.constant({ name: 'readonly', attributes: [], children: [] })),
    rarely(fc.constant({ name: 'shareable', attributes: [], children: [] })),
    ...behind(places),
  )

const scsiHost = (places: Places): fc.Arbitrary<Piece> =>
  element(
    'hostdev',
    {
      ...subsystem,
      type: fc.constant('scsi_host'),
      model: some(is('virtio', 'virtio-transitional', 'virtio-non-transitional')),
    },
    one(
      element('source', {
        protocol: fc.constant('vhost'),
        wwpn: fc
          .string({ unit: fc.constantFrom(...'0123456789abcdefABCDEF'), minLength: 16, maxLength: 16 })
          .map((digits) => `naa.${digits}`),
      }),
    ),
    ...behind(places),
  )

const ipv4 = fc.tuple(fc.integer({ min: 1, max: 223 }), fc.nat(255), fc.nat(255)).map((parts) => `${parts.join('.')}.1`)
const ipv6 = is('fe80::1', '2001:db8::', '::1', '2001:db8:1:2:3:4:5:6')

const capability = (
  type: string,
  source: fc.Arbitrary<Piece>,
  ...more: fc.Arbitrary<readonly Piece[]>[]
): fc.Arbitrary<Piece> =>
  element(
    'hostdev',
    { ...capabilities, type: fc.constant(type) },
    one(element('source', {}, one(source))),
    ...more,
    ...behind({
      rom: true,
      boot: true,
      address: fc.oneof(pciAddress(), driveAddress, unassigned, ccwAddress, oddAddress),
    }),
  )

const anyCapability = fc.oneof(
  capability('storage', textElement('block', anyText)),
  capability('misc', textElement('char', anyText)),
  capability(
    'net',
    textElement('interface', anyText),
    fc.array(
      fc.oneof(
        element('ip', { address: ipv4, family: some(is('ipv4')), prefix: some(base10(32)), peer: some(ipv4) }),
        element('ip', { address: ipv6, family: is('ipv6'), prefix: some(base10(128)) }),
      ),
      { maxLength: 2 },
    ),
    fc.array(
      fc.oneof(
        element('route', {
          family: some(is('ipv4')),
          address: is('0.0.0.0'),
          prefix: some(is('0')),
          gateway: ipv4,
          metric: some(base10(UINT, 1)),
        }),
        element('route', { family: is('ipv4'), address: is('10.0.0.0'), netmask: is('255.0.0.0'), gateway: ipv4 }),
        element('route', { family: is('ipv6'), address: is('2001:db8::'), prefix: base10(64, 32), gateway: ipv6 }),
      ),
      { maxLength: 2 },
    ),
  ),
)

/** How a document may be laid out without saying anything else, told by choices that are used up from the front. */
interface Layout {
  readonly choices: readonly number[]
}

/** All that may stand where it says nothing to libvirt. */
const UNSAID = ['<!-- < & -->', '<?pi a?>', '<foo bar="1"/>', '<x:y xmlns:x="urn:x">z</x:y>', '\n\t']
/** Elements of which libvirt reads the first one. */
const READ_ONCE = new Set(['alias', 'rom', 'boot', 'source', 'address', 'acpi'])

function spell(piece: Piece, { choices }: Layout): string {
  let used = 0
  const choice = (below: number): number => (choices.length === 0 ? 0 : (choices[used++ % choices.length] ?? 0) % below)
  const shuffle = <T>(items: readonly T[]): readonly T[] => {
    const at = choice(items.length + 1)
    return choice(3) === 1 ? [...items.slice(at), ...items.slice(0, at)] : items
  }
  const escape = (value: string, quote: string): string =>
    value.replace(/[&<>'"\t\n\r]|[a-z0-9](?=.?$)/g, (character) => {
      if (character === quote || '&<\t\n\r'.includes(character)) return `&#${character.charCodeAt(0)};`
      return choice(4) === 1 ? `&#x${character.charCodeAt(0).toString(16)};` : character === '>' ? '&gt;' : character
    })
  const between = (level: number): string => {
    const unsaid = choice(8) === 1 ? (UNSAID[choice(UNSAID.length)] ?? '') : ''
    return choice(5) === 1 ? unsaid : `\n${'  '.repeat(level)}${unsaid}`
  }
  const print = ({ name, attributes, children, text }: Piece, level: number): string => {
    let out = `<${name}`
    const odd = choice(10) === 1 ? [['x-odd', '1'] as const] : []
    for (const [key, value] of shuffle([...attributes, ...odd])) {
      const quote = choice(2) === 1 ? '"' : "'"
      const space = choice(8) === 1 ? '\n\t' : ' '
      out += `${space}${key}${choice(8) === 1 ? ' = ' : '='}${quote}${escape(value, quote)}${quote}`
    }
    if (text !== undefined) {
      const cdata = choice(5) === 1 && !text.includes(']]>')
      return `${out}>${cdata ? `<![CDATA[${text}]]>` : escape(text, '')}</${name}>`
    }
    if (children.length === 0) return out + (choice(4) === 1 ? `></${name} >` : '/>')
    out += '>'
    for (const child of shuffle(children)) {
      out += between(level + 1) + print(child, level + 1)
      if (READ_ONCE.has(child.name) && level === 0 && choice(12) === 1) out += between(1) + print(child, 1)
    }
    return `${out}${between(level)}</${name}>`
  }
  return print(piece, 0)
}

const spelled = (guest: Guest, piece: fc.Arbitrary<Piece>): fc.Arbitrary<HostdevText> =>
  fc
    .tuple(piece, fc.oneof(fc.constant([]), fc.array(fc.nat(1000), { minLength: 20, maxLength: 60 })))
    .map(([each, choices]) => ({ guest, text: spell(each, { choices }) }))

const onPci = fc.oneof(pciAddress(), unassigned)
const onSlot = fc.oneof(pciSlot, pciAnywhere)

const byAnyDriver = spelled(
  'any driver',
  fc.oneof(
    pci(['vfio', 'kvm', 'xen'], true, { rom: true, boot: true, address: fc.oneof(onPci, pciAddress(maybe(zpci))) }),
    mdev('vfio-pci', { rom: true, boot: true, address: pciAddress() }),
    mdev('vfio-ccw', { rom: true, boot: true, address: ccwAddress }),
    mdev('vfio-ap', { rom: true, boot: true, address: fc.oneof(ccwAddress, onPci, driveAddress, oddAddress) }),
    usb({ rom: true, boot: true, address: usbPort(dotted, INT) }),
    scsi({ rom: true, boot: true, address: driveAddress }),
    scsiHost({ rom: true, boot: true, address: fc.oneof(pciAddress(), ccwAddress) }),
    anyCapability,
  ),
)

const byQemu = spelled(
  'qemu x86_64',
  fc.oneof(
    pci(['vfio', 'kvm'], false, { rom: true, boot: true, address: onSlot }),
    pci(['vfio'], false, { rom: false, boot: true, address: unassigned }),
    mdev('vfio-pci', { rom: true, boot: false, address: onSlot }),
    usb({ rom: false, boot: true, address: usbPort(fc.integer({ min: 1, max: 15 }).map(String), 0) }),
    scsi({ rom: false, boot: true, address: driveAddress }),
    scsiHost({ rom: true, boot: false, address: onSlot }),
  ),
)

const byQemuOnS390 = spelled(
  'qemu s390x',
  fc.oneof(
    pci(['vfio'], false, {
      rom: true,
      boot: true,
      address: element('address', { type: fc.constant('pci') }, maybe(zpci)),
    }),
    mdev('vfio-pci', { rom: true, boot: false, address: pciAnywhere }),
    mdev('vfio-ccw', { rom: false, boot: true, address: fc.oneof(ccwAddress, ccwAnywhere) }),
    mdev('vfio-ap', { rom: false, boot: false, address: fc.oneof(ccwAddress, onPci, driveAddress) }),
  ),
)

/** Host devices of all types, as libvirt 9.0.0 accepts them. */
export const anyHostdevText: fc.Arbitrary<HostdevText> = fc.oneof(
  { arbitrary: byAnyDriver, weight: 6 },
  { arbitrary: byQemu, weight: 4 },
  { arbitrary: byQemuOnS390, weight: 2 },
)
