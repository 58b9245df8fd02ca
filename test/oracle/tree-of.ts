import { SysfsError, type Sysfs } from '../../lib/machine/port/sysfs.js'
import type { Tree, TreeEntry } from './make-tree.js'

/** Everything below a machine's root, read through the port: what `makeTree` writes into a directory. */
export function treeOf(sysfs: Sysfs, roots: readonly string[] = ['sys']): Tree {
  const entries: [string, TreeEntry][] = []
  const walk = (path: string): void => {
    const target = attempt(() => sysfs.link(path))
    if (target !== undefined) {
      entries.push([path, { link: target }])
      return
    }
    const names = attempt(() => sysfs.list(path))
    if (names !== undefined) {
      entries.push([path, { dir: true }])
      for (const name of names) walk(`${path}/${name}`)
      return
    }
    const bytes = attempt(() => sysfs.read(path))
    // What nobody may read is a file to be written to.
    const base64 = Buffer.from(bytes ?? new Uint8Array()).toString('base64')
    entries.push([path, bytes === undefined ? { base64, mode: '0200' } : { base64 }])
  }
  for (const root of roots) walk(root)
  return Object.fromEntries(entries)
}

function attempt<T>(read: () => T): T | undefined {
  try {
    return read()
  } catch (error) {
    if (error instanceof SysfsError) return undefined
    throw error
  }
}
