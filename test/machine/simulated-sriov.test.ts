import { expect } from 'chai'
import type { SimulatedHost } from '../../lib/machine/sim.js'
import { Errno, simulateHost, SimulatedKernel, SysfsError } from '../../lib/machine/sim.js'

const CARD = '0000:08:00.0'
const FIRST = '0000:08:00.4'
const BUS = 'sys/bus/pci/devices'

describe('virtual functions of a simulated machine', () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('nvidia-a2')
  })

  const write = (file: string, value: string) => host.kernel.write(file, new TextEncoder().encode(value))
  const links = () => host.kernel.list(`${BUS}/${CARD}`).filter((name) => name.startsWith('virtfn'))
  const parents = async () => new Set((await host.snapshot()).types.map(({ parent }) => parent))

  it('and their card lead to each other', () => {
    const { kernel } = host
    expect(kernel.link(`${BUS}/${CARD}/virtfn0`)).to.equal(`../${FIRST}`)
    expect(kernel.link(`${BUS}/${CARD}/virtfn15`)).to.equal('../0000:08:02.3')
    expect(kernel.link(`${BUS}/0000:08:02.3/physfn`)).to.equal(`../${CARD}`)
    expect(links()).to.have.lengthOf(16)
    for (const [name, value] of [
      ['sriov_totalvfs', '16\n'],
      ['sriov_numvfs', '16\n'],
    ]) {
      expect(new TextDecoder().decode(kernel.read(`${BUS}/${CARD}/${name}`))).to.equal(value)
    }
    // the kernel gives them no numbers of their own there
    expect([...kernel.read(`${BUS}/${FIRST}/config`).subarray(0, 4)]).to.deep.equal([0xff, 0xff, 0xff, 0xff])
    expect([...kernel.read(`${BUS}/${CARD}/config`).subarray(0, 4)]).to.deep.equal([0xde, 0x10, 0xb6, 0x25])
  })

  for (const [value, answer] of [
    ['16', 'ok'],
    // as the kernel answers for a driver that does not configure SR-IOV
    ['0', 'ENOENT'],
    ['8', 'ENOENT'],
    ['17', 'ERANGE'],
    ['65536', 'EINVAL'],
    ['x', 'EINVAL'],
  ] as const) {
    it(`answer ${answer} when their number is set to ${value}`, async () => {
      const done = await write(`${BUS}/${CARD}/sriov_numvfs`, value).then(
        () => 'ok',
        (error: unknown) => (error instanceof SysfsError ? error.code : String(error)),
      )
      expect(done).to.equal(answer)
    })
  }

  it('go away one by one, and are found again', async () => {
    await write(`${BUS}/0000:08:00.6/remove`, '1')
    expect(links()).to.have.lengthOf(15).and.not.include('virtfn2')
    expect((await parents()).size).to.equal(15)
    expect((await host.snapshot()).problems).to.deep.equal([])
    await write('sys/bus/pci/rescan', '1')
    expect(host.kernel.link(`${BUS}/${CARD}/virtfn2`)).to.equal('../0000:08:00.6')
    expect((await parents()).size).to.equal(16)
  })

  it('go away with their card, with what is made of them', async () => {
    const before = await host.snapshot()
    await host.create({ parent: FIRST, type: 'nvidia-746' })
    host.kernel.removeDevice(CARD)
    const without = await host.snapshot()
    expect(without.nodes.map(({ id }) => id)).to.deep.equal(['0000:00:03.0'])
    expect([without.types, without.devices, without.problems]).to.deep.equal([[], [], []])
    await write('sys/bus/pci/rescan', '1')
    // nothing of the device is left on the card either
    expect(await host.snapshot()).to.deep.equal(before)
  })

  it('come after their card', () => {
    const kernel = new SimulatedKernel()
    const common = { class: 0x030200, vendor: 0x10de, device: 0x25b6 }
    const physFunction = { domain: 0, bus: 8, slot: 0, function: 0 }
    expect(() =>
      kernel.addPciFunction({ ...common, address: { ...physFunction, function: 4 }, physFunction }),
    ).to.throw(Errno, 'ENODEV')
    expect(kernel.tree.entry('sys/bus/pci')).to.equal(undefined)
  })
})
