import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { expect } from 'chai'
import { inTemporaryDirectory, sh } from './run-cli.js'

const UUID = '4b20d080-1b54-4048-85b3-a6a62d165c01'
const MACHINE = {
  ...{ version: 1, name: 'mine', virtualDevices: [{ class: 'own', name: 'own0' }] },
  parents: [
    {
      ...{ device: 'own0', driver: 'own', capacity: { rule: 'counter', total: 2 } },
      types: [{ id: 'own-a', name: 'First', deviceApi: 'vfio-pci' }],
    },
  ],
}

describe('--host sim:FILE.json', () => {
  it('is a machine of its own, kept by --state', async () => {
    await inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'mine.json'), JSON.stringify(MACHINE))
      const host = '--host sim:mine.json --state state.json'
      const before = await sh('types --host sim:./mine.json', { cwd })
      expect(before.stdout).to.equal('PARENT  TYPE   LEFT  DEVICE API  NAME\nown0    own-a     2  vfio-pci    First\n')
      expect(before.code).to.equal(0)
      const made = await sh(`create --parent own0 --type own-a --uuid ${UUID} ${host}`, { cwd })
      expect(made).to.include({ code: 0, stderr: '' })
      expect((await sh(`types ${host}`, { cwd })).stdout).to.contain('own-a     1')
      expect((await sh(`list ${host} --json`, { cwd })).stdout).to.contain(UUID)
      expect(await sh(`destroy ${UUID} ${host}`, { cwd })).to.include({ code: 0 })
      expect((await sh(`types ${host}`, { cwd })).stdout).to.contain('own-a     2')
      expect(await sh('types --host sim:mtty --state state.json', { cwd })).to.include({ code: 2 })
    })
  })

  it('tells where the file is not as it has to be', async () => {
    await inTemporaryDirectory(async (cwd) => {
      const [parent] = MACHINE.parents
      await writeFile(join(cwd, 'mine.json'), JSON.stringify({ ...MACHINE, parents: [{ ...parent, device: 'nope' }] }))
      const { code, stderr } = await sh('types --host sim:mine.json', { cwd })
      expect(code).to.equal(2)
      expect(stderr).to.contain('/parents/0/device is no device of this machine: "nope"')
      expect((await sh('types --host sim:absent.json', { cwd })).code).to.equal(2)
    })
  })

  it('of a configuration is beside the configuration', async () => {
    await inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'mine.json'), JSON.stringify(MACHINE))
      await writeFile(join(cwd, 'nodedev.json'), JSON.stringify({ host: 'sim:./mine.json' }))
      const guest =
        `<domain type='kvm'><name>a</name><os><type arch='x86_64'>hvm</type></os><devices>` +
        `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='${UUID}'/></source></hostdev>` +
        `</devices></domain>`
      const { stdout } = await sh(`check - --config ${join(cwd, 'nodedev.json')}`, { cwd: '/', stdin: guest })
      expect(stdout).to.contain('host/device-missing: The host has no running mediated device')
    })
  })
})
