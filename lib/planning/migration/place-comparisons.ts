import { visible } from '../../xml/visible.js'
import { compareDevices, type CompareOptions } from './compare-devices.js'
import type { DeviceComparison, MigrationComparison, Subject } from './comparison.js'
import type { MigrationOptions } from './migration-options.js'
import type { TargetPlace } from './target-places.js'

/** So many steps in all are made to match sets of compatible devices. */
const MOST_STEPS = 2_000_000

/** A place, and what comparing a device with it gave. */
export interface ComparedPlace {
  readonly place: TargetPlace
  readonly comparison: DeviceComparison
}

/** A place that a device could go to. */
export interface Candidate extends ComparedPlace {
  /** The same for places of which the same is known and was answered: they will do as well as one another. */
  readonly alike: number
}

/** Compares devices with the places of a target; what is known of several devices is compared once. */
export class PlaceComparisons {
  readonly #places: readonly TargetPlace[]
  readonly #how: CompareOptions
  /** What drivers answered, by the version that was asked about, behind it by the place's key. */
  readonly #answers = new Map<string, Map<string, boolean>>()
  /** The numbers of what is known of devices, by its text. */
  readonly #subjects = new Map<string, number>()
  readonly #placeIds: readonly number[]
  readonly #compared = new Map<string, DeviceComparison>()

  constructor(places: readonly TargetPlace[], { direction, types, answers = [] }: MigrationOptions) {
    this.#places = places
    this.#how = {
      direction: direction ?? 'target-accepts',
      types: types ?? 'same',
      budget: { left: MOST_STEPS },
    }
    const asked = new Set<string>()
    for (const { target, version, accepted } of answers) {
      const own = this.#answers.get(version) ?? new Map<string, boolean>()
      this.#answers.set(version, own.set(target, accepted))
      asked.add(target)
    }
    this.#placeIds = places.map(({ subject, key }) => this.#idOf(subject, asked.has(key) ? key : ''))
  }

  /** The places that a device could go to. */
  candidates(source: Subject): Candidate[] {
    return this.#all(source).flatMap(({ place, alike, comparison }) =>
      (place.room !== undefined && place.room <= 0) || comparison.verdict === 'incompatible'
        ? []
        : [{ place, alike, comparison: withRoom(comparison, place) }],
    )
  }

  /** All places of the device's kind, also those that are full or do not fit. */
  all(source: Subject): ComparedPlace[] {
    return this.#all(source)
  }

  #all(source: Subject): Candidate[] {
    const sourceId = this.#idOf(source, '')
    return this.#places.flatMap((place, index) => {
      if (place.subject.kind !== source.kind) return []
      const alike = this.#placeIds[index] ?? -1
      return [{ place, alike, comparison: this.#compare(source, sourceId, place, alike) }]
    })
  }

  #compare(source: Subject, sourceId: number, place: TargetPlace, placeId: number): DeviceComparison {
    const key = `${sourceId}:${placeId}`
    const known = this.#compared.get(key)
    if (known !== undefined) return known
    const version = source.compatibility?.migrationVersion
    const answer = version === undefined ? undefined : this.#answers.get(version)?.get(place.key)
    const how = answer === undefined ? this.#how : { ...this.#how, answer }
    const comparison = compareDevices(source, place.subject, how)
    this.#compared.set(key, comparison)
    return comparison
  }

  /** The same number for what is known of devices that do not differ; `asked` sets those apart whose driver answered. */
  #idOf(subject: Subject, asked: string): number {
    const text = JSON.stringify([asked, subject])
    const known = this.#subjects.get(text) ?? this.#subjects.size
    this.#subjects.set(text, known)
    return known
  }
}

/** A place that may have no room is no certain one. */
function withRoom(comparison: DeviceComparison, { room, key }: TargetPlace): DeviceComparison {
  return room === undefined
    ? undecidedRoom(comparison, `The target does not tell how many more can be made of ${visible(key)}.`)
    : comparison
}

/** A comparison of which only the room is not certain; it says so once. */
export function undecidedRoom(comparison: DeviceComparison, message: string): DeviceComparison {
  const unknown: MigrationComparison = { field: 'available_instances', outcome: 'unknown', message }
  if (comparison.compared.some(({ field, outcome }) => field === unknown.field && outcome === 'unknown'))
    return comparison
  return { ...comparison, verdict: 'undecided', compared: [...comparison.compared, unknown] }
}
