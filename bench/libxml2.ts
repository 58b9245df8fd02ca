import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { besideSource } from './beside-source.js'
import type { Contestant } from './measure.js'

/** The program of `libxml2.c`, compiled. */
export interface Libxml2 {
  readonly version: string
  /** Parsing a text into libxml2's tree, in a process of its own that takes the time itself. */
  contestant(name: string, text: string): Contestant
  remove(): void
}

/** Gets the Debian packages that compiling needs. */
export function installLibxml2(): void {
  const sudo = process.getuid?.() === 0 ? [] : ['sudo']
  const [command, ...rest] = [
    ...sudo,
    'apt-get',
    'install',
    '-y',
    '--no-install-recommends',
    'libxml2-dev',
    'gcc',
    'libc6-dev',
  ]
  execFileSync(command, rest, { stdio: 'inherit' })
}

/** Compiles it, or says in one sentence why that cannot be done. */
export function buildLibxml2(): Libxml2 | string {
  const config = spawnSync('xml2-config', ['--cflags', '--libs'], { encoding: 'utf8' })
  if (config.status !== 0) return 'the headers of libxml2 are not installed (--install gets them)'
  const folder = mkdtempSync(join(tmpdir(), 'bench-libxml2-'))
  const program = join(folder, 'libxml2')
  const flags = config.stdout.split(/\s+/).filter((flag) => flag !== '')
  const compiled = spawnSync('gcc', ['-O2', '-o', program, besideSource('libxml2.c'), ...flags], { encoding: 'utf8' })
  if (compiled.status !== 0) {
    rmSync(folder, { recursive: true })
    return compiled.error === undefined ? `gcc says: ${compiled.stderr.trim()}` : 'there is no gcc (--install gets it)'
  }
  return {
    version: spawnSync('xml2-config', ['--version'], { encoding: 'utf8' }).stdout.trim(),
    contestant(name, text) {
      const file = join(folder, `${name.replace(/\W/g, '-')}-${text.length}.xml`)
      writeFileSync(file, text)
      const times = Math.max(1, Math.round(2e6 / text.length))
      return { name, sample: () => Number(execFileSync(program, [file, String(times)], { encoding: 'utf8' })) }
    },
    remove: () => {
      rmSync(folder, { recursive: true })
    },
  }
}
