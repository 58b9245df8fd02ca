import type { PciAddress } from '../../libvirt/pci-address.js'
import { formatPciAddress } from '../../libvirt/pci-address.js'
import { addPowerDirectory } from './device-power.js'
import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'
import { kernelNumber } from './kernel-number.js'

/** A PCI Express link as the capability in configuration space tells it. */
export interface SimulatedPciLink {
  port: number
  /** 1 for 2.5 GT/s, 2 for 5, 3 for 8, 4 for 16, 5 for 32, 6 for 64. */
  speed: number
  width: number
  /** Negotiated; the same as the capability where absent. */
  currentSpeed?: number
  currentWidth?: number
}

/** A PCI function of a simulated machine. */
export interface SimulatedPciFunction {
  address: PciAddress
  /** The bridge above, which must come before it; absent on a root bus. */
  bridge?: PciAddress
  class: number
  vendor: number
  device: number
  subsystemVendor?: number
  subsystemDevice?: number
  revision?: number
  driver?: string
  /** The module that its driver is in; not shown where absent. */
  module?: string
  numaNode?: number
  iommuGroup?: number
  /** Absent on a function without the PCI Express capability. */
  link?: SimulatedPciLink
  /** On a bridge: the bus behind it. */
  secondaryBus?: number
  /** On a physical function: how many virtual functions it can have. They follow it, each with its `physFunction`. */
  totalVirtFunctions?: number
  /** On a virtual function: the physical one, which must come before it. */
  physFunction?: PciAddress
}

const SPEEDS = [
  'Unknown',
  '2.5 GT/s PCIe',
  '5.0 GT/s PCIe',
  '8.0 GT/s PCIe',
  '16.0 GT/s PCIe',
  '32.0 GT/s PCIe',
  '64.0 GT/s PCIe',
]

/**
 * Adds the directory of a PCI function as Linux has it, with its links on the bus, at its driver and at its physical function;
 * returns its path.
 * @throws Errno `ENODEV` where the physical function is not there
 */
export function addPciFunction(tree: FileTree, pci: SimulatedPciFunction, above: string | undefined): string {
  const name = formatPciAddress(pci.address)
  const path = `${above ?? `sys/devices/pci${name.slice(0, -5)}`}/${name}`
  const file = (entry: string, content: string | Uint8Array, mode = 0o444) =>
    tree.addFile(`${path}/${entry}`, { mode, show: () => content })
  const { vendor, device, revision = 0, subsystemVendor = 0, subsystemDevice = 0 } = pci
  const modalias =
    `pci:v${upper(vendor, 8)}d${upper(device, 8)}sv${upper(subsystemVendor, 8)}sd${upper(subsystemDevice, 8)}` +
    `bc${upper(pci.class >>> 16, 2)}sc${upper((pci.class >>> 8) & 0xff, 2)}i${upper(pci.class & 0xff, 2)}`
  const uevent = () => [
    ...(pci.driver === undefined || tree.entry(`${path}/driver`) === undefined ? [] : [`DRIVER=${pci.driver}`]),
    `PCI_CLASS=${upper(pci.class, 1)}`,
    `PCI_ID=${upper(vendor, 4)}:${upper(device, 4)}`,
    `PCI_SUBSYS_ID=${upper(subsystemVendor, 4)}:${upper(subsystemDevice, 4)}`,
    `PCI_SLOT_NAME=${name}`,
    `MODALIAS=${modalias}`,
    '',
  ]
  file('ari_enabled', '0\n')
  file('broken_parity_status', '0\n', 0o644)
  file('class', `0x${lower(pci.class, 6)}\n`)
  file('config', configSpace(pci), 0o644)
  file('consistent_dma_mask_bits', '64\n')
  if (pci.link) {
    file('current_link_speed', `${SPEEDS[pci.link.currentSpeed ?? pci.link.speed] ?? 'Unknown'}\n`)
    file('current_link_width', `${pci.link.currentWidth ?? pci.link.width}\n`)
    file('max_link_speed', `${SPEEDS[pci.link.speed] ?? 'Unknown'}\n`)
    file('max_link_width', `${pci.link.width}\n`)
  }
  file('d3cold_allowed', '1\n', 0o644)
  file('device', `0x${lower(device, 4)}\n`)
  file('dma_mask_bits', '47\n')
  file('driver_override', '(null)\n', 0o644)
  file('enable', '1\n', 0o644)
  file('irq', '0\n')
  file('modalias', `${modalias}\n`)
  file('msi_bus', '1\n', 0o644)
  file('numa_node', `${pci.numaNode ?? -1}\n`, 0o644)
  addPowerDirectory(tree, path)
  file('power_state', 'D0\n')
  for (const entry of ['remove', 'rescan']) {
    tree.addFile(`${path}/${entry}`, { mode: entry === 'remove' ? 0o220 : 0o200, store: refuse })
  }
  file('resource', '0x0000000000000000 0x0000000000000000 0x0000000000000000\n'.repeat(13))
  file('revision', `0x${lower(revision, 2)}\n`)
  if (pci.secondaryBus !== undefined) {
    file('secondary_bus_number', `${pci.secondaryBus}\n`)
    file('subordinate_bus_number', `${pci.secondaryBus}\n`)
  }
  tree.addLink(`${path}/subsystem`, 'sys/bus/pci')
  file('subsystem_device', `0x${lower(subsystemDevice, 4)}\n`)
  file('subsystem_vendor', `0x${lower(subsystemVendor, 4)}\n`)
  tree.addFile(`${path}/uevent`, { mode: 0o644, show: () => uevent().join('\n') })
  file('vendor', `0x${lower(vendor, 4)}\n`)
  tree.addLink(`sys/bus/pci/devices/${name}`, path)
  if (pci.driver !== undefined) {
    const driver = `sys/bus/pci/drivers/${pci.driver}`
    for (const entry of ['bind', 'new_id', 'remove_id', 'uevent', 'unbind']) {
      tree.addFile(`${driver}/${entry}`, { mode: 0o200, store: refuse })
    }
    if (pci.module !== undefined) tree.addLink(`${driver}/module`, `sys/module/${pci.module}`)
    tree.addLink(`${driver}/${name}`, path)
    tree.addLink(`${path}/driver`, driver)
  }
  if (pci.totalVirtFunctions !== undefined) addSriov(tree, path, pci.totalVirtFunctions)
  if (pci.physFunction !== undefined) addToPhysFunction(tree, path, pci.physFunction)
  return path
}

