import { v4 } from 'uuid'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { capacitiesOf } from '../../machine/capacity/capacity-of.js'
import type { LiveDevice, PhysicalCapacity } from '../../machine/capacity/physical-capacity.js'
import { predictAvailability } from '../../machine/capacity/predict-availability.js'
import { LeftPredictor } from '../../machine/capacity/predict-left.js'
import { HostError } from '../../machine/host-error.js'
import type { Host, OperationOptions } from '../../machine/host.js'
import { compareText, shown } from '../../machine/scan/scan.js'
import type { HostDevice, HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type { ProbedDevice, ProbedEffect, ProbedType, ProbeResult } from './probe-result.js'

export interface ProbeOptions extends OperationOptions {
  /** That devices may be made and removed for this. It changes what others are offered as long as it lasts. */
  consent: true
  /**
   * The parents on which devices may be made, by the kernel's name or libvirt's; a physical device stands for all its parents. All
   * of the machine where absent.
   */
  parents?: readonly string[]
  /** The ids of the types to try; all where absent. */
  types?: readonly string[]
  /** How many devices of a type are made at once at most; 32 where absent. */
  limit?: number
}

const LIMIT = 32

/**
 * Finds out what a machine can make, and what its types do to each other, by making devices and removing them again: type by
 * type, as many as fit up to the limit. Every device is removed before the next type is tried. It makes devices only on the
 * parents that may be used and removes none but its own, which are made in one group; when the process is killed, `Host.recover`
 * removes what is left.
 * @throws TypeError without consent; RangeError for a limit below 1; HostError `parent-unknown`, `read-only`, `denied` and whatever
 *   keeps a device from being removed; the signal's reason
 */
export async function probeCapacity(host: Host, options: ProbeOptions): Promise<ProbeResult> {
  const consent: unknown = options.consent
  if (consent !== true) throw new TypeError('A probe makes devices and removes them: it needs consent: true.')
  const { limit = LIMIT } = options
  if (!Number.isInteger(limit) || limit < 1) throw new RangeError(`The limit ${limit} is no whole number from 1 up.`)
  return new Probe(host, options, limit).run()
}

/** What a parent answers that has no room, as far as a HostError tells. */
const FULL: ReadonlySet<string> = new Set(['no-instances-left', 'driver-refused', 'not-supported'])

class Probe {
  readonly #host: Host
  readonly #options: ProbeOptions
  readonly #limit: number
  readonly #group = v4()
  readonly #differences: string[] = []
  #created = 0

  constructor(host: Host, options: ProbeOptions, limit: number) {
    this.#host = host
    this.#options = options
    this.#limit = limit
  }

  async run(): Promise<ProbeResult> {
    const snapshot = await this.#snapshot()
    const allowed = parentsIn(snapshot, this.#options.parents)
    const devices: ProbedDevice[] = []
    for (const capacity of capacitiesOf(snapshot)) {
      const parents = capacity.parents.filter((parent) => allowed === undefined || allowed.has(parent))
      if (parents.length > 0) devices.push(await this.#device(capacity, parents))
    }
    return { version: 1, created: this.#created, devices, differences: this.#differences }
  }

  #snapshot(): Promise<HostSnapshot> {
    const { signal } = this.#options
    signal?.throwIfAborted()
    return this.#host.snapshot(signal === undefined ? {} : { signal })
  }

  async #device(capacity: PhysicalCapacity, parents: readonly string[]): Promise<ProbedDevice> {
    const { types: wanted } = this.#options
    const offered = capacity.offers.filter(({ parent }) => parents.includes(parent)).map(({ type }) => type)
    const types: ProbedType[] = []
    for (const type of [...new Set(offered)].sort(compareText)) {
      if (wanted === undefined || wanted.includes(type)) types.push(await this.#type(capacity, parents, type))
    }
    const after = capacitiesOf(await this.#snapshot()).find(({ id }) => id === capacity.id)
    const disturbed = after === undefined || !sameDevices(after.live, capacity.live)
    if (disturbed) {
      this.#differences.push(
        `Somebody else made or removed devices on ${capacity.id} meanwhile: its numbers are not of one state.`,
      )
    }
    return { id: capacity.id, parents: [...parents], types, disturbed }
  }

  async #type(capacity: PhysicalCapacity, parents: readonly string[], type: string): Promise<ProbedType> {
    // only the parents that may be used count
    const usable = { ...capacity, offers: capacity.offers.filter(({ parent }) => parents.includes(parent)) }
    const offering = usable.offers.filter((offer) => offer.type === type).map(({ parent }) => parent)
    const { left: predicted, certainty } = new LeftPredictor(usable).left(type)
    const filled = await this.#fill(usable, offering, type, [])
    const probed: ProbedType = {
      ...{ type, made: filled.made, stopped: filled.stopped },
      ...(filled.refusal !== undefined && { refusal: filled.refusal }),
      ...(predicted !== undefined && { predicted }),
      ...{ certainty, effects: filled.effects },
    }
    this.#compare(capacity, probed)
    return probed
  }

  /**
   * Makes one more device, and with it there the next ones; they go in the opposite order.
   * @param parents Those that may have room yet: one that has refused a device of a type has none for the next one.
   */
  async #fill(
    capacity: PhysicalCapacity,
    parents: readonly string[],
    type: string,
    own: readonly HostDevice[],
  ): Promise<Pick<ProbedType, 'made' | 'stopped' | 'effects' | 'refusal'>> {
    const effects = own.length === 1 ? effectsOf(capacity, await this.#snapshot(), own) : []
    if (own.length >= this.#limit) return { made: own.length, stopped: 'limit', effects }
    let refusal: string | undefined
    for (const [index, parent] of parents.entries()) {
      const left = parents.slice(index)
      const deeper = await this.#with(parent, type, (device) => this.#fill(capacity, left, type, [...own, device]))
      if (deeper.made === undefined) {
        refusal ??= deeper.refusal
        continue
      }
      return own.length === 1 ? { ...deeper, effects } : deeper
    }
    return {
      ...{ made: own.length, effects, stopped: refusal === undefined ? 'full' : 'refused' },
      ...(refusal !== undefined && { refusal }),
    }
  }

  /** Lets something be done with a device; where the parent has none left or refuses it, tells that. */
  async #with<T extends { made: number }>(
    parent: string,
    type: string,
    use: (device: HostDevice) => Promise<T>,
  ): Promise<T | { made?: never; refusal: string | undefined }> {
    const { signal } = this.#options
    const made: HostDevice[] = []
    try {
      return await this.#host.withDevices(
        [{ parent, type }],
        async ([device]) => {
          if (device === undefined) throw new RangeError('One request made no device.')
          made.push(device)
          this.#created++
          return use(device)
        },
        { group: this.#group, ...(signal && { signal }) },
      )
    } catch (error) {
      if (made.length > 0 || !(error instanceof HostError) || !FULL.has(error.code) || error.undoing !== undefined)
        throw error
      // without a number of the kernel nothing was written: the parent had told that it has none left
      const toldBefore = error.code === 'no-instances-left' && error.errno === undefined
      return { refusal: toldBefore ? undefined : `${error.code}: ${error.message}` }
    }
  }

  #compare(
    { id: device, parents }: PhysicalCapacity,
    { type, made, stopped, predicted, certainty, effects }: ProbedType,
  ): void {
    const where = parents.length === 1 ? `${device} had` : `no parent of ${device} had more than`
    const fewer = stopped !== 'limit' && predicted !== undefined && made !== predicted
    const more = stopped === 'limit' && predicted !== undefined && made > predicted
    if (fewer || more) {
      const least = stopped === 'limit' ? 'at least ' : ''
      this.#differences.push(
        `${device} made ${least}${made} of ${type}; ${predicted} had been predicted (${certainty}).`,
      )
    }
    for (const effect of effects) {
      if (effect.told === undefined || effect.predicted === undefined || effect.told === effect.predicted) continue
      this.#differences.push(
        `With one ${type} there, ${where} ${effect.told} of ${effect.type} left; ` +
          `${effect.predicted} had been predicted (${effect.certainty}).`,
      )
    }
  }
}

