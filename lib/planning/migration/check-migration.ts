import type { MigrationVerdict, Subject } from './comparison.js'
import { canonicalName, listedNames } from './device-names.js'
import { guestDevices, type GuestDevice } from './guest-devices.js'
import { withCanonicalNames } from './known-compatibility.js'
import type { MigrationOptions } from './migration-options.js'
import { notesOn } from './migration-notes.js'
import { questionsOf } from './migration-questions.js'
import type { MigratedDevice, MigrationReason, MigrationResult } from './migration-result.js'
import { NewUuids } from './new-uuids.js'
import { renameDevices, type DeviceRename } from './patch-domain.js'
import { PlaceComparisons, type ComparedPlace } from './place-comparisons.js'
import type { SharedRow } from './place-seats.js'
import { reasonsOf, whyNot } from './reasons.js'
import { sharePlaces, type SharedPlaces } from './share-places.js'
import { TargetCards } from './target-cards.js'
import { targetPlaces, type TargetPlace } from './target-places.js'

/** So many devices of a guest are looked at. */
const MOST_DEVICES = 1000
/** So many pairs of a device and a place are looked at. */
const MOST_PAIRS = 20_000_000
/** So many limits of the hardware are told for one device, of so many places. */
const MOST_LIMITS = 4
const MOST_LIMITED = 64

/**
 * Whether a guest can go from one machine to another with its host devices: where each of them would go, under which UUID, and
 * the domain for that; or why not. Places are shared out so that as many devices as can be have one, as few as can be remain
 * undecided, and as few UUIDs as can be change; the answer is the same each time.
 *
 * The verdict rests on what the snapshots hold and on what the drivers tell (`sourceCompatibility`, `targetCompatibility`), and says
 * no more than what was compared: without a word from a driver it is `undecided`. So it is where devices have to be made on
 * hardware of which it is not certain that it takes them all.
 * @throws RangeError where `newUuid` gives what is no UUID, or only taken ones
 */
export function checkMigration(options: MigrationOptions): MigrationResult {
  return new MigrationCheck(options).run()
}

/** A device that can go to places. */
interface Row extends SharedRow {
  readonly device: GuestDevice
  readonly subject: Subject
}

class MigrationCheck {
  readonly #options: MigrationOptions
  readonly #places: readonly TargetPlace[]
  readonly #comparisons: PlaceComparisons
  /** Every UUID that is taken on the target. */
  readonly #taken: ReadonlySet<string>
  readonly #devices: readonly GuestDevice[]
  readonly #uuids: NewUuids

  constructor(options: MigrationOptions) {
    const { domain, source, sourceCompatibility, target, targetCompatibility, targetInUse = [], make = true } = options
    this.#options = options
    const [from, to] = [sourceCompatibility, targetCompatibility].map((told) => told && withCanonicalNames(told))
    const places = targetPlaces(target, to, new Set(targetInUse.map(canonicalName)))
    this.#places = make ? places : places.filter(({ use }) => use !== 'make')
    this.#comparisons = new PlaceComparisons(this.#places, options)
    this.#taken = new Set(target.devices.flatMap(({ uuid }) => (uuid === undefined ? [] : [uuid.toLowerCase()])))
    this.#devices = guestDevices(domain.draft, source, from)
    const own = new Set(this.#devices.flatMap(({ id }) => (id === undefined ? [] : [id])))
    const { uuid, name } = domain.draft
    this.#uuids = new NewUuids(this.#taken, own, uuid ?? name ?? '', options.newUuid)
  }

  run(): MigrationResult {
    const known = this.#devices.flatMap((device) => {
      const { subject, id } = device
      return subject === undefined || id === undefined ? [] : [{ device, subject, id }]
    })
    const isTooMany = known.length > MOST_DEVICES || known.length * this.#places.length > MOST_PAIRS
    const rows = known.map((row): Row => ({
      ...row,
      candidates: isTooMany ? [] : this.#comparisons.candidates(row.subject),
    }))
    const shared = isTooMany
      ? undefined
      : sharePlaces(rows, new TargetCards(this.#options.target), (id) => this.#taken.has(id))
    const indexes = new Map(rows.map(({ device }, index) => [device, index]))
    const migrated = this.#devices.map((device) => {
      const index = indexes.get(device)
      const row = index === undefined ? undefined : rows[index]
      if (index === undefined || row === undefined) return notCompared(device)
      if (shared === undefined) return undecidedOf(row, TOO_MANY)
      const place = shared.given[index]
      return place === undefined ? this.#noPlace(row, index, shared) : this.#placed(row, place)
    })
    return this.#result(migrated, shared?.given ?? [])
  }

  #placed({ device, id }: Row, { place, comparison }: ComparedPlace): MigratedDevice {
    const { verdict, compared, aggregation, attributes } = comparison
    const { use, parent, type, subject, key } = place
    const isAggregated = use === 'make' && aggregation > 1 && subject.mostAggregation !== undefined
    return {
      ...described(device),
      verdict,
      target: {
        use,
        id: place.id ?? this.#uuids.next(id),
        parent,
        ...(type !== undefined && { type }),
        ...(isAggregated && { aggregation }),
        ...(attributes.length > 0 && { attributes: [...attributes] }),
      },
      compared: [...compared],
      reasons: reasonsOf(compared, key),
    }
  }

  /** A device that nothing was found for: because others got it, because nothing is left, or because nothing fits. */
  #noPlace(row: Row, index: number, shared: SharedPlaces): MigratedDevice {
    const { candidates, subject } = row
    const device = { ...described(row.device), verdict: 'incompatible' as const, compared: [] }
    if (candidates.length > 0 && shared.hadRoom[index] === true) {
      if (!shared.isProven) return undecidedOf(row, NOT_ALL_TRIED)
      const message = `All of the target that would do is given to other devices of the guest: ${keysOf(candidates)}.`
      return { ...device, reasons: [noneLeft(message), ...limitsOf(row, shared)] }
    }
    const compared = this.#comparisons.all(subject)
    const full = compared.filter(({ comparison }) => comparison.verdict !== 'incompatible')
    if (full.length > 0)
      return { ...device, reasons: [noneLeft(`The target has nothing left of what would do: ${keysOf(full)}.`)] }
    return { ...device, ...whyNot(subject, compared) }
  }

  #result(devices: MigratedDevice[], given: readonly (ComparedPlace | undefined)[]): MigrationResult {
    const { domain } = this.#options
    const unread = domain.spanOf([]) === undefined
    const homeless = devices.some((device) => (device.kind === 'mdev' || device.kind === 'pci') && !device.target)
    return {
      verdict: unread ? 'undecided' : worst(devices),
      devices,
      uuids: mapOf(devices, 'mdev'),
      addresses: mapOf(devices, 'pci'),
      questions: questionsOf(given),
      notes: notesOn(this.#options, devices),
      domain: unread || homeless ? undefined : renameDevices(domain, devices.flatMap(renameOf)),
    }
  }
}

