import { Errno } from '../port/errno.js'
import type { SysfsWriteOptions } from '../port/sysfs.js'
import type { Backend } from '../snapshot/host-snapshot.js'
import type { FileTree, TreeFile } from '../tree/file-tree.js'
import { addPowerDirectory } from './device-power.js'
import type { MdevDriver, SimulatedInstance, SimulatedType } from './mdev-driver.js'
import type { SimulatedCore } from './simulated-core.js'
import type { SimulatedDeviceState } from './simulated-state.js'
import type { VfioGroup, VfioGroups } from './vfio-groups.js'

/** The driver for mediated PCI devices on the bus. */
const PCI_DRIVER = 'vfio_mpci'

/** A registered parent. */
export interface EarlyParentDevice {
  readonly name: string
  /** Its directory, without a leading slash. */
  readonly path: string
  readonly driver: MdevDriver
  readonly live: EarlyDevice[]
}

/** A device with what a core keeps of it. */
export interface EarlyDevice extends SimulatedInstance {
  readonly owner: EarlyParentDevice
  /** Its directory, without a leading slash. */
  readonly path: string
  readonly group: VfioGroup
  /** The vendor's text that it was made with. */
  readonly parameters?: string
  started?: boolean
  /** The guest written to `vm_uuid`. */
  guest?: string
  /** The vendor's files in its directory, by their path in it. */
  readonly files: Map<string, TreeFile>
  /** What was written to the vendor's files, in order. */
  readonly written: { name: string; value: string }[]
}

/** What a new device is. */
export interface EarlyDeviceFacts {
  uuid: string
  /** The name of its directory. */
  directory: string
  type: SimulatedType
  index?: string
  parameters?: string
  iommuGroup?: number
}

/** What the simulated proposals of 2016 have in common: class and bus, the devices' directories, what drivers are asked. */
export abstract class EarlyCore implements SimulatedCore {
  abstract readonly backend: Backend
  protected readonly parents = new Map<string, EarlyParentDevice>()

  constructor(
    protected readonly tree: FileTree,
    protected readonly groups: VfioGroups,
  ) {
    tree.addDirectory('sys/class/mdev')
    tree.addDirectory('sys/bus/mdev/devices')
    tree.addDirectory(`sys/bus/mdev/drivers/${PCI_DRIVER}`)
  }

  register(name: string, path: string, driver: MdevDriver): void {
    if (this.parents.has(name)) throw new Errno('EEXIST')
    const parent: EarlyParentDevice = { name, path, driver, live: [] }
    this.parents.set(name, parent)
    this.addParentFiles(parent)
  }

  unregister(name: string): boolean {
    const parent = this.parents.get(name)
    if (!parent) return false
    for (const device of [...parent.live]) this.drop(device)
    this.parents.delete(name)
    for (const file of ['mdev_supported_types', 'mdev_create', 'mdev_destroy'])
      this.tree.remove(`${parent.path}/${file}`)
    return true
  }

  hold(id: string): (() => void) | undefined {
    return this.devices()
      .find((each) => this.idOf(each) === id)
      ?.group.open()
  }

  savedDevices(): SimulatedDeviceState[] {
    return this.devices().map(({ parent, type, uuid, index, parameters, guest, started, group, written }) => ({
      ...{ parent, type: type.id, uuid },
      ...(index !== undefined && { index }),
      ...(parameters !== undefined && parameters !== '' && { parameters }),
      ...(guest !== undefined && { group: guest }),
      ...(started === true && { started }),
      iommuGroup: group.number,
      ...(written.length > 0 && { attributes: written.map(({ name, value }) => ({ name, value })) }),
    }))
  }

  restoreDevice(saved: SimulatedDeviceState): void {
    const parent = this.parents.get(saved.parent)
    if (!parent) throw new Errno('ENODEV')
    const type = parent.driver.types.find((candidate) => candidate.id === saved.type)
    if (!type) throw new Errno('ENOENT')
    const uuid = saved.uuid?.toLowerCase()
    if (uuid === undefined) throw new Errno('EINVAL')
    const device = this.restoreOn(parent, type, { ...saved, uuid })
    for (const { name, value } of saved.attributes ?? []) {
      const file = device.files.get(name)
      if (!file) throw new Errno('ENOENT')
      if (!file.store) throw new Errno('EACCES')
      void file.store(new TextEncoder().encode(value), {})
      device.written.push({ name, value })
    }
    if (saved.started === true) device.started = true
    if (saved.group !== undefined) device.guest = saved.group
  }

  protected abstract addParentFiles(parent: EarlyParentDevice): void
  protected abstract restoreOn(
    parent: EarlyParentDevice,
    type: SimulatedType,
    saved: SimulatedDeviceState & { uuid: string },
  ): EarlyDevice
  protected abstract idOf(device: EarlyDevice): string

  /** All devices, in the order of the parents and then of their making. */
  protected devices(): EarlyDevice[] {
    return [...this.parents.values()].flatMap((parent) => parent.live)
  }

  /** Makes a device with its directory. What the driver refuses leaves nothing. */
  protected add(owner: EarlyParentDevice, facts: EarlyDeviceFacts): EarlyDevice {
    const { uuid, directory, type, index, parameters, iommuGroup } = facts
    const { tree } = this
    const path = `${owner.path}/${directory}`
    if (tree.entry(`sys/bus/mdev/devices/${directory}`) !== undefined) throw new Errno('EEXIST')
    const ordinals = new Set(owner.live.map((other) => other.ordinal))
    let ordinal = 1
    while (ordinals.has(ordinal)) ordinal++
    const instance: SimulatedInstance = {
      ...{ uuid, parent: owner.name, type, ordinal },
      ...(index !== undefined && { index }),
    }
    owner.driver.create(instance, owner.live)
    tree.addDirectory(path)
    const device: EarlyDevice = {
      ...instance,
      ...{ owner, path, group: this.groups.allocate(path, iommuGroup), files: new Map(), written: [] },
      ...(parameters !== undefined && { parameters }),
    }
    this.#instances.set(device, instance)
    owner.live.push(device)
    this.#addFiles(device, directory)
    return device
  }

  /** Takes a device away. */
  protected drop(device: EarlyDevice): void {
    const { owner, path, group } = device
    const { tree } = this
    const at = owner.live.indexOf(device)
    if (at >= 0) owner.live.splice(at, 1)
    const instance = this.#instances.get(device)
    if (instance) owner.driver.remove?.(instance)
    const directory = path.slice(owner.path.length + 1)
    tree.remove(`sys/bus/mdev/devices/${directory}`)
    tree.remove(`sys/bus/mdev/drivers/${PCI_DRIVER}/${directory}`)
    tree.remove(path)
    this.groups.free(group)
  }

  /** What the driver knows of each device: it is told of the same object when the device leaves. */
  readonly #instances = new WeakMap<EarlyDevice, SimulatedInstance>()

  #addFiles(device: EarlyDevice, directory: string): void {
    const { path, owner } = device
    const { tree } = this
    addPowerDirectory(tree, path)
    tree.addFile(`${path}/uevent`, { mode: 0o644, show: () => `DRIVER=${PCI_DRIVER}\n` })
    tree.addLink(`${path}/subsystem`, 'sys/bus/mdev')
    tree.addLink(`${path}/driver`, `sys/bus/mdev/drivers/${PCI_DRIVER}`)
    tree.addLink(`sys/bus/mdev/devices/${directory}`, path)
    tree.addLink(`sys/bus/mdev/drivers/${PCI_DRIVER}/${directory}`, path)
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
  }
}
