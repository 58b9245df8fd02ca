import { expect } from 'chai'
import { lstat, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { fixFindings } from '../../lib/cli/fix-findings.js'
import type { Diagnostic, TextEdit } from '../../lib/diagnostic.js'
import { guest, guestWith, nodedev, UUID } from './fixtures.js'
import { inTemporaryDirectory, sh } from './run-cli.js'

const good = guestWith.replace('vfio-pci', 'vfio-ap')
const bad = good
  .replace("model='vfio-ap'", `model='vfio-ap'  ramfb = "on" display='off'`)
  .replace(UUID, UUID.toUpperCase().replace('-', ' '))
  .replace(/( *)<\/source>\r\n/, `$&$1<address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/>\r\n`)

describe('nodedev check --fix', () => {
  it('mends what has one right answer, and nothing else', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'g.xml'), bad)
      await writeFile(join(cwd, 'clean.xml'), guest)
      const { code, stdout, stderr } = await sh('check g.xml clean.xml --fix', { cwd })
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '4 findings fixed in 1 file.\n' })
      expect(stdout).to.match(/^2 files checked: no findings\.$/m)
      expect(await readFile(join(cwd, 'g.xml'), 'utf8')).to.equal(good)
      expect(await readdir(cwd)).to.have.members(['g.xml', 'clean.xml'])
      const again = await sh('check g.xml --fix --fail-on info', { cwd })
      expect(again).to.include({ code: 0, stderr: '' })
    }))

  it('--dry-run shows a diff, changes nothing, and tells what would remain', () =>
    inTemporaryDirectory(async (cwd) => {
      const text = bad.replace("type='mdev'", "type='mdev' mode='x'").replace(" mode='x'", '')
      await writeFile(join(cwd, 'g.xml'), text)
      const { code, stdout, stderr } = await sh('check g.xml --fix --dry-run', { cwd })
      expect(code).to.equal(0)
      expect(stdout).to.match(/^--- g\.xml\n\+\+\+ g\.xml\n@@ -3,11 \+3,10 @@\n/)
      expect(stdout.match(/^\+ .*/gm)).to.have.length(2)
      expect(stderr).to.match(/^1 file checked: no findings\.\n/)
      expect(await readFile(join(cwd, 'g.xml'), 'utf8')).to.equal(text)
      const piped = await sh('check - --fix --dry-run', { stdin: text })
      expect(piped.stdout).to.equal(stdout.replaceAll('g.xml', 'stdin'))
    }))

  it('leaves errors that it cannot mend, and fails for them', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'g.xml'), bad.replace('</devices>', "<hostdev type='mdev'/></devices>"))
      const { code, stdout } = await sh('check g.xml --fix', { cwd })
      expect(code).to.equal(1)
      expect(stdout).to.match(/^1 file checked: 2 errors\.$/m)
    }))

  it('keeps the encoding, and what a link leads to', () =>
    inTemporaryDirectory(async (cwd) => {
      const head = '<?xml version="1.0" encoding="ISO-8859-1"?>\n<!-- é -->'
      await writeFile(join(cwd, 'g.xml'), Buffer.from(`${head}${bad}`, 'latin1'))
      await symlink('g.xml', join(cwd, 'link.xml'))
      await writeFile(join(cwd, 'u.xml'), Buffer.from(`\ufeff${bad}`, 'utf16le'))
      await sh('check link.xml u.xml --fix', { cwd })
      expect((await lstat(join(cwd, 'link.xml'))).isSymbolicLink()).to.equal(true)
      expect(await readFile(join(cwd, 'g.xml'), 'latin1')).to.equal(`${head}${good}`)
      expect(await readFile(join(cwd, 'u.xml'), 'utf16le')).to.equal(`\ufeff${good}`)
    }))

  it('does not touch what is suppressed or off', () =>
    inTemporaryDirectory(async (cwd) => {
      const text = bad.replace('<hostdev', '<!-- nodedev-disable hostdev/display-ignored: kept --><hostdev')
      await writeFile(join(cwd, 'g.xml'), text)
      const off = '--rule read/value-spelling=off --rule hostdev/address-dropped=off'
      await sh(`check g.xml --fix ${off}`, { cwd })
      expect(await readFile(join(cwd, 'g.xml'), 'utf8')).to.equal(text)
    }))

  it("sets the model to the device API of the host's device", () =>
    inTemporaryDirectory(async (cwd) => {
      const T4 = '--host sim:nvidia-t4 --state s'
      await sh(`create --parent 0000:06:00.0 --type nvidia-231 --uuid ${UUID} ${T4}`, { cwd })
      await writeFile(join(cwd, 'g.xml'), good)
      const { code } = await sh('check g.xml --fix --state s', { cwd })
      expect(code).to.equal(0)
      expect(await readFile(join(cwd, 'g.xml'), 'utf8')).to.equal(guestWith)
    }))

  it('mends node device XML and definitions too', () =>
    inTemporaryDirectory(async (cwd) => {
      const device = nodedev(`{${UUID.toUpperCase()}}`)
      const definition = '{\n  "start": "manual",\n  "mdev_type": "t",\n  "start": "auto"\n}\n'
      await writeFile(join(cwd, 'd.xml'), device.replace('<parent>', '<!-- kept -->\r\n  <parent>'))
      await writeFile(join(cwd, `${UUID}.json`), definition)
      const { code, stderr } = await sh(`check d.xml ${UUID}.json --fix`, { cwd })
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '2 findings fixed in 2 files.\n' })
      expect(await readFile(join(cwd, 'd.xml'), 'utf8')).to.equal(
        nodedev(UUID).replace('<parent>', '<!-- kept -->\r\n  <parent>'),
      )
      expect(await readFile(join(cwd, `${UUID}.json`), 'utf8')).to.equal(
        '{\n  "mdev_type": "t",\n  "start": "auto"\n}\n',
      )
    }))

  it('escapes what a diff would do to a terminal', async () => {
    const stdin = bad.replace('<!-- kept -->', '<!-- \u009b31m -->')
    const { stdout } = await sh('check - --fix --dry-run', { stdin, columns: 80, env: { NO_COLOR: '1' } })
    expect(stdout).to.match(/^[\n -~]*$/)
    expect(stdout).to.include('\\u009b31m')
  })
})

