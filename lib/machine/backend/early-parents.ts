import { baseName } from '../port/sysfs-path.js'
import { SysfsError } from '../port/sysfs.js'
import type { Scan } from '../scan/scan.js'
import { compareText, reasonOf } from '../scan/scan.js'
import type { ParentEntry } from './backend.js'

/**
 * The class of mediated devices before they were merged: `mdev_start` and `mdev_stop` stand there, no parents. Linux 4.10 and
 * later have `mdev_bus` in its place, so that this directory is the sign of an early kernel.
 */
export const EARLY_CLASS = 'sys/class/mdev'

/** A parent of a kernel before Linux 4.10. */
export interface EarlyParent extends ParentEntry {
  backend: 'flat' | 'sketch'
}

/** What one reading of a machine has found out, so that each directory is looked at once. */
interface Known {
  isEarly: boolean
  /** By their paths; `undefined` for what is no such parent. */
  at: Map<string, EarlyParent | undefined>
  all?: readonly EarlyParent[]
}

const known = new WeakMap<Scan, Known>()

/** Whether the machine has the class of the proposals of 2016. */
export function isEarlyKernel(scan: Scan): boolean {
  return knownOf(scan).isEarly
}

/**
 * The parents of the proposals of 2016, sorted. Nothing but their own files tells them: where the class of that time is, every
 * device of every bus is looked at.
 */
export function earlyParents(scan: Scan): readonly EarlyParent[] {
  const here = knownOf(scan)
  if (!here.isEarly) return []
  here.all ??= [...devicePaths(scan)]
    .flatMap((path) => earlyParentAt(scan, path) ?? [])
    .sort((a, b) => compareText(a.id, b.id) || compareText(a.path, b.path))
  return here.all
}

/** The parent of the proposals of 2016 that a directory is; `undefined` for any other. */
export function earlyParentAt(scan: Scan, path: string): EarlyParent | undefined {
  const { isEarly, at } = knownOf(scan)
  if (!isEarly) return undefined
  if (!at.has(path)) at.set(path, findParent(scan, path))
  return at.get(path)
}

function knownOf(scan: Scan): Known {
  const before = known.get(scan)
  if (before !== undefined) return before
  const here: Known = { isEarly: scan.names(EARLY_CLASS) !== undefined, at: new Map() }
  known.set(scan, here)
  return here
}

function findParent(scan: Scan, path: string): EarlyParent | undefined {
  const id = baseName(path)
  const entries = quietList(scan, path)
  if (!Array.isArray(entries) || !entries.includes('mdev_supported_types')) return undefined
  const directory = `${path}/mdev_supported_types`
  const types = quietList(scan, directory)
  if (types === 'no directory') return entries.includes('mdev_create') ? { id, path, backend: 'flat' } : undefined
  return types === undefined || isSketch(scan, directory, types) ? { id, path, backend: 'sketch' } : undefined
}

/** The directories of all devices, whatever bus they are on. */
function devicePaths(scan: Scan): Set<string> {
  const paths = new Set<string>()
  const add = (entry: string) => {
    const path = scan.device(entry)
    if (path !== undefined) paths.add(path)
  }
  for (const bus of scan.list('sys/bus')) {
    if (bus === 'mdev') continue
    for (const id of scan.list(`sys/bus/${bus}/devices`)) add(`sys/bus/${bus}/devices/${id}`)
  }
  for (const id of scan.list('sys/class/mdev_bus')) add(`sys/class/mdev_bus/${id}`)
  for (const group of scan.list('sys/devices/virtual')) {
    for (const id of quietNames(scan, `sys/devices/virtual/${group}`)) paths.add(`sys/devices/virtual/${group}/${id}`)
  }
  return paths
}

/**
 * Whether a directory of types is one of the sketch, by its first type that has one of the files. Types that are no longer
 * possible may vanish: a parent without any is one too.
 */
function isSketch(scan: Scan, directory: string, types: readonly string[]): boolean {
  for (const type of types) {
    const files = quietNames(scan, `${directory}/${type}`)
    if (files.includes('available_instances') || files.includes('device_api')) return false
    if (files.includes('max_instances')) return true
  }
  return true
}

function quietNames(scan: Scan, directory: string): string[] {
  const names = quietList(scan, directory)
  return Array.isArray(names) ? names : []
}

/** The names in what may be no directory; what is wrong with it is told, unless it is a file or gone. */
function quietList(scan: Scan, directory: string): string[] | 'no directory' | undefined {
  try {
    return scan.sysfs.list(directory)
  } catch (error) {
    if (error instanceof SysfsError && error.code === 'ENOTDIR') return 'no directory'
    if (error instanceof SysfsError && error.code === 'ENOENT') return undefined
    scan.failures.push(error)
    scan.problem(directory, `The directory cannot be read: ${reasonOf(error)}.`)
    return undefined
  }
}
