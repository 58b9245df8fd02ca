import { expect } from 'chai'
import type { TypeRow } from '../../lib/report/index.js'
import { inTemporaryDirectory, sh } from './run-cli.js'

const VM = '12345678-1234-1234-1234-123456789abc'
const UUID = 'abcdef00-1234-4234-8234-123456789abc'

/** Runs commands on one simulated machine, whose state is kept; gives what each prints. */
function onMachine(name: string, use: (nodedev: (line: string) => Promise<string>) => Promise<void>): Promise<void> {
  return inTemporaryDirectory((cwd) =>
    use(async (line) => {
      const { stdout, stderr } = await sh(`${line} --host sim:${name} --state state.json`, { cwd })
      return stdout + stderr
    }),
  )
}

describe('nodedev with the files of patch v6', () => {
  it('goes from types to XML and back', () =>
    onMachine('grid-m60', async (nodedev) => {
      expect((await nodedev('types 0000:87:00.0')).split('\n').slice(0, 3)).to.deep.equal([
        'PARENT        TYPE  LEFT  DEVICE API  NAME',
        '0000:87:00.0  11      16  ?           GRID M60-0B',
        '0000:87:00.0  12      16  ?           GRID M60-0Q',
      ])
      const name = 'mdev_12345678_1234_1234_1234_123456789abc_0_0000_87_00_0'
      expect(await nodedev(`create --parent 0000:87:00.0 --type 18 --group ${VM}`)).to.equal(`${name}\n`)
      expect(await nodedev('list')).to.include(`${VM}:0  18    0000:87:00.0  active`)
      expect(await nodedev(`dumpxml ${VM}:0`))
        .to.include(`<name>${name}</name>`)
        .and.to.include("<type id='18'/>")
        .and.to.include(`<uuid>${VM}</uuid>`)
      expect(await nodedev(`hostdev ${VM}`)).to.equal(
        "<hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'>\n" +
          `  <source>\n    <address uuid='${VM}'/>\n  </source>\n</hostdev>\n`,
      )
      expect(await nodedev(`destroy ${VM}:0`)).to.equal(`destroyed ${VM}:0\n`)
      expect(await nodedev('list')).to.equal('There are no devices.\n')
    }))

  it('says why devices that share a UUID have no XML', () =>
    onMachine('grid-m60', async (nodedev) => {
      const create = `create --parent 0000:86:00.0 --type 11 --group ${VM}`
      await nodedev(create)
      const [smallest] = JSON.parse(await nodedev('types --json')) as TypeRow[]
      expect(smallest).to.include({ id: '11', maxInstances: 16 })
      expect(await nodedev(`${create} --index 5 --params 11,disable_vnc=1`)).to.match(/_5_0000_86_00_0\n$/)
      for (const command of [`dumpxml ${VM}:5`, `hostdev ${VM}:5`, `hostdev ${VM}`]) {
        expect(await nodedev(command)).to.match(
          /^error: not-supported: libvirt knows a mediated device by its UUID alone, and .* share one/,
        )
      }
      expect(await nodedev(`create --parent 0000:86:00.0 --type 11 --group ${VM} --index 5`)).to.match(
        /^error: uuid-exists:/,
      )
      expect(await nodedev(`create --parent 0000:86:00.0 --type 11 --group ${VM} --uuid ${UUID}`)).to.match(
        /^error: uuid-invalid: .*where the UUID is that of the guest/,
      )
      expect(await nodedev(`create --parent 0000:86:00.0 --type 12 --group ${VM}`)).to.match(/^error: driver-refused:/)
      expect(await nodedev(`destroy ${VM}`)).to.match(
        /^error: uuid-ambiguous: .*\n.*name one of them, or destroy the group\./,
      )
      expect(await nodedev(`destroy --group ${VM}`)).to.equal(`destroyed ${VM}:5\ndestroyed ${VM}:0\n`)
    }))
})

describe('nodedev with the directories of August 2016', () => {
  it('goes from types to XML and back', () =>
    onMachine('pool-2016', async (nodedev) => {
      expect(await nodedev('types')).to.equal(
        'PARENT        TYPE      LEFT  DEVICE API  NAME\n' +
          '0000:05:00.0  vgpu-128     8  ?           vGPU 128 MB\n' +
          '0000:05:00.0  vgpu-256     0  ?           vGPU 256 MB\n' +
          '0000:05:00.0  vgpu-512     0  ?           vGPU 512 MB\n',
      )
      expect(await nodedev('create --parent 0000:05:00.0 --type vgpu-256')).to.match(/^error: no-instances-left:/)
      await nodedev(`create --parent 0000:05:00.0 --type vgpu-128 --uuid ${UUID} --group ${VM}`)
      expect(await nodedev('list --json')).to.include(`"group": "${VM}"`)
      expect(await nodedev('types')).to.include('vgpu-128     7')
      expect(await nodedev(`dumpxml ${UUID}`)).to.include("<type id='vgpu-128'/>")
      expect(await nodedev(`hostdev ${UUID}`)).to.include(`model='vfio-pci'`)
      expect(await nodedev(`destroy ${UUID}`)).to.equal(`destroyed ${UUID}\n`)
      expect(await nodedev('list')).to.equal('There are no devices.\n')
    }))
})

describe('nodedev with devices made of several instances', () => {
  it('goes from types to XML and back', () =>
    onMachine('i915-gvtg-aggregation', async (nodedev) => {
      const create = `create --parent 0000:00:02.0 --type i915-GVTg_V5_8`
      await nodedev(`${create} --uuid ${UUID} --aggregate 4`)
      expect(await nodedev('types')).to.match(/i915-GVTg_V5_8 +2 /)
      expect(await nodedev('snapshot')).to.include('"aggregation": 4')
      expect(await nodedev('list')).to.match(/^DEVICE .* STATE +INSTANCES +IOMMU\n.* active +4 +\d+\n$/)
      expect(await nodedev('types --long')).to.match(/ NAME +AGGREGATE +DETAILS\n(?:.*\n)*.*_8 .* up to 6 .*\n/)
      const rows = JSON.parse(await nodedev('types --json')) as TypeRow[]
      expect(rows.map(({ aggregation }) => aggregation?.maximum)).to.deep.equal([undefined, 3, 6])
      expect(await nodedev(`${create} --aggregate 7`)).to.match(/^error: attribute-refused: .*at most 6 .* 7\.\n/)
      expect(await nodedev(`${create} --aggregate 3`)).to.match(/^error: no-instances-left:/)
      expect(await nodedev(`${create} --aggregate 0`)).to.match(/--aggregate takes a whole number from 1 up, not "0"/)
      expect(await nodedev(`dumpxml ${UUID}`)).to.include("<type id='i915-GVTg_V5_8'/>")
      expect(await nodedev(`hostdev ${UUID}`)).to.include(`<address uuid='${UUID}'/>`)
      expect(await nodedev(`destroy ${UUID}`)).to.equal(`destroyed ${UUID}\n`)
      expect(await nodedev('list')).to.equal('There are no devices.\n')
    }))

  it('is refused where the interface has no place for it', async () => {
    const create = 'create --host sim:mtty --parent mtty --type mtty-1'
    for (const [option, code] of [
      ['--aggregate 2', 'not-supported'],
      ['--index 1', 'not-supported'],
      ['--params x', 'not-supported'],
    ] as const) {
      const { code: exit, stderr } = await sh(`${create} ${option}`)
      expect(exit).to.equal(1)
      expect(stderr).to.match(new RegExp(`^error: ${code}: `))
    }
    expect((await sh('create device.xml --index 1')).stderr).to.include('A FILE tells parent, type')
  })
})
