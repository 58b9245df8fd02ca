import { formatPciAddress } from '../../libvirt/pci-address.js'
import { addPowerDirectory } from './device-power.js'
import { Errno } from '../port/errno.js'
import { FileTree } from '../tree/file-tree.js'
import type { MdevDelays } from './mdev-core.js'
import { MdevCore } from './mdev-core.js'
import type { MdevParent } from './mdev-state.js'
import type { MdevDriver, SimulatedInstance } from './mdev-driver.js'
import type { HostNumaNode } from '../snapshot/host-snapshot.js'
import type { SimulatedPciFunction } from './simulated-pci.js'
import { addPciFunction } from './simulated-pci.js'
import type { Sysfs, SysfsWriteOptions } from '../port/sysfs.js'
import { VfioGroups } from './vfio-groups.js'

export interface SimulatedKernelOptions {
  /**
   * Which kernel's behaviour: `'6.1'` (the same in 6.12), or `'5.10'`, where every device is bound to `vfio_mdev` and a type
   * has a `name` only where its driver gives one. `'6.1'` where absent.
   */
  kernel?: '5.10' | '6.1'
  /** IOMMU groups below this number are taken by devices that the simulation leaves out; 0 where absent. */
  firstIommuGroup?: number
}

/**
 * A kernel in memory whose files behave: writing a UUID to `create` makes a device appear and lowers
 * `available_instances` the way the vendor's driver does, and what the kernel refuses is refused with its errno.
 *
 * Devices are put on the machine first, then registered as parents with a driver's types and callbacks:
 *
 *     const kernel = new SimulatedKernel()
 *     kernel.addVirtualDevice('mtty', 'mtty')
 *     kernel.registerParent('mtty', driver)
 *     await kernel.write('sys/class/mdev_bus/mtty/mdev_supported_types/mtty-1/create', uuidBytes)
 */
export class SimulatedKernel implements Sysfs {
  /** All files; more can be added. */
  readonly tree = new FileTree()
  readonly #groups: VfioGroups
  readonly #core: MdevCore
  readonly #devices = new Map<string, string>()

  constructor(options: SimulatedKernelOptions = {}) {
    this.#groups = new VfioGroups(this.tree, options.firstIommuGroup)
    this.#core = new MdevCore(this.tree, this.#groups, { kernel: options.kernel ?? '6.1' })
  }

  /** How long the drivers take to make and to remove a device, in milliseconds; 0 is within the write. */
  get delays(): MdevDelays {
    return this.#core.delays
  }

  /** Puts a NUMA node with its CPUs on the machine. */
  addNumaNode({ id, cpus }: HostNumaNode): void {
    this.tree.addFile(`sys/devices/system/node/node${id}/cpulist`, { mode: 0o444, show: () => `${cpus}\n` })
  }

  /**
   * Puts a PCI function on the machine. A bridge comes before what is behind it.
   * @throws Errno `ENODEV` when its bridge is not there
   */
  addPciFunction(pci: SimulatedPciFunction): void {
    const above = pci.bridge === undefined ? undefined : this.#path(formatPciAddress(pci.bridge))
    const path = addPciFunction(this.tree, pci, above)
    this.#devices.set(formatPciAddress(pci.address), path)
    if (pci.iommuGroup !== undefined) this.#groups.addFixed(pci.iommuGroup, path)
  }

  /** Puts a device without hardware on the machine: `/sys/devices/virtual/<class>/<name>`. */
  addVirtualDevice(className: string, name: string): void {
    const path = `sys/devices/virtual/${className}/${name}`
    addPowerDirectory(this.tree, path)
    this.tree.addLink(`${path}/subsystem`, `sys/class/${className}`)
    this.tree.addFile(`${path}/uevent`, { mode: 0o644, show: () => '' })
    this.tree.addLink(`sys/class/${className}/${name}`, path)
    this.#devices.set(name, path)
  }

  /**
   * Registers a device of this machine, by its kernel name, as a parent of mediated devices.
   * @throws Errno `ENODEV` when there is no such device, `EEXIST` when it is a parent already
   */
  registerParent(name: string, driver: MdevDriver): void {
    this.#core.register(name, this.#path(name), driver)
  }

  /**
   * Takes a parent back, as unloading or unbinding its driver does: its devices vanish silently.
   * @throws Errno `ENODEV` when it is no parent
   */
  unregisterParent(name: string): void {
    this.#core.unregister(name)
  }

  /** Takes a device away, with its instances where it is a parent. */
  removeDevice(name: string): void {
    const path = this.#path(name)
    if (this.#core.parents.has(name)) this.#core.unregister(name)
    const className = /^sys\/devices\/virtual\/([^/]+)\//.exec(path)?.[1]
    if (className === undefined) {
      this.tree.remove(`sys/bus/pci/devices/${name}`)
      this.tree.remove(path)
    } else {
      this.tree.remove(`sys/class/${className}`)
      this.tree.remove(`sys/devices/virtual/${className}`)
    }
    this.#devices.delete(name)
  }

  /** The registered parents, in their order. */
  get parents(): MdevParent[] {
    return [...this.#core.parents.values()]
  }

  /** The mediated devices, in the order they were made, with what was written to the vendor's files since. */
  instances(): (SimulatedInstance & { iommuGroup?: number; written: readonly { name: string; value: string }[] })[] {
    return this.#core.devices().map(({ uuid, parent, type, ordinal, group, written }) => ({
      uuid,
      parent,
      type,
      ordinal,
      written,
      ...(group && { iommuGroup: group.number }),
    }))
  }

  /**
   * Makes a device at once, without the files.
   * @throws Errno what a write to `create` fails with; `ENODEV` for an unknown parent, `ENOENT` for an unknown type
   */
  createNow(parentName: string, typeId: string, uuid: string, iommuGroup?: number): void {
    const parent = this.#core.parents.get(parentName)
    if (!parent) throw new Errno('ENODEV')
    const type = parent.driver.types.find((candidate) => candidate.id === typeId)
    if (!type) throw new Errno('ENOENT')
    this.#core.createNow(parent, type, uuid, iommuGroup)
  }

  /**
   * Writes to one of the vendor's files of an instance at once.
   * @throws Errno `ENODEV` for an unknown instance, `ENOENT` for an unknown file, and what the driver refuses with
   */
  writeAttributeNow(uuid: string, name: string, value: string): void {
    this.#core.writeAttributeNow(uuid, name, value)
  }

  /**
   * Opens the VFIO device of an instance, as a starting guest does; calling what is returned closes it. Until then `remove`
   * blocks.
   * @throws Errno `ENODEV` when there is no such instance
   */
  hold(uuid: string): () => void {
    return this.#core.hold(uuid)
  }

  list(directory: string): string[] {
    return this.tree.list(directory)
  }

  read(file: string): Uint8Array {
    return this.tree.read(file)
  }

  link(path: string): string {
    return this.tree.link(path)
  }

  resolve(path: string): string {
    return this.tree.resolve(path)
  }

  write(file: string, bytes: Uint8Array, options?: SysfsWriteOptions): Promise<void> {
    return this.tree.write(file, bytes, options)
  }

  inUse(iommuGroup: number): Promise<boolean> {
    return Promise.resolve(this.#groups.isHeld(iommuGroup))
  }

  #path(name: string): string {
    const path = this.#devices.get(name)
    if (path === undefined) throw new Errno('ENODEV')
    return path
  }
}
