import type { TreeFile } from './file-tree.js'
import { FileTree } from './file-tree.js'
import type { Sysfs, SysfsWriteOptions } from '../port/sysfs.js'
import { checkSysfsPath, sysfsError } from '../port/sysfs-path.js'

/** One file of a recorded tree. `mode` is octal, for example `0200`. */
export type RecordedEntry =
  | { text: string; mode?: string }
  | { base64: string; mode?: string }
  | { link: string; mode?: string }
  | { dir: true; mode?: string }

/**
 * A recorded tree: files by their paths below the root. The target of a link is as the link has it; one that begins with `/`
 * is meant from the root. Directories above a file come by themselves.
 */
export type RecordedFiles = Readonly<Record<string, RecordedEntry>>

/**
 * A recorded machine as a `Sysfs` that can only be read: every write answers `EROFS`, nobody holds anything open.
 * @throws SysfsError `EINVAL` for a path that the port does not take
 */
export function recordedTree(files: RecordedFiles): Sysfs {
  const tree = new FileTree()
  for (const [path, entry] of Object.entries(files)) {
    checkSysfsPath(path, 'open')
    if ('link' in entry) tree.addRawLink(path, entry.link)
    else if ('dir' in entry) tree.addDirectory(path, modeOf(entry.mode, 0o755))
    else tree.addFile(path, fileOf(entry))
  }
  return {
    list: (directory) => tree.list(directory),
    read: (file) => tree.read(file),
    link: (path) => tree.link(path),
    resolve: (path) => tree.resolve(path),
    write: async (file: string, _bytes: Uint8Array, options?: SysfsWriteOptions) => {
      options?.signal?.throwIfAborted()
      tree.resolve(file)
      throw sysfsError('EROFS', 'open', file)
    },
    inUse: () => Promise.resolve(false),
  }
}

function fileOf(entry: { text: string; mode?: string } | { base64: string; mode?: string }): TreeFile {
  const content = 'text' in entry ? entry.text : Uint8Array.from(atob(entry.base64), (byte) => byte.charCodeAt(0))
  return { mode: modeOf(entry.mode, 0o644), show: () => content }
}

function modeOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : parseInt(text, 8)
}