describe('fixFindings', () => {
  const finding = (...fix: TextEdit[]): Diagnostic => ({
    code: 'a/b',
    severity: 'warning',
    message: 'm',
    path: [],
    span: { start: 0, end: 1 },
    refusedBy: [],
    fix,
  })
  const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('utf8')
  const fixed = (before: string, find: (text: string) => Diagnostic[]) =>
    fixFindings(Buffer.from(before), (bytes) => find(text(bytes)))

  it('lets fixes that overlap take turns', () => {
    const result = fixed('<aaaa/>', (now) => {
      const at = now.indexOf('aa')
      return at < 0 ? [] : [0, 1].map((shift) => finding({ start: at + shift, end: at + shift + 1, text: 'b' }))
    })
    expect(result).to.include({ text: '<bbba/>', before: '<aaaa/>', count: 3 })
  })

  it('ends where fixes make new findings for ever', () => {
    const result = fixed('<a/>', () => [finding({ start: 1, end: 1, text: 'a' })])
    expect(result.count).to.equal(10)
  })

  it('does not take a fix that breaks the text', () => {
    const result = fixed('<a/>', (now) =>
      now === '<a/>'
        ? [finding({ start: 0, end: 1, text: '' })]
        : [{ ...finding(), code: 'xml/empty', severity: 'error' }],
    )
    expect(result).to.include({ text: '<a/>', count: 0 })
  })
})

describe('nodedev check --fix of a node device', () => {
  it('writes the UUID as libvirt prints it', () =>
    inTemporaryDirectory(async (cwd) => {
      const text = nodedev(` ${UUID}`)
      await writeFile(join(cwd, 'd.xml'), text)
      await sh('check d.xml --fix', { cwd })
      expect(await readFile(join(cwd, 'd.xml'), 'utf8')).to.equal(nodedev(UUID))
    }))
})
