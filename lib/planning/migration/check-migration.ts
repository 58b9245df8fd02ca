import { v5 } from 'uuid'
import type { Domain } from '../../libvirt/domain.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { parseUuid } from '../../libvirt/uuid.js'
import type { HostCompatibility } from '../../machine/migration/compatibility.js'
import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type { Document } from '../../shape/document.js'
import { visible } from '../../xml/visible.js'
import { assign, type Choice, type Seat } from './assign.js'
import { compareDevices, type CompareOptions } from './compare-devices.js'
import type {
  DeviceComparison,
  MigrationComparison,
  MigrationDirection,
  MigrationVerdict,
  Subject,
} from './comparison.js'
import { guestDevices, type GuestDevice } from './guest-devices.js'
import type {
  MigratedDevice,
  MigrationAnswer,
  MigrationQuestion,
  MigrationReason,
  MigrationResult,
  MigrationTarget,
} from './migration-result.js'
import { renameDevices, type DeviceRename } from './patch-domain.js'
import { targetPlaces, type TargetPlace } from './target-places.js'

/** What is asked. */
export interface MigrationOptions {
  readonly domain: Document<Domain>
  /** The machine that the guest is on. */
  readonly source: HostSnapshot
  /** The machine that it is to go to. */
  readonly target: HostSnapshot
  /** Whose list of compatible devices is asked; the target's where it is not said. */
  readonly direction?: MigrationDirection
  /**
   * Whether devices of another type will do where a `compatible_type` names it (the proposal of 26 August 2020); `same` where it
   * is not said, as in the last one. Sets of compatible devices say by themselves what types they take.
   */
  readonly types?: 'same' | 'listed'
  /** What the source's drivers tell about migration. */
  readonly sourceCompatibility?: HostCompatibility
  /** What the target's drivers tell about migration. */
  readonly targetCompatibility?: HostCompatibility
  /** Devices of the target that are not free, by UUID, by address, or by libvirt's name. Without it all are taken to be free. */
  readonly targetInUse?: readonly string[]
  /** Whether devices may be made; `true` where it is not said. */
  readonly make?: boolean
  /** What the target's drivers answered to the questions of an earlier result. */
  readonly answers?: readonly MigrationAnswer[]
  /**
   * The UUID for a device whose own is taken on the target, asked again with a higher `attempt` while that is taken, too; by
   * default one that is always the same for the same guest and device.
   */
  readonly newUuid?: (source: string, attempt: number) => string
}

/** So many devices of a guest are looked at. */
const MOST_DEVICES = 1000
/** So many pairs of a device and a place are looked at. */
const MOST_PAIRS = 20_000_000
/** So much work is done to pair devices with places: devices times pairs that would do. */
const MOST_WORK = 200_000_000
/** So many steps in all are made to match sets of compatible devices. */
const MOST_STEPS = 2_000_000
/** So many reasons are told for one device. */
const MOST_REASONS = 8
/** So many types or devices are named in one sentence. */
const MOST_NAMED = 10
/** The space in which the default UUIDs of new devices are named. */
const NAMESPACE = 'e0b5ae1c-4f5e-5d0b-9c53-3f0b7b2f6f0a'

/**
 * Whether a guest can go from one machine to another with its host devices: where each of them would go, under which UUID, and
 * the domain for that; or why not. Places are shared out so that as many devices as can be have one, as few as can be remain
 * undecided, and as few UUIDs as can be change; the answer is the same each time.
 *
 * The verdict rests on what the snapshots hold and on what the drivers tell (`sourceCompatibility`, `targetCompatibility`), and says
 * no more than what was compared: without a word from a driver it is `undecided`.
 * @throws RangeError where `newUuid` gives what is no UUID, or only taken ones
 */
export function checkMigration(options: MigrationOptions): MigrationResult {
  return new MigrationCheck(options).run()
}

/** A device that can go to places, with what it costs to give it one. */
interface Row {
  readonly device: GuestDevice
  readonly subject: Subject
  readonly id: string
}

interface Looked {
  readonly place: TargetPlace
  readonly comparison: DeviceComparison
}

interface Pair extends Looked {
  /** The same for places that are alike. */
  readonly alike: number
}

