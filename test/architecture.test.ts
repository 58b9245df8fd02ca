import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { builtinModules } from 'node:module'
import { join, posix, sep } from 'node:path'
import { projectRoot } from './project-root.js'

const lib = join(projectRoot, 'lib')

/** What a folder of lib/ may import, beside itself and `lib/diagnostic.ts`. */
const ALLOWED: Readonly<Record<string, readonly string[]>> = {
  xml: [],
  shape: ['xml'],
  libvirt: ['shape', 'xml'],
  machine: ['libvirt', 'shape', 'xml'],
  planning: ['machine', 'libvirt', 'shape', 'xml'],
  rules: ['planning', 'machine', 'libvirt', 'shape', 'xml'],
  report: ['rules', 'planning', 'machine', 'libvirt', 'shape', 'xml'],
  host: ['machine', 'libvirt', 'shape', 'xml'],
  interop: ['libvirt', 'shape', 'xml'],
  cli: ['report', 'rules', 'planning', 'host', 'machine', 'libvirt', 'shape', 'xml'],
}

const PACKAGES = new Set(['jsonc-parser', 'uuid'])
const NODE_FOLDERS = new Set(['host', 'cli'])
const VAGUE = /(?:^|[-.])(?:utils?|helpers?|managers?|common)(?:[-.]|$)/

interface SourceFile {
  /** Relative to lib/, with `/`. */
  readonly name: string
  readonly folder: string
  readonly text: string
  readonly imports: readonly string[]
}

const files: readonly SourceFile[] = readdirSync(lib, { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.ts'))
  .map((name) => {
    const text = readFileSync(join(lib, name), 'utf8')
    const path = name.split(sep).join('/')
    return { name: path, folder: path.includes('/') ? (path.split('/')[0] ?? '') : '', text, imports: importsOf(text) }
  })
const byName = new Map(files.map((file) => [file.name, file]))

/** What a file imports and re-exports from: static, dynamic, and for types. */
function importsOf(text: string): string[] {
  const code = text.replaceAll(/^\s*(?:\/\/|\/?\*).*$/gm, '')
  const found = [...code.matchAll(/^\s*(?:import|export)\s(?:[^'"`;]*?\sfrom\s+)?['"]([^'"]+)['"]/gm)]
  const within = [...code.matchAll(/\bimport\(\s*['"]([^'"]+)['"]/g)]
  return [...found, ...within].map(([, from = '']) => from)
}

/** The file of lib/ that a relative import means. */
function targetOf({ name }: SourceFile, from: string): string {
  return posix.join(posix.dirname(name), from).replace(/\.js$/, '.ts')
}

function complaints(look: (file: SourceFile) => readonly string[]): string[] {
  return files.flatMap((file) => look(file).map((what) => `${file.name}: ${what}`))
}

describe('architecture', () => {
  it('has files', () => {
    expect(files.length).to.be.greaterThan(50)
  })

  it('has no folder that is not a layer', () => {
    expect(complaints(({ folder }) => (folder === '' || folder in ALLOWED ? [] : [folder]))).to.deep.equal([])
  })

  it('imports point one way', () => {
    const wrong = complaints((file) =>
      file.imports
        .filter((from) => from.startsWith('.'))
        .map((from) => targetOf(file, from))
        .filter((target) => {
          if (file.folder === '')
            return file.name === 'diagnostic.ts' || target.startsWith('host/') || target.startsWith('cli/')
          if (target === 'diagnostic.ts') return false
          const folder = target.includes('/') ? target.slice(0, target.indexOf('/')) : ''
          return folder !== file.folder && !ALLOWED[file.folder]?.includes(folder)
        }),
    )
    expect(wrong).to.deep.equal([])
  })

  it('imports only files that are there, and the two packages that it depends on', () => {
    const wrong = complaints((file) =>
      file.imports.filter((from) =>
        from.startsWith('.') ? !byName.has(targetOf(file, from)) : !PACKAGES.has(from) && !isBuiltin(from),
      ),
    )
    expect(wrong).to.deep.equal([])
  })

  it('touches Node only in host/ and cli/', () => {
    expect(
      complaints(({ folder, imports }) => (NODE_FOLDERS.has(folder) ? [] : imports.filter(isBuiltin))),
    ).to.deep.equal([])
  })

  it('has no cycle of files', () => {
    expect(cycle()).to.equal(undefined)
  })

  it('re-exports only in an index.ts of an entry', () => {
    const wrong = files
      .filter(({ name, folder }) => name === 'index.ts' || (name === `${folder}/index.ts` && folder !== 'cli'))
      .filter(({ text }) =>
        /^\s*(?:const|let|var|function|class|interface|type\s+\w+\s*=|enum|import)\b/m.test(withoutExports(text)),
      )
    expect(wrong.map(({ name }) => name)).to.deep.equal([])
  })

  it('has no file with a name that says nothing', () => {
    expect(files.map(({ name }) => name).filter((name) => VAGUE.test(posix.basename(name)))).to.deep.equal([])
  })
})

function isBuiltin(from: string): boolean {
  return from.startsWith('node:') || builtinModules.includes(from)
}

function withoutExports(text: string): string {
  return text
    .replaceAll(/\/\*[^]*?\*\//g, '')
    .replaceAll(/^export (?:type )?(?:\{[^}]*\}|\*(?: as \w+)?) from '[^']+'$/gm, '')
}

/** A chain of files that leads back to its first one. */
function cycle(): string | undefined {
  const done = new Set<string>()
  const way: string[] = []
  const visit = (name: string): string | undefined => {
    if (way.includes(name)) return [...way.slice(way.indexOf(name)), name].join(' -> ')
    if (done.has(name)) return undefined
    way.push(name)
    const file = byName.get(name)
    for (const from of file?.imports ?? []) {
      const found = file !== undefined && from.startsWith('.') ? visit(targetOf(file, from)) : undefined
      if (found !== undefined) return found
    }
    way.pop()
    done.add(name)
    return undefined
  }
  for (const { name } of files) {
    const found = visit(name)
    if (found !== undefined) return found
  }
  return undefined
}
