import type { CcwAddress } from '../../libvirt/ccw-address.js'
import type { DeviceApi } from '../../libvirt/mdev-types.js'
import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { PciAddress } from '../../libvirt/pci-address.js'
import type { IommuGroup, PciExpress, PciId, PciVirtualFunctions } from '../../libvirt/pci.js'
import type { TypeDetails } from '../description/type-details.js'

/**
 * How a parent is spoken to: `mdev`, the kernel's mediated device directories (Linux 4.10 and later); `sketch`, the directories
 * sketched on 31 August 2016, with `max_instances` and pools that can be configured; `flat`, the files of the first proposal
 * (patch v6, 3 August 2016); `nvidia-vf`, NVIDIA's files on virtual functions, without mediated devices.
 */
export type Backend = 'mdev' | 'sketch' | 'flat' | 'nvidia-vf'

/**
 * How a device can be made of several instances of its type: `instances` and `aggregate` are written behind the UUID
 * (`<uuid>,aggregate=10`; patches of 2018 and 2019), `attribute` is a file of the device, set once it is made (2020).
 */
export interface Aggregation {
  form: 'instances' | 'aggregate' | 'attribute'
  /** The most instances that one device can be made of, where the driver tells. */
  maximum?: number
}

/** What every device of the machine has that can be a parent, or be passed to a guest as it is. */
export interface HostNodeBase {
  /** The kernel's name: `0000:06:00.0`, `0.0.0052`, `matrix`, `mtty`. */
  id: string
  /** libvirt's name: `pci_0000_06_00_0`, `css_0_0_0052`, `ap_matrix`, `mtty_mtty`. */
  name: string
  /** The directory in sysfs, beginning with `/sys/devices/`. */
  path: string
  /** libvirt's name of the device it hangs on, `computer` at the top. */
  parentName: string
  /** The kernel driver that is bound. */
  driver?: string
  /** How it offers types; absent on a device that is no parent. */
  backend?: Backend
}

/** A PCI function. */
export interface HostPciNode extends HostNodeBase {
  kind: 'pci'
  address: PciAddress
  class?: number
  product: PciId
  vendor: PciId
  physFunction?: PciAddress
  virtFunctions?: PciVirtualFunctions
  bridge?: 'pci-bridge' | 'cardbus-bridge'
  iommuGroup?: IommuGroup
  numaNode?: number
  pciExpress?: PciExpress
}

/** A subchannel of an s390 channel subsystem. */
export interface HostCssNode extends HostNodeBase {
  kind: 'css'
  address: CcwAddress
  channelDevAddr?: CcwAddress
}

/** The parent of mediated crypto devices on s390. */
export interface HostApMatrixNode extends HostNodeBase {
  kind: 'ap_matrix'
}

/** Any other parent of mediated devices, for example `mtty`. */
export interface HostVirtualNode extends HostNodeBase {
  kind: 'virtual'
}

export type HostNode = HostPciNode | HostCssNode | HostApMatrixNode | HostVirtualNode

/** One type that one parent offers. What could not be read is absent, and told in `problems`. */
export interface HostType {
  /** The kernel's name of the parent. */
  parent: string
  /** libvirt's name of the parent. */
  parentName: string
  backend: Backend
  /** The kernel's id of the type, for example `nvidia-231`. */
  id: string
  name?: string
  /** The driver's own words, as read, for example `num_heads=4, framebuffer=2048M`. */
  description?: string
  /** What description and name say, in numbers with units. */
  details?: TypeDetails
  deviceApi?: DeviceApi
  /** How many more the parent says it could make now. Below zero on old kernels that let a driver give out too many. */
  availableInstances?: number
  /** The most instances that fit on an empty parent, where the interface tells (`max_instances`, the table of patch v6). */
  maxInstances?: number
  /** Whether `maxInstances` can be written until the first device is made. */
  configurable?: boolean
  /** Present where a device can be made of several instances. */
  aggregation?: Aggregation
}

/** One device made from a type. */
export interface HostDevice {
  /** What names it on this machine: the UUID, or the address where the back end has no UUIDs. */
  id: string
  /** As the kernel names the directory. */
  uuid?: string
  /** Instance number or handle below the UUID, where the back end has that (patch v6: `<uuid>:<index>`). */
  index?: string
  /** PCI address, where the device is a PCI function. */
  address?: string
  /** libvirt's name. */
  name: string
  /** The kernel's name of the parent; of a virtual function that became the device, its own. */
  parent: string
  parentName: string
  backend: Backend
  /** The id of its type; absent on a device that is half made, which must never be removed. */
  type?: string
  /** The device API of its type, where that could be read. */
  deviceApi?: DeviceApi
  /** The directory in sysfs, beginning with `/sys/devices/`. */
  path?: string
  driver?: string
  active: boolean
  /** Whether a definition of it is stored. */
  defined: boolean
  /** Whether its definition has it started when its parent appears; absent where it is not defined. */
  autostart?: boolean
  iommuGroup?: number
  /** Attributes that were asked for when it was made or defined, in their order; a kernel does not tell them back. */
  attributes?: MdevAttribute[]
  /** How many instances of its type it is made of, where the back end tells. */
  aggregation?: number
  /** The devices that it was made together with, by the UUID of the domain they are for. */
  group?: string
  /** Whether its resources are committed, where the interface starts devices. */
  started?: boolean
  /** Whether it was made through this library since the machine started. What is not ours is removed only by its name. */
  ours?: boolean
}

/** A NUMA node of the machine. */
export interface HostNumaNode {
  id: number
  /** The numbers of its CPUs as the kernel lists them, for example `0-11,24-35`; empty for memory without CPUs. */
  cpus: string
}

/** Something that could not be read or made sense of; it never hides its siblings. */
export interface HostProblem {
  /** The file or directory below the root. */
  file: string
  /** One sentence with the actual value in it. */
  message: string
  /** The parent and type it belongs to, where known. */
  parent?: string
  type?: string
  device?: string
}

/** Devices that a transaction was making when its process ended. */
export interface UnfinishedWork {
  /** What `Host.recover` takes. */
  id: string
  group?: string
  /** What was to be made: the ids of the devices and where; some of them may be there. */
  devices: { id: string; parent: string; type: string; active: boolean }[]
}

/** A machine at one moment, as plain JSON: `schemas/host-snapshot.json`. */
export interface HostSnapshot {
  version: 1
  /** Every device that libvirt would show as a PCI function, subchannel, crypto matrix or parent of types. */
  nodes: HostNode[]
  types: HostType[]
  devices: HostDevice[]
  /** By their numbers; absent where the kernel tells of none. */
  numaNodes?: HostNumaNode[]
  problems: HostProblem[]
  /** What a process that ended too early has left behind; absent where there is none. */
  unfinished?: UnfinishedWork[]
}
