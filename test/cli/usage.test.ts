import { expect } from 'chai'
import { spawn } from 'node:child_process'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { commands } from '../../lib/cli/commands/index.js'
import { packageVersion } from '../../lib/cli/version.js'
import { UUID } from './fixtures.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

describe('nodedev', () => {
  it('tells its verbs', async () => {
    const { code, stdout } = await sh('--help')
    expect(code).to.equal(0)
    for (const { name, summary } of commands) expect(stdout).to.match(new RegExp(`^  ${name} +${summary}$`, 'm'))
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

  it('ends quietly, and ends what it began, when nobody reads what it writes', () =>
    inTemporaryDirectory(async (cwd) => {
      const bin = fileURLToPath(new URL('../../lib/cli/bin.js', import.meta.url))
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
      const child = spawn(process.execPath, [bin, ...args, '--json'], { cwd, stdio: ['ignore', 'pipe', 'pipe'] })
      child.stdout.destroy()
      let stderr = ''
      child.stderr.on('data', (chunk) => (stderr += String(chunk)))
      const code = await new Promise((resolve) => child.on('close', resolve))
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expect(await readFile(join(cwd, 's'), 'utf8')).to.include(UUID)
    })).timeout(20_000)
})
