import { aggregationFiles, checkCount, parseCreate } from './aggregation-core.js'
import { addPowerDirectory } from './device-power.js'
import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'
import { kernelNumber } from './kernel-number.js'
import { addMdevBus, addMdevParent, removeMdevParent } from './mdev-files.js'
import type { MdevDriver, SimulatedType } from './mdev-driver.js'
import type { Device, MdevCoreOptions, MdevParent } from './mdev-state.js'
import type { SimulatedCore } from './simulated-core.js'
import type { SimulatedDeviceState } from './simulated-state.js'
import type { SysfsWriteOptions } from '../port/sysfs.js'
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
  readonly #released = new Map<string, (() => void)[]>()

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
    const parent: MdevParent = { name, path, driver, live: [], unregistering: false, creating: new Set() }
    this.parents.set(name, parent)
    addMdevParent(this.tree, parent, this.options, {
      available: (type) => driver.available(type, parent.live),
      create: (type, bytes) => this.#create(parent, type, bytes),
      unbind: (bytes) => this.#unbind(bytes),
    })
    return parent
  }

  /**
   * What `mdev_unregister_parent` waits for: instances that are being made, and whoever has one open. `undefined` where that is
   * nobody.
   */
  settle(name: string): Promise<void> | undefined {
    const parent = this.parents.get(name)
    if (!parent) return undefined
    parent.unregistering = true
    if (parent.creating.size > 0) return Promise.allSettled(parent.creating).then(() => this.settle(name))
    const waits: Promise<void>[] = []
    for (const device of parent.live) {
      if (!device.group || !this.groups.isHeld(device.group.number)) continue
      device.active = false
      this.#hide(device)
      waits.push(this.#releaseOf(device.uuid))
    }
    return waits.length === 0 ? undefined : Promise.all(waits).then(() => {})
  }

  /** `mdev_unregister_parent`: the parent and all its instances vanish, silently. */
  unregister(name: string): boolean {
    const parent = this.parents.get(name)
    if (!parent) return false
    parent.unregistering = true
    for (const device of [...this.#devices.values()]) if (device.owner === parent) this.#drop(device)
    this.parents.delete(name)
    const shared = [...this.parents.values()].some((other) => other.driver.name === parent.driver.name)
    removeMdevParent(this.tree, parent, this.options, shared)
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
    return this.devices().map(({ parent, type, uuid, aggregation = 1, group, written }) => ({
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
    const device = this.#devices.get(uuid)
    const group = device?.group
    if (!device || !group) return undefined
    group.users++
    let held = true
    return () => {
      if (!held) return
      held = false
      group.users--
      if (group.users > 0) return
      for (const resume of this.#released.get(uuid) ?? []) resume()
      this.#released.delete(uuid)
    }
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
    const creating = pause(delay).then(() => this.#finish(device))
    parent.creating.add(creating)
    const over = () => void parent.creating.delete(creating)
    creating.then(over, over)
    return creating
  }

  #begin(owner: MdevParent, type: SimulatedType, uuid: string, aggregation: number): Device {
    if (this.#devices.has(uuid)) throw new Errno('EEXIST')
    if (owner.unregistering) throw new Errno('ENODEV')
    const path = `${owner.path}/${uuid}`
    const ordinals = new Set(
      this.devices()
        .filter((other) => other.owner === owner)
        .map((other) => other.ordinal),
    )
    let ordinal = 1
    while (ordinals.has(ordinal)) ordinal++
    const device: Device = {
      ...{ uuid, parent: owner.name, type, ordinal, owner, path },
      ...{ active: false, bound: false, files: new Map(), written: [] },
      isOpen: () => (device.group?.users ?? 0) > 0,
      ...(aggregation !== 1 && { aggregation }),
    }
    this.#devices.set(uuid, device)
    const { tree } = this
    const driver = this.#driverName(owner)
    tree.addFile(`${path}/remove`, { mode: 0o200, store: (bytes) => this.#removeStore(device, bytes) })
    tree.addFile(`${path}/uevent`, { mode: 0o644, show: () => (device.bound ? `DRIVER=${driver}\n` : '') })
    addPowerDirectory(tree, path)
    tree.addLink(`${path}/subsystem`, 'sys/bus/mdev')
    tree.addLink(`sys/bus/mdev/devices/${uuid}`, path)
    tree.addLink(`${path}/driver`, `sys/bus/mdev/drivers/${driver}`)
    return device
  }

  #finish(device: Device, group?: number): void {
    try {
      if (this.parents.get(device.owner.name) !== device.owner) throw new Errno('ENODEV')
      device.owner.driver.create(device, device.owner.live)
    } catch (error) {
      this.#forget(device)
      throw error
    }
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
    if (device.owner.unregistering) throw new Errno('ENODEV')
    device.active = false
    this.#hide(device)
    const waits: Promise<void>[] = []
    const delay = this.delays.remove + (device.owner.driver.delay?.('remove') ?? 0)
    if (delay > 0) waits.push(pause(delay))
    if (device.group && this.groups.isHeld(device.group.number)) waits.push(this.#releaseOf(device.uuid))
    if (waits.length === 0) {
      this.#forget(device)
      return
    }
    return Promise.all(waits).then(() => this.#forget(device))
  }

  #releaseOf(uuid: string): Promise<void> {
    return new Promise((resolve) => {
      const waiting = this.#released.get(uuid) ?? []
      waiting.push(resolve)
      this.#released.set(uuid, waiting)
    })
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

  /** Unbinding gives the instance back to the driver; the device itself stays. */
  #release(device: Device): void {
    const { owner, group } = device
    const at = owner.live.indexOf(device)
    if (at < 0) return
    owner.live.splice(at, 1)
    owner.driver.remove?.(device)
    device.bound = false
    if (group) this.groups.free(group)
    delete device.group
    if (device.vfioIndex !== undefined) {
      this.#vfioIndexes.delete(device.vfioIndex)
      this.tree.remove(`sys/class/vfio-dev/vfio${device.vfioIndex}`)
    }
    delete device.vfioIndex
  }

  #forget(device: Device): void {
    this.#hide(device)
    this.#release(device)
    this.tree.remove(device.path)
    this.#devices.delete(device.uuid)
  }

  #drop(device: Device): void {
    device.active = false
    this.#forget(device)
  }

  /** A UUID written to `unbind` of a driver on the mdev bus. */
  #unbind(bytes: Uint8Array): void {
    const device = this.#devices.get(new TextDecoder().decode(bytes).trim())
    if (!device?.bound) throw new Errno('ENODEV')
    const { tree } = this
    for (const name of ['driver', 'iommu_group', 'vfio-dev', ...vendorEntries(device)])
      tree.remove(`${device.path}/${name}`)
    tree.remove(`sys/bus/mdev/drivers/${this.#driverName(device.owner)}/${device.uuid}`)
    this.#release(device)
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
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
