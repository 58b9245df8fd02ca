import type { FileTree } from '../tree/file-tree.js'
import { addPowerDirectory } from './device-power.js'
import { addToBus } from './simulated-css.js'

/** The crypto adapters of a simulated s390 machine. A queue is a pair of an adapter and a domain (an APQN). */
export interface SimulatedAp {
  /** The highest number that an adapter and a domain can have on this machine. */
  maxAdapter: number
  maxDomain: number
  cards: readonly { adapter: number; /** For example `CEX7C`. */ type: string; hwtype: number }[]
  /** The usage domains of this machine: each card has a queue for each of them. */
  domains: readonly number[]
  /** Queues whose adapter and domain are both in here belong to the host's own drivers; the others to `vfio_ap`. */
  reserved: { adapters: readonly number[]; domains: readonly number[] }
}

/** A queue of a simulated machine. */
export interface ApQueue {
  adapter: number
  domain: number
}

/** The names of adapters, domains and queues as the kernel writes them: `05`, `0047`, `05.0047`. */
export function adapterName(adapter: number): string {
  return adapter.toString(16).padStart(2, '0')
}

export function domainName(domain: number): string {
  return domain.toString(16).padStart(4, '0')
}

export function queueName({ adapter, domain }: ApQueue): string {
  return `${adapterName(adapter)}.${domainName(domain)}`
}

/** Numbers as a mask of 256 bits, of which the leftmost is number 0. */
export function apMask(numbers: Iterable<number>): string {
  let bits = 0n
  for (const number of numbers) bits |= 1n << BigInt(255 - number)
  return `0x${bits.toString(16).padStart(64, '0')}`
}

/** Whether a queue belongs to the host's own drivers, whether it is there or not. */
export function isReserved({ reserved }: SimulatedAp, { adapter, domain }: ApQueue): boolean {
  return reserved.adapters.includes(adapter) && reserved.domains.includes(domain)
}

/** Adds the AP bus with its cards and queues. */
export function addApBus(tree: FileTree, ap: SimulatedAp): void {
  const { maxAdapter, maxDomain, cards, domains, reserved } = ap
  const bus = (entry: string, content: string, mode = 0o444) =>
    tree.addFile(`sys/bus/ap/${entry}`, { mode, show: () => content })
  bus('ap_control_domain_mask', `${apMask(domains)}\n`)
  bus('ap_domain', `${domains[0] ?? -1}\n`, 0o644)
  bus('ap_interrupts', '1\n')
  bus('ap_max_adapter_id', `${maxAdapter}\n`)
  bus('ap_max_domain_id', `${maxDomain}\n`)
  bus('ap_usage_domain_mask', `${apMask(domains)}\n`)
  bus('apmask', `${apMask(reserved.adapters)}\n`, 0o644)
  bus('aqmask', `${apMask(reserved.domains)}\n`, 0o644)
  for (const card of cards) {
    const { adapter, type, hwtype } = card
    const path = `sys/devices/ap/card${adapterName(adapter)}`
    const modalias = `ap:t${hwtype.toString(16).padStart(2, '0').toUpperCase()}`
    const file = (entry: string, content: string, mode = 0o444) =>
      tree.addFile(`${path}/${entry}`, { mode, show: () => content })
    file('config', '1\n', 0o644)
    file('depth', '8\n')
    file('hwtype', `${hwtype}\n`)
    file('modalias', `${modalias}\n`)
    file('online', '1\n', 0o644)
    file('type', `${type}\n`)
    file('uevent', uevent('ap_card', 'cex4card', hwtype, modalias), 0o644)
    addPowerDirectory(tree, path)
    addToBus(tree, 'ap', path, `card${adapterName(adapter)}`, 'cex4card')
    for (const domain of domains) addQueue(tree, path, hwtype, ap, { adapter, domain })
  }
}

function addQueue(tree: FileTree, card: string, hwtype: number, ap: SimulatedAp, queue: ApQueue): void {
  const path = `${card}/${queueName(queue)}`
  const driver = isReserved(ap, queue) ? 'cex4queue' : 'vfio_ap'
  const modalias = `ap:t${hwtype.toString(16).padStart(2, '0').toUpperCase()}`
  tree.addFile(`${path}/config`, { mode: 0o444, show: () => '1\n' })
  if (driver === 'cex4queue') tree.addFile(`${path}/online`, { mode: 0o644, show: () => '1\n' })
  tree.addFile(`${path}/uevent`, { mode: 0o644, show: () => uevent('ap_queue', driver, hwtype, modalias) })
  addPowerDirectory(tree, path)
  addToBus(tree, 'ap', path, queueName(queue), driver)
}

function uevent(kind: string, driver: string, hwtype: number, modalias: string): string {
  const type = hwtype.toString(16).padStart(4, '0').toUpperCase()
  return `DEVTYPE=${kind}\nDRIVER=${driver}\nDEV_TYPE=${type}\nMODALIAS=${modalias}\n`
}

/** Adds the device `matrix`, the parent of what guests get of the queues; returns its path. */
export function addApMatrix(tree: FileTree): string {
  const path = 'sys/devices/vfio_ap/matrix'
  tree.addFile(`${path}/uevent`, { mode: 0o644, show: () => 'DRIVER=vfio_ap\n' })
  addPowerDirectory(tree, path)
  addToBus(tree, 'matrix', path, 'matrix', 'vfio_ap', ['uevent'])
  return path
}
