import type { TreeFile } from './file-tree.js'
import { FileTree } from './file-tree.js'
import type { Sysfs, SysfsWriteOptions } from '../port/sysfs.js'
import { SysfsError } from '../port/sysfs.js'
import type { Store } from '../port/store.js'
import { checkSysfsPath, sysfsError } from '../port/sysfs-path.js'

/** One file of a recorded tree. `mode` is octal, for example `0200`. */
export type RecordedEntry =
  | { text: string; mode?: string }
  | { base64: string; mode?: string }
  | { link: string; mode?: string }
  | { dir: true; mode?: string }
  /** Known by its name alone: reading it answers `EIO`. */
  | { unread: true; mode?: string }
  /** Reading or listing it failed with this symbol. */
  | { error: string; mode?: string }

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
  const tree = treeOf(files)
  return {
    list: (directory) => listIn(tree, files, directory),
    read: (file) => tree.read(file),
    link: (path) => tree.link(path),
    resolve: (path) => tree.resolve(path),
    mode: (file) => recordedMode(tree, files, file),
    write: async (file: string, _bytes: Uint8Array, options?: SysfsWriteOptions) => {
      options?.signal?.throwIfAborted()
      // whether a file that was not recorded was there nobody knows
      checkSysfsPath(file, 'open')
      throw sysfsError('EROFS', 'open', file)
    },
    inUse: () => Promise.resolve(false),
  }
}

/**
 * The stored files of a recorded machine, which can only be read.
 * @throws SysfsError `EINVAL` for a path that the port does not take
 */
export function recordedStore(files: RecordedFiles): Store {
  const tree = treeOf(files)
  const refuse = async (file: string) => {
    throw sysfsError('EROFS', 'open', file)
  }
  return {
    list: (directory) => listIn(tree, files, directory),
    read: (file) => tree.read(file),
    replace: refuse,
    remove: refuse,
    lock: refuse,
  }
}

function treeOf(files: RecordedFiles): FileTree {
  const tree = new FileTree()
  for (const [path, entry] of Object.entries(files)) {
    checkSysfsPath(path, 'open')
    if ('link' in entry) tree.addRawLink(path, entry.link)
    else if ('dir' in entry) tree.addDirectory(path, modeOf(entry.mode, 0o755))
    else tree.addFile(path, fileOf(path, entry))
  }
  return tree
}

/** The permission bits that were recorded; `undefined` where they were not. */
function recordedMode(tree: FileTree, files: RecordedFiles, file: string): number | undefined {
  if (tree.mode(file) === undefined) return undefined
  const place = tree.resolve(file)
  const mode = Object.hasOwn(files, place) ? files[place]?.mode : undefined
  return mode === undefined ? undefined : parseInt(mode, 8)
}

function listIn(tree: FileTree, files: RecordedFiles, directory: string): string[] {
  try {
    return tree.list(directory)
  } catch (error) {
    if (!(error instanceof SysfsError) || error.code !== 'ENOTDIR') throw error
    const place = tree.resolve(directory)
    const entry = Object.hasOwn(files, place) ? files[place] : undefined
    throw entry !== undefined && 'error' in entry ? sysfsError(entry.error, 'readdir', directory) : error
  }
}

function fileOf(path: string, entry: Exclude<RecordedEntry, { link: string } | { dir: true }>): TreeFile {
  const mode = modeOf(entry.mode, 0o644)
  if ('unread' in entry) return { mode }
  if ('error' in entry) {
    return {
      mode,
      show: () => {
        throw sysfsError(entry.error, 'read', path)
      },
    }
  }
  const content = 'text' in entry ? entry.text : Uint8Array.from(atob(entry.base64), (byte) => byte.charCodeAt(0))
  return { mode, show: () => content }
}

function modeOf(text: string | undefined, otherwise: number): number {
  return text === undefined ? otherwise : parseInt(text, 8)
}
