import type { CcwAddress } from '../../libvirt/ccw-address.js'
import type { DeviceApi } from '../../libvirt/mdev-types.js'
import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { PciAddress } from '../../libvirt/pci-address.js'
import type { IommuGroup, PciExpress, PciId, PciVirtualFunctions } from '../../libvirt/pci.js'

/**
 * How a parent is spoken to: `mdev`, the kernel's mediated device directories (Linux 4.10 and later); `flat`, the files of
 * the first proposal (patch v6, 2016); `nvidia-vf`, NVIDIA's files on virtual functions, without mediated devices.
 */
export type Backend = 'mdev' | 'flat' | 'nvidia-vf'

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
  deviceApi?: DeviceApi
  /** How many more the parent says it could make now. Below zero on old kernels that let a driver give out too many. */
  availableInstances?: number
}

/** One device made from a type. */
export interface HostDevice {
  /** What names it on this machine: the UUID, or the address where the back end has no UUIDs. */
  id: string
  /** As the kernel names the directory. */
  uuid?: string
  /** Instance number, where the back end counts. */
  index?: number
  /** PCI address, where the device is a PCI function. */
  address?: string
  /** libvirt's name. */
  name: string
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
  iommuGroup?: number
  /** Attributes that were asked for when it was made or defined, in their order; a kernel does not tell them back. */
  attributes?: MdevAttribute[]
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

/** A machine at one moment, as plain JSON: `schemas/host-snapshot.json`. */
export interface HostSnapshot {
  version: 1
  /** Every device that libvirt would show as a PCI function, subchannel, crypto matrix or parent of types. */
  nodes: HostNode[]
  types: HostType[]
  devices: HostDevice[]
  problems: HostProblem[]
}
