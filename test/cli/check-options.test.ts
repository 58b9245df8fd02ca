import { expect } from 'chai'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { guest, guestWith, UUID } from './fixtures.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

/** One warning and one remark. */
const remarked = guestWith
  .replace(" model='vfio-pci'", " model='vfio-ccw' display='off'")
  .replace(UUID, UUID.replace('-', ' '))
const broken = guestWith.replace(UUID, '{x}')

async function write(cwd: string, files: Readonly<Record<string, string>>): Promise<void> {
  for (const [name, text] of Object.entries(files)) {
    await mkdir(join(cwd, name, '..'), { recursive: true })
    await writeFile(join(cwd, name), text)
  }
}

describe('nodedev check, what fails', () => {
  it('is an error, unless --fail-on says another severity', async () => {
    const code = async (options: string) => (await sh(`check - ${options}`.trim(), { stdin: remarked })).code
    expect(await code('--fail-on error')).to.equal(0)
    expect(await code('--fail-on warning')).to.equal(1)
    expect(await code('--fail-on info --rule hostdev/display-ignored=off')).to.equal(1)
    expect(await code('--fail-on info --rule hostdev/display-ignored=off --rule read/value-spelling=off')).to.equal(0)
    expect(await code('--rule hostdev/display-ignored=error')).to.equal(1)
  })

  it('is also too many warnings', async () => {
    const one = await sh('check - --max-warnings 1', { stdin: remarked })
    expect(one).to.include({ code: 0, stderr: '' })
    const none = await sh('check - --max-warnings 0', { stdin: remarked })
    expect(none).to.include({ code: 1, stderr: 'error: Too many warnings: 1, and at most 0 may be.\n' })
  })

  it('takes a code for another severity', async () => {
    const { stdout } = await sh('check - --rule hostdev/display-ignored=info', { stdin: remarked })
    expect(stdout).to.match(/: info: hostdev\/display-ignored: /)
    expect(stdout).to.match(/^1 file checked: 2 remarks\.$/m)
  })

  for (const line of [
    '--rule no/such=off',
    '--rule hostdev/display-ignored',
    '--rule hostdev/display-ignored=loud',
    '--fail-on nothing',
    '--max-warnings -1',
    '--max-warnings=many',
    '--libvirt newest',
    '--driver xen',
    '--format xml',
    '--json --format sarif',
    '--config a --no-config',
    '--dry-run',
    '--fix',
    '--fix --dry-run --json',
    '--explain hostdev/uuid-invalid',
  ]) {
    it(`refuses: check - ${line}`, async () => {
      const { code, stdout, stderr } = await sh(`check - ${line}`)
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
      expect(stderr).to.match(/^error: .+\.\nusage: nodedev check /s)
    })
  }

  it('takes a version of libvirt', async () => {
    expect((await sh('check - --libvirt 9.0.0', { stdin: guestWith })).code).to.equal(0)
  })
})

describe('nodedev check, formats', () => {
  it('--format json is --json', async () => {
    const stdin = broken
    expect(await sh('check - --format json', { stdin })).to.deep.equal(await sh('check - --json', { stdin }))
  })

  it('sarif, junit and github come with the same exit code', async () => {
    const sarif = await sh('check - --format sarif', { stdin: broken })
    expect(sarif.code).to.equal(1)
    expect(JSON.parse(sarif.stdout)).to.have.nested.property('runs[0].invocations[0].exitCode', 1)
    const junit = await sh('check - --format junit', { stdin: broken })
    expect(junit.code).to.equal(1)
    expect(junit.stdout).to.include("<testsuite name='stdin' ")
    const github = await sh('check - --format github', { stdin: broken })
    expect(github.code).to.equal(1)
    expect(github.stdout).to.match(/^::error file=stdin,line=8,.*\n1 file checked: 1 error\.\n/)
  })

  it('sarif tells what could not be read', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, { 'guest.xml': guest })
      const { code, stdout } = await sh('check guest.xml gone.xml --format sarif', { cwd })
      expect(code).to.equal(2)
      const log: unknown = JSON.parse(stdout)
      expect(log).to.have.nested.property('runs[0].invocations[0].executionSuccessful', false)
      expect(log).to.have.nested.property(
        'runs[0].invocations[0].toolExecutionNotifications[0].message.text',
        'gone.xml cannot be read: There is no such file.',
      )
    }))
})

