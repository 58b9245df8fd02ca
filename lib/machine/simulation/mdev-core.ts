import { aggregationFiles, checkCount, parseCreate } from './aggregation-core.js'
import { addPowerDirectory } from './device-power.js'
import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'
import { kernelNumber } from './kernel-number.js'
import { addMdevBus, addMdevParent, removeMdevDriver, removeMdevParent } from './mdev-files.js'
import type { MdevDriver, SimulatedType } from './mdev-driver.js'
import type { Device, MdevCoreOptions, MdevParent } from './mdev-state.js'
import type { SimulatedCore } from './simulated-core.js'
import type { SimulatedDeviceState } from './simulated-state.js'
import type { SysfsWriteOptions } from '../port/sysfs.js'
import { timerLength } from '../port/timer-length.js'
import type { VfioGroups } from './vfio-groups.js'

/** How long the driver takes, in milliseconds; 0 is at once, within the write. */
export interface MdevDelays {
  create: number
  remove: number
}

/**
 * The kernel's mediated device core: registers parents, makes and removes instances, and keeps their files. After
 * `drivers/vfio/mdev/mdev_core.c` and `mdev_sysfs.c` of Linux 6.1; compared with recordings of the real one.
 */
export class MdevCore implements SimulatedCore {
  readonly backend = 'mdev'
  readonly parents = new Map<string, MdevParent>()
  /** Every instance on this host, by UUID; also those that are half made or half gone. */
  readonly #devices = new Map<string, Device>()
  readonly delays: MdevDelays = { create: 0, remove: 0 }
  readonly #vfioIndexes = new Set<number>()

  constructor(
    readonly tree: FileTree,
    readonly groups: VfioGroups,
    readonly options: MdevCoreOptions,
  ) {
    if (options.bus !== false) addMdevBus(tree)
    if (options.kernel !== '5.10') tree.addDirectory('sys/class/vfio-dev')
  }

  /** `mdev_register_parent`: the device at `path` offers the driver's types from now on. */
  register(name: string, path: string, driver: MdevDriver): MdevParent {
    if (this.parents.has(name)) throw new Errno('EEXIST')
    const parent: MdevParent = {
      ...{ name, path, driver, live: [], unregistering: false },
      ...{ creating: new Set(), removing: new Set() },
    }
    this.parents.set(name, parent)
    addMdevParent(this.tree, parent, this.options, {
      available: (type) => driver.available(type, parent.live),
      create: (type, bytes) => this.#create(parent, type, bytes),
      unbind: (bytes) => this.#unbind(this.#driverName(parent), bytes),
    })
    return parent
  }

  /**
   * What `mdev_unregister_parent` waits for: instances that are being made or removed, then whoever has one open. The parent has
   * left its class meanwhile, and its instances go one after the other. `undefined` where it waits for nobody.
   */
  settle(name: string): Promise<void> | undefined {
    const parent = this.parents.get(name)
    if (!parent) return undefined
    parent.unregistering = true
    return this.#settle(parent)
  }

