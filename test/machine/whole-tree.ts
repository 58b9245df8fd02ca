import type { FileTree } from '../../lib/machine/sim.js'
import { SysfsError } from '../../lib/machine/sim.js'

/** Every path of a tree with what stands there: kind, mode, target, content or the error of reading it. */
export function wholeTree(tree: FileTree): Record<string, string> {
  const found: Record<string, string> = {}
  const walk = (directory: string, names: string[]) => {
    for (const name of names) {
      const path = `${directory}${name}`
      const entry = tree.entry(path)
      if (entry === undefined) continue
      if (entry.kind === 'link') found[path] = `link to ${entry.target}`
      else found[path] = `${entry.kind} ${entry.mode.toString(8)}`
      if (entry.kind === 'file') found[path] += ` ${contentOf(tree, path)}`
      if (entry.kind === 'directory') walk(`${path}/`, tree.list(path))
    }
  }
  walk('', ['sys', 'dev'])
  return found
}

function contentOf(tree: FileTree, file: string): string {
  try {
    return Array.from(tree.read(file), (byte) => String.fromCharCode(byte)).join('')
  } catch (error) {
    if (error instanceof SysfsError) return error.code
    throw error
  }
}

/** What two trees do not have in common, one line for each path. */
export function treeChanges(before: Record<string, string>, now: Record<string, string>): string[] {
  const paths = new Set([...Object.keys(before), ...Object.keys(now)])
  return [...paths].flatMap((path) => {
    const [was = 'absent', is = 'absent'] = [before[path], now[path]]
    return was === is ? [] : [`${path}: ${was} became ${is}`]
  })
}
