import { count, text, word } from '../shape/codecs.js'
import { parseDocument, type Document, type DocumentKind } from '../shape/document.js'
import { at, list, optional, shape, type Shape } from '../shape/shape.js'
import { hostdev, type Hostdev } from './hostdev.js'
import { interfaceHostdev, type InterfaceHostdev } from './interface-hostdev.js'
import { uuid } from './uuid-codec.js'

/** `<graphics>`, as far as checks look at it. */
export interface Graphics {
  /** `vnc`, `spice`, `egl-headless`, ... */
  type?: string
}

/** `<controller>`, as far as checks look at it. */
export interface Controller {
  /** `pci`, `usb`, `scsi`, ... */
  type?: string
  /** Which one of its type it is, from 0; libvirt counts where it is absent. */
  index?: number
  /** For example `pcie-root-port`. */
  model?: string
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
  controllers: Controller[]
  /** The interfaces of type `hostdev`; others are not looked at. */
  interfaces: InterfaceHostdev[]
  graphics: Graphics[]
  hostdevs: Hostdev[]
}

const graphics: Shape<Graphics> = shape<Graphics>(
  { title: 'graphics', open: true },
  { type: optional(at('@type', word)) },
)

const controller: Shape<Controller> = shape<Controller>(
  { title: 'controller', open: true },
  { type: optional(at('@type', word)), index: optional(at('@index', count)), model: optional(at('@model', word)) },
)

/** The declaration of `<domain>`. */
export const domain: Shape<Domain> = shape<Domain>(
  { title: 'domain', open: true },
  {
    type: optional(at('@type', word)),
    name: optional(at('name', text)),
    uuid: optional(at('uuid', uuid)),
    arch: optional(at('os/type/@arch', word)),
    machine: optional(at('os/type/@machine', word)),
    controllers: list('devices/controller', controller),
    interfaces: list("devices/interface[@type='hostdev']", interfaceHostdev),
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