  /** `mdev_unregister_parent`: the parent and all its instances vanish, silently; its driver too where it `unloads`. */
  unregister(name: string, unloads: boolean): boolean {
    const parent = this.parents.get(name)
    if (!parent) return false
    parent.unregistering = true
    for (const device of this.#devicesOf(parent)) this.#forget(device)
    this.parents.delete(name)
    removeMdevParent(this.tree, parent)
    if (unloads) {
      removeMdevDriver(
        this.tree,
        parent.driver,
        this.options,
        [...this.parents.values()].map(({ driver }) => driver),
      )
    }
    return true
  }

  /** The instances, in the order they were made. */
  devices(): Device[] {
    return [...this.#devices.values()]
  }

  /** Makes an instance at once, with the IOMMU group `group` where that is free. */
  createNow(parent: MdevParent, type: SimulatedType, uuid: string, group?: number, aggregation = 1): Device {
    checkCount(type, aggregation)
    const device = this.#begin(parent, type, uuid, aggregation)
    this.#finish(device, group)
    return device
  }

  /** Writes to one of the vendor's files at once. */
  writeAttributeNow(uuid: string, name: string, value: string): void {
    const device = this.#devices.get(uuid)
    if (!device) throw new Errno('ENODEV')
    const file = device.files.get(name)
    if (!file) throw new Errno('ENOENT')
    if (!file.store) throw new Errno('EACCES')
    void file.store(new TextEncoder().encode(value), {})
    device.written.push({ name, value })
  }

  savedDevices(): SimulatedDeviceState[] {
    // what is on its way out is gone before the machine is looked at again
    const staying = this.devices().filter(({ isGoing }) => !isGoing)
    return staying.map(({ parent, type, uuid, aggregation = 1, group, written }) => ({
      ...{ parent, type: type.id, uuid },
      ...(aggregation !== 1 && { aggregation }),
      ...(group !== undefined && { iommuGroup: group.number }),
      ...(written.length > 0 && { attributes: written.map(({ name, value }) => ({ name, value })) }),
    }))
  }

  restoreDevice(saved: SimulatedDeviceState): void {
    const parent = this.parents.get(saved.parent)
    if (!parent) throw new Errno('ENODEV')
    const type = parent.driver.types.find((candidate) => candidate.id === saved.type)
    if (!type) throw new Errno('ENOENT')
    if (saved.uuid === undefined) throw new Errno('EINVAL')
    const uuid = saved.uuid.toLowerCase()
    this.createNow(parent, type, uuid, saved.iommuGroup, saved.aggregation)
    for (const { name, value } of saved.attributes ?? []) this.writeAttributeNow(uuid, name, value)
  }

  /** Opens the VFIO device of an instance, as QEMU does; the function returned closes it. */
  hold(uuid: string): (() => void) | undefined {
    return this.#devices.get(uuid)?.group?.open()
  }

  #create(parent: MdevParent, type: SimulatedType, bytes: Uint8Array): void | Promise<void> {
    // the 37th byte is not looked at (create_store)
    const { uuid, count } = parseCreate(bytes, parent.driver.aggregation)
    checkCount(type, count)
    const device = this.#begin(parent, type, uuid, count)
    const delay = this.delays.create + (parent.driver.delay?.('create') ?? 0)
    if (delay === 0) {
      this.#finish(device)
      return
    }
    return during(
      parent.creating,
      pause(delay).then(() => this.#finish(device)),
    )
  }

  #begin(owner: MdevParent, type: SimulatedType, uuid: string, aggregation: number): Device {
    if (this.#devices.has(uuid)) throw new Errno('EEXIST')
    if (owner.unregistering) throw new Errno('ENODEV')
    const path = `${owner.path}/${uuid}`
    const ordinals = new Set(this.#devicesOf(owner).map((other) => other.ordinal))
    let ordinal = 1
    while (ordinals.has(ordinal)) ordinal++
    const device: Device = {
      ...{ uuid, parent: owner.name, type, ordinal, owner, path },
      ...{ active: false, isGoing: false, bound: false, isServed: false, files: new Map(), written: [] },
      isOpen: () => (device.group?.users ?? 0) > 0,
      ...(aggregation !== 1 && { aggregation }),
    }
    this.#devices.set(uuid, device)
    if (this.options.kernel !== '5.10') this.#show(device)
    return device
  }

  /** `device_add`: before Linux 6.1 once the driver has made the instance, since then before. */
  #show(device: Device): void {
    const { tree } = this
    const { path, uuid } = device
    const driver = this.#driverName(device.owner)
    tree.addFile(`${path}/remove`, { mode: 0o200, store: (bytes) => this.#removeStore(device, bytes) })
    tree.addFile(`${path}/uevent`, { mode: 0o644, show: () => (device.bound ? `DRIVER=${driver}\n` : '') })
    addPowerDirectory(tree, path)
    tree.addLink(`${path}/subsystem`, 'sys/bus/mdev')
    tree.addLink(`sys/bus/mdev/devices/${uuid}`, path)
    tree.addLink(`${path}/driver`, `sys/bus/mdev/drivers/${driver}`)
  }

  #finish(device: Device, group?: number): void {
    try {
      if (this.parents.get(device.owner.name) !== device.owner) throw new Errno('ENODEV')
      device.owner.driver.create(device, device.owner.live)
    } catch (error) {
      this.#forget(device)
      throw error
    }
    if (this.options.kernel === '5.10') this.#show(device)
    this.#bind(device, group)
    this.tree.addLink(`${device.path}/mdev_type`, `${device.owner.path}/mdev_supported_types/${device.type.id}`)
    this.tree.addLink(`${device.owner.path}/mdev_supported_types/${device.type.id}/devices/${device.uuid}`, device.path)
    device.active = true
  }

  #bind(device: Device, wanted?: number): void {
    const { tree } = this
    const { path, owner, uuid } = device
    owner.live.push(device)
    device.bound = true
    device.isServed = true
    device.group = this.groups.allocate(path, wanted)
    if (this.options.kernel !== '5.10') {
      let index = 0
      while (this.#vfioIndexes.has(index)) index++
      this.#vfioIndexes.add(index)
      device.vfioIndex = index
      const vfio = `${path}/vfio-dev/vfio${index}`
      tree.addLink(`${vfio}/device`, path)
      addPowerDirectory(tree, vfio)
      tree.addLink(`${vfio}/subsystem`, 'sys/class/vfio-dev')
      tree.addLink(`sys/class/vfio-dev/vfio${index}`, vfio)
      tree.addFile(`${vfio}/uevent`, { mode: 0o644, show: () => '' })
    }
    device.files.clear()
    for (const [name, file] of Object.entries(owner.driver.attributes?.(device) ?? {})) {
      device.files.set(name, file)
      tree.addFile(`${path}/${name}`, {
        ...file,
        ...(file.store && {
          store: async (bytes: Uint8Array, options: SysfsWriteOptions) => {
            await file.store?.(bytes, options)
            device.written.push({ name, value: new TextDecoder().decode(bytes) })
          },
        }),
      })
    }
    for (const [name, file] of Object.entries(aggregationFiles(device))) {
      device.files.set(name, file)
      tree.addFile(`${path}/${name}`, file)
    }
    tree.addLink(`sys/bus/mdev/drivers/${this.#driverName(owner)}/${uuid}`, path)
  }

  /** `remove_store`: a number in any base; zero is a success without effect; the file takes itself away first. */
  #removeStore(device: Device, bytes: Uint8Array): void | Promise<void> {
    const value = kernelNumber(bytes)
    if (value === undefined) throw new Errno('EINVAL')
    if (value === 0n) return
    this.tree.remove(`${device.path}/remove`)
    if (!device.active) throw new Errno('EAGAIN')
    device.active = false
    const { owner } = device
    if (owner.unregistering) throw new Errno('ENODEV')
    const removing = this.#remove(device)
    return removing && during(owner.removing, removing)
  }

  /** `mdev_device_remove_common`: waits for the driver and for whoever has it open; `undefined` where that is nobody. */
  #remove(device: Device): Promise<void> | undefined {
    device.active = false
    device.isGoing = true
    this.#hide(device)
    const delay = this.delays.remove + (device.owner.driver.delay?.('remove') ?? 0)
    const waits = [delay > 0 ? pause(delay) : undefined, device.group?.closed()].filter((wait) => wait !== undefined)
    if (waits.length > 0) return Promise.all(waits).then(() => this.#forget(device))
    this.#forget(device)
    return undefined
  }

  #settle(parent: MdevParent): Promise<void> | undefined {
    const { name } = parent
    const busy = [...parent.creating, ...parent.removing]
    if (busy.length > 0) return Promise.allSettled(busy).then(() => this.#settle(parent))
    // it may have been taken away meanwhile, and another one may have its name
    if (this.parents.get(name) !== parent) return undefined
    this.tree.remove(`sys/class/mdev_bus/${name}`)
    return this.#removeAll(parent)
  }

  /** Removes all instances of a parent, one after the other. */
  #removeAll(parent: MdevParent): Promise<void> | undefined {
    for (const device of this.#devicesOf(parent)) {
      const removing = this.#remove(device)
      if (removing !== undefined) return removing.then(() => this.#removeAll(parent))
    }
    return undefined
  }

  /** Every instance of a parent; also those that are half made or half gone. */
  #devicesOf(parent: MdevParent): Device[] {
    return this.devices().filter(({ owner }) => owner === parent)
  }

  /** What vanishes at once when removal begins, before the driver lets go. */
  #hide(device: Device): void {
    const { tree } = this
    for (const name of ['mdev_type', 'power', 'uevent', 'subsystem', 'driver', 'remove', ...vendorEntries(device)]) {
      tree.remove(`${device.path}/${name}`)
    }
    tree.remove(`${device.owner.path}/mdev_supported_types/${device.type.id}/devices/${device.uuid}`)
    tree.remove(`sys/bus/mdev/devices/${device.uuid}`)
    tree.remove(`sys/bus/mdev/drivers/${this.#driverName(device.owner)}/${device.uuid}`)
  }

