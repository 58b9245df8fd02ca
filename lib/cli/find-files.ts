import { readdir } from 'node:fs/promises'
import { basename, join, relative, resolve } from 'node:path'
import { parseUuid } from '../libvirt/uuid.js'
import { CliFailure } from './cli-failure.js'
import type { CliIo } from './cli-io.js'
import { fileFailure, kindOfPath } from './files.js'
import { fixedFolder, isPattern, pathMatcher } from './path-pattern.js'

/** A file to check. */
export interface FoundFile {
  /** As it is called in reports; `-` is stdin. */
  readonly path: string
  /** Whether it was named itself: what a directory or a pattern finds may be of any kind. */
  readonly named: boolean
}

/** Where files are looked for. */
export interface FileSearch {
  /** Files, directories, patterns, and `-`. */
  readonly operands: readonly string[]
  /** What directories and patterns leave out, as absolute paths and patterns. */
  readonly ignore: readonly string[]
}

/**
 * The files that operands mean, each once, in their order: a file is itself; of a directory it is every `*.xml` and every
 * definition below it (named by a UUID, with or without `.json`); a pattern means all files that it fits. Hidden directories and
 * `node_modules` are not entered, and links to directories not followed. What cannot be looked into is told to `fail`.
 */
export async function findFiles(
  io: CliIo,
  { operands, ignore }: FileSearch,
  fail: (failure: CliFailure) => void,
): Promise<FoundFile[]> {
  const ignored = ignore.map(pathMatcher)
  const isIgnored = (path: string) => ignored.some((matches) => matches(resolve(io.cwd, path)))
  const found = new Map<string, FoundFile>()
  const add = (file: FoundFile) => {
    const key = file.path === '-' ? '-' : resolve(io.cwd, file.path)
    if (!found.has(key)) found.set(key, file)
  }
  for (const operand of operands) {
    const kind = operand === '-' ? 'file' : await kindOfPath(io, operand)
    if (kind === 'directory') {
      let any = false
      for await (const path of filesBelow(io, operand, isIgnored, fail)) {
        if (!isChecked(path)) continue
        any = true
        add({ path, named: false })
      }
      // a check of nothing would pass for ever
      if (!any) fail(new CliFailure(`There is no file to check in ${operand}.`))
    } else if (kind === undefined && isPattern(operand)) {
      const matches = pathMatcher(resolve(io.cwd, operand))
      let any = false
      for await (const path of filesBelow(io, fixedFolder(operand), isIgnored, fail)) {
        if (!matches(resolve(io.cwd, path))) continue
        any = true
        add({ path, named: false })
      }
      if (!any) fail(new CliFailure(`No file is like ${operand}.`))
    } else add({ path: operand, named: true })
  }
  return [...found.values()]
}

/** Whether a file in a directory is one that is checked, by its name. */
function isChecked(path: string): boolean {
  const name = basename(path)
  return name.endsWith('.xml') || parseUuid(name.replace(/\.json$/, '')) !== undefined
}

async function* filesBelow(
  io: CliIo,
  folder: string,
  isIgnored: (path: string) => boolean,
  fail: (failure: CliFailure) => void,
): AsyncIterable<string> {
  for (const entry of await entriesOf(io, folder, fail)) {
    const path = folder === '' ? entry.name : join(folder, entry.name)
    if (isIgnored(path)) continue
    if (entry.isDirectory()) {
      if (!entry.name.startsWith('.') && entry.name !== 'node_modules') yield* filesBelow(io, path, isIgnored, fail)
    } else if (entry.isFile() || (entry.isSymbolicLink() && (await isFileLink(io, path)))) yield path
  }
}

/**
 * Whether a symbolic link stands for a file. One that leads nowhere does, so that reading it tells; a hidden one does not: an editor
 * locks a file so.
 */
async function isFileLink(io: CliIo, path: string): Promise<boolean> {
  const kind = await kindOfPath(io, path)
  return kind === 'file' || (kind === undefined && !basename(path).startsWith('.'))
}

async function entriesOf(io: CliIo, folder: string, fail: (failure: CliFailure) => void) {
  try {
    const entries = await readdir(resolve(io.cwd, folder), { withFileTypes: true })
    return entries.sort((a, b) => (a.name < b.name ? -1 : 1))
  } catch (error) {
    fail(fileFailure(folder === '' ? '.' : folder, 'read', error))
    return []
  }
}

/** A path of a configuration as an operand: relative to the working directory. */
export function fromFolder(io: CliIo, folder: string, path: string): string {
  const whole = resolve(folder, path)
  const short = relative(io.cwd, whole)
  return short === '' ? '.' : short
}
