import type { HostSnapshot } from '../../lib/machine/snapshot/host-snapshot.js'
import { openSysfs, recordedTree, type RecordedEntry } from '../../lib/machine/sim.js'
import type { Tree, TreeEntry } from '../oracle/make-tree.js'

/** What this library sees on the machine that a tree describes. */
export async function hostOfTree(tree: Tree): Promise<HostSnapshot> {
  const entries = Object.entries(tree).map(([path, entry]): [string, RecordedEntry] => [path, recorded(entry)])
  return openSysfs(recordedTree(Object.fromEntries(entries))).snapshot()
}

function recorded(entry: TreeEntry): RecordedEntry {
  const rest = entry.mode === undefined ? {} : { mode: entry.mode }
  if ('text' in entry) return { text: entry.text, ...rest }
  if ('base64' in entry) return { base64: entry.base64, ...rest }
  return 'link' in entry ? { link: entry.link, ...rest } : { dir: true, ...rest }
}
