import { formatPciAddress } from '../../libvirt/pci-address.js'
import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'
import { kernelNumber } from './kernel-number.js'
import type { SimulatedPciFunction } from './simulated-pci.js'
import { addPciFunction, unlinkVirtFunction } from './simulated-pci.js'
import type { VfioGroups } from './vfio-groups.js'

/** What becomes of a parent when its PCI function is bound, unbound, taken away and found again. */
export interface PciBusOwner {
  /** The function is there, at this path. */
  added(name: string, path: string): void
  /** It is gone, with what hung on it. */
  removed(name: string): void
  /** Its driver has it from now on. */
  bound(name: string): void
  /** Its driver shall let go of it; resolves when nobody keeps it from that; `undefined` where nobody does. */
  settle(name: string): Promise<void> | undefined
  /** Its driver has let go of it. */
  unbound(name: string): void
}

interface Entry {
  readonly pci: SimulatedPciFunction
  /** Its directory, without a leading slash; absent while it is taken away. */
  path?: string
  bound: boolean
}

/**
 * The PCI bus of a simulated kernel with what can be written to it: `bind` and `unbind` of a driver, `remove` of a function,
 * `rescan`.
 */
export class SimulatedPciBus {
  /** Every function that is plugged in, also one that was taken away by software. */
  readonly #functions = new Map<string, Entry>()

  constructor(
    private readonly tree: FileTree,
    private readonly groups: VfioGroups,
    private readonly owner: PciBusOwner,
  ) {}

  /** @throws Errno `ENODEV` when its bridge or physical function is not there */
  add(pci: SimulatedPciFunction): void {
    const name = formatPciAddress(pci.address)
    const bridge = pci.bridge && this.#functions.get(formatPciAddress(pci.bridge))?.path
    const physFunction = pci.physFunction && this.#functions.get(formatPciAddress(pci.physFunction))?.path
    if (pci.bridge !== undefined && bridge === undefined) throw new Errno('ENODEV')
    if (pci.physFunction !== undefined && physFunction === undefined) throw new Errno('ENODEV')
    const path = addPciFunction(this.tree, pci, bridge)
    const { tree } = this
    tree.addFile(`${path}/remove`, { mode: 0o220, store: (bytes) => this.#removeStore(name, bytes) })
    tree.addFile('sys/bus/pci/rescan', { mode: 0o200, store: (bytes) => this.#rescan(bytes) })
    if (pci.driver !== undefined) {
      const { driver } = pci
      const directory = `sys/bus/pci/drivers/${driver}`
      tree.addFile(`${directory}/bind`, { mode: 0o200, store: (bytes) => this.#bindStore(driver, bytes) })
      tree.addFile(`${directory}/unbind`, { mode: 0o200, store: (bytes) => this.#unbindStore(driver, bytes) })
    }
    if (pci.iommuGroup !== undefined) this.groups.addFixed(pci.iommuGroup, path)
    this.#functions.set(name, { pci, path, bound: pci.driver !== undefined })
    this.owner.added(name, path)
  }

  /** Takes a function away at once, with what is behind it. Gives `false` where there is none. */
  remove(name: string): boolean {
    const entry = this.#functions.get(name)
    if (entry?.path === undefined) return false
    const { tree } = this
    for (const other of this.#dependents(name)) this.remove(other)
    unlinkVirtFunction(tree, entry.path)
    this.owner.removed(name)
    const group = entry.pci.iommuGroup
    if (group !== undefined) {
      const directory = `sys/kernel/iommu_groups/${group}`
      tree.remove(`${directory}/devices/${name}`)
      if (tree.list(`${directory}/devices`).length === 0) tree.remove(directory)
    }
    if (entry.pci.driver !== undefined) tree.remove(`sys/bus/pci/drivers/${entry.pci.driver}/${name}`)
    tree.remove(`sys/bus/pci/devices/${name}`)
    tree.remove(entry.path)
    delete entry.path
    entry.bound = false
    return true
  }

  #removeStore(name: string, bytes: Uint8Array): void | Promise<void> {
    const value = kernelNumber(bytes)
    if (value === undefined) throw new Errno('EINVAL')
    if (value === 0n) return
    return this.#removeWhenFree(name)
  }

  /** Takes a function away when its driver has let go of it; what is behind it goes before it. */
  #removeWhenFree(name: string): void | Promise<void> {
    const [next = name] = this.#dependents(name)
    return this.#whenFree(next, () => {
      this.remove(next)
      return next === name ? undefined : this.#removeWhenFree(name)
    })
  }

  /** Goes on when the driver of a function has let go of it, unless the function was taken away meanwhile. */
  #whenFree(name: string, goOn: () => void | Promise<void>): void | Promise<void> {
    const entry = this.#functions.get(name)
    const free = () => {
      if (entry?.path === undefined || this.#functions.get(name) !== entry) return undefined
      this.owner.unbound(name)
      return goOn()
    }
    const settled = this.owner.settle(name)
    return settled === undefined ? free() : settled.then(free)
  }

  /** The functions that are behind a bridge or belong to a physical function; those that came last are first. */
  #dependents(name: string): string[] {
    const above = this.#functions.get(name)?.path
    return [...this.#functions]
      .filter(([, { path, pci }]) => {
        const isVirtual = pci.physFunction !== undefined && formatPciAddress(pci.physFunction) === name
        return path !== undefined && above !== undefined && (isVirtual || path.startsWith(`${above}/`))
      })
      .map(([other]) => other)
      .reverse()
  }

  /** Finds everything again; also virtual functions, which on a real machine only their physical one brings back. */
  #rescan(bytes: Uint8Array): void {
    const value = kernelNumber(bytes)
    if (value === undefined) throw new Errno('EINVAL')
    if (value === 0n) return
    for (const [name, { pci, path }] of [...this.#functions]) {
      const bridge = pci.bridge && this.#functions.get(formatPciAddress(pci.bridge))
      if (path !== undefined || (bridge !== undefined && bridge.path === undefined)) continue
      this.add(pci)
      if (pci.driver !== undefined) this.owner.bound(name)
    }
  }

  #bindStore(driver: string, bytes: Uint8Array): void {
    const { name, entry, path } = this.#named(driver, bytes)
    if (entry.bound) throw new Errno('EBUSY')
    this.tree.addLink(`sys/bus/pci/drivers/${driver}/${name}`, path)
    this.tree.addLink(`${path}/driver`, `sys/bus/pci/drivers/${driver}`)
    entry.bound = true
    this.owner.bound(name)
  }

  #unbindStore(driver: string, bytes: Uint8Array): void | Promise<void> {
    const { name, entry, path } = this.#named(driver, bytes)
    if (!entry.bound) throw new Errno('ENODEV')
    return this.#whenFree(name, () => {
      this.tree.remove(`sys/bus/pci/drivers/${driver}/${name}`)
      this.tree.remove(`${path}/driver`)
      entry.bound = false
    })
  }

  #named(driver: string, bytes: Uint8Array): { name: string; entry: Entry; path: string } {
    const name = new TextDecoder().decode(bytes).replace(/\n$/, '')
    const entry = this.#functions.get(name)
    if (entry?.path === undefined || entry.pci.driver !== driver) throw new Errno('ENODEV')
    return { name, entry, path: entry.path }
  }
}
