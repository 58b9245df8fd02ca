import { parsePciAddress } from '../../libvirt/pci-address.js'
import type { Sysfs } from '../port/sysfs.js'
import { isSysfsPath } from '../port/sysfs-path.js'
import { Scan, type ProblemPlace } from '../scan/scan.js'
import type { HostProblem, HostSnapshot } from '../snapshot/host-snapshot.js'
import type { Compatibility, CompatibilityFields, HostCompatibility } from './compatibility.js'
import {
  parseCompatibilityFields,
  parseCompatibilityText,
  parseCompatiblePatterns,
  type CompatibilityReading,
} from './compatibility-text.js'
import { parseVersionRanges } from './version.js'

/** A device or type has no more attributes than these that are looked at. */
const MOST_NAMES = 1000

/**
 * What a driver tells about migration in the directory of a device (`<parent>/<uuid>`) or of a type
 * (`<parent>/mdev_supported_types/<type>`), in every form that was proposed between 2019 and 2020; `undefined` where it tells
 * nothing. Never throws: what cannot be read is told in the scan's problems.
 */
export function readCompatibility(scan: Scan, directory: string, place: ProblemPlace = {}): Compatibility | undefined {
  return new DirectoryReader(scan, directory, place).read()
}

/** What the drivers of a machine tell about migration, for each device and each type of a snapshot of it. */
export function readHostCompatibility(
  sysfs: Sysfs,
  snapshot: HostSnapshot,
): { readonly compatibility: HostCompatibility; readonly problems: readonly HostProblem[] } {
  const scan = new Scan(sysfs)
  const devices = new Map<string, Compatibility>()
  const types = new Map<string, Compatibility>()
  const paths = new Map(snapshot.nodes.map(({ id, path }) => [id, path.replace(/^\/+/, '')]))
  for (const { id, parent } of snapshot.types) {
    const path = paths.get(parent)
    if (path === undefined) continue
    const told = readCompatibility(scan, `${path}/mdev_supported_types/${id}`, { parent, type: id })
    if (told !== undefined) types.set(`${parent}/${id}`, told)
  }
  for (const { name, path, active } of snapshot.devices) {
    if (path === undefined || !active) continue
    const told = readCompatibility(scan, path.replace(/^\/+/, ''), { device: name })
    if (told !== undefined) devices.set(name, told)
  }
  // A function that is given to a guest as a whole has no device made from a type.
  for (const { id, path } of snapshot.nodes) {
    if (parsePciAddress(id) === undefined) continue
    const told = readCompatibility(scan, path.replace(/^\/+/, ''), { parent: id })
    if (told !== undefined) devices.set(id, told)
  }
  const compatibility: HostCompatibility = {
    version: 1,
    devices: Object.fromEntries(devices),
    types: Object.fromEntries(types),
  }
  return { compatibility, problems: scan.problems }
}

class DirectoryReader {
  readonly #scan: Scan
  readonly #directory: string
  readonly #place: ProblemPlace
  readonly #names: ReadonlySet<string>

  constructor(scan: Scan, directory: string, place: ProblemPlace) {
    this.#scan = scan
    this.#directory = directory
    this.#place = place
    this.#names = new Set(isSysfsPath(directory) ? scan.list(directory, place) : [])
  }

  read(): Compatibility | undefined {
    const told: Compatibility = {}
    this.#migrationVersion(told)
    this.#oneFile(told)
    this.#folder(told)
    this.#attributes(told)
    return Object.keys(told).length === 0 ? undefined : told
  }

