import type { CcwAddress } from '../../libvirt/ccw-address.js'
import { formatCcwAddress } from '../../libvirt/ccw-address.js'
import { Errno } from '../port/errno.js'
import { baseName } from '../port/sysfs-path.js'
import type { FileTree } from '../tree/file-tree.js'
import { addPowerDirectory } from './device-power.js'

/** A subchannel of a simulated s390 machine, with the channel device behind it. */
export interface SimulatedSubchannel {
  address: CcwAddress
  /** `io_subchannel` shows the channel device, `vfio_ccw` keeps it for a guest; a subchannel can be without a driver. */
  driver?: 'io_subchannel' | 'vfio_ccw'
  /** The channel device; its address, and type and model of control unit and device, for example `3990/e9` and `3390/0c`. */
  device: { address: CcwAddress; cutype: string; devtype: string; driver?: string; online?: boolean }
}

/** Adds the directory of a subchannel as Linux has it, with its links on the bus and at its driver; returns its path. */
export function addSubchannel(tree: FileTree, subchannel: SimulatedSubchannel): string {
  const { address, driver, device } = subchannel
  const name = formatCcwAddress(address)
  const path = `sys/devices/css${address.cssid.toString(16)}/${name}`
  const modalias = 'css:t0'
  const file = (entry: string, content: string, mode = 0o444) =>
    tree.addFile(`${path}/${entry}`, { mode, show: () => content })
  file('chpids', '10 11 12 13 00 00 00 00 \n')
  file('dev_busid', `${formatCcwAddress(device.address)}\n`)
  file('driver_override', '(null)\n', 0o644)
  file('modalias', `${modalias}\n`)
  file('pimpampom', 'f0 f0 ff\n')
  file('type', '0\n')
  file('uevent', `${driver === undefined ? '' : `DRIVER=${driver}\n`}ST=0\nMODALIAS=${modalias}\n`, 0o644)
  addPowerDirectory(tree, path)
  addToBus(tree, 'css', path, name, driver)
  if (driver === 'io_subchannel') addChannelDevice(tree, path, device)
  return path
}

function addChannelDevice(tree: FileTree, above: string, device: SimulatedSubchannel['device']): void {
  const { address, cutype, devtype, driver, online = true } = device
  const name = formatCcwAddress(address)
  const path = `${above}/${name}`
  const [cuType = '', cuModel = ''] = cutype.split('/')
  const [devType = '', devModel = ''] = devtype.split('/')
  const modalias = `ccw:t${cuType.toUpperCase()}m${cuModel.toUpperCase()}dt${devType.toUpperCase()}dm${devModel.toUpperCase()}`
  const file = (entry: string, content: string, mode = 0o444) =>
    tree.addFile(`${path}/${entry}`, { mode, show: () => content })
  file('availability', 'good\n')
  file('cutype', `${cutype}\n`)
  file('devtype', `${devtype}\n`)
  file('modalias', `${modalias}\n`)
  file('online', online ? '1\n' : '0\n', 0o644)
  const uevent = [
    ...(driver === undefined ? [] : [`DRIVER=${driver}`]),
    ...[`CU_TYPE=${cuType}`, `CU_MODEL=${cuModel}`, `DEV_TYPE=${devType}`, `DEV_MODEL=${devModel}`],
    ...[`MODALIAS=${modalias}`, ''],
  ]
  file('uevent', uevent.join('\n'), 0o644)
  addPowerDirectory(tree, path)
  addToBus(tree, 'ccw', path, name, driver)
}

/** Puts a device on a bus and at its driver; the drivers of a simulated machine are not changed while it runs. */
export function addToBus(
  tree: FileTree,
  bus: string,
  path: string,
  name: string,
  driver: string | undefined,
  attributes: readonly string[] = ['bind', 'uevent', 'unbind'],
): void {
  tree.addLink(`${path}/subsystem`, `sys/bus/${bus}`)
  tree.addLink(`sys/bus/${bus}/devices/${name}`, path)
  if (driver === undefined) return
  const directory = `sys/bus/${bus}/drivers/${driver}`
  for (const entry of attributes) tree.addFile(`${directory}/${entry}`, { mode: 0o200, store: refuse })
  tree.addLink(`${directory}/${name}`, path)
  tree.addLink(`${path}/driver`, directory)
}

/** Takes a device away that `addToBus` put there, with its links and with the devices below it. */
export function removeFromBus(tree: FileTree, path: string): void {
  for (const name of tree.list(path)) {
    if (tree.entry(`${path}/${name}/subsystem`) !== undefined) removeFromBus(tree, `${path}/${name}`)
  }
  for (const [link, links] of [
    ['subsystem', 'devices/'],
    ['driver', ''],
  ]) {
    const isThere = tree.entry(`${path}/${link}`) !== undefined
    if (isThere) tree.remove(`${tree.resolve(`${path}/${link}`)}/${links}${baseName(path)}`)
  }
  tree.remove(path)
}

function refuse(): never {
  throw new Errno('ENODEV')
}