const TOO_MANY: MigrationReason = {
  field: 'devices',
  message: 'There are too many devices and places to pair them.',
}

const NOT_ALL_TRIED: MigrationReason = {
  field: 'available_instances',
  message: 'A place for it beside the other devices was not found; there are too many ways to try them all.',
}

function noneLeft(message: string): MigrationReason {
  return { field: 'available_instances', source: '1', target: '0', message }
}

/** What of the hardware keeps a device out, once for each sentence. */
function limitsOf({ candidates }: Row, { limitOf }: SharedPlaces): MigrationReason[] {
  const limits = new Map<string, MigrationReason>()
  for (const candidate of candidates.slice(0, MOST_LIMITED)) {
    const message = limits.size < MOST_LIMITS ? limitOf(candidate) : undefined
    if (message === undefined || limits.has(message)) continue
    limits.set(message, { field: 'available_instances', candidate: candidate.place.key, message })
  }
  return [...limits.values()]
}

function keysOf(places: readonly ComparedPlace[]): string {
  return listedNames(places.map(({ place }) => place.key))
}

function described({
  place: { list, index },
  kind,
  id,
  parent,
  subject,
}: GuestDevice): Omit<MigratedDevice, 'verdict' | 'compared' | 'reasons'> {
  return {
    path: [list, index],
    kind,
    ...(id !== undefined && { id }),
    ...(parent !== undefined && { parent }),
    ...(subject?.type !== undefined && { type: subject.type }),
  }
}

function notCompared(device: GuestDevice): MigratedDevice {
  const reasons = device.unknown === undefined ? [] : [{ ...device.unknown }]
  return { ...described(device), verdict: 'undecided', compared: [], reasons }
}

function undecidedOf({ device }: Row, reason: MigrationReason): MigratedDevice {
  return { ...described(device), verdict: 'undecided', compared: [], reasons: [reason] }
}

function renameOf({ path: [list, index], id, target }: MigratedDevice): DeviceRename[] {
  if ((list !== 'hostdevs' && list !== 'interfaces') || typeof index !== 'number') return []
  return target === undefined || target.id === id ? [] : [{ list, index, id: target.id }]
}

function mapOf(devices: readonly MigratedDevice[], kind: string): { source: string; target: string }[] {
  return devices.flatMap(({ kind: own, id, target }) =>
    own === kind && id !== undefined && target !== undefined ? [{ source: id, target: target.id }] : [],
  )
}

function worst(devices: readonly MigratedDevice[]): MigrationVerdict {
  const verdicts = new Set(devices.map(({ verdict }) => verdict))
  return verdicts.has('incompatible') ? 'incompatible' : verdicts.has('undecided') ? 'undecided' : 'compatible'
}
