import { Errno } from '../port/errno.js'
import type { TreeFile } from '../tree/file-tree.js'
import { kernelNumber, kernelText } from './kernel-number.js'
import type { SimulatedInstance } from './mdev-driver.js'
import type { SimulatedBehaviour } from './personality.js'
import type { ApQueue, SimulatedAp } from './simulated-ap.js'
import { adapterName, apMask, domainName, isReserved, queueName } from './simulated-ap.js'

/** What the driver can do beside assigning, where kernels differ. */
export interface ApMatrixOptions {
  /**
   * Linux 6.0 and later: assigning while a guest runs is hot plugging, `guest_matrix` shows what the guest has of it, and queues
   * need not be there to be assigned. Before, they must be bound to `vfio_ap`, and nothing changes while a guest runs.
   */
  hotplug: boolean
  /** The newest kernels: `ap_config` writes all three masks at once, and the parent lists its features. */
  apConfig: boolean
}

type Kind = 'adapter' | 'domain' | 'control_domain'
type Assigned = Record<Kind, Set<number>>

const DIGITS = 64
/** `AP_CONFIG_STRLEN`: three masks, each with `0x` and one character behind it. */
const LONGEST_CONFIG = 3 * (DIGITS + 3)

/**
 * The driver `vfio_ap` (`drivers/s390/crypto/vfio_ap_ops.c`): a device is a matrix of adapters and domains, which has a queue for
 * each pair of them, and the domains that it controls. No two devices share a queue.
 */
export function apMatrixBehaviour(ap: SimulatedAp, options: ApMatrixOptions): () => SimulatedBehaviour {
  return () => {
    const matrixes = new Map<string, Assigned>()
    const maximum: Record<Kind, number> = {
      ...{ adapter: ap.maxAdapter, domain: ap.maxDomain, control_domain: ap.maxDomain },
    }

    /** `vfio_ap_mdev_validate_masks`: queues of the host first, then those of other devices. */
    const validate = (uuid: string, assigned: Assigned, added?: [kind: Kind, number: number]): void => {
      const queues = queuesOf(assigned)
      if (options.hotplug ? queues.some((queue) => isReserved(ap, queue)) : !areBound(ap, assigned, added)) {
        throw new Errno('EADDRNOTAVAIL')
      }
      const own = new Set(queues.map(queueName))
      for (const [other, taken] of matrixes) {
        if (other !== uuid && queuesOf(taken).some((queue) => own.has(queueName(queue)))) throw new Errno('EADDRINUSE')
      }
    }

    const attributes = (instance: SimulatedInstance): Readonly<Record<string, TreeFile>> => {
      const { uuid } = instance
      const assigned: Assigned = { adapter: new Set(), domain: new Set(), control_domain: new Set() }
      matrixes.set(uuid, assigned)
      const writable = (store: (bytes: Uint8Array) => void): TreeFile => ({
        mode: 0o200,
        store(bytes) {
          if (!options.hotplug && instance.isOpen?.() === true) throw new Errno('EBUSY')
          store(bytes)
        },
      })
      const numberOf = (kind: Kind, bytes: Uint8Array): number => {
        const number = kernelNumber(bytes)
        if (number === undefined) throw new Errno('EINVAL')
        if (number > BigInt(maximum[kind])) throw new Errno('ENODEV')
        return Number(number)
      }
      const assign = (kind: Kind) =>
        writable((bytes) => {
          const number = numberOf(kind, bytes)
          if (assigned[kind].has(number)) return
          const next = { ...assigned, [kind]: new Set([...assigned[kind], number]) }
          if (kind !== 'control_domain') validate(uuid, next, [kind, number])
          assigned[kind].add(number)
        })
      const unassign = (kind: Kind) => writable((bytes) => void assigned[kind].delete(numberOf(kind, bytes)))
      const shown = (show: () => string): TreeFile => ({ mode: 0o444, show })
      return {
        assign_adapter: assign('adapter'),
        unassign_adapter: unassign('adapter'),
        assign_domain: assign('domain'),
        unassign_domain: unassign('domain'),
        assign_control_domain: assign('control_domain'),
        unassign_control_domain: unassign('control_domain'),
        control_domains: shown(() => lines(sorted(assigned.control_domain).map(domainName))),
        matrix: shown(() => matrixText(assigned)),
        ...(options.hotplug && { guest_matrix: shown(() => matrixText(ofGuest(ap, assigned))) }),
        ...(options.apConfig && {
          ap_config: {
            mode: 0o644,
            show: () => `${[assigned.adapter, assigned.domain, assigned.control_domain].map(apMask).join(',')}\n`,
            store(bytes: Uint8Array) {
              const next = fromMasks(bytes)
              validate(uuid, next)
              for (const kind of KINDS)
                if (sorted(next[kind]).some((number) => number > maximum[kind])) throw new Errno('ENODEV')
              Object.assign(assigned, next)
            },
          },
        }),
      }
    }

    return {
      attributes,
      remove: ({ uuid }) => void matrixes.delete(uuid),
      ...(options.apConfig && {
        parentFiles: { features: { mode: 0o444, show: () => 'guest_matrix hotplug ap_config\n' } },
      }),
    }
  }
}

