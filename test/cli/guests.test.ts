import { expect } from 'chai'
import { chmod, lstat, readFile, stat, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { guest, guestWith, hostdev, NAME, nodedev, OTHER, UUID } from './fixtures.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

const T4 = '--host sim:nvidia-t4'

describe('nodedev hostdev', () => {
  it('takes a device or its node device XML', () =>
    inTemporaryDirectory(async (cwd) => {
      await sh(`create --parent 0000:06:00.0 --type nvidia-231 --uuid ${UUID} ${T4} --state s`, { cwd })
      await writeFile(join(cwd, 'device.xml'), nodedev(UUID))
      for (const line of [`hostdev ${NAME} --state s`, `hostdev ${UUID} --state s`, `hostdev device.xml ${T4}`]) {
        expect(await sh(line, { cwd }), line).to.deep.include({ code: 0, stdout: hostdev(UUID), stderr: '' })
      }
      const shown = await sh(`hostdev - --display on --ramfb on ${T4}`, { stdin: nodedev(OTHER) })
      expect(shown.stdout).to.match(
        /^<hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='on' ramfb='on'>/,
      )
    }))

  it('says why it cannot be known', async () => {
    const unknown = await sh('hostdev - --host sim:mtty', { stdin: nodedev(UUID) })
    expect(unknown).to.include({ code: 1, stdout: '' })
    expect(unknown.stderr).to.match(/^error: type-unknown: No parent of the machine offers the type "nvidia-231"/)
    const unnamed = await sh(`hostdev - ${T4}`, { stdin: nodedev(undefined) })
    expect(unnamed.stderr).to.match(/^error: hostdev\/uuid-missing: /)
    const parent = await sh(`hostdev - ${T4}`, {
      stdin: "<device><name>d</name><capability type='drm'><type>render</type></capability></device>",
    })
    expect(parent.stderr).to.match(/^error: not-supported: /)
  })
})

describe('nodedev attach and detach', () => {
  it('change nothing but the host device, and undo each other', () =>
    inTemporaryDirectory(async (cwd) => {
      const at = { cwd }
      await writeFile(join(cwd, 'guest.xml'), guest)
      await writeFile(join(cwd, 'hostdev.xml'), hostdev(UUID))
      await writeFile(join(cwd, 'device.xml'), nodedev(UUID))
      expect(await sh('attach guest.xml hostdev.xml', at)).to.deep.include({ code: 0, stdout: guestWith, stderr: '' })
      expect((await sh(`attach guest.xml device.xml ${T4}`, at)).stdout).to.equal(guestWith)
      expect((await sh('attach - hostdev.xml', { cwd, stdin: guest })).stdout).to.equal(guestWith)
      expect(await readFile(join(cwd, 'guest.xml'), 'utf8')).to.equal(guest)

      expect(await sh('attach guest.xml hostdev.xml --in-place', at)).to.deep.include({
        code: 0,
        stdout: '',
        stderr: '',
      })
      expect(await readFile(join(cwd, 'guest.xml'), 'utf8')).to.equal(guestWith)
      const again = await sh('attach guest.xml hostdev.xml --in-place', at)
      expect(again).to.include({ code: 1, stdout: '' })
      expect(again.stderr).to.equal(
        `error: hostdev/uuid-duplicate: guest.xml has a host device with the UUID ${UUID} already.\n`,
      )
      for (const device of [UUID, UUID.toUpperCase(), UUID.replaceAll('-', ''), NAME, 'hostdev.xml', 'device.xml']) {
        expect((await sh(`detach guest.xml ${device}`, at)).stdout, device).to.equal(guest)
      }
      await sh(`detach guest.xml ${UUID} --in-place`, at)
      expect(await readFile(join(cwd, 'guest.xml'), 'utf8')).to.equal(guest)
      const gone = await sh(`detach guest.xml ${UUID}`, at)
      expect(gone).to.include({ code: 1, stdout: '' })
      expect(gone.stderr).to.match(/^error: device-unknown: guest\.xml has no host device with the UUID /)
    }))

  it('detach finds PCI functions by their address', async () => {
    const pci = (bus: string) =>
      `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0' bus='${bus}' slot='0' function='0'/></source></hostdev>`
    const stdin = `<domain type='kvm'><devices>${pci('0x06')}${pci('134')}</devices></domain>`
    for (const name of ['0000:86:00.0', '86:00.0', 'pci_0000_86_00_0']) {
      const { stdout } = await sh(`detach - ${name}`, { stdin })
      expect(stdout, name).to.equal(stdin.replace(pci('134'), ''))
    }
    expect((await sh('detach - 0000:07:00.0', { stdin })).code).to.equal(1)
    expect((await sh('detach - nothing', { stdin })).stderr).to.match(/^error: device-unknown: /)
  })

  it('keep the encoding', () =>
    inTemporaryDirectory(async (cwd) => {
      const text = guest.replace('<!-- kept -->', '<!-- é -->')
      const latin = Buffer.from(`<?xml version="1.0" encoding="ISO-8859-1"?>\n${text}`, 'latin1')
      const utf16 = Buffer.from(`\ufeff${text}`, 'utf16le')
      await writeFile(join(cwd, 'hostdev.xml'), hostdev(UUID))
      for (const stdin of [latin, utf16]) {
        const { bytes } = await sh('attach - hostdev.xml', { cwd, stdin })
        expect(bytes.length).to.be.greaterThan(stdin.length)
        const back = await sh(`detach - ${UUID}`, { stdin: bytes })
        expect(Buffer.from(back.bytes).equals(stdin)).to.equal(true)
      }
    }))

  it('in place keep the mode, and replace what a link leads to', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), guest)
      await chmod(join(cwd, 'guest.xml'), 0o640)
      await symlink('guest.xml', join(cwd, 'link.xml'))
      await writeFile(join(cwd, 'hostdev.xml'), hostdev(UUID))
      await sh('attach link.xml hostdev.xml --in-place', { cwd })
      expect((await lstat(join(cwd, 'link.xml'))).isSymbolicLink()).to.equal(true)
      expect(await readFile(join(cwd, 'guest.xml'), 'utf8')).to.equal(guestWith)
      expect((await stat(join(cwd, 'guest.xml'))).mode & 0o7777).to.equal(0o640)
    }))

  it('attach a host device of another kind from its XML', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), guest)
      const source = "<source><vendor id='0x1d6b'/><product id='0x0002'/></source>"
      await writeFile(join(cwd, 'usb.xml'), `<hostdev mode='subsystem' type='usb'>${source}</hostdev>`)
      const { code, stdout, stderr } = await sh('attach guest.xml usb.xml', { cwd })
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expect(stdout).to.contain("<vendor id='0x1d6b'/>")
    }))

  it('refuse what is no guest, and a file that is no device', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'hostdev.xml'), hostdev(UUID))
      for (const stdin of ['<network/>', '<domain', '', '\u0000']) {
        for (const line of ['attach - hostdev.xml', `detach - ${UUID}`]) {
          const { code, stdout, stderr } = await sh(line, { cwd, stdin })
          expect({ code, stdout }, line + stdin).to.deep.equal({ code: 1, stdout: '' })
          expect(stderr, line + stdin).to.match(/^stdin:1:\d+: error: (xml|read)\//)
        }
      }
      await writeFile(join(cwd, 'guest.xml'), guest)
      expect((await sh('attach guest.xml guest.xml', { cwd })).code).to.equal(2)
      expect((await sh('attach guest.xml nowhere.xml', { cwd })).code).to.equal(2)
    }))
})

