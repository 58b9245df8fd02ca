import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { Compatibility, CompatibilityFields, CompatibleSet } from '../../machine/migration/compatibility.js'
import {
  inVersionRanges,
  parseSoftwareVersion,
  parseVersionRanges,
  versionFits,
} from '../../machine/migration/version.js'
import { visible } from '../../xml/visible.js'
import type { DeviceComparison, MigrationComparison, MigrationDirection, Subject } from './comparison.js'
import { matchSet, type FieldMismatch, type MatchBudget } from './match-set.js'

/** How devices are compared. */
export interface CompareOptions {
  readonly direction: MigrationDirection
  /** `same`: the type has to be the same one; `listed`: one that a `compatible_type` names will do. Sets decide by themselves. */
  readonly types: 'same' | 'listed'
  readonly budget: MatchBudget
  /** What the target's driver answered when it was given the source's opaque version. */
  readonly answer?: boolean
}

/** The fields by which a set says of what type a device is. */
const TYPE_FIELDS = ['mdev_type', 'type']
/** The fields by which a set says of how many instances a device is made. */
const AGGREGATION_FIELDS = ['aggregator', 'aggregation', 'aggregate', 'instances']

const SOFTWARE_VERSION = 'software_version'

/** Compares what is known of a source's device with what is known of a target's. */
export function compareDevices(source: Subject, target: Subject, options: CompareOptions): DeviceComparison {
  return new DeviceComparer(source, target, options).run()
}

class DeviceComparer {
  readonly #source: Subject
  readonly #target: Subject
  readonly #from: Compatibility
  readonly #to: Compatibility
  readonly #options: CompareOptions
  readonly #compared: MigrationComparison[] = []
  readonly #attributes = new Map<string, string>()
  /** Whether a driver told something that fits, beyond what any device has. */
  #told = false
  /** Whether the version was compared as a part of sets. */
  #versionDecided = false
  #ask: string | undefined

  constructor(source: Subject, target: Subject, options: CompareOptions) {
    this.#source = source
    this.#target = target
    this.#options = options
    this.#from = source.compatibility ?? {}
    this.#to = target.compatibility ?? {}
  }

