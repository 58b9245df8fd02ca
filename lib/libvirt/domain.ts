import { text, word } from '../shape/codecs.js'
import { parseDocument, type Document, type DocumentKind } from '../shape/document.js'
import { at, list, optional, shape, type Shape } from '../shape/shape.js'
import { hostdev, type Hostdev } from './hostdev.js'
import { uuid } from './uuid-codec.js'

/** `<graphics>`, as far as checks look at it. */
export interface Graphics {
  /** `vnc`, `spice`, `egl-headless`, ... */
  type?: string
}

/**
 * What checks look at in a domain. The view is flat and open: everything else stays in the text, untouched and
 * unjudged.
 */
export interface Domain {
  /** The hypervisor: `kvm`, `qemu`, `xen`, ... */
  type?: string
  name?: string
  uuid?: string
  /** The architecture of the guest, for example `x86_64`. */
  arch?: string
  /** The machine type, for example `pc-q35-7.2`. */
  machine?: string
  graphics: Graphics[]
  hostdevs: Hostdev[]
}

const graphics: Shape<Graphics> = shape<Graphics>({ title: 'graphics', open: true }, { type: optional(at('@type', word)) })

/** The declaration of `<domain>`. */
export const domain: Shape<Domain> = shape<Domain>(
  { title: 'domain', open: true },
  {
    type: optional(at('@type', word)),
    name: optional(at('name', text)),
    uuid: optional(at('uuid', uuid)),
    arch: optional(at('os/type/@arch', word)),
    machine: optional(at('os/type/@machine', word)),
    graphics: list('devices/graphics', graphics),
    hostdevs: list('devices/hostdev', hostdev),
  },
)

const DOMAIN: DocumentKind<Domain> = { root: 'domain', shape: domain }

/**
 * Reads the XML of a domain, as `virsh dumpxml` prints it or `virsh define` takes it. Never throws: faults are in
 * `diagnostics`.
 * @see https://libvirt.org/formatdomain.html
 */
export function parseDomain(input: string | Uint8Array): Document<Domain> {
  return parseDocument(input, DOMAIN)
}
