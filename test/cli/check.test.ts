import { expect } from 'chai'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { guest, guestWith, nodedev, UUID } from './fixtures.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

const T4 = '--host sim:nvidia-t4'

describe('nodedev check', () => {
  it('asks no machine unless told to', async () => {
    const { code, stdout, stderr } = await sh('check -', { stdin: guestWith })
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
    expect(stdout).to.match(
      /^1 file checked: no findings\.\nNot run: host\/device-missing, .+\. No host was given to check against\.\n$/,
    )
  })

  it('prints findings with a caret line', async () => {
    const stdin = guestWith.replace(" model='vfio-pci'", '').replace(UUID, '{x}')
    const { code, stdout } = await sh('check -', { stdin })
    expect(code).to.equal(1)
    expect(stdout).to.include(
      [
        "stdin:8:24: error: hostdev/uuid-invalid: uuid '{x}' is not a UUID.",
        " 8 |         <address uuid='{x}'/>",
        '   |                        ^^^',
        '   = libvirt: refused by the schema (--validate), by the parser',
        '',
      ].join('\n'),
    )
    expect(stdout).to.include('stdin:6:6: error: hostdev/model-missing: ')
    expect(stdout).to.match(/^1 file checked: 2 errors\.$/m)
  })

  it('prints the JSON of its format, and only that on stdout', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), guestWith)
      const { code, stdout, stderr } = await sh(`check guest.xml nowhere.xml ${T4} --json`, { cwd })
      expect(code).to.equal(2)
      expect(stderr).to.equal('error: nowhere.xml cannot be read: There is no such file.\n')
      const report: unknown = JSON.parse(stdout)
      expect(report).to.have.all.keys('version', 'files').and.include({ version: 1 })
      expect(report).to.have.nested.property('files[0].file', 'guest.xml')
      expect(report).to.have.nested.property('files[0].kind', 'domain')
      expect(report)
        .to.have.nested.property('files[0].diagnostics')
        .that.deep.equals([
          {
            code: 'host/device-missing',
            severity: 'error',
            message: `The host has no running mediated device ${UUID}.`,
            path: ['hostdevs', 0, 'uuid'],
            line: 8,
            column: 24,
            endLine: 8,
            endColumn: 60,
            refusedBy: ['start'],
          },
        ])
      expect(report).to.have.nested.property('files[0].notRun[0]').that.has.all.keys('code', 'why')
      expect(report)
        .to.have.nested.property('files[0].verdict')
        .that.deep.equals({ define: 'accepts', defineValidate: 'accepts', start: 'refuses' })
    }))

  it('says below the findings of a guest what libvirt says of it, and nothing where nothing was found', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'bad.xml'), guestWith.replace(" model='vfio-pci'", " model='vfio-pci' display='on'"))
      await writeFile(join(cwd, 'good.xml'), guestWith)
      const { stdout } = await sh('check bad.xml good.xml', { cwd })
      expect(stdout.match(/^.*: libvirt: define: .*$/gm)).to.deep.equal([
        'bad.xml: libvirt: define: refuses; define --validate: refuses; start: refuses',
      ])
      const off = await sh('check bad.xml --json --rule hostdev/display-without-graphics=off', { cwd })
      expect(JSON.parse(off.stdout)).to.have.nested.property('files[0].verdict.define', 'refuses')
    }))

  it('says how many findings --fix would mend', async () => {
    const summary = async (stdin: string) => (await sh('check -', { stdin })).stdout.split('\n').slice(-4, -2)
    const managed = guestWith.replace("managed='no'", "managed='yes'")
    const counted = '1 file checked: 1 remark.'
    expect(await summary(managed)).to.deep.equal([counted, 'With --fix 1 of them is mended.'])
    const both = managed.replace(UUID, UUID.toUpperCase().replace('-', ' '))
    expect((await summary(both))[1]).to.equal('With --fix 2 of them are mended.')
    expect((await sh('check -', { stdin: guestWith.replace(UUID, 'x') })).stdout).not.to.include('--fix')
  })

  it('leaves out what only QEMU refuses for the test driver', async () => {
    const stdin = guestWith.replace(" model='vfio-pci'", " model='vfio-pci' display='on'")
    expect((await sh(`check - ${T4}`, { stdin })).code).to.equal(1)
    const test = await sh(`check - --driver test ${T4} --json`, { stdin })
    expect(test.code).to.equal(0)
    expect(JSON.parse(test.stdout))
      .to.have.nested.property('files[0].verdict')
      .that.deep.equals({ define: 'accepts', defineValidate: 'accepts', start: 'accepts' })
  })

  it('takes the architecture of guests that do not say it', async () => {
    const stdin = guestWith.replace("'vfio-pci'", "'vfio-ccw'")
    expect((await sh('check -', { stdin })).code).to.equal(0)
    expect((await sh('check - --arch s390x', { stdin })).code).to.equal(0)
    const { code, stdout } = await sh('check - --arch x86_64', { stdin })
    expect(code).to.equal(1)
    expect(stdout).to.include('hostdev/model-unavailable')
  })

  it('knows devices from node device XML and from definitions beside the guest', () =>
    inTemporaryDirectory(async (cwd) => {
      const at = { cwd }
      await writeFile(join(cwd, 'guest.xml'), guestWith)
      await writeFile(join(cwd, 'device.xml'), nodedev(UUID))
      await mkdir(join(cwd, '0000:06:00.0'))
      const definition = JSON.stringify({ mdev_type: 'nvidia-999', start: 'manual', attrs: [] })
      await writeFile(join(cwd, '0000:06:00.0', UUID), definition)
      const known = await sh(`check guest.xml device.xml ${T4}`, at)
      expect(known.code).to.equal(1)
      expect(known.stdout).to.match(/help: Make it first: nodedev create --parent 0000:06:00\.0 --type nvidia-231 /)
      expect(known.stdout).to.match(/^2 files checked: 1 error\b/m)
      const defined = await sh(`check guest.xml 0000:06:00.0/${UUID} ${T4} --json`, at)
      expect(defined.stdout)
        .to.include('"host/type-missing"')
        .and.include('nvidia-999')
        .and.include('"kind": "mdevctl"')
    }))

  it('is clean where the device runs', () =>
    inTemporaryDirectory(async (cwd) => {
      await sh(`create --parent 0000:06:00.0 --type nvidia-231 --uuid ${UUID} ${T4} --state s`, { cwd })
      const { code, stdout } = await sh('check - --state s', { cwd, stdin: guestWith })
      expect({ code, stdout }).to.deep.equal({ code: 0, stdout: '1 file checked: no findings.\n' })
    }))

  it('judges node devices and definitions by themselves', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'd.xml'), nodedev('x'))
      await writeFile(join(cwd, 'd.json'), '{\n  "mdev_type": 7,\n  "start": "auto"\n}\n')
      const { code, stdout } = await sh('check d.xml d.json', { cwd })
      expect(code).to.equal(1)
      expect(stdout).to.match(/^d\.xml:5:11: error: mdev\/uuid-invalid: /m)
      expect(stdout).to.match(/^d\.json:2:16: error: definition\/type-invalid: /m)
    }))

  it('says what it does not check, and checks the rest', () =>
    inTemporaryDirectory(async (cwd) => {
      const files: Record<string, string> = {
        'network.xml': '<?xml version="1.0"?>\n<!-- n -->\n<network/>',
        'hostdev.xml': '<hostdev/>',
        empty: '',
        text: 'hello',
        'list.json': '[]',
        'other.json': '{"a":1}',
        binary: '\u0000\u0001',
      }
      for (const [name, text] of Object.entries(files)) await writeFile(join(cwd, name), text)
      await writeFile(join(cwd, 'guest.xml'), guest)
      const { code, stdout, stderr } = await sh(`check ${Object.keys(files).join(' ')} guest.xml`, { cwd })
      expect(code).to.equal(2)
      expect(stdout).to.match(/^1 file checked: no findings\.$/m)
      expect(stderr.match(/^error: /gm)).to.have.length(Object.keys(files).length)
      expect(stderr).to.include('error: network.xml is no file that can be checked: its root element is <network>.\n')
    }))

  it('takes a definition that no UUID names, and says that it tells of no device', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'd.json'), '{"mdev_type":"t","start":"auto"}')
      const { code, stderr } = await sh('check d.json', { cwd })
      expect({ code, stderr }).to.deep.equal({
        code: 0,
        stderr: 'warning: d.json tells of no device: it is not named by a UUID.\n',
      })
    }))

  it('broken XML has its place', async () => {
    const { code, stdout } = await sh('check -', { stdin: '<domain>\n  <devices>\n</domain>' })
    expect(code).to.equal(1)
    expect(stdout).to.match(/^stdin:\d:\d+: error: xml\//)
  })

  it('hostile values and file names reach no output raw', () =>
    inTemporaryDirectory(async (cwd) => {
      const hostile = '\u009b2J\u202e'
      await writeFile(join(cwd, `g${hostile}.xml`), guestWith.replace(UUID, hostile).replace('vfio-pci', hostile))
      for (const json of ['', ' --json']) {
        const { stdout, stderr } = await sh(`check g${hostile}.xml gone${hostile}${json}`, { cwd })

        expect(stdout + stderr).to.match(/^[\n -~]*$/)
      }
    }))

  it('file names are no commands to a CI service', () =>
    inTemporaryDirectory(async (cwd) => {
      const name = '::error::##[x]##vso[y]'
      await writeFile(join(cwd, `${name}.xml`), guestWith.replace('vfio-pci', ''))
      for (const format of ['text', 'json', 'sarif', 'junit', 'github']) {
        const { stdout, stderr } = await runCli(['check', `${name}.xml`, `${name}.gone`, '--format', format], { cwd })
        expect(stderr)
          .to.match(/^error: /)
          .and.not.match(/##(\[|vso)/)
        if (format !== 'github') expect(stdout).not.to.match(/##(\[|vso)|^\s*::/m)
        else expect(stdout).to.match(/^::error file=%3A%3Aerror%3A%3A##/)
      }
    }))
})