describe('nodedev check --explain', () => {
  it('tells what, why, which layer, and examples', async () => {
    const { code, stdout } = await sh('check --explain hostdev/display-ignored')
    expect(code).to.equal(0)
    for (const part of ['(warning)', 'libvirt: accepted, but it has no effect.', 'Bad:', 'Good:', '^^'])
      expect(stdout).to.include(part)
    expect(stdout.split('\n').filter((line) => line.length > 80)).to.deep.equal([])
    expect((await sh('check --explain xml/doctype')).stdout).to.include('document type')
    expect((await sh('check --explain suppression/unused')).code).to.equal(0)
  })

  it('refuses a code that does not exist', async () => {
    expect((await sh('check --explain no/such')).stderr).to.match(/^error: There is no code "no\/such"\.\nusage: /)
  })
})

describe('nodedev check, files', () => {
  it('takes directories, and says what it leaves out', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, {
        'vm/b.xml': guest,
        'vm/a/a.xml': broken,
        'vm/net.xml': '<network/>',
        'vm/readme.txt': 'x',
        'vm/package.json': '{}',
        'vm/node_modules/x.xml': broken,
        'vm/.git/x.xml': broken,
        [`vm/${UUID}.json`]: '{"mdev_type":"t","start":"auto"}',
      })
      await symlink('..', join(cwd, 'vm/a/up'))
      const { code, stdout, stderr } = await sh('check vm vm/b.xml', { cwd })
      expect({ code, stderr }).to.deep.equal({
        code: 1,
        stderr: 'warning: vm/net.xml is left out: its root element is <network>.\n',
      })
      expect(stdout).to.match(/^vm\/a\/a\.xml:8:24: error/)
      expect(stdout).to.match(/^3 files checked: 1 error\.$/m)
    }))

  it('fails where there is nothing to check: such a check would pass for ever', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, { 'vm/a.txt': 'x', 'one.xml': guest })
      const { code, stdout, stderr } = await sh('check vm one.xml', { cwd })
      expect({ code, stderr }).to.deep.equal({ code: 2, stderr: 'error: There is no file to check in vm.\n' })
      expect(stdout).to.match(/^1 file checked: no findings\.$/m)
    }))

  it('tells a symbolic link in a directory that leads nowhere, but no lock of an editor', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, { 'vm/a.xml': guest })
      await symlink('gone.xml', join(cwd, 'vm/b.xml'))
      await symlink('user@host.123', join(cwd, 'vm/.#a.xml'))
      const { code, stdout, stderr } = await sh('check vm', { cwd })
      expect({ code, stderr }).to.deep.equal({
        code: 2,
        stderr: 'error: vm/b.xml cannot be read: There is no such file.\n',
      })
      expect(stdout).to.match(/^1 file checked: no findings\.$/m)
    }))

  it('takes patterns', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, { 'a.xml': guest, 'b/c/d.xml': guest, 'b/e.xml': guest, 'b/f.txt': 'x' })
      const count = async (...patterns: string[]) =>
        /^(\d+) files? checked/m.exec((await runCli(['check', ...patterns], { cwd })).stdout)?.[1]
      expect(await count('*.xml')).to.equal('1')
      expect(await count('**/*.xml')).to.equal('3')
      expect(await count('b/**/*.xml')).to.equal('2')
      expect(await count('b/?.xml', join(cwd, 'b/*.xml'))).to.equal('1')
      expect(await count('b/**', '*')).to.equal('3')
      const none = await runCli(['check', 'x/*.xml'], { cwd })
      expect(none).to.include({ code: 2, stdout: '' })
      expect(none.stderr).to.match(/^error: x cannot be read/)
      expect((await runCli(['check', 'z*.xml'], { cwd })).stderr).to.equal('error: No file is like z*.xml.\n')
    }))

  it('judges guests together, with the place in the other file', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, { 'one.xml': guestWith, 'two.xml': guestWith.replace('one', 'two') })
      const { code, stdout } = await sh('check one.xml two.xml', { cwd })
      expect(stdout).to.match(/^two\.xml:8:24: .*\n(?:.*\n)*?.*= see: one\.xml:8:24: /m)
      expect(code).to.be.oneOf([0, 1])
    }))

  it('tells how far it is on a terminal, and only there', () =>
    inTemporaryDirectory(async (cwd) => {
      const names = Array.from({ length: 1200 }, (_, index) => `${index}.xml`)
      for (const name of names) await writeFile(join(cwd, name), broken.replace('one', name))
      const terminal = await sh('check . --format json', { cwd, columns: 80 })
      expect(terminal.stderr).to.match(/^(?:\r\u001b\[K\d+ of 1200 files)*(?:\r\u001b\[K)?$/)
      expect((await sh('check . --format json', { cwd })).stderr).to.equal('')
    })).timeout(30_000)
})