  /** 2019: an opaque text. */
  #migrationVersion(told: Compatibility): void {
    const text = this.#value('migration_version')
    if (text !== undefined) told.migrationVersion = text
  }

  /** July 2020: one file. */
  #oneFile(told: Compatibility): void {
    const text = this.#value('migration_compatible')
    if (text !== undefined) Object.assign(told, this.#take(parseCompatibilityText(text), 'migration_compatible'))
  }

  /** August 2020: two files, or two directories with one value in a file. */
  #folder(told: Compatibility): void {
    if (!this.#names.has('migration')) return
    const self = this.#fieldsOf('migration/self', parseCompatibilityFields)
    if (self !== undefined) told.self = self
    const fields = this.#fieldsOf('migration/compatible', parseCompatiblePatterns)
    if (fields !== undefined) told.accepts = [...(told.accepts ?? []), { fields }]
  }

  #fieldsOf(
    name: string,
    parse: (text: string) => CompatibilityReading<CompatibilityFields>,
  ): CompatibilityFields | undefined {
    const path = `${this.#directory}/${name}`
    const names = this.#isDirectory(path) ? this.#scan.list(path, this.#place).slice(0, MOST_NAMES) : undefined
    if (names === undefined) {
      const text = this.#scan.value(path, this.#place, true)
      return text === undefined ? undefined : this.#take(parse(text), name)
    }
    const lines: string[] = []
    for (const field of names) {
      const value = this.#scan.value(`${path}/${field}`, this.#place)
      if (value !== undefined) lines.push(`${field}=${value.replace(/\s+/g, ' ').trim()}`)
    }
    return this.#take(parse(lines.join('\n')), name)
  }

  #isDirectory(path: string): boolean {
    try {
      this.#scan.sysfs.list(path)
      return true
    } catch {
      return false
    }
  }

  /** August and September 2020: attributes beside the others, `compatible_<x>` for a list, `<x>_compatible` for versions of x. */
  #attributes(told: Compatibility): void {
    const version = this.#value('software_version')?.trim()
    if (version !== undefined) told.softwareVersion = version
    const resources = this.#value('dynamic_resources')
    if (resources !== undefined) told.dynamicResources = listOf(resources)
    const lists = new Map<string, string[]>()
    const ranges = new Map<string, string>()
    const self = new Map<string, string>()
    for (const name of [...this.#names].slice(0, MOST_NAMES)) {
      const list = /^compatible_(.+)$/.exec(name)?.[1]
      if (list !== undefined) {
        const text = this.#value(name)
        if (text !== undefined) lists.set(list, listOf(text))
      }
      const ranged = /^(.+)_compatible$/.exec(name)?.[1]
      if (ranged === undefined || ranged === 'migration') continue
      const text = this.#value(name)?.trim()
      if (text === undefined) continue
      this.#take({ ...parseVersionRanges(text), value: text }, name)
      ranges.set(ranged, text)
      const own = this.#value(ranged)?.trim()
      if (own !== undefined) self.set(ranged, own)
    }
    if (lists.size > 0) told.lists = Object.fromEntries(lists)
    if (ranges.size > 0) told.ranges = Object.fromEntries(ranges)
    if (self.size > 0) told.self = { ...told.self, ...Object.fromEntries(self) }
    const wanted = new Set([...(told.dynamicResources ?? []), ...lists.keys()])
    const values = new Map<string, string>()
    for (const name of [...wanted].slice(0, MOST_NAMES)) {
      const value = this.#value(name)?.trim()
      if (value !== undefined) values.set(name, value)
    }
    if (values.size > 0) told.attributes = Object.fromEntries(values)
  }

  #value(name: string): string | undefined {
    return this.#names.has(name) ? this.#scan.value(`${this.#directory}/${name}`, this.#place, true) : undefined
  }

  #take<T>({ value, diagnostics }: CompatibilityReading<T>, name: string): T | undefined {
    for (const { message } of diagnostics) this.#problem(name, message)
    return value
  }

  #problem(name: string, message: string): void {
    this.#scan.problem(`${this.#directory}/${name}`, message, this.#place)
  }
}

/** `a, b`: the words of a list. */
function listOf(text: string): string[] {
  const words = text.split(/[\s,]+/).filter((word) => word !== '')
  return [...new Set(words)]
}