describe('nodedev demo', () => {
  it('walks the whole way and always prints the same', async () => {
    const { code, stdout, stderr } = await sh('demo')
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
    expect((await sh('demo')).stdout).to.equal(stdout)
    const verbs = [...stdout.matchAll(/^\$ nodedev (\w+)/gm)].map(([, verb]) => verb)
    expect(verbs).to.deep.equal([
      'types',
      'create',
      'list',
      'dumpxml',
      'hostdev',
      'attach',
      'check',
      'destroy',
      'check',
    ])
    expect(stdout).to.include(`+         <address uuid='${UUID}'/>\n`)
    expect(stdout).to.include('1 file checked: no findings.\n')
    expect(stdout).to.match(/^guest\.xml:16:24: error: host\/device-missing: /m)
    expect(stdout).to.include(`    |                        ${'^'.repeat(UUID.length)}\n`)
    const wide = stdout.split('\n').filter((line) => line.length > 80 && !line.includes('<path>'))
    expect(wide).to.deep.equal([])
  })

  it('has colours on a terminal only', async () => {
    expect((await runCli(['demo'], { columns: 100 })).stdout).to.include('\u001b[1;31merror\u001b[0m')
    expect((await runCli(['demo'])).stdout).not.to.include('\u001b')
  })
})
