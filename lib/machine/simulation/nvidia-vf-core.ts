import { baseName } from '../port/sysfs-path.js'
import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'
import { kernelText } from './kernel-number.js'
import type { MdevDriver, SimulatedInstance, SimulatedType } from './mdev-driver.js'
import type { SimulatedCore } from './simulated-core.js'
import type { SimulatedDeviceState } from './simulated-state.js'
import type { VfioGroup, VfioGroups } from './vfio-groups.js'
import { vgpuParameters } from './vgpu-parameters.js'

/** A registered virtual function. */
interface VirtualFunction {
  readonly name: string
  /** Its directory, without a leading slash. */
  readonly path: string
  readonly driver: MdevDriver
  readonly group: VfioGroup | undefined
  /** The device that it is now, if it is one. */
  current?: SimulatedInstance
  /** What was written to the files of `SETTINGS` since. */
  readonly settings: Map<string, string>
}

/** The files that are written once a function has a type, and what they keep of it; they are empty before. */
const SETTINGS = new Map<string, (bytes: Uint8Array) => string>([
  ['nvidia/vgpu_params', vgpuParameters],
  ['nvidia/gpu_instance_id', (bytes) => String(decimal(bytes))],
  ['nvidia/placement_id', (bytes) => String(decimal(bytes))],
])
const LARGEST = 0xffff_ffffn

/**
 * NVIDIA's vGPUs on virtual functions without mediated devices: `current_vgpu_type` makes, by the number of a type, and
 * removes, by 0. After the vendor's open driver of 2022 and a recording of an L40S; what its resource manager answers was never
 * seen, and is as in the proposal for nouveau of 2025.
 */
export class NvidiaVfCore implements SimulatedCore {
  readonly backend = 'nvidia-vf'
  readonly #functions = new Map<string, VirtualFunction>()

  constructor(
    readonly tree: FileTree,
    readonly groups: VfioGroups,
  ) {}

  register(name: string, path: string, driver: MdevDriver): void {
    if (this.#functions.has(name)) throw new Errno('EEXIST')
    const { tree } = this
    const link = `${path}/iommu_group`
    const number = tree.entry(link) === undefined ? undefined : Number(baseName(tree.resolve(link)))
    const group = number === undefined ? undefined : this.groups.expose(number)
    const vf: VirtualFunction = { name, path, driver, group, settings: new Map() }
    this.#functions.set(name, vf)
    const show = (entry: string, content: () => string) =>
      tree.addFile(`${path}/nvidia/${entry}`, { mode: 0o444, show: content })
    show('creatable_vgpu_types', () => creatableTypes(driver, liveOn(vf)))
    tree.addFile(`${path}/nvidia/current_vgpu_type`, {
      mode: 0o644,
      show: () => `${vf.current?.type.id ?? 0}\n`,
      store: (bytes) => setType(vf, bytes),
    })
    for (const entry of SETTINGS.keys()) {
      tree.addFile(`${path}/${entry}`, {
        mode: 0o644,
        show: () => (vf.settings.has(entry) ? `${vf.settings.get(entry)}\n` : ''),
        store: (bytes) => set(vf, entry, bytes),
      })
    }
    show('warm_update', () => '')
  }

  /** A function that a guest has open is not given up by its driver. */
  settle(name: string): Promise<void> | undefined {
    return this.#functions.get(name)?.group?.closed()
  }

  unregister(name: string): boolean {
    const vf = this.#functions.get(name)
    if (vf === undefined) return false
    if (vf.current !== undefined) remove(vf, vf.current)
    this.#functions.delete(name)
    this.tree.remove(`${vf.path}/nvidia`)
    if (vf.group !== undefined) this.groups.hide(vf.group)
    return true
  }

  savedDevices(): SimulatedDeviceState[] {
    return [...this.#functions.values()].flatMap(({ name, current, settings }) =>
      current === undefined
        ? []
        : {
            ...{ parent: name, type: current.type.id },
            ...(settings.size > 0 && { attributes: Array.from(settings, ([file, value]) => ({ name: file, value })) }),
          },
    )
  }

  restoreDevice(saved: SimulatedDeviceState): void {
    const vf = this.#functions.get(saved.parent)
    if (vf === undefined) throw new Errno('ENODEV')
    const type = vf.driver.types.find(({ id }) => id === saved.type)
    if (type === undefined) throw new Errno('ENOENT')
    create(vf, type)
    for (const { name, value } of saved.attributes ?? []) set(vf, name, new TextEncoder().encode(value))
  }

  hold(id: string): (() => void) | undefined {
    const vf = this.#functions.get(id)
    return vf?.current === undefined ? undefined : vf.group?.open()
  }
}

/** A header, then a line for each type that could be made now; the header alone where none could. */
function creatableTypes(driver: MdevDriver, live: readonly SimulatedInstance[]): string {
  const lines = driver.types
    .filter((type) => driver.available(type, live) > 0)
    .map(({ id, name = '' }) => `${id.padEnd(5)} : ${name}\n`)
  return `ID    : vGPU Name\n${lines.join('')}`
}

function setType(vf: VirtualFunction, bytes: Uint8Array): void {
  const number = decimal(bytes)
  const { current } = vf
  if (number === 0n) {
    if (current === undefined) throw new Errno('EPERM')
    if (isOpen(vf)) throw new Errno('EBUSY')
    remove(vf, current)
    return
  }
  if (current !== undefined) throw new Errno('EPERM')
  const type = vf.driver.types.find(({ id }) => id === String(number))
  if (type === undefined) throw new Errno('ENODEV')
  create(vf, type)
}

function set(vf: VirtualFunction, file: string, bytes: Uint8Array): void {
  const read = SETTINGS.get(file)
  if (read === undefined) throw new Errno('EACCES')
  if (vf.current === undefined || isOpen(vf)) throw new Errno('EPERM')
  vf.settings.set(file, read(bytes))
}

function create(vf: VirtualFunction, type: SimulatedType): void {
  if (vf.current !== undefined) throw new Errno('EEXIST')
  const instance: SimulatedInstance = { uuid: vf.name, parent: vf.name, type, ordinal: 1 }
  vf.driver.create(instance, liveOn(vf))
  vf.current = instance
}

function remove(vf: VirtualFunction, instance: SimulatedInstance): void {
  delete vf.current
  vf.settings.clear()
  vf.driver.remove?.(instance)
}

function liveOn({ current }: VirtualFunction): SimulatedInstance[] {
  return current === undefined ? [] : [current]
}

function isOpen({ group }: VirtualFunction): boolean {
  return (group?.users ?? 0) > 0
}

/** The kernel's `kstrtouint` with base 10. */
function decimal(bytes: Uint8Array): bigint {
  const digits = /^\+?(\d+)\n?$/.exec(kernelText(bytes))?.[1]
  if (digits === undefined) throw new Errno('EINVAL')
  const number = BigInt(digits)
  if (number > LARGEST) throw new Errno('ERANGE')
  return number
}
