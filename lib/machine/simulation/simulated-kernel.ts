import { formatCcwAddress } from '../../libvirt/ccw-address.js'
import { addPowerDirectory } from './device-power.js'
import { Errno } from '../port/errno.js'
import { FileTree } from '../tree/file-tree.js'
import type { MdevDelays } from './mdev-core.js'
import { MdevCore } from './mdev-core.js'
import type { MdevParent } from './mdev-state.js'
import { FlatCore } from './flat-core.js'
import { NvidiaVfCore } from './nvidia-vf-core.js'
import type { MdevDriver, SimulatedInstance } from './mdev-driver.js'
import type { Backend } from '../snapshot/host-snapshot.js'
import type { HostNumaNode } from '../snapshot/host-snapshot.js'
import type { SimulatedPciFunction } from './simulated-pci.js'
import { SketchCore } from './sketch-core.js'
import type { SimulatedAp } from './simulated-ap.js'
import { addApBus, addApMatrix } from './simulated-ap.js'
import type { SimulatedSubchannel } from './simulated-css.js'
import { addSubchannel, removeFromBus } from './simulated-css.js'
import { SimulatedPciBus } from './simulated-pci-bus.js'
import type { SimulatedCore } from './simulated-core.js'
import type { DeviceUser, Sysfs, SysfsWriteOptions } from '../port/sysfs.js'
import { baseName, directoryName } from '../port/sysfs-path.js'
import { VfioGroups } from './vfio-groups.js'

export interface SimulatedKernelOptions {
  /**
   * Which kernel's behaviour: `'6.1'` (the same in 6.12), or `'5.10'`, where every device is bound to `vfio_mdev` and a type
   * has a `name` only where its driver gives one. `'6.1'` where absent.
   */
  kernel?: '5.10' | '6.1'
  /** IOMMU groups below this number are taken by devices that the simulation leaves out; 0 where absent. */
  firstIommuGroup?: number
  /**
   * Whether the kernel has mediated devices as they were merged (Linux 4.10), whose class is there without any parent; yes where
   * absent.
   */
  mdev?: boolean
}

/** Builds the part of a kernel that behaves by one interface. */
export type SimulatedCoreBuilder = (tree: FileTree, groups: VfioGroups) => SimulatedCore

