import { decimal, eitherOrElse, integer, oneOf, text, word } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'

/** `<boot>`: the device's place in the guest's boot order. */
export interface Boot {
  /** 1 or higher. */
  order: number
  /** What an s390 guest is told to load. */
  loadparm?: string
}

/** `<rom>`: how the guest sees the device's option ROM. */
export interface Rom {
  enabled?: 'yes' | 'no'
  bar?: 'on' | 'off'
  /** A file of the host. */
  file?: string
}

/** `<acpi>`: how the guest's firmware names the device. */
export interface Acpi {
  /** 1 or higher. */
  index?: number
  /** NUMA nodes of the guest; libvirt 11.8 and later. */
  nodeset?: string
}

/** `<teaming>`: the network device that takes over while this one is away. */
export interface Teaming {
  type: 'persistent' | 'transient'
  /** The alias of the other one. */
  persistent?: string
}

/** A number of 1 or higher in decimal. */
const positive = (what: string) =>
  integer({ min: 1, max: 0xffff_ffff, base: 10, expected: `${what} of 1 or higher`, write: decimal })

export const boot: Shape<Boot> = shape<Boot>(
  { title: 'boot order' },
  { order: at('@order', positive('a boot order')), loadparm: optional(at('@loadparm', text)) },
)

export const rom: Shape<Rom> = shape<Rom>(
  { title: 'option ROM' },
  {
    enabled: optional(at('@enabled', oneOf('yes', 'no'))),
    bar: optional(at('@bar', oneOf('on', 'off'))),
    file: optional(at('@file', text)),
  },
)

export const acpi: Shape<Acpi> = shape<Acpi>(
  { title: 'ACPI index' },
  { index: optional(at('@index', positive('an ACPI index'))), nodeset: optional(at('@nodeset', word)) },
)

export const teaming: Shape<Teaming> = shape<Teaming>(
  { title: 'teaming' },
  { type: at('@type', oneOf('persistent', 'transient')), persistent: optional(at('@persistent', word)) },
)

/** `managed`: libvirt takes anything but `yes` for `no`, and always writes it. */
export const managed = eitherOrElse('yes', 'no')
