import { isKernelUuid } from '../../libvirt/uuid.js'
import { Errno } from '../port/errno.js'
import type { EarlyDevice, EarlyParentDevice } from './early-core.js'
import { EarlyCore } from './early-core.js'
import { kernelNumber } from './kernel-number.js'
import type { SimulatedType } from './mdev-driver.js'
import { SketchPool } from './sketch-pool.js'
import type { SimulatedDeviceState, SimulatedParentState } from './simulated-state.js'

/**
 * The core as it was sketched on 31 August 2016. Nobody wrote it: what the sketch leaves open is chosen by `SketchVariant`, and
 * otherwise as in the kernel that was merged two months later.
 */
export class SketchCore extends EarlyCore {
  readonly backend = 'sketch'
  readonly #pools = new Map<string, SketchPool>()

  override unregister(name: string): boolean {
    const known = super.unregister(name)
    this.#pools.delete(name)
    return known
  }

  savedParents(): SimulatedParentState[] {
    return [...this.#pools]
      .filter(([, pool]) => pool.isChanged())
      .map(([parent, pool]) => ({
        parent,
        attributes: pool.counts().map(([type, count]) => ({ name: fileOf(type), value: String(count) })),
      }))
  }

  restoreParent({ parent, attributes }: SimulatedParentState): void {
    const pool = this.#pools.get(parent)
    if (!pool) throw new Errno('ENODEV')
    pool.setAll(
      attributes.map(({ name, value }) => {
        const type = pool.types.find((candidate) => fileOf(candidate.id) === name)
        if (!type) throw new Errno('ENOENT')
        return [type.id, countFrom(new TextEncoder().encode(value))]
      }),
    )
  }

  protected addParentFiles(parent: EarlyParentDevice): void {
    const { driver, path, name } = parent
    const { pool } = driver.sketch ?? {}
    if (pool !== undefined) this.#pools.set(name, new SketchPool(driver.types, pool))
    this.tree.addDirectory(`${path}/mdev_supported_types`)
    for (const type of driver.types) this.#addType(parent, type)
    if (driver.sketch?.remove === 'parent') {
      this.tree.addFile(`${path}/mdev_destroy`, { mode: 0o200, store: (bytes) => this.#destroy(parent, bytes) })
    }
  }

  protected restoreOn(
    parent: EarlyParentDevice,
    type: SimulatedType,
    { uuid, iommuGroup }: SimulatedDeviceState & { uuid: string },
  ): EarlyDevice {
    return this.#add(parent, type, uuid, iommuGroup)
  }

  protected idOf({ uuid }: EarlyDevice): string {
    return uuid
  }

  protected override drop(device: EarlyDevice): void {
    super.drop(device)
    this.#refresh(device.owner)
  }

  #addType(parent: EarlyParentDevice, type: SimulatedType): void {
    const directory = `${parent.path}/mdev_supported_types/${type.id}`
    const { tree } = this
    const { name, description } = type
    const pool = this.#pools.get(parent.name)
    tree.addFile(`${directory}/create`, { mode: 0o200, store: (bytes) => this.#create(parent, type, bytes) })
    if (name !== undefined) tree.addFile(`${directory}/name`, { mode: 0o444, show: () => `${name}\n` })
    if (description !== undefined) {
      tree.addFile(`${directory}/description`, { mode: 0o444, show: () => `${description}\n` })
    }
    tree.addFile(`${directory}/max_instances`, {
      mode: pool === undefined ? 0o444 : 0o644,
      show: () => this.#countsOf(parent, type),
      ...(pool && {
        store: (bytes: Uint8Array) => {
          if (parent.live.length > 0) throw new Errno('EBUSY')
          pool.set(type.id, countFrom(bytes))
        },
      }),
    })
  }

  #countsOf(parent: EarlyParentDevice, type: SimulatedType): string {
    const made = madeOf(parent, type)
    const maximum = made + Math.max(0, this.#available(parent, type))
    return parent.driver.sketch?.counts === 'pair' ? `${made}/${maximum}\n` : `${maximum}\n`
  }

  #available(parent: EarlyParentDevice, type: SimulatedType): number {
    const pool = this.#pools.get(parent.name)
    const left = parent.driver.available(type, parent.live)
    return pool === undefined ? left : Math.min(left, pool.count(type.id) - madeOf(parent, type))
  }

  #create(parent: EarlyParentDevice, type: SimulatedType, bytes: Uint8Array): void {
    const uuid = uuidFrom(bytes)
    if (this.#available(parent, type) <= 0) throw new Errno('ENOSPC')
    this.#add(parent, type, uuid)
  }

  #add(parent: EarlyParentDevice, type: SimulatedType, uuid: string, iommuGroup?: number): EarlyDevice {
    if (this.#available(parent, type) <= 0) throw new Errno('ENOSPC')
    const device = this.add(parent, {
      ...{ uuid, directory: uuid, type },
      ...(iommuGroup !== undefined && { iommuGroup }),
    })
    const { tree } = this
    tree.addLink(`${device.path}/mdev_type`, `${parent.path}/mdev_supported_types/${type.id}`)
    tree.addFile(`${device.path}/vm_uuid`, {
      mode: 0o644,
      show: () => `${device.guest ?? ''}\n`,
      store: (text) => {
        if (device.group.users > 0) throw new Errno('EBUSY')
        device.guest = uuidFrom(text)
      },
    })
    if (parent.driver.sketch?.remove !== 'parent') {
      tree.addFile(`${device.path}/remove`, { mode: 0o200, store: (text) => this.#remove(device, text) })
    }
    this.#refresh(parent)
    return device
  }

  #remove(device: EarlyDevice, bytes: Uint8Array): void {
    const value = kernelNumber(bytes)
    if (value === undefined) throw new Errno('EINVAL')
    if (value === 0n) return
    if (device.group.users > 0) throw new Errno('EBUSY')
    this.drop(device)
  }

  #destroy(parent: EarlyParentDevice, bytes: Uint8Array): void {
    const uuid = uuidFrom(bytes)
    const device = parent.live.find((each) => each.uuid === uuid)
    if (!device) throw new Errno('EINVAL')
    if (device.group.users > 0) throw new Errno('EBUSY')
    this.drop(device)
  }

  /** Has the types there that are possible, where the others vanish. */
  #refresh(parent: EarlyParentDevice): void {
    if (parent.driver.sketch?.full !== 'vanish' || !this.parents.has(parent.name)) return
    for (const type of parent.driver.types) {
      const directory = `${parent.path}/mdev_supported_types/${type.id}`
      const is = this.tree.entry(directory) !== undefined
      const shall = this.#available(parent, type) > 0
      if (is && !shall) this.tree.remove(directory)
      if (!is && shall) this.#addType(parent, type)
    }
  }
}

function fileOf(type: string): string {
  return `mdev_supported_types/${type}/max_instances`
}

function madeOf(parent: EarlyParentDevice, type: SimulatedType): number {
  return parent.live.filter((device) => device.type.id === type.id).length
}

/** 36 characters, and one more that is not looked at. */
function uuidFrom(bytes: Uint8Array): string {
  const text = String.fromCharCode(...bytes.subarray(0, 36))
  if ((bytes.length !== 36 && bytes.length !== 37) || !isKernelUuid(text)) throw new Errno('EINVAL')
  return text.toLowerCase()
}

function countFrom(bytes: Uint8Array): number {
  const value = kernelNumber(bytes)
  if (value === undefined) throw new Errno('EINVAL')
  if (value > 0x7fffffffn) throw new Errno('ERANGE')
  return Number(value)
}
