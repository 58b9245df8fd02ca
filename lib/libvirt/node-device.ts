import { oneOf, text, word } from '../shape/codecs.js'
import { parseDocument, type Document, type DocumentKind } from '../shape/document.js'
import { at, list, optional, shape, variant, type Fault, type Shape } from '../shape/shape.js'
import { writeElement } from '../shape/write.js'
import { printElement } from '../xml/print.js'
import { visible } from '../xml/visible.js'
import { apCardCapability, type ApCardCapability } from './ap-card.js'
import { apMatrixCapability, type ApMatrixCapability } from './ap-matrix.js'
import { apQueueCapability, type ApQueueCapability } from './ap-queue.js'
import { ccwCapability, type CcwCapability } from './ccw.js'
import { ccwGroupCapability, type CcwGroupCapability } from './ccwgroup.js'
import { cssCapability, type CssCapability } from './css.js'
import { drmCapability, type DrmCapability } from './drm.js'
import { mdevCapability, mdevTypesCapability, type MdevCapability, type MdevTypesCapability } from './mdev.js'
import { namespacedInNodeDevice } from './namespaced-attributes.js'
import { LEFT_OUT } from './pci-address.js'
import { netCapability, type NetCapability } from './net.js'
import { pciCapability, type PciCapability } from './pci.js'
import { scsiGenericCapability, type ScsiGenericCapability } from './scsi-generic.js'
import { scsiHostCapability, type ScsiHostCapability } from './scsi-host.js'
import { scsiTargetCapability, type ScsiTargetCapability } from './scsi-target.js'
import { scsiCapability, type ScsiCapability } from './scsi.js'
import { storageCapability, type StorageCapability } from './storage.js'
import { systemCapability, type SystemCapability } from './system.js'
import { usbDeviceCapability, type UsbDeviceCapability } from './usb-device.js'
import { usbCapability, type UsbCapability } from './usb.js'
import { vdpaCapability, type VdpaCapability } from './vdpa.js'

/** What a node device is and can do; told apart by `type`. */
export type NodeDeviceCapability =
  | SystemCapability
  | PciCapability
  | UsbDeviceCapability
  | UsbCapability
  | NetCapability
  | ScsiHostCapability
  | ScsiTargetCapability
  | ScsiCapability
  | StorageCapability
  | ScsiGenericCapability
  | DrmCapability
  | CcwCapability
  | CcwGroupCapability
  | CssCapability
  | VdpaCapability
  | ApCardCapability
  | ApQueueCapability
  | ApMatrixCapability
  | MdevCapability
  | MdevTypesCapability

/** A device file below `/dev`, or a link to it. */
export interface DevNode {
  type: 'dev' | 'link'
  path: string
}

/** A libvirt node device: `<device>`, as `virsh nodedev-dumpxml` prints it. */
export interface NodeDevice {
  /** libvirt's name, for example `pci_0000_41_00_4`. */
  name?: string
  /** The directory in sysfs, beginning with `/sys/devices/`; absent on inactive devices. */
  path?: string
  devnodes: DevNode[]
  /** libvirt's name of the parent. */
  parent?: string
  /** Instead of `parent`, to make a virtual adapter: world wide node name of its adapter. libvirt reads it and never writes it. */
  parentWwnn?: string
  /** World wide port name, with `parentWwnn`. libvirt reads it and never writes it. */
  parentWwpn?: string
  /** Instead of `parent`: the fabric that its adapter is on. libvirt reads it and never writes it. */
  parentFabricWwn?: string
  /** The kernel driver that is bound; libvirt writes it and never reads it. */
  driver?: string
  capabilities: NodeDeviceCapability[]
}

const devnode: Shape<DevNode> = shape<DevNode>(
  { title: 'device file' },
  { type: at('@type', oneOf('dev', 'link')), path: at('.', text) },
)

const TYPE_MISSING: Fault = { code: 'nodedev/capability-type-missing', refusedBy: ['schema', 'parse'] }
const TYPE_UNKNOWN: Fault = { code: 'nodedev/capability-type-unknown', refusedBy: ['schema', 'parse'] }