class MigrationCheck {
  readonly #options: MigrationOptions
  readonly #places: readonly TargetPlace[]
  readonly #placeIds: readonly number[]
  /** Every UUID that is taken on the target, and those that are given away here. */
  readonly #taken: Set<string>
  /** The names of the guest's devices, which others of them must not get. */
  readonly #own = new Set<string>()
  readonly #subjects = new Map<string, number>()
  readonly #compared = new Map<string, DeviceComparison>()
  readonly #answers: ReadonlyMap<string, boolean>
  readonly #how: CompareOptions

  constructor(options: MigrationOptions) {
    const { target, targetCompatibility, targetInUse = [], answers = [], direction, types, make = true } = options
    this.#options = options
    const used = new Set(targetInUse.map(canonical))
    const places = targetPlaces(target, targetCompatibility, used)
    this.#places = make ? places : places.filter(({ use }) => use !== 'make')
    this.#placeIds = this.#places.map(({ subject }) => this.#idOf(subject))
    this.#taken = new Set(target.devices.flatMap(({ uuid }) => (uuid === undefined ? [] : [uuid.toLowerCase()])))
    this.#answers = new Map(answers.map(({ target: to, version, accepted }) => [`${to}\0${version}`, accepted]))
    this.#how = {
      direction: direction ?? 'target-accepts',
      types: types ?? 'same',
      budget: { left: MOST_STEPS },
    }
  }

  run(): MigrationResult {
    const { domain, source, sourceCompatibility } = this.#options
    const devices = guestDevices(domain.draft, source, sourceCompatibility)
    const rows = devices.flatMap((device): Row[] => {
      const { subject, id } = device
      return subject === undefined || id === undefined ? [] : [{ device, subject, id }]
    })
    for (const { id } of rows) this.#own.add(id)
    const choices = this.#tooMany(rows) ? undefined : rows.map((row) => this.#pairsOf(row))
    const given = choices === undefined ? undefined : this.#share(rows, choices)
    const migrated = devices.map((device) => {
      const row = rows.findIndex((each) => each.device === device)
      const own = rows[row]
      if (own === undefined) return this.#notCompared(device)
      if (given === undefined) return this.#undecidedOf(own, TOO_MANY)
      const pair = given[row]
      return pair === undefined ? this.#noPlace(own, choices?.[row] ?? []) : this.#placed(own, pair)
    })
    return this.#result(migrated, given ?? [])
  }

  #tooMany(rows: readonly Row[]): boolean {
    return rows.length > MOST_DEVICES || rows.length * this.#places.length > MOST_PAIRS
  }

  /** The places that a device could go to. */
  #pairsOf({ subject }: Row): Pair[] {
    const id = this.#idOf(subject)
    return this.#places.flatMap((place, index) => {
      if (place.subject.kind !== subject.kind || (place.room !== undefined && place.room <= 0)) return []
      const alike = this.#placeIds[index] ?? -1
      const comparison = this.#compare(subject, id, place, alike)
      return comparison.verdict === 'incompatible' ? [] : [{ place, alike, comparison: withRoom(comparison, place) }]
    })
  }

  #compare(source: Subject, sourceId: number, place: TargetPlace, placeId: number): DeviceComparison {
    const version = source.compatibility?.migrationVersion
    const answer = version === undefined ? undefined : this.#answers.get(`${place.key}\0${version}`)
    if (answer !== undefined) return compareDevices(source, place.subject, { ...this.#how, answer })
    const key = `${sourceId}:${placeId}`
    const known = this.#compared.get(key)
    if (known !== undefined) return known
    const comparison = compareDevices(source, place.subject, this.#how)
    this.#compared.set(key, comparison)
    return comparison
  }

  /** The same number for what is known of devices that do not differ. */
  #idOf(subject: Subject): number {
    const text = JSON.stringify(subject)
    const known = this.#subjects.get(text)
    if (known !== undefined) return known
    this.#subjects.set(text, this.#subjects.size)
    return this.#subjects.size - 1
  }

  /** Shares the places out; `undefined` where there is too much to try. */
  #share(rows: readonly Row[], choices: readonly (readonly Pair[])[]): (Pair | undefined)[] | undefined {
    const seats: Seat[] = []
    const pools: number[] = []
    const poolOf = new Map<string, number>()
    const seatOf = new Map<TargetPlace, number>()
    for (const place of this.#places) {
      const room = Math.max(0, Math.min(place.room ?? rows.length, rows.length))
      if (place.pool !== undefined && !poolOf.has(place.pool)) poolOf.set(place.pool, pools.push(room) - 1)
      const pool = place.pool === undefined ? undefined : poolOf.get(place.pool)
      const own = place.use === 'make' ? room : 1
      seatOf.set(place, seats.push({ room: own, ...(pool !== undefined && { pool }) }) - 1)
    }
    const least = rows.length * 3 + 1
    const costs = { changed: least, undecided: least * (rows.length + 1) }
    const wanted = choices.map((pairs, index) => this.#thinned(rows, index, pairs))
    const edges = wanted.reduce((sum, { length }) => sum + length, 0)
    if (edges * rows.length > MOST_WORK) return undefined
    const found = assign(
      wanted.map((pairs, index) =>
        pairs.map(({ place, comparison }): Choice => {
          const changed = this.#isChanged(rows[index]?.id ?? '', place) ? costs.changed : 0
          const undecided = comparison.verdict === 'undecided' ? costs.undecided : 0
          return { seat: seatOf.get(place) ?? -1, cost: undecided + changed + USES.indexOf(place.use) }
        }),
      ),
      seats,
      pools,
    )
    return found.map((seat, index) => wanted[index]?.find(({ place }) => seatOf.get(place) === seat))
  }

  /** Of places that do not differ as many as there are devices, and the one that has the device's own name. */
  #thinned(rows: readonly Row[], index: number, pairs: readonly Pair[]): Pair[] {
    const counts = new Map<string, number>()
    const id = rows[index]?.id
    return pairs.filter(({ place, alike, comparison }) => {
      const key = `${place.use} ${comparison.verdict} ${place.pool ?? ''} ${alike}`
      const count = (counts.get(key) ?? 0) + 1
      counts.set(key, count)
      return place.use === 'make' || count <= rows.length || place.id === id
    })
  }

  #isChanged(id: string, place: TargetPlace): boolean {
    return place.id === undefined ? this.#taken.has(id) : place.id !== id
  }

  #placed({ device, subject, id }: Row, { place, comparison }: Pair): MigratedDevice {
    const attributes = [...comparison.attributes]
    const { aggregation = 1 } = subject
    const target: MigrationTarget = {
      use: place.use,
      id: place.id ?? this.#uuidFor(id),
      parent: place.parent,
      ...(place.type !== undefined && { type: place.type }),
      ...(place.use === 'make' && aggregation > 1 && place.subject.mostAggregation !== undefined && { aggregation }),
      ...(attributes.length > 0 && { attributes }),
    }
    const { verdict, compared } = comparison
    return {
      ...described(device),
      verdict,
      target,
      compared: [...compared],
      reasons: reasonsOf(compared, place.key),
    }
  }

  /** The UUID of a device that is made: its own, or where that is taken a new one. */
  #uuidFor(id: string): string {
    if (!this.#taken.has(id)) {
      this.#taken.add(id)
      return id
    }
    const { domain, newUuid } = this.#options
    const guest = domain.draft.uuid ?? domain.draft.name ?? ''
    for (let attempt = 0; ; attempt++) {
      const next = newUuid === undefined ? v5(`${guest}/${id}/${attempt}`, NAMESPACE) : newUuid(id, attempt)
      const uuid = parseUuid(next)
      if (uuid === undefined) throw new RangeError(`'${visible(next)}', given for a new device, is no UUID.`)
      if (!this.#taken.has(uuid) && !this.#own.has(uuid)) {
        this.#taken.add(uuid)
        return uuid
      }
      if (attempt > MOST_DEVICES) throw new RangeError(`The UUID ${uuid}, given for a new device, is taken.`)
    }
  }

  #notCompared(device: GuestDevice): MigratedDevice {
    const reasons = device.unknown === undefined ? [] : [{ ...device.unknown }]
    return { ...described(device), verdict: 'undecided', compared: [], reasons }
  }

  #undecidedOf({ device }: Row, reason: MigrationReason): MigratedDevice {
    return { ...described(device), verdict: 'undecided', compared: [], reasons: [reason] }
  }

  /** A device that nothing was found for: because others got it, because nothing is left, or because nothing fits. */
  #noPlace(row: Row, pairs: readonly Pair[]): MigratedDevice {
    const device = { ...described(row.device), verdict: 'incompatible' as const, compared: [] }
    if (pairs.length > 0) {
      const names = namesOf(pairs.map(({ place }) => place.key))
      const message = `All of the target that would do is given to other devices of the guest: ${names}.`
      return { ...device, reasons: [{ field: 'available_instances', source: '1', target: '0', message }] }
    }
    const id = this.#idOf(row.subject)
    const compared = this.#places.flatMap((place, index) =>
      place.subject.kind === row.subject.kind
        ? [{ place, comparison: this.#compare(row.subject, id, place, this.#placeIds[index] ?? -1) }]
        : [],
    )
    const full = compared.filter(({ comparison }) => comparison.verdict !== 'incompatible')
    if (full.length > 0) {
      const names = namesOf(full.map(({ place }) => place.key))
      const message = `The target has nothing left of what would do: ${names}.`
      return { ...device, reasons: [{ field: 'available_instances', source: '1', target: '0', message }] }
    }
    return { ...device, ...whyNot(row, compared) }
  }

  #result(devices: MigratedDevice[], given: readonly (Pair | undefined)[]): MigrationResult {
    const { domain } = this.#options
    const unread = domain.spanOf([]) === undefined
    const notes = [
      ...(unread ? [`The domain cannot be read: ${domain.diagnostics[0]?.message ?? ''}`] : []),
      ...(!unread && devices.length === 0 ? ['The guest has no host devices, so nothing was compared.'] : []),
      ...(this.#options.targetInUse === undefined ? takenToBeFree(devices) : []),
      ...mixedTypes(devices),
    ]
    const renames = devices.flatMap((device): DeviceRename[] => {
      const { path, id, target } = device
      const [list, index] = path
      if ((list !== 'hostdevs' && list !== 'interfaces') || typeof index !== 'number') return []
      return target === undefined || target.id === id ? [] : [{ list, index, id: target.id }]
    })
    const homeless = devices.some(({ kind, target }) => (kind === 'mdev' || kind === 'pci') && target === undefined)
    return {
      verdict: unread ? 'undecided' : worst(devices),
      devices,
      uuids: mapOf(devices, 'mdev'),
      addresses: mapOf(devices, 'pci'),
      questions: questionsOf(given),
      notes,
      domain: unread || homeless ? undefined : renameDevices(domain, renames),
    }
  }
}