/** How many virtual functions are on now is how many links to them there are. After `sriov_numvfs_store`, `drivers/pci/iov.c`. */
function addSriov(tree: FileTree, path: string, total: number): void {
  const enabled = () => virtFunctionLinks(tree, path).length
  tree.addFile(`${path}/sriov_drivers_autoprobe`, { mode: 0o644, show: () => '1\n' })
  tree.addFile(`${path}/sriov_totalvfs`, { mode: 0o444, show: () => `${total}\n` })
  tree.addFile(`${path}/sriov_numvfs`, {
    mode: 0o644,
    show: () => `${enabled()}\n`,
    store(bytes) {
      const wanted = kernelNumber(bytes)
      if (wanted === undefined || wanted > 0xffffn) throw new Errno('EINVAL')
      if (wanted > total) throw new Errno('ERANGE')
      // the vendor's driver has no `sriov_configure`: its own tool binds the function to another driver for that
      if (wanted !== BigInt(enabled())) throw new Errno('ENOENT')
    },
  })
}

function addToPhysFunction(tree: FileTree, path: string, address: PciAddress): void {
  const entry = `sys/bus/pci/devices/${formatPciAddress(address)}`
  if (tree.entry(entry) === undefined) throw new Errno('ENODEV')
  const above = tree.resolve(entry)
  const taken = new Set(virtFunctionLinks(tree, above))
  let index = 0
  while (taken.has(`virtfn${index}`)) index++
  tree.addLink(`${above}/virtfn${index}`, path)
  tree.addLink(`${path}/physfn`, above)
}

/** Takes the links between a virtual function that is going away and its physical one away. */
export function unlinkVirtFunction(tree: FileTree, path: string): void {
  if (tree.entry(`${path}/physfn`) === undefined) return
  const above = tree.resolve(`${path}/physfn`)
  for (const name of virtFunctionLinks(tree, above)) {
    if (tree.resolve(`${above}/${name}`) === path) tree.remove(`${above}/${name}`)
  }
}

function virtFunctionLinks(tree: FileTree, path: string): string[] {
  return tree.list(path).filter((name) => name.startsWith('virtfn'))
}

/** Configuration space: the header, and the PCI Express capability where there is a link. */
function configSpace(pci: SimulatedPciFunction): Uint8Array {
  const bytes = new Uint8Array(pci.link ? 4096 : 256)
  const view = new DataView(bytes.buffer)
  const isBridge = pci.class >>> 8 === 0x0604
  // a virtual function has no numbers of its own there
  view.setUint16(0x00, pci.physFunction ? 0xffff : pci.vendor, true)
  view.setUint16(0x02, pci.physFunction ? 0xffff : pci.device, true)
  // memory space and bus mastering on; capability list there
  view.setUint16(0x04, 0x0006, true)
  view.setUint16(0x06, pci.link ? 0x0010 : 0, true)
  view.setUint32(0x08, ((pci.class << 8) | (pci.revision ?? 0)) >>> 0, true)
  view.setUint8(0x0e, isBridge ? 1 : 0)
  if (isBridge) {
    view.setUint8(0x18, pci.address.bus)
    view.setUint8(0x19, pci.secondaryBus ?? 0)
    view.setUint8(0x1a, pci.secondaryBus ?? 0)
  } else {
    view.setUint16(0x2c, pci.subsystemVendor ?? 0, true)
    view.setUint16(0x2e, pci.subsystemDevice ?? 0, true)
  }
  const { link } = pci
  if (link) {
    const at = 0x78
    view.setUint8(0x34, at)
    view.setUint8(at, 0x10)
    // version 2; root port (4) or endpoint (0)
    view.setUint16(at + 0x02, 0x0002 | ((isBridge ? 4 : 0) << 4), true)
    view.setUint32(at + 0x0c, ((link.port << 24) | (link.width << 4) | link.speed) >>> 0, true)
    view.setUint16(at + 0x12, ((link.currentWidth ?? link.width) << 4) | (link.currentSpeed ?? link.speed), true)
  }
  return bytes
}

function refuse(): never {
  throw new Errno('ENODEV')
}

function lower(value: number, digits: number): string {
  return value.toString(16).padStart(digits, '0')
}

function upper(value: number, digits: number): string {
  return lower(value, digits).toUpperCase()
}
