import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, relative, resolve } from 'node:path'

/** What one path of a described host is. */
export type TreeEntry = { readonly mode?: string } & (
  | { readonly text: string }
  | { readonly base64: string }
  /** A symbolic link; a target that begins with `/` is meant from the tree's root and written relative, as the kernel does. */
  | { readonly link: string }
  | { readonly dir: true }
)

/** A described host: paths relative to its root (`sys/...`, `etc/mdevctl.d/...`). Parent directories come by themselves. */
export type Tree = Readonly<Record<string, TreeEntry>>

/** Reads a tree from a JSON file, which holds the paths alone or, beside other things, under `tree`. */
export function readTree(file: string): Tree {
  const json = JSON.parse(readFileSync(file, 'utf8')) as Tree | { readonly tree: Tree }
  return isDescribed(json) ? json.tree : json
}

function isDescribed(json: Tree | { readonly tree: Tree }): json is { readonly tree: Tree } {
  return 'tree' in json && kindsOf(json.tree).length === 0
}

function kindsOf(entry: object): string[] {
  return ['text', 'base64', 'link', 'dir'].filter((kind) => Object.hasOwn(entry, kind))
}

/** Writes a tree into a directory that is absent or empty. All is checked before anything is written. */
export function makeTree(tree: Tree, dir: string): void {
  const root = resolve(dir)
  if (existsSync(root) && readdirSync(root).length > 0) throw new Error(`${root} is not empty`)
  for (const [path, entry] of Object.entries(tree)) {
    if (path.startsWith('/') || path.split('/').some((part) => part === '..' || part === '')) {
      throw new TypeError(`${JSON.stringify(path)}: a path is relative and holds neither '..' nor an empty part`)
    }
    if (kindsOf(entry).length !== 1) throw new TypeError(`${path}: needs exactly one of text, base64, link, dir`)
    if (entry.mode !== undefined && !/^[0-7]{3,4}$/.test(entry.mode)) {
      throw new TypeError(`${path}: mode ${JSON.stringify(entry.mode)} is not octal`)
    }
  }
  mkdirSync(root, { recursive: true })
  // Links after files and directories, so that no file is written through a link; modes last, so that a directory
  // without write permission can still be filled.
  for (const [path, entry] of Object.entries(tree)) {
    const full = join(root, path)
    mkdirSync('dir' in entry ? full : dirname(full), { recursive: true })
    if ('text' in entry) writeFileSync(full, entry.text)
    if ('base64' in entry) writeFileSync(full, Buffer.from(entry.base64, 'base64'))
  }
  for (const [path, entry] of Object.entries(tree)) {
    if (!('link' in entry)) continue
    const full = join(root, path)
    symlinkSync(entry.link.startsWith('/') ? relative(dirname(full), root + entry.link) : entry.link, full)
  }
  for (const [path, { mode }] of Object.entries(tree)) {
    if (mode !== undefined) chmodSync(join(root, path), parseInt(mode, 8))
  }
}