  run(): DeviceComparison {
    this.#equal('device_api', this.#source.deviceApi, this.#target.deviceApi)
    if (this.#source.kind !== 'mdev') this.#equal('pci_id', this.#source.pciId, this.#target.pciId)
    const decided = this.#sets()
    if (this.#source.kind !== 'pci' && !TYPE_FIELDS.some((field) => decided.has(field))) this.#type()
    const aggregation = this.#aggregationOf(AGGREGATION_FIELDS.some((field) => decided.has(field)))
    if (!this.#versionDecided && !has(this.#rangesOfLister(), SOFTWARE_VERSION))
      this.#softwareVersion(this.#from.softwareVersion, this.#to.softwareVersion)
    this.#ranges()
    this.#lists()
    this.#migrationVersion()
    this.#dynamicResources()
    this.#driver()
    const differs = this.#compared.some(({ outcome }) => outcome === 'differs')
    const unknown = this.#compared.some(({ outcome }) => outcome === 'unknown')
    if (!differs && !unknown && !this.#told) this.#unknown('software_version', {}, 'The driver tells no version.')
    return {
      verdict: differs ? 'incompatible' : unknown || !this.#told ? 'undecided' : 'compatible',
      compared: this.#compared,
      aggregation,
      attributes: [...this.#attributes].map(([name, value]): MdevAttribute => ({ name, value })),
      ...(this.#ask !== undefined && !differs && { ask: this.#ask }),
    }
  }

  #type(): void {
    const { type: from, typeName: fromName } = this.#source
    const { type: to, typeName: toName } = this.#target
    if (from !== to && from !== undefined && to !== undefined && this.#options.types === 'listed') {
      const listed = this.#from.lists?.['type'] ?? []
      const own = new Set(this.#to.lists?.['type'])
      // Either the source names the target's type, or the target names all that the source names.
      if (listed.includes(to) || (listed.length > 0 && listed.every((type) => own.has(type)))) {
        this.#fits('mdev_type', from, to)
        return
      }
    }
    this.#equal('mdev_type', from, to)
    if (from !== to || fromName === undefined || toName === undefined) return
    // What stands in front of the name of the same type depends on the release of the driver.
    if (withoutBrand(fromName) === withoutBrand(toName)) this.#fits('name', fromName, toName)
    else this.#differs('name', fromName, toName)
  }

  /**
   * Of how many instances the target's device is or has to be made.
   * @param isDecided Whether sets decided on it, which take devices of other types made of another number.
   */
  #aggregationOf(isDecided: boolean): number {
    if (!isDecided) this.#aggregation()
    const { aggregation = 1, type } = this.#source
    const { aggregation: own, mostAggregation, type: other } = this.#target
    if (own !== undefined) return own
    if (!isDecided) return aggregation
    const told = AGGREGATION_FIELDS.map((field) => (has(this.#to.self, field) ? Number(this.#to.self?.[field]) : 0))
    const needed = told.find((count) => Number.isSafeInteger(count) && count > 0) ?? (type === other ? aggregation : 1)
    if (mostAggregation !== undefined && needed > mostAggregation)
      this.#differs('aggregation', String(needed), `up to ${mostAggregation}`)
    return needed
  }

  #aggregation(): void {
    const { aggregation = 1 } = this.#source
    const { aggregation: own, mostAggregation } = this.#target
    if (own !== undefined || (mostAggregation === undefined && aggregation === 1)) {
      if (aggregation !== 1 || (own ?? 1) !== 1) this.#equal('aggregation', String(aggregation), String(own ?? 1))
      return
    }
    const most = mostAggregation ?? 1
    if (aggregation <= most) this.#fits('aggregation', String(aggregation), `up to ${most}`)
    else this.#differs('aggregation', String(aggregation), `up to ${most}`)
  }

  /** The names of the fields that sets decided on, in one way or the other. */
  #sets(): ReadonlySet<string> {
    const accepted = this.#options.direction === 'target-accepts'
    const self = accepted ? this.#from.self : this.#to.self
    const sets = accepted ? this.#to.accepts : this.#from.accepts
    if (sets === undefined || self === undefined) {
      if (sets !== undefined) this.#oneSided('self', !accepted, 'what its device is')
      // Fields that have ranges are compared by these.
      else if (self !== undefined && this.#hasMoreThanRanges(self))
        this.#oneSided('compatible', accepted, 'what it is compatible with')
      return new Set()
    }
    let nearest: { readonly set: CompatibleSet; readonly mismatches: readonly FieldMismatch[] } | undefined
    let unread: string | undefined
    for (const set of sets) {
      const match = matchSet(self, set.fields, this.#options.budget)
      if (match.result === 'unknown') unread ??= match.why
      else {
        const mismatches = match.result === 'match' ? this.#setVersion(set) : match.mismatches
        if (mismatches.length === 0) {
          this.#versionDecided = set.softwareVersion !== undefined
          return this.#matched(self, set)
        }
        if (nearest === undefined || mismatches.length < nearest.mismatches.length) nearest = { set, mismatches }
      }
    }
    this.#versionDecided = sets.some(({ softwareVersion }) => softwareVersion !== undefined)
    const fields = new Set([...Object.keys(self), ...sets.flatMap((set) => Object.keys(set.fields))])
    if (unread !== undefined)
      this.#unknown('compatible', {}, `A set of compatible devices could not be judged: ${unread}`)
    else this.#mismatched(nearest?.mismatches ?? [], accepted, sets.length)
    return fields
  }

  #hasMoreThanRanges(self: CompatibilityFields): boolean {
    const ranges = this.#rangesOfLister()
    const own = this.#options.direction === 'target-accepts' ? this.#from.ranges : this.#to.ranges
    return Object.keys(self).some((field) => !has(ranges, field) && !has(own, field))
  }

  #matched(self: CompatibilityFields, set: CompatibleSet): ReadonlySet<string> {
    const accepted = this.#options.direction === 'target-accepts'
    // A set without fields takes everything, and nothing was compared.
    if (Object.keys(set.fields).length > 0 || set.softwareVersion !== undefined) this.#told = true
    for (const [field, pattern] of Object.entries(set.fields)) {
      const value = has(self, field) ? self[field] : undefined
      this.#compared.push({
        field,
        ...(accepted ? sides(value, pattern) : sides(pattern, value)),
        outcome: 'fits',
      })
    }
    if (set.softwareVersion !== undefined && this.#setVersion(set).length === 0) {
      const { source, target } = this.#versionsOf(set)
      this.#fits('software_version', source, target)
    }
    for (const { name, value } of set.attributes ?? []) this.#attributes.set(name, value)
    return new Set(Object.keys(set.fields))
  }

  #versionsOf({ softwareVersion }: CompatibleSet): { source: string | undefined; target: string | undefined } {
    return this.#options.direction === 'target-accepts'
      ? { source: this.#from.softwareVersion, target: softwareVersion }
      : { source: softwareVersion, target: this.#to.softwareVersion }
  }

  /** What is wrong with the version that goes with a set. */
  #setVersion(set: CompatibleSet): FieldMismatch[] {
    if (set.softwareVersion === undefined) return []
    const { source, target } = this.#versionsOf(set)
    const [from, to] = [source, target].map((text) => (text === undefined ? undefined : parseSoftwareVersion(text)))
    if (from !== undefined && to !== undefined && versionFits(from, to)) return []
    const [value, pattern] = this.#options.direction === 'target-accepts' ? [source, target] : [target, source]
    return [
      { field: 'software_version', ...(value !== undefined && { value }), ...(pattern !== undefined && { pattern }) },
    ]
  }

  #mismatched(mismatches: readonly FieldMismatch[], accepted: boolean, sets: number): void {
    if (sets === 0) {
      const [who, whose] = accepted ? ['target', 'source'] : ['source', 'target']
      const message = `The ${who} lists no device that the ${whose}'s could be.`
      this.#compared.push({ field: 'compatible', outcome: 'differs', message })
    }
    const nearest = sets > 1 ? ` in the nearest of its ${sets} sets` : ''
    for (const { field, value, pattern } of mismatches) {
      const [who, whose] = accepted ? ['target', 'source'] : ['source', 'target']
      const has = value === undefined ? `has no field ${visible(field)}` : `has ${visible(field)} '${visible(value)}'`
      const wants =
        pattern === undefined ? `lists no field ${visible(field)}` : `lists ${visible(field)} '${visible(pattern)}'`
      const message = `The ${whose}'s device ${has}; the ${who} ${wants}${nearest}.`
      this.#compared.push({
        field,
        ...(accepted ? sides(value, pattern) : sides(pattern, value)),
        outcome: 'differs',
        message,
      })
    }
  }

  #softwareVersion(source: string | undefined, target: string | undefined): void {
    if (source === undefined && target === undefined) return
    const [from, to] = [source, target].map((text) => (text === undefined ? undefined : parseSoftwareVersion(text)))
    const both = sides(source, target)
    if (from !== undefined && to !== undefined) {
      if (versionFits(from, to)) {
        this.#told = true
        this.#fits('software_version', source, target)
        return
      }
      const why =
        from.major === to.major
          ? "its minor version is lower than the source's"
          : "its major version is not the source's"
      const message = `The target's software_version is ${visible(target ?? '')}; ${why}, ${visible(source ?? '')}.`
      this.#compared.push({ field: 'software_version', ...both, outcome: 'differs', message })
      return
    }
    const [who, text] = from === undefined ? (['source', source] as const) : (['target', target] as const)
    this.#unknown(
      'software_version',
      both,
      text === undefined
        ? `The ${who}'s driver tells no software_version; the other one's is ${visible(source ?? target ?? '')}.`
        : `The ${who}'s software_version '${visible(text)}' is not of the form major.minor[.bugfix].`,
    )
  }

  /** The versions that the side tells whose list is asked. */
  #rangesOfLister(): CompatibilityFields {
    return (this.#options.direction === 'target-accepts' ? this.#to.ranges : this.#from.ranges) ?? {}
  }

  /** What the side that is not asked for its list tells of a field: only by itself, where it has no list of its own. */
  #versionOfOther(field: string): string | undefined {
    const { self, softwareVersion } = this.#options.direction === 'target-accepts' ? this.#from : this.#to
    if (has(self, field)) return self?.[field]
    return field === SOFTWARE_VERSION ? softwareVersion : undefined
  }

  #ranges(): void {
    const accepted = this.#options.direction === 'target-accepts'
    const ranges = this.#rangesOfLister()
    const [lister, other] = accepted ? ['target', 'source'] : ['source', 'target']
    for (const [field, list] of Object.entries(ranges)) {
      const text = this.#versionOfOther(field)
      const both = accepted ? sides(text, list) : sides(list, text)
      const version = text === undefined ? undefined : parseSoftwareVersion(text)
      const { ranges: read, diagnostics } = parseVersionRanges(list)
      if (read === undefined)
        this.#unknown(field, both, `The ${lister}'s list of versions cannot be read: ${diagnostics[0]?.message ?? ''}`)
      else if (version === undefined)
        this.#unknown(
          field,
          both,
          text === undefined
            ? `The ${other}'s driver does not tell its ${visible(field)}; the ${lister} accepts ${visible(list)}.`
            : `The ${other}'s ${visible(field)} '${visible(text)}' is not of the form major.minor[.bugfix].`,
        )
      else if (inVersionRanges(version, read)) {
        this.#told = true
        this.#compared.push({ field, ...both, outcome: 'fits' })
      } else {
        const message = `The ${other}'s ${visible(field)} is ${visible(text ?? '')}; the ${lister} accepts ${visible(list)}.`
        this.#compared.push({ field, ...both, outcome: 'differs', message })
      }
    }
  }

  /** The target's list has to hold all of the source's; where it is one of an attribute, setting that will do, too. */
  #lists(): void {
    for (const [name, listed] of Object.entries(this.#from.lists ?? {})) {
      if (name === 'type') continue
      const field = `compatible_${name}`
      const own = has(this.#to.lists, name) ? this.#to.lists?.[name] : undefined
      const texts = sides(listed.join(', '), own?.join(', '))
      const held = new Set(own)
      const missing = listed.filter((each) => !held.has(each))
      const value = has(this.#from.attributes, name) ? this.#from.attributes?.[name] : undefined
      const { compatibility, toBeMade = false } = this.#target
      // A device that is not there yet tells nothing.
      const untold = compatibility === undefined || (toBeMade && own === undefined)
      if (missing.length === 0) this.#compared.push({ field, ...texts, outcome: 'fits' })
      else if (value !== undefined && (untold || has(this.#to.attributes, name))) {
        this.#attributes.set(name, value)
        this.#unknown(
          field,
          texts,
          `The target's device has to take ${visible(value)} for ${visible(name)}; whether it does is not known.`,
        )
      } else if (untold) this.#unknown(field, texts, `The target's driver tells no ${visible(field)}.`)
      else {
        const message = `The target's ${visible(field)} lacks ${visible(missing.join(', '))} of the source's ${visible(listed.join(', '))}.`
        this.#compared.push({ field, ...texts, outcome: 'differs', message })
      }
    }
  }

  #migrationVersion(): void {
    // An empty text is no version, and two of them are not the same one.
    const [from, to] = [this.#from, this.#to].map(({ migrationVersion }) => migrationVersion || undefined)
    if (from === undefined && to === undefined) return
    const { answer } = this.#options
    const field = 'migration_version'
    const both = sides(from, to)
    if (from !== undefined && (answer === true || (answer === undefined && from === to))) {
      this.#told = true
      this.#compared.push({ field, ...both, outcome: 'fits' })
    } else if (from !== undefined && answer === false) {
      const message = `The target's driver refused the source's migration_version '${visible(from)}'.`
      this.#compared.push({ field, ...both, outcome: 'differs', message })
    } else if (from === undefined) {
      const message = `The source's driver tells no migration_version; the target's is '${visible(to ?? '')}'.`
      this.#oneSidedVersion(both, message, this.#source.compatibility !== undefined)
    } else if (to === undefined) {
      const message = `The target's driver tells no migration_version; the source's is '${visible(from)}'.`
      this.#oneSidedVersion(both, message, this.#target.compatibility !== undefined && this.#target.toBeMade !== true)
    } else {
      this.#ask = from
      const message = `Whether the target's driver, whose migration_version is '${visible(to)}', takes '${visible(from)}' only it can tell.`
      this.#unknown(field, both, message)
    }
  }

  /** A driver without the file does not migrate; of one that nobody asked nothing is known. */
  #oneSidedVersion(both: Sides, message: string, asked: boolean): void {
    this.#compared.push({ field: 'migration_version', ...both, outcome: asked ? 'differs' : 'unknown', message })
  }

  #dynamicResources(): void {
    for (const name of this.#from.dynamicResources ?? []) {
      const value = has(this.#from.attributes, name) ? this.#from.attributes?.[name] : undefined
      if (value === undefined) {
        const message = `The attribute ${visible(name)} has to be copied from the source, and its value is not known.`
        this.#unknown(name, {}, message)
      } else this.#attributes.set(name, value)
    }
  }

  #driver(): void {
    const { busyDriver } = this.#target
    if (busyDriver === undefined) return
    const message = `The target's function is bound to ${visible(busyDriver)}; whether the host itself uses it is not known.`
    this.#unknown('driver', { target: busyDriver }, message)
  }

  #equal(field: string, source: string | undefined, target: string | undefined): void {
    if (source !== undefined && source === target) this.#fits(field, source, target)
    else if (source !== undefined && target !== undefined) this.#differs(field, source, target)
    else {
      const who =
        source === undefined && target === undefined
          ? 'Neither side'
          : source === undefined
            ? 'The source'
            : 'The target'
      const other = source ?? target
      const is = other === undefined ? '' : `; the other one's is ${visible(other)}`
      this.#unknown(field, sides(source, target), `${who} does not tell ${field}${is}.`)
    }
  }

  #fits(field: string, source: string | undefined, target: string | undefined): void {
    this.#compared.push({ field, ...sides(source, target), outcome: 'fits' })
  }

  #differs(field: string, source: string, target: string): void {
    const message = `The target's ${field} is ${visible(target)}, the source's is ${visible(source)}.`
    this.#compared.push({ field, source, target, outcome: 'differs', message })
  }

  #unknown(field: string, both: Sides, message: string): void {
    this.#compared.push({ field, ...both, outcome: 'unknown', message })
  }

  #oneSided(field: string, lacking: boolean, what: string): void {
    this.#unknown(field, {}, `The ${lacking ? 'target' : 'source'}'s driver does not tell ${what}.`)
  }
}

function withoutBrand(name: string): string {
  return name.replace(/^(?:GRID|NVIDIA) /, '')
}

interface Sides {
  source?: string
  target?: string
}

function sides(source: string | undefined, target: string | undefined): Sides {
  return { ...(source !== undefined && { source }), ...(target !== undefined && { target }) }
}

/** Whether a record has a key of its own: what drivers name comes from outside. */
function has(record: Readonly<Record<string, unknown>> | undefined, key: string): boolean {
  return record !== undefined && Object.hasOwn(record, key)
}