/** What all types had left with one device there, beside what had been predicted. */
function effectsOf(capacity: PhysicalCapacity, snapshot: HostSnapshot, own: readonly HostDevice[]): ProbedEffect[] {
  const live: LiveDevice[] = own.map(({ parent, type = '' }) => ({ parent, type }))
  const told = new Map<string, number | undefined>()
  const usable = new Set(capacity.offers.map(({ parent }) => parent))
  for (const { parent, id, availableInstances } of snapshot.types) {
    if (!usable.has(parent)) continue
    told.set(id, most(told.get(id), availableInstances))
  }
  const predicted = new Map<string, Pick<ProbedEffect, 'predicted' | 'certainty'>>()
  for (const { type, available, certainty } of predictAvailability(capacity, [...capacity.live, ...live])) {
    const before = predicted.get(type)
    const best = most(before?.predicted, available)
    const known = before === undefined || available === best ? certainty : before.certainty
    predicted.set(type, { ...(best !== undefined && { predicted: best }), certainty: known })
  }
  return [...told].map(([type, left]): ProbedEffect => ({
    type,
    ...(left !== undefined && { told: left }),
    ...(predicted.get(type) ?? { certainty: 'unknown' }),
  }))
}

function most(a: number | undefined, b: number | undefined): number | undefined {
  return a === undefined ? b : b === undefined ? a : Math.max(a, b)
}

function sameDevices(a: readonly LiveDevice[], b: readonly LiveDevice[]): boolean {
  const text = (devices: readonly LiveDevice[]) =>
    devices
      .map(({ parent, type, aggregation = 1 }) => JSON.stringify([parent, type, aggregation]))
      .sort()
      .join()
  return text(a) === text(b)
}

/** The kernel's names of the parents that may be used; `undefined` for all. */
function parentsIn(snapshot: HostSnapshot, wanted: readonly string[] | undefined): ReadonlySet<string> | undefined {
  if (wanted === undefined) return undefined
  const capacities = capacitiesOf(snapshot)
  const found = new Set<string>()
  for (const name of wanted) {
    const address = parsePciAddress(name)
    const ids = new Set([name, ...(address === undefined ? [] : [formatPciAddress(address)])])
    for (const node of snapshot.nodes) if (node.name === name) ids.add(node.id)
    const own = capacities.flatMap(({ id, parents }) =>
      ids.has(id) ? parents : parents.filter((each) => ids.has(each)),
    )
    if (own.length === 0) {
      throw new HostError('parent-unknown', `There is no parent ${shown(name)} that offers types.`, {
        help: 'nodedev types shows all parents.',
      })
    }
    for (const id of own) found.add(id)
  }
  return found
}
