import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commands } from '../../lib/cli/commands/index.js'
import { packageVersion } from '../../lib/cli/version.js'
import { UUID } from './fixtures.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

const BIN = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))

describe('nodedev', () => {
  it('tells its verbs', async () => {
    const { code, stdout } = await sh('--help')
    expect(code).to.equal(0)
    for (const { name, summary } of commands) expect(stdout).to.match(new RegExp(`^  ${name} +${summary}$`, 'm'))
    expect(stdout.split('\n').filter((line) => line.length > 80)).to.deep.equal([])
  })

  for (const { name } of commands) {
    it(`${name} --help fits a terminal, and a wrong option is refused with the usage`, async () => {
      const { code, stdout } = await sh(`${name} --help`)
      expect(code).to.equal(0)
      expect(stdout).to.match(new RegExp(`^usage: nodedev ${name}`))
      expect(stdout.split('\n').filter((line) => line.length > 80)).to.deep.equal([])
      const wrong = await sh(`${name} --no-such-option`)
      expect(wrong).to.include({ code: 2, stdout: '' })
      expect(wrong.stderr).to.match(/^error: Unknown option '--no-such-option'\.\nusage: nodedev /)
    })
  }

  it('tells its version', async () => {
    expect((await sh('--version')).stdout).to.equal(`${packageVersion()}\n`)
    expect(packageVersion()).to.match(/^\d+\.\d+\.\d+/)
  })

  it('refuses what it does not know', async () => {
    expect((await runCli([])).code).to.equal(2)
    const unknown = await runCli(['de\u001b[31mfine'])
    expect(unknown).to.include({ code: 2, stdout: '' })
    expect(unknown.stderr).to.match(/^error: There is no verb "de\\u001b\[31mfine"\.\n/)
    expect((await sh('--host sim:mtty list')).stderr).to.match(
      /^error: The verb comes first, and its options behind it: "--host" is none\.\nVerbs: /,
    )
  })

  const wrong = [
    'types a b',
    'types --json=yes',
    'types --host',
    'list a',
    'dumpxml',
    'dumpxml a b',
    'create',
    'create --parent a',
    'create a --parent b',
    'create - -',
    'destroy a --group b',
    'destroy',
    'destroy a --wait soon',
    'recover a b',
    'record a',
    'create --parent a --type b --attr c',
    'create --parent a --type b --attr =c',
    'destroy',
    'destroy a b',
    'hostdev',
    'hostdev a --display maybe',
    'hostdev a --ramfb',
    'attach a',
    'attach a b c',
    'attach - -',
    'attach - b --in-place',
    'detach a',
    'detach - -',
    'detach a b --host live',
    'check',
    'check - -',
    'snapshot a',
    'snapshot -o',
    'demo a',
    'list --state s',
    'list --state s --host live',
    'capacity a b',
    'capacity --probe',
    'plan',
    'plan a b',
    'apply',
    'apply a b',
    'migrate',
    'migrate a --from b',
    'migrate a b --from c --to d',
  ]
  for (const line of wrong) {
    it(`refuses: nodedev ${line}`, async () => {
      const { code, stdout, stderr } = await sh(line)
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
      expect(stderr).to.match(/^error: .+\.\nusage: nodedev /)
    })
  }

  const faults: readonly (readonly [string, readonly string[], string])[] = [
    ['an option twice', ['list', '--host', 'a', '--host=b'], '--host is given twice: "a" and "b".'],
    ['a short one twice', ['snapshot', '-o', 'a', '--output', 'b'], '--output is given twice: "a" and "b".'],
    ['an empty value', ['list', '--host='], 'The value of --host is empty.'],
    ['an empty FILE, which would be the working directory', ['check', '--fix', ''], 'An argument is empty.'],
    [
      'a value with a dash',
      ['destroy', UUID, '--wait', '-1'],
      'The value of --wait begins with a dash: write it as --wait=VALUE.',
    ],
    ['a short one with it', ['record', '-o', '-1'], 'The value of -o begins with a dash: write it as -oVALUE.'],
  ]
  for (const [what, argv, message] of faults) {
    it(`refuses in one sentence: ${what}`, async () => {
      const { code, stdout, stderr } = await runCli(argv)
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
      expect(stderr.split('\n')[0]).to.equal(`error: ${message}`)
    })
  }

  it('takes a switch, and an option for several values, more than once', async () => {
    expect(await sh('list --json --json --host sim:mtty')).to.include({ code: 0, stdout: '[]\n' })
    const create = 'create --parent mtty --type mtty-1 --host sim:mtty --attr a=1 --attr a=1'
    expect((await sh(create)).stderr).to.match(/^error: attribute-unknown: /)
  })

  it('names a machine or a file that is not there', async () => {
    expect((await sh('list --host nowhere')).stderr).to.match(/^error: There is no machine "nowhere"/)
    expect((await sh('list --host sim:nothing')).stderr).to.match(
      /^error: There is no simulated machine named "nothing"\.\nChoose one of /,
    )
    expect((await sh('create nowhere.xml --host sim:mtty')).stderr).to.equal(
      'error: nowhere.xml cannot be read: There is no such file.\n',
    )
  })

  it('refuses a state that is none, or of another machine, and does not touch it', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 's'), '{"version":1}')
      expect((await sh('list --host sim:mtty --state s', { cwd })).code).to.equal(2)
      expect(await readFile(join(cwd, 's'), 'utf8')).to.equal('{"version":1}')
      await sh('list --host sim:mtty --state t', { cwd })
      expect((await sh('list --host sim:nvidia-t4 --state t', { cwd })).stderr).to.match(
        /^error: The state was saved by .*"mtty"\.\n/,
      )
    }))

  it('uses colours only on a terminal, and not with NO_COLOR', async () => {
    const line = 'list --host nowhere'
    expect((await sh(line, { columns: 80 })).stderr).to.include('\u001b[1;31merror\u001b[0m: ')
    expect((await sh(line, { columns: 80, env: { NO_COLOR: '1' } })).stderr).to.match(/^error: /)
    expect((await sh(line)).stderr).to.match(/^error: /)
  })

  it('leaves stdin alone where it reads none: others may read it at the same time', async () => {
    const trap = "Object.defineProperty(process, 'stdin', { get() { throw new Error('stdin was opened') } })"
    const child = spawn(
      process.execPath,
      ['--import', `data:text/javascript,${encodeURIComponent(trap)}`, BIN, 'list', '--host', 'sim:mtty'],
      { stdio: ['pipe', 'ignore', 'pipe'] },
    )
    let stderr = ''
    child.stderr.on('data', (chunk) => (stderr += String(chunk)))
    const code = await new Promise((resolve) => child.on('close', resolve))
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: 'There are no devices.\n' })
  }).timeout(20_000)

  it('ends quietly, and ends what it began, when nobody reads what it writes', () =>
    inTemporaryDirectory(async (cwd) => {
      const args = [
        'create',
        '--parent',
        'mtty',
        '--type',
        'mtty-1',
        '--uuid',
        UUID,
        '--host',
        'sim:mtty',
        '--state',
        's',
      ]
      const child = spawn(process.execPath, [BIN, ...args, '--json'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.destroy()
      let stderr = ''
      child.stderr.on('data', (chunk) => (stderr += String(chunk)))
      const code = await new Promise((resolve) => child.on('close', resolve))
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expect(await readFile(join(cwd, 's'), 'utf8')).to.include(UUID)
    })).timeout(20_000)
})
