import type { Diagnostic } from '../../diagnostic.js'
import { visible } from '../../xml/visible.js'
import { MigrationFaults } from './migration-fault.js'

/** `major.minor[.bugfix]` of a driver. */
export interface SoftwareVersion {
  readonly major: number
  readonly minor: number
  /** 0 where it is left out. */
  readonly bugfix: number
}

/** Versions of one major, both ends included. */
export interface VersionRange {
  readonly from: SoftwareVersion
  /** Absent: all that come later, of the same major. */
  readonly to?: SoftwareVersion
}

/** A list of version ranges as far as it could be read. */
export interface VersionRangesReading {
  /** There when no diagnostic is an error. */
  readonly ranges: readonly VersionRange[] | undefined
  readonly diagnostics: readonly Diagnostic[]
}

const VERSION = /^([0-9]{1,9})\.([0-9]{1,9})(?:\.([0-9]{1,9}))?$/

/** Reads `1.2` or `1.2.3`; `undefined` for anything else. */
export function parseSoftwareVersion(text: string): SoftwareVersion | undefined {
  const parts = VERSION.exec(text)
  return parts === null
    ? undefined
    : { major: Number(parts[1]), minor: Number(parts[2]), bugfix: Number(parts[3] ?? '0') }
}

/** Whether a target of one version takes what a source of another sends: same major, and the target's minor is not lower. */
export function versionFits(source: SoftwareVersion, target: SoftwareVersion): boolean {
  return source.major === target.major && target.minor >= source.minor
}

/**
 * Reads a list of versions and ranges, such as `2.0.2-2.0.4,2.1.0-`. A range without an end goes on to the end of its major.
 * Never throws.
 */
export function parseVersionRanges(text: string): VersionRangesReading {
  const faults = new MigrationFaults()
  const ranges: VersionRange[] = []
  if (!faults.tooLong(text)) {
    let start = 0
    for (const item of text.split(',')) {
      const range = readRange(item.trim())
      if (typeof range === 'string') faults.add('version-invalid', range, start, start + item.length)
      else ranges.push(range)
      start += item.length + 1
    }
  }
  return { ranges: faults.failed ? undefined : ranges, diagnostics: faults.diagnostics }
}

function readRange(text: string): VersionRange | string {
  const dash = text.indexOf('-')
  const from = parseSoftwareVersion((dash === -1 ? text : text.slice(0, dash)).trim())
  const end = dash === -1 ? text : text.slice(dash + 1).trim()
  const to = end === '' ? undefined : parseSoftwareVersion(end)
  if (from === undefined || (to === undefined && (end !== '' || dash === -1)))
    return `'${visible(text)}' is neither a version such as 2.1.3 nor a range such as 2.0.2-2.0.4 or 2.1.0-.`
  if (to === undefined) return { from }
  if (to.major !== from.major) return `The range '${visible(text)}' goes over more than one major version.`
  if (compareVersions(from, to) > 0) return `The range '${visible(text)}' ends before it begins.`
  return { from, to }
}

/** Whether a version is in one of the ranges. */
export function inVersionRanges(version: SoftwareVersion, ranges: readonly VersionRange[]): boolean {
  return ranges.some(
    ({ from, to }) =>
      version.major === from.major &&
      compareVersions(from, version) <= 0 &&
      (to === undefined || compareVersions(version, to) <= 0),
  )
}

function compareVersions(a: SoftwareVersion, b: SoftwareVersion): number {
  return a.major - b.major || a.minor - b.minor || a.bugfix - b.bugfix
}
