import type { Store } from '../port/store.js'
import type { Sysfs } from '../port/sysfs.js'
import { compareText, Scan } from '../scan/scan.js'
import type { RecordedEntry, RecordedFiles } from '../tree/recorded-tree.js'
import type { Recording } from '../tree/recorded-tree-schema.js'
import { Seen } from './recording-ports.js'
import { redacted } from './redact.js'

export interface RecordOptions {
  signal?: AbortSignal
  /** Replaces UUIDs, the same by the same, and blanks serial numbers. */
  redact?: boolean
}

/**
 * Saves the files of a machine that this library reads, with their bytes as they are. Files that it does not read are there by
 * name alone.
 * @param look Looks at everything that a snapshot is made of, through the ports that it is given.
 */
export async function recordMachine(
  machine: { readonly sysfs: Sysfs; readonly store: Store },
  look: (sysfs: Sysfs, store: Store, signal: AbortSignal | undefined) => Promise<unknown>,
  options: RecordOptions = {},
): Promise<Recording> {
  const { redact = false, signal } = options
  const seen = new Seen()
  const sysfs = seen.sysfs(machine.sysfs)
  await look(sysfs, seen.store(machine.store), signal)
  const kernel = new Scan(sysfs).value('proc/sys/kernel/osrelease', undefined, true)
  const entries = [...seen.entries].sort(([a], [b]) => compareText(a, b)).filter(notImplied)
  const tree: RecordedFiles = Object.fromEntries(entries)
  return {
    version: 1,
    ...(kernel !== undefined && { kernel }),
    redacted: redact,
    tree: redact ? redacted(tree) : tree,
  }
}

/** Whether an entry has to be told: a directory with something in it comes by itself. Entries are sorted by their paths. */
function notImplied(
  [path, entry]: readonly [string, RecordedEntry],
  at: number,
  all: readonly (readonly [string, RecordedEntry])[],
): boolean {
  if (!('dir' in entry)) return true
  // what sorts between a directory and its content (`a-b` between `a` and `a/b`) is looked over
  for (let next = at + 1; next < all.length; next++) {
    const other = all[next]?.[0] ?? ''
    if (other.startsWith(`${path}/`)) return false
    if (!other.startsWith(path)) return true
  }
  return true
}
