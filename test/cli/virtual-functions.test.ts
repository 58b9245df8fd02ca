import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { guest, UUID } from './fixtures.js'
import { inTemporaryDirectory, sh } from './run-cli.js'

interface Row {
  id: string
  parent: string
  backend: string
  type?: string
  availableInstances?: number
  name?: string
  iommuGroup?: number
  address?: string
  uuid?: string
}

const rows = (text: string) => JSON.parse(text) as Row[]

describe('a virtual function that becomes a vGPU, from the command line', () => {
  it('goes from its types to a guest and back', () =>
    inTemporaryDirectory(async (cwd) => {
      const at = { cwd }
      const state = '--host sim:nvidia-l40s --state s.json'
      await writeFile(join(cwd, 'guest.xml'), guest)

      const types = rows((await sh(`types 26:00.5 ${state} --json`, at)).stdout)
      expect(types).to.have.lengthOf(23)
      expect(types.find(({ name }) => name === 'NVIDIA L40S-4Q')).to.deep.include({
        ...{ parent: '0000:26:00.5', backend: 'nvidia-vf', id: '1150', availableInstances: 1 },
      })

      const attr = '--attr nvidia/vgpu_params=frame_rate_limiter=0'
      const made = await sh(`create --parent pci_0000_26_00_5 --type 1150 ${attr} ${state}`, at)
      expect(made).to.deep.include({ code: 0, stdout: 'pci_0000_26_00_5\n', stderr: '' })

      expect((await sh('list --state s.json', at)).stdout).to.equal(
        'DEVICE        TYPE  PARENT        STATE   IOMMU\n' + '0000:26:00.5  1150  0000:26:00.5  active    131\n',
      )
      const [row] = rows((await sh('list --state s.json --json', at)).stdout)
      expect(row).to.deep.include({ id: '0000:26:00.5', address: '0000:26:00.5', backend: 'nvidia-vf', type: '1150' })
      expect(row).not.to.have.property('uuid')
      const beside = rows((await sh('types 0000:26:00.6 --state s.json --json', at)).stdout)
      expect(beside.map(({ name, availableInstances }) => [name, availableInstances])).to.deep.equal([
        ['NVIDIA L40S-4Q', 1],
        ['NVIDIA L40S-4A', 1],
      ])

      const xml = await sh('dumpxml 0000:26:00.5 --state s.json', at)
      expect(xml.stdout).to.contain("<capability type='pci'>").and.contain("<capability type='phys_function'>")
      expect(xml.stdout).to.contain('<name>pci_0000_26_00_5</name>').and.not.contain('mdev')
      await writeFile(join(cwd, 'device.xml'), xml.stdout)

      const hostdev = `<hostdev mode='subsystem' type='pci' managed='no'>
  <source>
    <address domain='0x0000' bus='0x26' slot='0x00' function='0x5'/>
  </source>
</hostdev>
`
      for (const device of ['0000:26:00.5', 'pci_0000_26_00_5', '26:00.5', 'device.xml']) {
        expect(await sh(`hostdev ${device} --state s.json`, at), device).to.deep.include({
          stdout: hostdev,
          stderr: '',
        })
      }
      expect((await sh('hostdev 0000:26:00.6 --state s.json', at)).stderr).to.match(/^error: not-supported: /)
      expect((await sh('hostdev 0000:26:00.0 --state s.json', at)).code).to.equal(1)

      const attached = await sh('attach guest.xml pci_0000_26_00_5 --in-place --state s.json', at)
      expect(attached).to.deep.include({ code: 0, stderr: '' })
      const text = await readFile(join(cwd, 'guest.xml'), 'utf8')
      expect(text).to.contain("<hostdev mode='subsystem' type='pci' managed='no'>\r\n")
      const again = await sh('attach guest.xml 26:00.5 --state s.json', at)
      expect(again.stderr).to.match(/^error: hostdev\/source-duplicate: /)
      const checked = await sh('check guest.xml --host sim:nvidia-l40s --state s.json', at)
      expect(checked).to.include({ code: 0 })
      expect(checked.stdout).to.contain('no findings')
      await writeFile(join(cwd, 'managed.xml'), text.replace("managed='no'", "managed='yes'"))
      const managed = await sh('check managed.xml --host sim:nvidia-l40s --state s.json', at)
      expect(managed.stdout).to.contain('host/vgpu-managed')
      await writeFile(join(cwd, 'card.xml'), text.replace("function='0x5'", "function='0x0'"))
      const card = await sh('check card.xml --host sim:nvidia-l40s --state s.json', at)
      expect(card.stdout).to.contain('host/parent-assigned')
      await sh('detach guest.xml 0000:26:00.5 --in-place', at)
      expect(await readFile(join(cwd, 'guest.xml'), 'utf8')).to.equal(guest)

      expect(await sh('destroy pci_0000_26_00_5 --state s.json', at)).to.deep.include({ code: 0, stderr: '' })
      expect((await sh('list --state s.json', at)).stderr).to.equal('There are no devices.\n')
      expect(rows((await sh('types 26:00.6 --state s.json --json', at)).stdout)).to.have.lengthOf(23)
      expect((await sh('destroy 0000:26:00.5 --state s.json', at)).stderr).to.match(/^error: device-unknown: /)
    }))

  it('has no UUID', async () => {
    const { code, stderr } = await sh(`create --parent 26:00.5 --type 1150 --uuid ${UUID} --host sim:nvidia-l40s`)
    expect(code).to.equal(1)
    expect(stderr).to.match(/^error: not-supported: "0000:26:00\.5" becomes the device itself/)
  })

  it('of a card with mediated devices takes one of them', () =>
    inTemporaryDirectory(async (cwd) => {
      const at = { cwd }
      const state = '--host sim:nvidia-a2 --state s.json'
      await writeFile(join(cwd, 'guest.xml'), guest)
      expect(rows((await sh(`types 0000:08:01.7 ${state} --json`, at)).stdout)).to.have.lengthOf(15)
      for (const [parent, type] of [
        ['0000:08:00.4', 'nvidia-754'],
        ['0000:08:00.6', 'nvidia-751'],
      ]) {
        expect((await sh(`create --parent ${parent} --type ${type} ${state}`, at)).code).to.equal(0)
      }
      const made = await sh(`create --parent 0000:08:02.0 --type nvidia-746 --uuid ${UUID} ${state}`, at)
      const name = `mdev_${UUID.replaceAll('-', '_')}_0000_08_02_0`
      expect(made.stdout).to.equal(`${name}\n`)
      const left = rows((await sh(`types 0000:08:01.7 ${state} --json`, at)).stdout)
      expect(left.flatMap(({ id, availableInstances }) => (availableInstances === 0 ? [] : id))).to.deep.equal([
        ...['nvidia-746', 'nvidia-751', 'nvidia-754'],
      ])
      const refused = await sh(`create --parent 0000:08:01.7 --type nvidia-744 ${state}`, at)
      expect(refused.code).to.equal(1)
      expect(refused.stderr).to.match(/^error: no-instances-left: /)

      const list = rows((await sh('list --state s.json --json', at)).stdout)
      expect(list.map(({ parent, type, iommuGroup }) => [parent, type, iommuGroup])).to.deep.equal([
        ['0000:08:00.4', 'nvidia-754', 106],
        ['0000:08:00.6', 'nvidia-751', 107],
        ['0000:08:02.0', 'nvidia-746', 108],
      ])
      const card = await sh('dumpxml 0000:08:00.0 --state s.json', at)
      expect(card.stdout).to.contain("<capability type='virt_functions' maxCount='16'>")
      expect((await sh(`hostdev ${name} --state s.json`, at)).stdout).to.contain(`<address uuid='${UUID}'/>`)
      await sh(`attach guest.xml ${UUID} --in-place --state s.json`, at)
      expect((await sh('check guest.xml --host sim:nvidia-a2 --state s.json', at)).code).to.equal(0)
      expect((await sh(`destroy ${name} --state s.json`, at)).code).to.equal(0)
      expect((await sh('check guest.xml --host sim:nvidia-a2 --state s.json', at)).stdout).to.contain(
        'host/device-missing',
      )
    }))
})
