import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { projectRoot } from '../project-root.js'
import { consumer } from './consumer.js'

const COMPILERS = { 'TypeScript 6': 'typescript', 'TypeScript 7': 'typescript-7' }
const RESOLUTIONS = {
  nodenext: { module: 'nodenext', moduleResolution: 'nodenext' },
  bundler: { module: 'esnext', moduleResolution: 'bundler' },
}

/** What the package needs in its user's project: its dependencies, and the types of Node. */
const LINKED = ['jsonc-parser', 'uuid', '@types/node', 'undici-types']

describe('the packed package in an empty project', function () {
  this.timeout(120_000)
  let project = ''

  before(() => {
    project = mkdtempSync(join(tmpdir(), 'nodedev-consumer-'))
    run('npm', ['pack', '--ignore-scripts', '--pack-destination', project], projectRoot)
    const tarball = readdirSync(project).find((name) => name.endsWith('.tgz'))
    if (tarball === undefined) throw new Error('npm pack made nothing')
    const modules = join(project, 'node_modules')
    mkdirSync(join(modules, 'nodedev-xml'), { recursive: true })
    mkdirSync(join(modules, '@types'))
    run('tar', ['-xzf', tarball, '-C', join(modules, 'nodedev-xml'), '--strip-components=1'], project)
    for (const name of LINKED) symlinkSync(join(projectRoot, 'node_modules', name), join(modules, name))
    writeFileSync(join(project, 'package.json'), '{"type": "module", "private": true}')
    writeFileSync(join(project, 'consumer.ts'), consumer)
  })

  after(() => {
    rmSync(project, { recursive: true, force: true })
  })

  for (const [compiler, folder] of Object.entries(COMPILERS)) {
    for (const [resolution, options] of Object.entries(RESOLUTIONS)) {
      it(`type-checks with ${compiler} under ${resolution}, and runs`, () => {
        const outDir = join(project, `out-${folder}-${resolution}`)
        const compilerOptions = {
          ...options,
          target: 'es2023',
          lib: ['es2023'],
          types: ['node'],
          strict: true,
          exactOptionalPropertyTypes: true,
          resolveJsonModule: true,
          outDir,
          rootDir: '.',
        }
        writeFileSync(join(project, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['consumer.ts'] }))
        run(process.execPath, [join(projectRoot, 'node_modules', folder, 'bin/tsc'), '-p', '.'], project)
        const seen: unknown = JSON.parse(run(process.execPath, ['--no-warnings', join(outDir, 'consumer.js')], project))
        expect(seen).to.deep.equal([
          true,
          1,
          true,
          true,
          'a',
          'function',
          true,
          true,
          true,
          'urn:nodedev-xml:schema:host-snapshot',
          'device-unknown',
        ])
      })
    }
  }

  it('has the command', () => {
    const printed = run(
      process.execPath,
      [join(project, 'node_modules/nodedev-xml/dist/cli/bin.js'), '--help'],
      project,
    )
    expect(printed).to.contain('nodedev')
  })

  it('has the source of every source map, and no tests', () => {
    const root = join(project, 'node_modules/nodedev-xml')
    const names = readdirSync(root, { recursive: true, encoding: 'utf8' })
    const known = new Set(names)
    for (const map of names.filter((name) => name.endsWith('.js.map'))) {
      const { sources } = JSON.parse(readFileSync(join(root, map), 'utf8')) as { sources: string[] }
      for (const source of sources) expect(known.has(join(map, '..', source)), `${map}: ${source}`).to.equal(true)
    }
    for (const needed of ['README.md', 'LICENSE', 'CHANGELOG.md', 'schemas/domain.json', 'docs'])
      expect(known).to.include(needed)
    expect(names.filter((name) => /^(?:test|build|scripts)\b/.test(name))).to.deep.equal([])
  })

  it('pleases publint', () => {
    expect(
      run(
        process.execPath,
        [
          join(projectRoot, 'node_modules/publint/src/cli.js'),
          '--strict',
          '--pack',
          'false',
          join(project, 'node_modules/nodedev-xml'),
        ],
        project,
      ),
    ).to.contain('All good')
  })

  it('pleases attw', () => {
    const [tarball = ''] = readdirSync(project).filter((name) => name.endsWith('.tgz'))
    run(
      process.execPath,
      [
        join(projectRoot, 'node_modules/@arethetypeswrong/cli/dist/index.js'),
        '--profile',
        'esm-only',
        '--no-color',
        '--format',
        'table',
        join(project, tarball),
      ],
      project,
    )
  })
})

/** @throws Error with all that the program printed, when it fails */
function run(command: string, args: readonly string[], cwd: string): string {
  try {
    return execFileSync(command, args, { cwd, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
  } catch (error) {
    const { stdout = '', stderr = '' } = error as { stdout?: string; stderr?: string }
    throw new Error(`${command} ${args.join(' ')}\n${stdout}${stderr}`, { cause: error })
  }
}