/** What is built when the first parent registers with it. */
const CORES: Partial<Record<Backend, SimulatedCoreBuilder>> = {
  flat: (tree, groups) => new FlatCore(tree, groups),
  sketch: (tree, groups) => new SketchCore(tree, groups),
  'nvidia-vf': (tree, groups) => new NvidiaVfCore(tree, groups),
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
  /** The parts that behave by one interface each; `mdev` is the first. */
  readonly cores: SimulatedCore[] = []
  readonly #groups: VfioGroups
  readonly #core: MdevCore
  readonly #devices = new Map<string, string>()
  readonly #pci: SimulatedPciBus
  /** What was registered for each parent, for when its driver is bound again. */
  readonly #registered = new Map<string, { driver: MdevDriver; backend: Backend }>()

  constructor(options: SimulatedKernelOptions = {}) {
    this.#groups = new VfioGroups(this.tree, options.firstIommuGroup)
    this.#core = new MdevCore(this.tree, this.#groups, {
      kernel: options.kernel ?? '6.1',
      ...(options.mdev !== undefined && { bus: options.mdev }),
    })
    this.cores.push(this.#core)
    this.#pci = new SimulatedPciBus(this.tree, this.#groups, {
      added: (name, path) => void this.#devices.set(name, path),
      removed: (name) => {
        this.#unregister(name, false)
        this.#devices.delete(name)
      },
      bound: (name) => {
        const registered = this.#registered.get(name)
        if (registered) this.#coreOf(registered.backend).register(name, this.#path(name), registered.driver)
      },
      settle: (name) => this.#settle(name),
      unbound: (name) => void this.#unregister(name, false),
    })
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
    this.#pci.add(pci)
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

  /** Puts a subchannel with its channel device on an s390 machine. */
  addSubchannel(subchannel: SimulatedSubchannel): void {
    this.#devices.set(formatCcwAddress(subchannel.address), addSubchannel(this.tree, subchannel))
  }

  /** Puts crypto adapters on an s390 machine, and the device `matrix`. */
  addAp(ap: SimulatedAp): void {
    addApBus(this.tree, ap)
    this.#devices.set('matrix', addApMatrix(this.tree))
  }

  /**
   * Registers a device of this machine, by its kernel name, as a parent that is spoken to by one of the interfaces.
   * @throws Errno `ENODEV` when there is no such device, `EEXIST` when it is a parent already
   */
  registerParent(name: string, driver: MdevDriver, backend: Backend = 'mdev'): void {
    this.#coreOf(backend).register(name, this.#path(name), driver)
    this.#registered.set(name, { driver, backend })
  }

  /**
   * Takes a parent back at once, as unloading its driver does when nobody is at its devices: they vanish silently.
   * @throws Errno `ENODEV` when it is no parent
   */
  unregisterParent(name: string): void {
    if (!this.#unregister(name, true)) throw new Errno('ENODEV')
    this.#registered.delete(name)
  }

  /**
   * Takes a device away at once, with its instances where it is a parent. A device without hardware goes with its driver.
   * @throws Errno `ENODEV` when there is no such device
   */
  removeDevice(name: string): void {
    const path = this.#path(name)
    if (this.#pci.remove(name)) return
    const className = /^sys\/devices\/virtual\/([^/]+)\//.exec(path)?.[1]
    this.#unregister(name, className !== undefined)
    if (className === undefined) removeFromBus(this.tree, path)
    else this.#removeVirtualDevice(path, `sys/class/${className}`)
    this.#devices.delete(name)
    this.#registered.delete(name)
  }

  /** The parents registered with the mdev core, in their order. */
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
   * Opens the VFIO device of an instance by its `HostDevice.id`, as a starting guest does; calling what is returned closes it.
   * Until then `remove` blocks.
   * @throws Errno `ENODEV` when there is no such instance
   */
  hold(id: string): () => void {
    for (const core of this.cores) {
      const release = core.hold(id)
      if (release !== undefined) return release
    }
    throw new Errno('ENODEV')
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

  users(iommuGroup: number): Promise<DeviceUser[]> {
    return Promise.resolve(this.#groups.usersOf(iommuGroup))
  }

  mode(file: string): number | undefined {
    return this.tree.mode(file)
  }

  watch(changed: () => void): () => void {
    return this.tree.watch(changed)
  }

  #coreOf(backend: Backend): SimulatedCore {
    const known = this.cores.find((core) => core.backend === backend)
    if (known !== undefined) return known
    const core = CORES[backend]?.(this.tree, this.#groups)
    if (core === undefined) throw new Errno('EOPNOTSUPP')
    this.cores.push(core)
    return core
  }

  /** The class goes with its last device. */
  #removeVirtualDevice(path: string, classPath: string): void {
    this.tree.remove(path)
    this.tree.remove(`${classPath}/${baseName(path)}`)
    if (this.tree.list(classPath).length > 0) return
    this.tree.remove(classPath)
    this.tree.remove(directoryName(path))
  }

  /** @param unloads Whether the driver's module goes too. */
  #unregister(name: string, unloads: boolean): boolean {
    return this.cores.some((core) => core.unregister(name, unloads))
  }

  /** Waits for whoever is at the devices of a parent; `undefined` where that is nobody. */
  #settle(name: string): Promise<void> | undefined {
    const waits = this.cores.flatMap((core) => core.settle?.(name) ?? [])
    return waits.length === 0 ? undefined : Promise.all(waits).then(() => {})
  }

  #path(name: string): string {
    const path = this.#devices.get(name)
    if (path === undefined) throw new Errno('ENODEV')
    return path
  }
}