const USES: readonly TargetPlace['use'][] = ['existing', 'start', 'make']

const TOO_MANY: MigrationReason = {
  field: 'devices',
  message: 'There are too many devices and places to pair them.',
}

/** A place that may have no room is no certain one. */
function withRoom(comparison: DeviceComparison, { room, key }: TargetPlace): DeviceComparison {
  if (room !== undefined) return comparison
  const message = `The target does not tell how many more can be made of ${visible(key)}.`
  const unknown: MigrationComparison = { field: 'available_instances', outcome: 'unknown', message }
  return { ...comparison, verdict: 'undecided', compared: [...comparison.compared, unknown] }
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

function reasonsOf(compared: readonly MigrationComparison[], candidate: string): MigrationReason[] {
  return compared.flatMap(({ field, source, target, outcome, message }) =>
    outcome === 'fits' || message === undefined
      ? []
      : [
          {
            field,
            ...(source !== undefined && { source }),
            ...(target !== undefined && { target }),
            candidate,
            message,
          },
        ],
  )
}

/** Why none of the places will do: what keeps out those that come nearest. */
function whyNot(
  { subject }: Row,
  compared: readonly Looked[],
): { compared: MigrationComparison[]; reasons: MigrationReason[] } {
  const ranked = compared
    .map(({ place, comparison }) => {
      const differences = comparison.compared.filter(({ outcome }) => outcome === 'differs')
      // Another kind of device is farther away than one of the same kind that lacks much.
      const far = differences.some(({ field }) => field === 'mdev_type' || field === 'pci_id' || field === 'device_api')
      return { place, comparison, differences, far }
    })
    .sort((a, b) => Number(a.far) - Number(b.far) || a.differences.length - b.differences.length)
  const [nearest] = ranked
  if (nearest === undefined || nearest.far) return { compared: [], reasons: [nothingOfItsKind(subject, compared)] }
  const least = nearest.differences.length
  const seen = new Set<string>()
  const reasons: MigrationReason[] = []
  for (const { place, differences, far } of ranked) {
    if (far || differences.length > least || reasons.length >= MOST_REASONS) break
    for (const reason of reasonsOf(differences, place.key)) {
      const same = JSON.stringify([reason.field, reason.source, reason.target])
      if (!seen.has(same)) reasons.push(reason)
      seen.add(same)
    }
  }
  return { compared: [...nearest.comparison.compared], reasons: reasons.slice(0, MOST_REASONS) }
}

function nothingOfItsKind(subject: Subject, compared: readonly Looked[]): MigrationReason {
  const same = compared.filter(({ place }) => place.type === subject.type)
  if (subject.kind !== 'pci' && same.length > 0) {
    const [field, values, own] =
      subject.kind === 'vgpu' && same.every(({ place }) => place.subject.pciId !== subject.pciId)
        ? (['pci_id', same.map(({ place }) => place.subject.pciId), subject.pciId] as const)
        : (['device_api', same.map(({ place }) => place.subject.deviceApi), subject.deviceApi] as const)
    const target = namesOf(values.flatMap((value) => value ?? []))
    const message = `The target's ${field} of type ${visible(subject.type ?? '')} is ${target}, the source's is ${visible(own ?? '')}.`
    return { field, ...(own !== undefined && { source: own }), target, message }
  }
  const [field, values, own] =
    subject.kind === 'pci'
      ? (['pci_id', compared.map(({ place }) => place.subject.pciId), subject.pciId] as const)
      : (['mdev_type', compared.map(({ place }) => place.type), subject.type] as const)
  const target = namesOf(values.flatMap((value) => value ?? []))
  const offers = target === '' ? 'none at all' : target
  const what = subject.kind === 'pci' ? 'function' : 'type'
  const message = `The target has no free ${what} ${visible(own ?? '')}; what it has: ${offers}.`
  return { field, ...(own !== undefined && { source: own }), ...(target !== '' && { target }), message }
}

function namesOf(names: readonly string[]): string {
  const distinct = [...new Set(names)]
  const shown = distinct.slice(0, MOST_NAMED).map((name) => visible(name))
  return `${shown.join(', ')}${distinct.length > MOST_NAMED ? `, and ${distinct.length - MOST_NAMED} more` : ''}`
}

function takenToBeFree(devices: readonly MigratedDevice[]): string[] {
  const names = devices.flatMap(({ target }) => (target?.use === 'existing' ? [target.id] : []))
  return names.length === 0
    ? []
    : [`Which devices of the target are in use was not said; taken to be free: ${namesOf(names)}.`]
}

/** Devices of different types that are to be made on one parent: what each says it has left may be the same hardware. */
function mixedTypes(devices: readonly MigratedDevice[]): string[] {
  const types = new Map<string, Set<string>>()
  for (const { target } of devices) {
    if (target === undefined || target.use === 'existing' || target.type === undefined) continue
    const own = types.get(target.parent) ?? new Set()
    types.set(target.parent, own.add(target.type))
  }
  return [...types].flatMap(([parent, own]) =>
    own.size < 2
      ? []
      : [
          `On ${visible(parent)} devices of ${own.size} types are to be made (${namesOf([...own])}); they share its hardware, and whether all fit at once was not judged.`,
        ],
  )
}

function mapOf(devices: readonly MigratedDevice[], kind: string): { source: string; target: string }[] {
  return devices.flatMap(({ kind: own, id, target }) =>
    own === kind && id !== undefined && target !== undefined ? [{ source: id, target: target.id }] : [],
  )
}

function questionsOf(given: readonly (Pair | undefined)[]): MigrationQuestion[] {
  const questions = new Map<string, MigrationQuestion>()
  for (const pair of given) {
    const version = pair?.comparison.ask
    if (pair === undefined || version === undefined) continue
    const { key, use, id, parent, type } = pair.place
    const question = {
      target: key,
      use,
      ...(id !== undefined && { id }),
      parent,
      ...(type !== undefined && { type }),
      version,
    }
    questions.set(`${key}\0${version}`, question)
  }
  return [...questions.values()]
}

function worst(devices: readonly MigratedDevice[]): MigrationVerdict {
  const verdicts = new Set(devices.map(({ verdict }) => verdict))
  return verdicts.has('incompatible') ? 'incompatible' : verdicts.has('undecided') ? 'undecided' : 'compatible'
}

/** A name as places are known by: UUIDs and addresses in the kernel's spelling. */
function canonical(name: string): string {
  const address = parsePciAddress(name)
  if (address !== undefined && !name.startsWith('pci_')) return formatPciAddress(address)
  return (parseUuid(name) ?? name).toLowerCase()
}
