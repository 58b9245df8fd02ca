import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { SimulatedKernel } from '../../lib/machine/sim.js'
import { SysfsError } from '../../lib/machine/sim.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'

const DIRECTORY = join(process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus'), 'kernel')

/** Skips a suite where the recordings of the kernel are not there. */
export function needRecordings(): void {
  skipWhen(() =>
    existsSync(DIRECTORY) ? undefined : `there is no corpus at ${DIRECTORY}; NODEDEV_CORPUS names another place`,
  )
}

/** A file of the recordings. Who reads it says what is in it. */
export function readRecording<T>(file: string): T {
  return JSON.parse(readFileSync(join(DIRECTORY, file), 'utf8')) as T
}

interface RecordedFile {
  type?: 'dir' | 'link' | 'file' | 'chardev'
  mode?: string
  target?: string
  content?: string
  readError?: string
  error?: string
}

export type RecordedSnapshot = Record<string, RecordedFile>

export interface RecordedTrees {
  snapshots: Record<string, RecordedSnapshot>
}

/** Which files are compared, and how. */
export interface Comparison {
  /** What was walked, with a slash in front. */
  roots: readonly string[]
  isLeftOut: (path: string) => boolean
  /** Whether only its kind and mode must be the same; nothing is where absent. */
  isItsOwn?: (path: string) => boolean
}

/** What must be the same: kinds, modes, targets and contents. */
export function recordedTree(snapshot: RecordedSnapshot, comparison: Comparison): Map<string, string> {
  const entries: [string, string][] = []
  for (const [path, { type, mode = '', target = '', content, readError }] of Object.entries(snapshot)) {
    if (type === undefined || isOutside(path, comparison)) continue
    if (type === 'link') entries.push([path, target])
    else if (type === 'dir') entries.push([path, `directory ${mode}`])
    else if (type === 'chardev' || comparison.isItsOwn?.(path) === true) entries.push([path, `file ${mode}`])
    else entries.push([path, `file ${mode} ${readError ?? JSON.stringify(content)}`])
  }
  return new Map(entries.map(withoutMajor).sort())
}

/** The same of a simulated kernel. */
export function simulatedTree(kernel: SimulatedKernel, comparison: Comparison): Map<string, string> {
  const entries: [string, string][] = []
  const walk = (path: string) => {
    const entry = kernel.tree.entry(path)
    const name = `/${path}`
    if (entry === undefined || isOutside(name, comparison)) return
    if (entry.kind === 'link') {
      entries.push([name, entry.target])
      return
    }
    const mode = `0${entry.mode.toString(8)}`
    if (entry.kind === 'directory') {
      entries.push([name, `directory ${mode}`])
      for (const child of kernel.list(path)) walk(`${path}/${child}`)
    } else if (path.startsWith('dev/') || comparison.isItsOwn?.(name) === true) entries.push([name, `file ${mode}`])
    else entries.push([name, `file ${mode} ${contentOf(kernel, path)}`])
  }
  for (const root of comparison.roots) walk(root.slice(1))
  return new Map(entries.map(withoutMajor).sort())
}

function isOutside(path: string, { roots, isLeftOut }: Comparison): boolean {
  return isLeftOut(path) || !roots.some((root) => path === root || path.startsWith(`${root}/`))
}

/** The number of VFIO's character devices is given out when the kernel starts. */
function withoutMajor([path, what]: [string, string]): [string, string] {
  return [path, path.startsWith('/sys/devices/virtual/vfio/') ? what.replace(/\b24\d\b/, 'MAJOR') : what]
}

function contentOf(kernel: SimulatedKernel, path: string): string {
  try {
    return JSON.stringify(new TextDecoder().decode(kernel.read(path)))
  } catch (error) {
    return error instanceof SysfsError ? error.code : String(error)
  }
}
