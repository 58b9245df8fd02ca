import { addPowerDirectory } from './device-power.js'
import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'
import type { DeviceUser } from '../port/sysfs.js'
import { baseName } from '../port/sysfs-path.js'

/** Processes of simulated guests have numbers from here on, to which that of the group is added. */
const FIRST_PID = 4000

/** The VFIO group of one mediated device, or of one PCI function. */
export class VfioGroup {
  #users = 0
  #waiting: (() => void)[] = []

  constructor(readonly number: number) {}

  /** How often somebody has it open. */
  get users(): number {
    return this.#users
  }

  /** Opens it, as a starting guest does; the function returned closes it, once. */
  open(): () => void {
    this.#users++
    let isOpen = true
    return () => {
      if (!isOpen) return
      isOpen = false
      this.#users--
      if (this.#users > 0) return
      const waiting = this.#waiting
      this.#waiting = []
      for (const resume of waiting) resume()
    }
  }

  /** Resolves when nobody has it open any more; `undefined` where nobody has. */
  closed(): Promise<void> | undefined {
    if (this.#users === 0) return undefined
    return new Promise((resolve) => this.#waiting.push(resolve))
  }
}

/**
 * IOMMU groups and VFIO groups of a simulated kernel: `/sys/kernel/iommu_groups`, `/sys/class/vfio`, `/dev/vfio`. The lowest
 * free number is given out, as the kernel does.
 */
export class VfioGroups {
  readonly #groups = new Map<number, VfioGroup>()
  readonly #minors = new Set<number>()
  /** How many functions of a group of the firmware's are bound to a driver of VFIO. */
  readonly #exposed = new Map<number, number>()

  constructor(
    private readonly tree: FileTree,
    /** Groups below this number belong to devices that the simulation leaves out. */
    private readonly first = 0,
  ) {
    tree.addDirectory('sys/kernel/iommu_groups')
    tree.addDirectory('sys/class/vfio')
    tree.addDirectory('sys/devices/virtual')
    tree.addFile('dev/vfio/vfio', deviceFile(0o666))
  }

  /** Puts a device into a group that the firmware decided on, without VFIO. */
  addFixed(number: number, device: string): void {
    this.#addGroup(number, device, 'DMA-FQ')
    this.tree.addLink(`${device}/iommu_group`, `sys/kernel/iommu_groups/${number}`)
  }

  /** Makes a group for a mediated device, `number` if that one is free, with its VFIO character device. */
  allocate(device: string, number?: number): VfioGroup {
    const wanted = number !== undefined && !this.#isTaken(number) ? number : this.#lowestFree()
    const { tree } = this
    this.#addGroup(wanted, device, 'unknown')
    tree.addFile(`sys/kernel/iommu_groups/${wanted}/name`, { mode: 0o444, show: () => 'vfio-noiommu\n' })
    tree.addLink(`${device}/iommu_group`, `sys/kernel/iommu_groups/${wanted}`)
    return this.#addVfio(wanted)
  }

  /** Gives a group that the firmware decided on its VFIO character device, as binding to a driver of VFIO does. */
  expose(number: number): VfioGroup {
    this.#exposed.set(number, (this.#exposed.get(number) ?? 0) + 1)
    return this.#groups.get(number) ?? this.#addVfio(number)
  }

  /** Takes back what one `expose` did; the group itself stays. */
  hide({ number }: VfioGroup): void {
    const left = (this.#exposed.get(number) ?? 0) - 1
    this.#exposed.set(number, left)
    if (left <= 0) this.#removeVfio(number)
  }

  #addVfio(number: number): VfioGroup {
    const group = new VfioGroup(number)
    this.#groups.set(number, group)
    const minor = lowest((candidate) => this.#minors.has(candidate))
    this.#minors.add(minor)
    this.#minorOf.set(number, minor)
    const { tree } = this
    const vfio = `sys/devices/virtual/vfio/${number}`
    tree.addFile(`${vfio}/dev`, { mode: 0o444, show: () => `246:${minor}\n` })
    addPowerDirectory(tree, vfio)
    tree.addLink(`${vfio}/subsystem`, 'sys/class/vfio')
    tree.addFile(`${vfio}/uevent`, { mode: 0o644, show: () => `MAJOR=246\nMINOR=${minor}\nDEVNAME=vfio/${number}\n` })
    tree.addLink(`sys/class/vfio/${number}`, vfio)
    tree.addFile(`dev/vfio/${number}`, deviceFile(0o600))
    return group
  }

  free(group: VfioGroup): void {
    this.#removeVfio(group.number)
    this.tree.remove(`sys/kernel/iommu_groups/${group.number}`)
  }

  #removeVfio(number: number): void {
    this.#groups.delete(number)
    this.#minors.delete(this.#minorOf.get(number) ?? -1)
    this.#minorOf.delete(number)
    this.tree.remove(`sys/class/vfio/${number}`)
    this.tree.remove(`sys/devices/virtual/vfio/${number}`)
    if (this.#groups.size === 0) this.tree.remove('sys/devices/virtual/vfio')
    this.tree.remove(`dev/vfio/${number}`)
  }

  isHeld(number: number): boolean {
    return (this.#groups.get(number)?.users ?? 0) > 0
  }

  /** A made-up guest for each time that a group is open. */
  usersOf(number: number): DeviceUser[] {
    const users = this.#groups.get(number)?.users ?? 0
    return Array.from({ length: users }, (_, index) => ({
      pid: FIRST_PID + number + index,
      command: 'qemu-system-x86',
    }))
  }

  readonly #minorOf = new Map<number, number>()

  #addGroup(number: number, device: string, type: string): void {
    const group = `sys/kernel/iommu_groups/${number}`
    this.tree.addLink(`${group}/devices/${baseName(device)}`, device)
    this.tree.addFile(`${group}/reserved_regions`, { mode: 0o444, show: () => '' })
    this.tree.addFile(`${group}/type`, { mode: 0o644, show: () => `${type}\n` })
  }

  #isTaken(number: number): boolean {
    return number < this.first || this.tree.entry(`sys/kernel/iommu_groups/${number}`) !== undefined
  }

  #lowestFree(): number {
    return lowest((candidate) => this.#isTaken(candidate), this.first)
  }
}

function lowest(taken: (candidate: number) => boolean, first = 0): number {
  let candidate = first
  while (taken(candidate)) candidate++
  return candidate
}

function deviceFile(mode: number): { mode: number; show: () => never } {
  return {
    mode,
    show: () => {
      throw new Errno('EINVAL')
    },
  }
}
