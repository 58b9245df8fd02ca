import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'
import { aggregationOfType } from './aggregation-core.js'
import type { MdevCoreOptions, MdevParent } from './mdev-state.js'
import type { MdevDriver, SimulatedType } from './mdev-driver.js'

/** What stands behind the files of a parent. */
export interface MdevParentFiles {
  available(type: SimulatedType): number
  create(type: SimulatedType, bytes: Uint8Array): void | Promise<void>
  /** A device's name written to `unbind` of the driver. */
  unbind(bytes: Uint8Array): void | Promise<void>
}

const MODULE: readonly (readonly [string, string])[] = [
  ['coresize', '20480\n'],
  ['initsize', '0\n'],
  ['initstate', 'live\n'],
  ['srcversion', '035CECCC76FD2AF8874053A\n'],
  ['taint', '\n'],
  ['version', '0.1\n'],
]

/** What is there when the module `mdev` is loaded: its class, its bus, its own directory. */
export function addMdevBus(tree: FileTree): void {
  tree.addDirectory('sys/class/mdev_bus')
  tree.addDirectory('sys/bus/mdev/devices')
  tree.addDirectory('sys/bus/mdev/drivers')
  tree.addFile('sys/bus/mdev/drivers_autoprobe', { mode: 0o644, show: () => '1\n', store: () => {} })
  tree.addFile('sys/bus/mdev/drivers_probe', writeOnly())
  tree.addFile('sys/bus/mdev/uevent', writeOnly())
  tree.addDirectory('sys/module/mdev/holders')
  for (const [name, content] of MODULE) tree.addFile(`sys/module/mdev/${name}`, { mode: 0o444, show: () => content })
  const holders = () => tree.list('sys/module/mdev/holders').length
  tree.addFile('sys/module/mdev/refcnt', { mode: 0o444, show: () => `${holders()}\n` })
  tree.addFile('sys/module/mdev/uevent', writeOnly())
}

/** The files of a parent that has just registered, and of its driver on the mdev bus. */
export function addMdevParent(
  tree: FileTree,
  parent: MdevParent,
  options: MdevCoreOptions,
  files: MdevParentFiles,
): void {
  const { driver, path } = parent
  tree.addLink(`sys/class/mdev_bus/${parent.name}`, path)
  const bus = `sys/bus/mdev/drivers/${options.kernel === '5.10' ? 'vfio_mdev' : driver.name}`
  if (tree.entry(bus) === undefined) {
    tree.addFile(`${bus}/bind`, writeOnly())
    tree.addFile(`${bus}/unbind`, { mode: 0o200, store: (bytes) => files.unbind(bytes) })
    tree.addFile(`${bus}/uevent`, writeOnly())
    const module = options.kernel === '5.10' ? 'vfio_mdev' : driver.module
    tree.addLink(`${bus}/module`, `sys/module/${module}`)
    addModule(tree, module)
  }
  addModule(tree, driver.module)
  for (const [name, value] of Object.entries(driver.parameters ?? {})) {
    const file = typeof value === 'string' ? { mode: 0o444, show: () => `${value}\n` } : value
    tree.addFile(`sys/module/${driver.module}/parameters/${name}`, file)
  }
  for (const [name, file] of Object.entries(driver.parentFiles ?? {})) tree.addFile(`${path}/${name}`, file)
  for (const type of driver.types) {
    const directory = `${path}/mdev_supported_types/${type.id}`
    const show = (name: string, content: () => string) =>
      tree.addFile(`${directory}/${name}`, { mode: 0o444, show: content })
    tree.addFile(`${directory}/create`, { mode: 0o200, store: (bytes) => files.create(type, bytes) })
    show('available_instances', () => `${files.available(type)}\n`)
    show('device_api', () => `${type.deviceApi}\n`)
    const name = type.name ?? (options.kernel === '5.10' ? undefined : type.id.slice(type.id.indexOf('-') + 1))
    if (name !== undefined) show('name', () => `${name}\n`)
    const { description } = type
    if (description !== undefined) show('description', () => `${description}\n`)
    const aggregation = aggregationOfType(type, driver.aggregation)
    if (aggregation !== undefined) show('aggregation', () => `${aggregation}\n`)
    tree.addDirectory(`${directory}/devices`)
  }
}

/** A module that uses `mdev`. */
function addModule(tree: FileTree, module: string): void {
  tree.addFile(`sys/module/${module}/refcnt`, { mode: 0o444, show: () => '0\n' })
  tree.addLink(`sys/module/mdev/holders/${module}`, `sys/module/${module}`)
}

/** Takes a parent's files away. */
export function removeMdevParent(tree: FileTree, parent: MdevParent): void {
  tree.remove(`sys/class/mdev_bus/${parent.name}`)
  tree.remove(`${parent.path}/mdev_supported_types`)
  for (const name of Object.keys(parent.driver.parentFiles ?? {})) tree.remove(`${parent.path}/${name}`)
}

/** Takes the files of a driver and of its module away, as unloading it does, as far as no driver of the `others` has them too. */
export function removeMdevDriver(
  tree: FileTree,
  { name, module }: MdevDriver,
  options: MdevCoreOptions,
  others: readonly MdevDriver[],
): void {
  if (options.kernel !== '5.10' && !others.some((other) => other.name === name)) {
    tree.remove(`sys/bus/mdev/drivers/${name}`)
  }
  if (others.some((other) => other.module === module)) return
  tree.remove(`sys/module/mdev/holders/${module}`)
  tree.remove(`sys/module/${module}`)
}

function writeOnly(): { mode: number; store: () => never } {
  return {
    mode: 0o200,
    store: () => {
      throw new Errno('ENODEV')
    },
  }
}