const KINDS: readonly Kind[] = ['adapter', 'domain', 'control_domain']

function sorted(numbers: Iterable<number>): number[] {
  return [...numbers].sort((a, b) => a - b)
}

function queuesOf({ adapter, domain }: Assigned): ApQueue[] {
  return sorted(adapter).flatMap((number) => sorted(domain).map((other) => ({ adapter: number, domain: other })))
}

/** Whether a queue is there and bound to `vfio_ap`. */
function isBound(ap: SimulatedAp, queue: ApQueue): boolean {
  const { adapter, domain } = queue
  return ap.domains.includes(domain) && ap.cards.some((card) => card.adapter === adapter) && !isReserved(ap, queue)
}

/**
 * What kernels before 6.0 asked (`vfio_ap_mdev_verify_queues_reserved_for_apid` and `..._apqi`): that every new queue is bound, and
 * of a number that makes no queue yet that it has at least one that is.
 */
function areBound(ap: SimulatedAp, assigned: Assigned, added: [kind: Kind, number: number] | undefined): boolean {
  if (added === undefined) return queuesOf(assigned).every((queue) => isBound(ap, queue))
  const [kind, number] = added
  const others = kind === 'adapter' ? assigned.domain : assigned.adapter
  const queues = (numbers: Iterable<number>) =>
    Array.from(numbers, (other) =>
      kind === 'adapter' ? { adapter: number, domain: other } : { adapter: other, domain: number },
    )
  if (others.size > 0) return queues(others).every((queue) => isBound(ap, queue))
  const all = kind === 'adapter' ? ap.domains : ap.cards.map((card) => card.adapter)
  return queues(all).some((queue) => isBound(ap, queue))
}

/**
 * What a guest gets (`vfio_ap_mdev_filter_matrix`): the adapters and domains that the machine has, without adapters of which one of
 * these queues is not bound.
 */
function ofGuest(ap: SimulatedAp, assigned: Assigned): Assigned {
  const domain = [...assigned.domain].filter((number) => ap.domains.includes(number))
  const adapter = [...assigned.adapter].filter(
    (number) =>
      ap.cards.some((card) => card.adapter === number) &&
      domain.every((other) => isBound(ap, { adapter: number, domain: other })),
  )
  return { adapter: new Set(adapter), domain: new Set(domain), control_domain: assigned.control_domain }
}

function matrixText(assigned: Assigned): string {
  const { adapter, domain } = assigned
  if (domain.size === 0) return lines(sorted(adapter).map((number) => `${adapterName(number)}.`))
  if (adapter.size === 0) return lines(sorted(domain).map((number) => `.${domainName(number)}`))
  return lines(queuesOf(assigned).map(queueName))
}

function lines(texts: readonly string[]): string {
  return texts.map((text) => `${text}\n`).join('')
}

/**
 * Three masks with commas or newlines between, and what is behind them is not looked at (`parse_bitmap`, `ap_hex2bitmap`): the
 * leftmost bit is number 0, digits that are not there are 0.
 */
function fromMasks(bytes: Uint8Array): Assigned {
  const parts = kernelText(bytes).slice(0, LONGEST_CONFIG).split(/[,\n]/)
  const [adapter, domain, control] = parts.slice(0, 3).map((part) => {
    const digits = /^(?:0?x)?([0-9a-fA-F]*)$/.exec(part)?.[1]
    if (digits === undefined || digits.length > DIGITS) throw new Errno('EINVAL')
    const numbers = new Set<number>()
    for (const [place, digit] of [...digits].entries()) {
      for (let bit = 0; bit < 4; bit++) if ((parseInt(digit, 16) & (8 >> bit)) !== 0) numbers.add(place * 4 + bit)
    }
    return numbers
  })
  if (adapter === undefined || domain === undefined || control === undefined) throw new Errno('EINVAL')
  return { adapter, domain, control_domain: control }
}