describe('nodedev check, configuration', () => {
  const config = {
    rules: { 'hostdev/display-ignored': 'error' },
    failOn: 'warning',
    files: ['vm', 'more/*.xml'],
    ignore: ['vm/old', '**/*.bak.xml'],
  }
  const files = {
    'nodedev.config.json': JSON.stringify(config),
    'vm/a.xml': remarked,
    'vm/old/b.xml': broken,
    'vm/c.bak.xml': broken,
    'more/d.xml': guest,
    'sub/e.xml': guest,
  }

  it('is the nearest one upwards; its paths mean its folder', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, files)
      const { code, stdout } = await sh('check', { cwd })
      expect(code).to.equal(1)
      expect(stdout).to.match(/^vm\/a\.xml:\d+:\d+: error: hostdev\/display-ignored/m)
      expect(stdout).to.match(/^2 files checked: 1 error, 1 remark\.$/m)
      const below = await sh('check', { cwd: join(cwd, 'sub') })
      expect(below.stdout).to.match(/^\.\.\/vm\/a\.xml:/m)
      expect((await sh('check e.xml', { cwd: join(cwd, 'sub') })).stdout).to.match(/^1 file checked/)
    }))

  it('gives way to the command line, and to --no-config', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, files)
      const rule = '--rule hostdev/display-ignored=info --fail-on error'
      expect((await sh(`check vm/a.xml ${rule}`, { cwd })).code).to.equal(0)
      expect((await sh('check vm/a.xml --no-config', { cwd })).code).to.equal(0)
      expect((await sh('check --no-config', { cwd })).stderr).to.match(/^error: FILE is missing\.\n/)
      // what is named itself is checked, ignored or not
      expect((await sh('check vm/old/b.xml', { cwd })).code).to.equal(1)
    }))

  it('may stand elsewhere, and names a machine and a number of warnings', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, {
        'ci/check.json': JSON.stringify({ host: 'host.json', maxWarnings: 0, libvirt: '9.0.0' }),
        'a.xml': remarked,
        'b.xml': guestWith,
      })
      await sh('snapshot -o ci/host.json --host sim:nvidia-t4', { cwd })
      expect((await sh('check b.xml --config ci/check.json', { cwd })).stdout).to.include('host/device-missing')
      expect((await sh('check a.xml --config ci/check.json', { cwd })).stderr).to.match(/Too many warnings: 1/)
      const sim = JSON.stringify({ host: 'sim:nvidia-t4' })
      const test = JSON.stringify({ host: 'sim:nvidia-t4', driver: 'test' })
      await write(cwd, { 'sim.json': sim, 'test.json': test, 'arch.json': JSON.stringify({ arch: 'x86_64' }) })
      expect((await sh('check b.xml --config test.json', { cwd })).code).to.equal(0)
      expect((await sh('check b.xml --config test.json --driver qemu', { cwd })).code).to.equal(1)
      expect((await sh('check a.xml --config arch.json', { cwd })).stdout).to.include('hostdev/model-unavailable')
      expect((await sh('check a.xml --config arch.json --arch s390x', { cwd })).code).to.equal(0)
      expect((await sh('check b.xml --config sim.json', { cwd })).stdout).to.include('host/device-missing')
    }))

  for (const [text, fault] of [
    ['{', 'is no JSON'],
    ['{"rule": {}}', `is not as its format has it: the whole must not have the key 'rule'`],
    ['{"rules": {"hostdev/uuid-invalid": "loud"}}', '/rules/hostdev~1uuid-invalid must be one of "off", '],
    ['{"rules": {"no/such": "off"}}', 'names the code "no/such", which does not exist'],
    ['{"maxWarnings": -1}', '/maxWarnings must be >= 0'],
    ['{"files": "a"}', '/files must be array'],
    ['{"driver": "xen"}', '/driver must be one of "qemu", '],
  ] as const) {
    it(`refuses ${text}`, () =>
      inTemporaryDirectory(async (cwd) => {
        await write(cwd, { 'nodedev.config.json': text, 'a.xml': guest })
        const { code, stdout, stderr } = await sh('check a.xml', { cwd })
        expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
        expect(stderr)
          .to.match(/^error: /)
          .and.include(fault)
      }))
  }

  it('is told when it is not there', async () => {
    expect((await sh('check - --config gone.json')).stderr).to.equal(
      'error: gone.json cannot be read: There is no such file.\n',
    )
  })

  it('leaves the files as they are', () =>
    inTemporaryDirectory(async (cwd) => {
      await write(cwd, files)
      await sh('check', { cwd })
      expect(await readFile(join(cwd, 'vm/a.xml'), 'utf8')).to.equal(remarked)
    }))
})
