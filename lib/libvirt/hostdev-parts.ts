import type { Layer } from '../diagnostic.js'
import type { Codec } from '../shape/codec.js'
import { decimal, eitherOrElse, integer, oneOf, text, textLike, word } from '../shape/codecs.js'
import { at, optional, shape, type Fault, type Shape } from '../shape/shape.js'
import { visible } from '../xml/visible.js'
import { guestAddress, type GuestAddress } from './guest-address.js'
import { gatherAll, withAttributesOf } from './gathered.js'
import { LEFT_OUT, withoutSign } from './pci-address.js'

/** `<boot>`: the device's place in the guest's boot order. */
export interface Boot {
  /** 1 or higher. */
  order: number
  /** What an s390 guest is told to load: up to eight capital letters, digits, dots and blanks. */
  loadparm?: string
}

/** `<rom>`: how the guest sees the device's option ROM. */
export interface Rom {
  /** With `no`, libvirt refuses the other two. */
  enabled?: 'yes' | 'no'
  /** Whether the ROM shows in the guest's memory map. */
  bar?: 'on' | 'off'
  /** A file of the host that takes the place of the device's own ROM. */
  file?: string
}

/** `<acpi>`: how the guest's firmware names the device. */
export interface Acpi {
  /** 1 or higher. */
  index?: number
  /** NUMA nodes of the guest; libvirt 11.8 and later. */
  nodeset?: string
}

/** `<teaming>`: the network device that takes over while this one is away. libvirt 6.1 and later. */
export interface Teaming {
  /** A host device can only be the transient one. */
  type: 'persistent' | 'transient'
  /** The alias of the other one. */
  persistent?: string
}

/** What every host device may have behind its source. */
export interface HostdevParts {
  teaming?: Teaming
  boot?: Boot
  /** Kept by libvirt only where it begins with `ua-`. */
  alias?: string
  /** The first port of the USB controller that leads the device's own; 0 or higher. */
  masterStartPort?: number
  rom?: Rom
  acpi?: Acpi
  /** Where the device stands in the guest. */
  address?: GuestAddress
}

/** What every host device has that is given to a guest as a whole. */
export interface SubsystemHostdev extends HostdevParts {
  mode?: 'subsystem'
  /** Whether libvirt takes the device from the host and gives it back; it writes `no` where it is absent. */
  managed?: boolean
}

/** A number of 1 or higher in decimal. */
const positive = (what: string, schemaForm: (raw: string) => boolean): Codec<number> => ({
  ...integer({ min: 1, max: 0xffff_ffff, base: 10, expected: `${what} of 1 or higher`, write: decimal, schemaForm }),
  emptyIsAbsent: false,
})

/** libvirt's schema does not know the part, and its parser reads it. */
export const BEYOND_SCHEMA = { beyondSchema: 'element' } as const

/** The same of an attribute of an element that it knows. */
export const UNKNOWN_TO_SCHEMA = { beyondSchema: 'attribute' } as const

/** The name of a file; libvirt's parser takes any text. */
export const absolutePath = textLike(/^(?:\/|[a-zA-Z]:\\).+$/)

/** The name of an interface of the host; libvirt's parser takes any text. */
export const deviceName = textLike(/^[a-zA-Z0-9_.\-\\:/]+$/)

/** The name that a device is called by in management; libvirt's parser takes any text. */
const aliasName = textLike(/^[a-zA-Z0-9_.-]+$/)

/** libvirt reads it in capitals. */
const loadparm: Codec<string> = {
  expected: 'one to eight letters, digits, dots and blanks, not blanks alone',
  decode: asLoadparm,
  encode: (value) => (typeof value === 'string' ? asLoadparm(value) : undefined),
  inSchema: (raw) => /^[a-zA-Z0-9.\s]{1,8}$/.test(raw),
  schema: { type: 'string', pattern: '^(?=.*[A-Za-z0-9.])[A-Za-z0-9. ]{1,8}$' },
}

function asLoadparm(text: string): string | undefined {
  return /^(?=.*[a-z0-9.])[a-z0-9. ]{1,8}$/i.test(text) ? text.toUpperCase() : undefined
}

const boot: Shape<Boot> = shape<Boot>(
  { title: 'boot order' },
  {
    order: at(
      '@order',
      positive('a boot order', (raw) => /^0*[1-9][0-9]*$/.test(raw)),
    ),
    loadparm: optional(at('@loadparm', loadparm)),
  },
)

