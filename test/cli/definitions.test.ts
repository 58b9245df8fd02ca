import { mkdir, readdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { inTemporaryDirectory, sh, type CliResult } from './run-cli.js'

const UUID = 'c0ffee00-1111-4222-8333-444455556666'
const OTHER = 'c0ffee01-1111-4222-8333-444455556666'
const NAME = `mdev_${UUID.replaceAll('-', '_')}_mtty`

const XML = `<device>
  <parent>mtty_mtty</parent>
  <capability type='mdev'>
    <type id='mtty-2'/>
    <uuid>${UUID}</uuid>
    <attr name='a' value='1'/>
    <attr name='b' value='2'/>
  </capability>
</device>
`

const STORED = `{
  "mdev_type": "mtty-2",
  "start": "auto",
  "attrs": [
    {
      "a": "1"
    },
    {
      "b": "2"
    }
  ]
}`

/** What a command that went well has printed. */
const printed = ({ code, stdout, stderr }: CliResult) => {
  expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
  return stdout
}

const onMtty = (use: (nodedev: (line: string, stdin?: string) => Promise<CliResult>) => Promise<void>) =>
  inTemporaryDirectory((cwd) => use((line, stdin = '') => sh(`${line} --host sim:mtty --state s`, { cwd, stdin })))

/** A directory that looks like a machine with mtty. */
async function onTree(use: (root: string) => Promise<void>): Promise<void> {
  await inTemporaryDirectory(async (root) => {
    const parent = join(root, 'sys/devices/virtual/mtty/mtty')
    for (const type of ['mtty-1', 'mtty-2']) {
      await mkdir(join(parent, 'mdev_supported_types', type), { recursive: true })
      await writeFile(join(parent, 'mdev_supported_types', type, 'available_instances'), '24\n')
      await writeFile(join(parent, 'mdev_supported_types', type, 'device_api'), 'vfio-pci\n')
      await writeFile(join(parent, 'mdev_supported_types', type, 'create'), '')
    }
    await mkdir(join(root, 'sys/class/mdev_bus'), { recursive: true })
    await symlink('../../devices/virtual/mtty/mtty', join(root, 'sys/class/mdev_bus/mtty'))
    await mkdir(join(root, 'etc/mdevctl.d/mtty'), { recursive: true })
    await use(root)
  })
}

describe('nodedev destroy on files', () => {
  it('gives the kernel its time, also where no guest is waited for', () =>
    onTree(async (root) => {
      const device = join(root, 'sys/devices/virtual/mtty/mtty', UUID)
      await mkdir(device)
      await symlink('../mdev_supported_types/mtty-1', join(device, 'mdev_type'))
      await writeFile(join(device, 'remove'), '')
      await mkdir(join(root, 'sys/bus/mdev/devices'), { recursive: true })
      await symlink(`../../../devices/virtual/mtty/mtty/${UUID}`, join(root, 'sys/bus/mdev/devices', UUID))
      expect(printed(await sh(`destroy ${UUID} --wait 0s --host ${root}`))).to.equal(`destroyed ${UUID}\n`)
      expect(await readFile(join(device, 'remove'), 'utf8')).to.equal('1')
    }))
})

describe('nodedev define, start, undefine', () => {
  it('keep a definition on a simulated machine, from XML to the running device and back', () =>
    onMtty(async (nodedev) => {
      expect(printed(await nodedev('define - --auto', XML))).to.equal(`${NAME}\n`)
      expect(printed(await nodedev('list --inactive'))).to.equal(
        'DEVICE                                TYPE    PARENT  STATE    START  IOMMU\n' +
          `${UUID}  mtty-2  mtty    defined  auto\n`,
      )
      expect(printed(await nodedev(`dumpxml ${NAME}`))).to.equal(`<device>
  <name>${NAME}</name>
  <parent>mtty_mtty</parent>
  <capability type='mdev'>
    <type id='mtty-2'/>
    <uuid>${UUID}</uuid>
    <parent_addr>mtty</parent_addr>
    <iommuGroup number='0'/>
    <attr name='a' value='1'/>
    <attr name='b' value='2'/>
  </capability>
</device>
`)
      expect(await nodedev('list')).to.deep.include({
        code: 0,
        stdout: '',
        stderr: 'There are no active devices; list --inactive shows those that are defined.\n',
      })
      expect(printed(await nodedev(`autostart ${UUID} --disable`))).to.equal(`unmarked ${UUID} as autostarted\n`)
      expect(await nodedev(`start ${UUID}`)).to.deep.include({
        code: 1,
        stdout: '',
      })
      expect(printed(await nodedev(`undefine ${UUID}`))).to.equal(`undefined ${UUID}\n`)
      expect(printed(await nodedev(`define --parent mtty --type mtty-2 --uuid ${UUID}`))).to.equal(`${NAME}\n`)
      expect(printed(await nodedev(`start ${NAME}`))).to.equal(`${NAME}\n`)
      expect(printed(await nodedev('list'))).to.equal(
        'DEVICE                                TYPE    PARENT  STATE   START   IOMMU\n' +
          `${UUID}  mtty-2  mtty    active  manual      0\n`,
      )
      expect(await nodedev('list --inactive')).to.deep.include({
        code: 0,
        stderr: 'There are no inactive devices; list shows the active ones.\n',
      })
      expect(printed(await nodedev(`destroy ${UUID}`))).to.equal(`destroyed ${UUID}\n`)
      expect(printed(await nodedev('list --all'))).to.contain('defined  manual')
      expect(printed(await nodedev(`undefine ${NAME}`))).to.equal(`undefined ${NAME}\n`)
      expect((await nodedev('list --all')).stderr).to.equal('There are no devices.\n')
    }))

  it('have the keys of a row of list as JSON', () =>
    onMtty(async (nodedev) => {
      const row = {
        ...{ id: UUID, uuid: UUID, name: NAME, parent: 'mtty', parentName: 'mtty_mtty', backend: 'mdev' },
        ...{ type: 'mtty-1', active: false, defined: true, autostart: true },
      }
      const line = `define --parent mtty_mtty --type mtty-1 --uuid ${UUID} --auto --json`
      expect(JSON.parse(printed(await nodedev(line)))).to.deep.equal(row)
      expect(JSON.parse(printed(await nodedev('list --all --json')))).to.deep.equal([row])
      expect(JSON.parse(printed(await nodedev('list --json')))).to.deep.equal([])
      expect(JSON.parse(printed(await nodedev(`start ${UUID} --json`)))).to.deep.equal({
        ...row,
        active: true,
        iommuGroup: 0,
        ours: true,
      })
    }))

  it('take a definition of mdevctl, and define what is active', () =>
    onMtty(async (nodedev) => {
      expect(printed(await nodedev(`define - --parent mtty --uuid ${UUID}`, STORED))).to.equal(`${NAME}\n`)
      expect(JSON.parse(printed(await nodedev('list --all --json')))).to.have.nested.property('[0].autostart', true)
      expect((await nodedev('define -', STORED)).stderr).to.contain('A definition does not tell the parent')
      expect((await nodedev('define - --parent mtty --type x', STORED)).code).to.equal(2)
      expect((await nodedev('define - --parent mtty', XML)).code).to.equal(2)
      const faulty = await nodedev('define - --parent mtty', '{"mdev_type":1,"start":"auto"}')
      expect(faulty.code).to.equal(1)
      expect(faulty.stderr).to.contain('stdin:1:14: error: definition/type-invalid')
      await nodedev(`create --parent mtty --type mtty-1 --uuid ${OTHER}`)
      expect(printed(await nodedev(`define --uuid ${OTHER}`))).to.contain('mdev_c0ffee01')
    }))

  it('refuse with the codes of the host', () =>
    onMtty(async (nodedev) => {
      await nodedev(`define --parent mtty --type mtty-2 --uuid ${UUID}`)
      expect((await nodedev(`define --parent mtty --type mtty-2 --uuid ${UUID}`)).stderr).to.equal(
        `error: definition-exists: The device ${UUID} on "mtty" is defined already.\n` +
          'Undefine it first, or have the definition replaced.\n',
      )
      expect(printed(await nodedev(`define --parent mtty --type mtty-1 --uuid ${UUID} --replace`))).to.equal(
        `${NAME}\n`,
      )
      const elsewhere = await nodedev(`define --parent 0000:41:00.0 --type nvidia-1 --uuid ${UUID}`)
      expect(elsewhere).to.deep.include({
        code: 0,
        stdout: `mdev_${UUID.replaceAll('-', '_')}_0000_41_00_0\n`,
        stderr: 'warning: No parent "0000:41:00.0" is there now: the device cannot be started before there is.\n',
      })
      expect((await nodedev(`define --parent mtty --type mtty-9 --uuid ${OTHER}`)).stderr).to.equal(
        'warning: The parent "mtty" has no type "mtty-9" now: the device cannot be started before there is.\n',
      )
      expect((await nodedev(`undefine ${UUID}`)).stderr).to.equal(
        `error: uuid-ambiguous: "${UUID}" is defined on more than one parent: "0000:41:00.0", "mtty".\n` +
          "Name the parent as well, or use libvirt's name, which has both.\n",
      )
      expect((await nodedev(`start ${UUID}`)).stderr).to.contain('error: uuid-ambiguous: ')
      expect((await nodedev(`start ${UUID} --parent 41:00.0`)).stderr).to.contain('error: parent-unknown: ')
      expect(printed(await nodedev(`start ${UUID} --parent mtty`))).to.equal(`${NAME}\n`)
      expect(printed(await nodedev(`undefine ${UUID} --parent mtty_mtty`))).to.equal(`undefined ${UUID}\n`)
      for (const verb of ['undefine', 'start', 'autostart']) {
        expect((await nodedev(`${verb} nothing`)).stderr).to.equal(
          'error: definition-unknown: No device "nothing" is defined.\n' +
            "Name it by its UUID, or by libvirt's name (mdev_<uuid>_<parent>).\n",
        )
        expect((await nodedev(verb)).code).to.equal(2)
      }
      expect((await nodedev('define')).code).to.equal(2)
      expect((await nodedev('define --parent mtty')).code).to.equal(2)
      expect((await nodedev('list --all --inactive')).code).to.equal(2)
    }))

  it('work on files below a directory, byte for byte as mdevctl does', () =>
    onTree(async (root) => {
      const host = `--host ${root}`
      const folder = join(root, 'etc/mdevctl.d/mtty')
      expect(printed(await sh(`define - --auto ${host}`, { stdin: XML }))).to.equal(`${NAME}\n`)
      expect(await readdir(folder)).to.deep.equal([UUID])
      expect(await readFile(join(folder, UUID), 'utf8')).to.equal(STORED)
      expect(await readdir(join(root, 'run/nodedev-xml')), 'the lock is given back').to.deep.equal([])
      expect(printed(await sh(`autostart ${UUID} --disable ${host}`))).to.equal(`unmarked ${UUID} as autostarted\n`)
      expect(await readFile(join(folder, UUID), 'utf8')).to.equal(STORED.replace('auto', 'manual'))
      expect(printed(await sh(`list --all ${host}`))).to.equal(
        'DEVICE                                TYPE    PARENT  STATE    START   IOMMU\n' +
          `${UUID}  mtty-2  mtty    defined  manual\n`,
      )
      expect(printed(await sh(`undefine ${UUID} ${host}`))).to.equal(`undefined ${UUID}\n`)
      expect(await readdir(folder)).to.deep.equal([])
    }))

  it('tell bad files below a directory and go on', () =>
    onTree(async (root) => {
      const folder = join(root, 'etc/mdevctl.d/mtty')
      await writeFile(join(folder, UUID), STORED)
      await symlink(UUID, join(folder, OTHER))
      await symlink('/etc/passwd', join(folder, OTHER.replace('1', '2')))
      await mkdir(join(folder, OTHER.replace('1', '3')))
      await writeFile(join(folder, OTHER.replace('1', '4')), Buffer.from([0x22, 0xff, 0x22]))
      await writeFile(join(folder, OTHER.replace('1', '5')), '{\n  "mdev_type": "x",\n  "start": }')
      await writeFile(join(root, 'etc/mdevctl.d/file'), '')
      await symlink('/', join(root, 'etc/mdevctl.d/link'))
      const { code, stdout, stderr } = await sh(`list --inactive --host ${root}`)
      expect(code).to.equal(0)
      expect(stdout.split('\n')).to.have.length(3)
      expect(stdout).to.contain(UUID)
      const at = 'warning: etc/mdevctl.d'
      expect(stderr).to.equal(
        `${at}/file: This is no directory.\n` +
          // the root, as that machine sees it
          ['etc', 'sys']
            .map((name) => `${at}/link/${name}: The name "${name}" is no UUID, so the file defines nothing.\n`)
            .join('') +
          `${at}/mtty/${OTHER}: The definition cannot be read: it is a symbolic link.\n` +
          `${at}/mtty/${OTHER.replace('1', '2')}: The definition cannot be read: it is a symbolic link.\n` +
          `${at}/mtty/${OTHER.replace('1', '3')}: The definition cannot be read: it is a directory.\n` +
          `${at}/mtty/${OTHER.replace('1', '4')}: The definition cannot be read: it is not UTF-8.\n` +
          `${at}/mtty/${OTHER.replace('1', '5')}: Line 3, column 12: This is no JSON: ValueExpected.\n`,
      )
      // a file that is no definition can be removed as one
      expect(printed(await sh(`undefine ${OTHER} --host ${root}`))).to.equal(`undefined ${OTHER}\n`)
    }))
})
