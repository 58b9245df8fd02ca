import { errnoNumber } from './errno.js'
import { SysfsError } from './sysfs.js'

/** A failure of a `Sysfs`, by its symbol. */
export function sysfsError(code: string, syscall: string, file: string, cause?: unknown): SysfsError {
  return new SysfsError({ code, errno: errnoNumber(code), syscall, file, ...(cause === undefined ? {} : { cause }) })
}

/**
 * Refuses a path that the port does not take: empty, absolute, with an empty part, with `.` or `..`, or with NUL.
 * @throws SysfsError `EINVAL`
 */
export function checkSysfsPath(path: string, syscall: string): void {
  if (!isSysfsPath(path)) throw sysfsError('EINVAL', syscall, path)
}

/** Whether the port takes this path. */
export function isSysfsPath(path: string): boolean {
  if (path === '' || path.includes('\0')) return false
  return !/(^|\/)(\.{0,2})(\/|$)/.test(path)
}

/**
 * Where a symbolic link in a directory leads when the links on the way are not looked at; an absolute target is meant from
 * the root. `undefined` when it leaves the root.
 */
export function linkTarget(directory: string, target: string): string | undefined {
  const parts = target.startsWith('/') ? [] : directory.split('/').filter((part) => part !== '')
  for (const part of target.split('/')) {
    if (part === '' || part === '.') continue
    if (part !== '..') parts.push(part)
    else if (parts.pop() === undefined) return undefined
  }
  return parts.join('/')
}

/**
 * The text of a link from the file `link` to the path `target`, as sysfs computes it: up to the nearest directory that holds
 * the target, then down (`fs/kernfs/symlink.c`, `kernfs_get_target_path`).
 */
export function relativeLink(link: string, target: string): string {
  const from = link.split('/').slice(0, -1)
  const to = target.split('/')
  let common = 0
  while (common < from.length && common < to.length - 1 && from[common] === to[common]) common++
  return '../'.repeat(from.length - common) + to.slice(common).join('/')
}

/** The last part of a path. */
export function baseName(path: string): string {
  return path.slice(path.lastIndexOf('/') + 1)
}

/** The directory that a path stands in; empty at the top. */
export function directoryName(path: string): string {
  return path.slice(0, Math.max(0, path.lastIndexOf('/')))
}
