import { spawn, spawnSync } from 'node:child_process'
import { randomBytes } from 'node:crypto'
import { existsSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { makeWorkFolder } from './work-folder.js'

/** What one of libvirt's drivers says of one document. */
export interface LibvirtVerdict {
  readonly file: string
  /**
   * `test` is libvirt's parser with the checks that all drivers share, `qemu` these and QEMU's, `nodedev` the definition of
   * a mediated device on a host (asked with `root` only).
   */
  readonly driver: 'test' | 'qemu' | 'nodedev'
  /** Whether the RELAX NG schema was asked first, as by `virsh define --validate`. */
  readonly validate: boolean
  /** `null` where libvirt crashed, or cannot be given the text (no UTF-8). */
  readonly accepted: boolean | null
  readonly code: number | null
  readonly error: string | null
  /** libvirt's own writing of what it accepted (with the option `xml`). */
  readonly xml?: string
  /** What mdevctl was made to store (driver `nodedev`, with the option `xml`). */
  readonly mdevctl?: { readonly parent: string; readonly uuid: string; readonly config: string }
}

/** How far libvirt gets with starting one domain, on a host whose devices are none. */
export interface StartVerdict {
  readonly file: string
  readonly stage: 'define' | 'start' | 'started'
  /** libvirt's own words, `null` where QEMU runs. */
  readonly error: string | null
}

/** What libvirt's RELAX NG schema says of one document. */
export interface SchemaVerdict {
  readonly file: string
  readonly schema: 'nodedev' | 'domain'
  readonly valid: boolean
  readonly error: string | null
}

/** Whether xmllint takes one document for well-formed. */
export interface XmllintVerdict {
  readonly file: string
  readonly wellFormed: boolean
  /** What it says of the namespaces of a well-formed document, in the order of the text: such faults are no refusals. */
  readonly namespaceErrors: readonly string[]
}

/** The scripts: beside this file's source, which is not where the compiled file lies. */
const scripts = scriptsAbove(dirname(fileURLToPath(import.meta.url)))

function scriptsAbove(dir: string): string {
  const found = join(dir, 'test/oracle')
  if (existsSync(join(found, 'with-libvirtd'))) return found
  if (dir === dirname(dir)) throw new Error('test/oracle is not there')
  return scriptsAbove(dirname(dir))
}

let unavailable: { readonly why: string | undefined } | undefined

/** Why libvirt cannot be asked on this machine, or `undefined` where it can. */
export function oracleAvailable(): string | undefined {
  unavailable ??= { why: findOut(join(scripts, 'with-libvirtd'), ['/usr/bin/python3', '-c', 'import libvirt']) }
  return unavailable.why
}

let xmllintMissing: { readonly why: string | undefined } | undefined

/** Why xmllint cannot be asked on this machine, or `undefined` where it can. */
export function xmllintAvailable(): string | undefined {
  xmllintMissing ??= { why: findOut('xmllint', ['--version']) }
  return xmllintMissing.why
}

function findOut(command: string, args: readonly string[]): string | undefined {
  const { error, status, signal, stderr } = spawnSync(command, args, { encoding: 'utf8' })
  if (error) return error.message
  if (status === 0) return undefined
  return stderr.trim().split('\n').at(-1) || `${command} ended with ${status ?? signal}`
}

/** The node devices that libvirt shows on a host whose `/sys` is `dir/sys`: their XML by name. */
export async function libvirtNodeDevices(dir: string): Promise<Record<string, string>> {
  return JSON.parse(await answerOf('nodedev-xml', [dir])) as Record<string, string>
}

/**
 * What a command prints beside a libvirt of its own, on the host whose `/sys` is `root/sys` and whose definitions are a copy of
 * `root/etc/mdevctl.d`.
 */
export async function besideLibvirt(root: string, command: readonly string[]): Promise<string> {
  return answerOf('with-libvirtd', ['--root', root, ...command])
}

/**
 * Whether libvirt accepts domains and node devices, and why not: one to four verdicts a file, in the order of the files.
 * With `root`, mediated devices are also defined on the host whose `/sys` is `root/sys`. With `xml`, a verdict holds
 * libvirt's own writing. With `validated: false` the schema is not asked, which takes most of the time.
 */
export async function libvirtVerdicts(
  files: readonly string[],
  options: { readonly root?: string; readonly xml?: boolean; readonly validated?: boolean } = {},
): Promise<LibvirtVerdict[]> {
  const { root, xml, validated } = options
  const given = [
    ...(root === undefined ? [] : ['--root', root]),
    ...(validated === false ? ['--unvalidated'] : []),
    ...(xml ? ['--xml'] : []),
  ]
  return linesOf('define-verdicts', given, files)
}

/** How far libvirt gets with starting domains on the host whose `/sys` is `root/sys`, in the order of the files. */
export async function startVerdicts(files: readonly string[], root: string): Promise<StartVerdict[]> {
  return linesOf('start-verdicts', [root], files)
}

/** Whether domains and node devices are valid by libvirt's schemas, those of `schemas` or else the installed ones. */
export async function schemaVerdicts(
  files: readonly string[],
  options: { readonly schemas?: string } = {},
): Promise<SchemaVerdict[]> {
  return linesOf('rng-verdicts', options.schemas === undefined ? [] : ['--schemas', options.schemas], files)
}

const filesAtOnce = 1000

async function linesOf<T>(script: string, options: readonly string[], files: readonly string[]): Promise<T[]> {
  const verdicts: T[] = []
  for (const some of slices(files, filesAtOnce)) {
    const answer = await answerOf(script, [...options, ...some])
    for (const line of answer.split('\n')) if (line !== '') verdicts.push(JSON.parse(line) as T)
  }
  return verdicts
}

async function answerOf(script: string, args: readonly string[]): Promise<string> {
  const { status, stdout, stderr } = await run(join(scripts, script), args)
  if (status !== 0) throw new Error(`${script} ended with ${status}: ${stderr.trim()}`)
  return stdout.toString()
}

/**
 * Whether documents are well-formed, in the order of the files.
 *
 * The verdict of xmllint is its exit status, which is one for all files it was given: not 0 as soon as it could not make
 * a document of one of them. To learn which, it is asked for the name of each document's root element, with a known
 * document before and after each: where nothing stands between the known names, there was no document. The status
 * confirms this: it must be 0 exactly when no document is missing, and 0 when those that were found are asked alone.
 */
export async function xmllintVerdicts(files: readonly string[]): Promise<XmllintVerdict[]> {
  const work = makeWorkFolder()
  try {
    // Numbers for names: xmllint takes names for URIs, with escapes.
    files.forEach((file, i) => symlinkSync(resolve(file), join(work, `${i}.xml`)))
    const marker = `m${randomBytes(12).toString('hex')}`
    writeFileSync(join(work, 'known.xml'), `<${marker}/>`)
    const verdicts: XmllintVerdict[] = []
    for (const some of slices([...files.keys()], filesAtOnce)) {
      const names = some.flatMap((i) => [`${i}.xml`, 'known.xml'])
      const { status, stdout } = await xmllint(work, ['--xpath', 'name(/*)', 'known.xml', ...names])
      const roots = stdout.toString('latin1').split(marker)
      if (roots.length !== some.length + 2)
        throw new Error(`xmllint named ${roots.length} documents of ${some.length + 2}`)
      const found = some.filter((_, k) => roots[k + 1]?.trim() !== '')
      if ((status === 0) !== (found.length === some.length))
        throw new Error(`xmllint ended with ${status}, against its output`)
      const errors = new Map(found.map((i): [number, string[]] => [i, []]))
      if (found.length > 0) {
        const alone = await xmllint(work, ['--noout', ...found.map((i) => `${i}.xml`)])
        if (alone.status !== 0)
          throw new Error(`xmllint ended with ${alone.status} for documents that it had found well-formed`)
        for (const [, i, error = ''] of alone.stderr.matchAll(/^(\d+)\.xml:\d+: namespace error : (.*)$/gm))
          errors.get(Number(i))?.push(error)
      }
      for (const i of some)
        verdicts.push({ file: files[i] as string, wellFormed: errors.has(i), namespaceErrors: errors.get(i) ?? [] })
    }
    return verdicts
  } finally {
    rmSync(work, { recursive: true })
  }
}

function xmllint(cwd: string, args: readonly string[]): Promise<Ended> {
  return run('xmllint', ['--nonet', ...args], cwd)
}

interface Ended {
  readonly status: number
  readonly stdout: Buffer
  readonly stderr: string
}

/** Runs a command to its end; one that cannot be started, or that a signal ended, is an error. */
function run(command: string, args: readonly string[], cwd?: string): Promise<Ended> {
  return new Promise((done, failed) => {
    const child = spawn(command, args, { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
    const stdout: Buffer[] = []
    const stderr: Buffer[] = []
    child.stdout.on('data', (bytes: Buffer) => stdout.push(bytes))
    child.stderr.on('data', (bytes: Buffer) => stderr.push(bytes))
    child.on('error', failed)
    child.on('close', (status, signal) => {
      if (status === null) failed(new Error(`${command} was ended by ${signal}`))
      else done({ status, stdout: Buffer.concat(stdout), stderr: Buffer.concat(stderr).toString() })
    })
  })
}

function* slices<T>(items: readonly T[], size: number): Generator<T[]> {
  for (let i = 0; i < items.length; i += size) yield items.slice(i, i + size)
}