const capability: Shape<NodeDeviceCapability> = variant<NodeDeviceCapability, 'type'>(
  { title: 'capability', key: 'type', attribute: 'type', missing: TYPE_MISSING, unknown: TYPE_UNKNOWN },
  {
    system: systemCapability,
    pci: pciCapability,
    usb_device: usbDeviceCapability,
    usb: usbCapability,
    net: netCapability,
    scsi_host: scsiHostCapability,
    scsi_target: scsiTargetCapability,
    scsi: scsiCapability,
    storage: storageCapability,
    scsi_generic: scsiGenericCapability,
    drm: drmCapability,
    ccw: ccwCapability,
    ccwgroup: ccwGroupCapability,
    css: cssCapability,
    vdpa: vdpaCapability,
    ap_card: apCardCapability,
    ap_queue: apQueueCapability,
    ap_matrix: apMatrixCapability,
    mdev: mdevCapability,
    mdev_types: mdevTypesCapability,
  },
)

/** The declaration of `<device>`. */
export const nodeDevice: Shape<NodeDevice> = shape<NodeDevice>(
  {
    title: 'node device',
    gathered: namespacedInNodeDevice,
    checks: [
      {
        fields: ['capabilities'],
        fault: { code: 'nodedev/capability-missing', refusedBy: ['parse'] },
        find: ({ capabilities = [] }) =>
          capabilities.length === 0 ? { at: 'capabilities', message: 'The node device has no capability.' } : undefined,
      },
      {
        fields: ['parentWwnn', 'parentWwpn'],
        fault: { code: 'nodedev/parent-wwn-incomplete', refusedBy: ['schema', 'parse'] },
        find: ({ parentWwnn: wwnn, parentWwpn: wwpn }) => {
          if (wwnn !== undefined && wwpn === undefined) {
            return { at: 'parentWwpn', message: `The parent has the wwnn '${visible(wwnn)}' and no wwpn.` }
          }
          return wwnn === undefined && wwpn !== undefined
            ? { at: 'parentWwnn', message: `The parent has the wwpn '${visible(wwpn)}' and no wwnn.` }
            : undefined
        },
      },
    ],
    written: (device) => ({
      ...device,
      devnodes: [
        ...device.devnodes.filter(({ type }) => type === 'dev'),
        ...device.devnodes.filter(({ type }) => type === 'link'),
      ],
    }),
  },
  {
    name: optional(at('name', word)),
    path: optional(at('path', word)),
    devnodes: list('devnode', devnode, { unordered: true }),
    parent: optional(at('parent', word)),
    parentWwnn: optional(at('parent/@wwnn', word, { unwritten: true })),
    parentWwpn: optional(at('parent/@wwpn', word, { unwritten: true })),
    parentFabricWwn: optional(at('parent/@fabric_wwn', word, { unwritten: true })),
    driver: optional(
      at(
        'driver/name',
        { ...word, inSchema: () => true },
        { halfway: LEFT_OUT, empty: { ...LEFT_OUT, refusedBy: [] } },
      ),
    ),
    capabilities: list('capability', capability, { unordered: 'type' }),
  },
)

const NODE_DEVICE: DocumentKind<NodeDevice> = { root: 'device', shape: nodeDevice }

/**
 * Reads the XML of a node device, as `virsh nodedev-dumpxml` prints it or `virsh nodedev-create` takes it. Never throws:
 * faults are in the document's `diagnostics`.
 * @see https://libvirt.org/formatnode.html
 */
export function parseNodeDevice(input: string | Uint8Array): Document<NodeDevice> {
  return parseDocument(input, NODE_DEVICE)
}

/** In which of libvirt's forms a node device is written. */
export interface NodeDeviceFormat {
  /** As libvirt writes a device that is defined and not there: without path, device files and driver. */
  readonly inactive?: boolean
}

/**
 * Writes a node device as libvirt writes it: two spaces, single quotes, its order of elements, one line end behind it.
 * @throws TypeError naming the path, where a value is missing or of the wrong kind
 */
export function formatNodeDevice(device: NodeDevice, { inactive = false }: NodeDeviceFormat = {}): string {
  const written = inactive ? { ...device, path: undefined, devnodes: [], driver: undefined } : device
  return `${printElement(writeElement(nodeDevice, written, { name: 'device', where: undefined }))}\n`
}

/** The capability of one type that a node device has. */
export function capabilityOf<const T extends NodeDeviceCapability['type']>(
  device: NodeDevice,
  type: T,
): Extract<NodeDeviceCapability, { type: T }> | undefined {
  return device.capabilities.find((each): each is Extract<NodeDeviceCapability, { type: T }> => each.type === type)
}
