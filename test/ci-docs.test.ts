import { expect } from 'chai'
import { execFileSync, spawnSync } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { delimiter, join } from 'node:path'
import { isCheckConfig } from '../lib/cli/check-config-validator.js'
import { scanXml } from '../lib/xml/index.js'
import { projectRoot } from './project-root.js'

const docs = readFileSync(join(projectRoot, 'docs/ci.md'), 'utf8')

/** The samples of a language, in their order. */
function samples(language: string): string[] {
  const fence = new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\`$`, 'gms')
  return [...docs.matchAll(fence)].map(([, code = '']) => code)
}

const [github = '', gitlab = '', preCommit = ''] = samples('yaml')
const clean = "<domain type='kvm'><name>a</name></domain>\n"
const faulty = "<domain type='kvm'><devices><hostdev mode='subsystem' type='mdev'/></devices></domain>\n"
const mendable = `<domain type='kvm'><devices><hostdev mode='subsystem' type='mdev' model='vfio-ap' ramfb='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev></devices></domain>\n`

describe('docs/ci.md', function () {
  this.timeout(60_000)
  let folder = ''
  let bin = ''

  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodedev-ci-'))
    bin = join(folder, '.bin')
    mkdirSync(bin)
    mkdirSync(join(folder, 'guests'))
    // what the package's installation gives
    writeFileSync(join(bin, 'nodedev'), `#!/bin/sh\nexec node '${join(projectRoot, 'dist/cli/bin.js')}' "$@"\n`)
    writeFileSync(join(bin, 'npm'), '#!/bin/sh\ntest "$*" = "install --global nodedev-xml"\n')
    for (const name of ['nodedev', 'npm']) chmodSync(join(bin, name), 0o755)
  })

  afterEach(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  function guests(files: Readonly<Record<string, string>>): void {
    for (const [name, text] of Object.entries(files)) writeFileSync(join(folder, 'guests', name), text)
  }

  /** Runs a command as the runners do, with `-e`. */
  function shell(command: string) {
    const env = { ...process.env, PATH: `${bin}${delimiter}${process.env['PATH'] ?? ''}` }
    const { status, stdout, stderr } = spawnSync('sh', ['-ec', command], { cwd: folder, env, encoding: 'utf8' })
    return { status, stdout, stderr }
  }

  const read = (name: string) => readFileSync(join(folder, name), 'utf8')

  it('has samples of three services', () => {
    expect(github).to.include('runs-on:')
    expect(gitlab).to.include('script:')
    expect(preCommit).to.include('hooks:')
  })

  it('the steps for GitHub Actions annotate, fail, and leave a log for code scanning', () => {
    const steps = [...github.matchAll(/^ *(?:- )?run: (.*)$/gm)].map(([, command = '']) => command)
    expect(steps).to.have.length(3)
    const statuses = () => steps.map((step) => shell(step).status)
    guests({ 'a.xml': clean })
    expect(statuses()).to.deep.equal([0, 0, 0])
    guests({ 'b.xml': faulty })
    expect(statuses()).to.deep.equal([0, 1, 0])
    expect(shell(steps[1] ?? '').stdout).to.match(/^::error file=guests\/b\.xml,line=1,/m)
    const uploaded = /sarif_file: (.*)$/m.exec(github)?.[1] ?? ''
    expect(JSON.parse(read(uploaded)))
      .to.have.nested.property('runs[0].results')
      .with.length(2)
    // what cannot be run is no finding, and is not passed over
    rmSync(join(folder, 'guests'), { recursive: true })
    expect(statuses()).to.deep.equal([0, 2, 1])
  })

  it('the script for GitLab CI fails, and leaves the report that is named', () => {
    const script = [...gitlab.matchAll(/^ {4}- (.*)$/gm)].map(([, command = '']) => command).join('\n')
    guests({ 'a.xml': clean })
    expect(shell(script).status).to.equal(0)
    guests({ 'b.xml': faulty })
    expect(shell(script).status).to.equal(1)
    const report = /junit: (.*)$/m.exec(gitlab)?.[1] ?? ''
    expect(scanXml(read(report)).root?.name).to.equal('testsuites')
  })

  it('the hook for pre-commit mends files and fails for what is left', () => {
    const entry = /^ *entry: (.*)$/m.exec(preCommit)?.[1] ?? ''
    const files = new RegExp(/^ *files: (.*)$/m.exec(preCommit)?.[1] ?? '')
    const staged = ['guests/a.xml', 'guests/b.xml', 'pom.xml'].filter((name) => files.test(name)).join(' ')
    expect(staged).to.equal('guests/a.xml guests/b.xml')
    guests({ 'a.xml': clean, 'b.xml': mendable })
    expect(shell(`${entry} ${staged}`).status).to.equal(0)
    expect(read('guests/b.xml')).to.equal(mendable.replace(" ramfb='on'", ''))
    guests({ 'b.xml': faulty })
    expect(shell(`${entry} ${staged}`).status).to.equal(1)
  })

  it('the diff of --dry-run is one that git applies', () => {
    guests({ 'b.xml': mendable })
    const { stdout } = shell(
      'nodedev check guests --fix --dry-run > fix.patch && git apply -p0 fix.patch && cat fix.patch',
    )
    expect(stdout).to.match(/^--- guests\/b\.xml\n/)
    expect(read('guests/b.xml')).to.equal(mendable.replace(" ramfb='on'", ''))
  })

  it('the configuration is one, and the suppressed guest passes', () => {
    const [config = ''] = samples('json')
    expect(isCheckConfig(JSON.parse(config)), JSON.stringify(isCheckConfig.errors)).to.equal(true)
    guests({ 'a.xml': samples('xml')[0] ?? '' })
    writeFileSync(join(folder, 'nodedev.config.json'), config)
    expect(shell('nodedev snapshot -o host.json --host sim:nvidia-t4').status).to.equal(0)
    expect(shell('nodedev check --rule host/device-missing=off --rule host/device-api-missing=off')).to.deep.include({
      status: 0,
      stderr: '',
    })
  })

  it('the rule of a product runs and prints what it says', () => {
    const [code = ''] = samples('ts')
    const printed = code.split('\n').flatMap((line) => (line.startsWith('// ') ? [line.slice(3)] : []))
    const file = join(projectRoot, 'build/readme/ci.ts')
    mkdirSync(join(file, '..'), { recursive: true })
    writeFileSync(file, code)
    const output = execFileSync(process.execPath, ['--import', 'tsx', file], { cwd: projectRoot, encoding: 'utf8' })
    expect(output.trimEnd().split('\n')).to.deep.equal(printed)
  })
})