const rom: Shape<Rom> = shape<Rom>(
  {
    title: 'option ROM',
    checks: [
      {
        fields: ['enabled', 'bar', 'file'],
        fault: { code: 'hostdev/rom-disabled', refusedBy: ['parse'] },
        find: ({ enabled, bar, file }) => {
          if (enabled !== 'no' || (bar === undefined && file === undefined)) return undefined
          return bar === undefined
            ? { at: 'file', message: `The option ROM is disabled and has the file '${visible(file ?? '')}'.` }
            : { at: 'bar', message: `The option ROM is disabled and has bar='${bar}'.` }
        },
      },
    ],
  },
  {
    enabled: optional(at('@enabled', oneOf('yes', 'no'))),
    bar: optional(at('@bar', oneOf('on', 'off'))),
    file: optional(at('@file', { ...absolutePath, emptyIsAbsent: false, schema: text.schema })),
  },
)

const acpi: Shape<Acpi> = shape<Acpi>(
  { title: 'ACPI index' },
  {
    index: optional(
      at(
        '@index',
        positive('an ACPI index', (raw) => /^[0-9]+$/.test(raw) && Number(raw) <= 0xffff_ffff),
      ),
    ),
    nodeset: optional(at('@nodeset', { ...word, inSchema: (raw) => raw !== '' })),
  },
)

const startPort: Codec<number> = {
  ...withoutSign(
    integer({ min: 0, max: 0xffff_ffff, base: 10, expected: 'a USB port of 0 or higher', write: decimal }),
  ),
  emptyIsAbsent: false,
}

/** libvirt takes an element without a type for none. */
const TEAMING_UNTOLD: Fault = {
  code: 'read/value-implied',
  refusedBy: ['schema'],
  severity: 'warning',
  effect: 'dropped',
}

export const teaming: Shape<Teaming> = shape<Teaming>(
  {
    title: 'teaming',
    checks: [
      {
        fields: ['type', 'persistent'],
        fault: { code: 'hostdev/teaming-untold', refusedBy: ['schema', 'parse'] },
        find: ({ type, persistent }) =>
          type === undefined && persistent !== undefined
            ? { at: 'type', message: `The teaming names ${visible(persistent)} and not which one of the two it is.` }
            : undefined,
      },
    ],
  },
  {
    type: at('@type', { ...oneOf('persistent', 'transient'), emptyIsAbsent: true }, { missing: TEAMING_UNTOLD }),
    persistent: optional(at('@persistent', aliasName)),
  },
)

/** The attributes that every host device of mode `subsystem` begins with. libvirt takes anything but `yes` for `no`. */
export const subsystem = {
  mode: optional(at('@mode', oneOf('subsystem'), { otherwise: 'subsystem' })),
  managed: optional(at('@managed', eitherOrElse('yes', 'no'), { otherwise: 'no' })),
}

/** What stands behind `<teaming>`, `<readonly>` and `<shareable>`, in libvirt's order. */
export const behindSource = {
  boot: optional(at('boot', boot)),
  alias: optional(at('alias/@name', aliasName, { halfway: LEFT_OUT })),
  masterStartPort: optional(at('master/@startport', startPort, BEYOND_SCHEMA)),
  rom: optional(at('rom', rom, { means: {} })),
  acpi: optional(at('acpi', acpi, { means: {} })),
  address: optional(at('address', guestAddress)),
}

/** What libvirt reads of any teaming and any alias of a device that have it. */
export const partsGathered = gatherAll(withAttributesOf('teaming'), withAttributesOf('alias', ['name']))

/** What it asks of every source of a device that is not on USB. */
export const policyGathered = withAttributesOf('source', ['startupPolicy'])

/** `display` and `ramfb`. */
export const onOff = oneOf('on', 'off')

/** What libvirt refuses on a host device of a type that has none, where it drops other unknown parts. */
export const refusedParts: Readonly<Record<string, readonly Layer[]>> = {
  '@model': ['schema', 'parse'],
  '@sgio': ['schema', 'parse'],
  '@rawio': ['schema', 'parse'],
  'source/@startupPolicy': ['schema', 'parse'],
}

/** What the schema allows on every host device and the parser reads of SCSI devices alone. */
export const droppedParts: readonly string[] = ['readonly', 'shareable']