  /** What the driver on the mdev bus has of an instance. */
  #detach(device: Device): void {
    const { group } = device
    device.bound = false
    if (group) this.groups.free(group)
    delete device.group
    if (device.vfioIndex !== undefined) {
      this.#vfioIndexes.delete(device.vfioIndex)
      this.tree.remove(`sys/class/vfio-dev/vfio${device.vfioIndex}`)
    }
    delete device.vfioIndex
  }

  /** What the vendor's driver has of an instance. */
  #giveBack(device: Device): void {
    if (!device.isServed) return
    device.isServed = false
    device.owner.driver.remove?.(device)
  }

  #uncount(device: Device): void {
    const { live } = device.owner
    const at = live.indexOf(device)
    if (at >= 0) live.splice(at, 1)
  }

  #forget(device: Device): void {
    // its parent was taken away meanwhile, and the UUID may be another instance's by now
    if (this.#devices.get(device.uuid) !== device) return
    device.active = false
    this.#hide(device)
    this.#detach(device)
    this.#uncount(device)
    this.#giveBack(device)
    this.tree.remove(device.path)
    this.#devices.delete(device.uuid)
  }

  /** A UUID written to `unbind` of a driver on the mdev bus; waits for whoever has the instance open. */
  #unbind(driver: string, bytes: Uint8Array): void | Promise<void> {
    const uuid = new TextDecoder().decode(bytes).replace(/\n$/, '')
    const device = this.#devices.get(uuid)
    const link = `sys/bus/mdev/drivers/${driver}/${uuid}`
    if (!device || this.tree.entry(link) === undefined) throw new Errno('ENODEV')
    this.tree.remove(link)
    this.tree.remove(`${device.path}/driver`)
    if (this.options.kernel !== '5.10')
      for (const name of vendorEntries(device)) this.tree.remove(`${device.path}/${name}`)
    return device.group?.closed()?.then(() => this.#unbound(device)) ?? this.#unbound(device)
  }

  /** Since Linux 6.1 the driver on the mdev bus is the vendor's, which gives the instance back. */
  #unbound(device: Device): void {
    if (!device.bound) return
    for (const name of ['iommu_group', 'vfio-dev']) this.tree.remove(`${device.path}/${name}`)
    this.#detach(device)
    if (this.options.kernel === '5.10') return
    if (device.owner.driver.isCountedByCore !== true) this.#uncount(device)
    this.#giveBack(device)
  }

  #driverName(parent: MdevParent): string {
    return this.options.kernel === '5.10' ? 'vfio_mdev' : parent.driver.name
  }
}

/** The vendor's entries directly in the instance's directory. */
function vendorEntries(device: Device): string[] {
  return [...device.files.keys()].map((name) => name.split('/')[0] ?? name)
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, timerLength(milliseconds)))
}

/** Keeps an operation in a set for as long as it takes. */
function during(set: Set<Promise<void>>, operation: Promise<void>): Promise<void> {
  set.add(operation)
  const over = () => void set.delete(operation)
  operation.then(over, over)
  return operation
}
