import { expect } from 'chai'
import type { HostPciNode, HostSnapshot, HostType } from '../../lib/machine/snapshot/host-snapshot.js'
import { simulateHost } from '../../lib/machine/sim.js'
import { Placement } from '../../lib/rules/facts/placement.js'

const vf = (fn: number): HostPciNode => ({
  kind: 'pci',
  id: `0000:08:00.${fn}`,
  name: `pci_0000_08_00_${fn}`,
  path: `/sys/devices/pci0000:00/0000:08:00.${fn}`,
  parentName: 'computer',
  address: { domain: 0, bus: 8, slot: 0, function: fn },
  vendor: { id: 0x10de },
  product: { id: 0x25b6 },
  driver: 'nvidia',
  backend: 'mdev',
  physFunction: { domain: 0, bus: 8, slot: 0, function: 0 },
})
const type = (fn: number, id: string, megabytes: number, most: number, left: number): HostType => ({
  parent: `0000:08:00.${fn}`,
  parentName: `pci_0000_08_00_${fn}`,
  backend: 'mdev',
  id,
  description: `num_heads=4, framebuffer=${megabytes}M, max_instance=${most}`,
  deviceApi: 'vfio-pci',
  availableInstances: left,
})
const functions = [1, 2, 3, 4, 5, 6, 7]
/** A card of 16 GB with virtual functions: one with a device of 4 GB, the others offer that size alone. */
const card: HostSnapshot = {
  version: 1,
  nodes: functions.map(vf),
  types: functions.flatMap((fn) => [
    type(fn, 'nvidia-746', 4096, 4, fn === 1 ? 0 : 1),
    type(fn, 'nvidia-751', 4096, 4, fn === 1 ? 0 : 1),
    type(fn, 'nvidia-745', 2048, 8, 0),
  ]),
  devices: [
    {
      id: '1',
      name: 'mdev_1',
      parent: '0000:08:00.1',
      parentName: 'pci_0000_08_00_1',
      backend: 'mdev',
      type: 'nvidia-746',
      active: true,
      defined: false,
    },
  ],
  problems: [],
}

describe('Placement', () => {
  it('bounds a card with virtual functions by its framebuffer, not by the sum of what they say', () => {
    const placement = new Placement(card)
    const placed = [1, 2, 3, 4, 5].map((number) =>
      placement.add({ type: number % 2 === 0 ? 'nvidia-746' : 'nvidia-751' }),
    )
    expect(placed).to.deep.equal(['placed', 'placed', 'placed', 'likely', 'likely'])
  })

  it('gives a virtual function one device', () => {
    const placement = new Placement(card)
    expect(placement.add({ type: 'nvidia-746', parent: 'pci_0000_08_00_2' })).to.equal('placed')
    expect(placement.add({ type: 'nvidia-746', parent: '0000:08:00.2' })).to.equal('certain')
    expect(placement.add({ type: 'nvidia-751', parent: '0000:08:00.2' })).to.equal('likely')
  })

  it('refuses what no parent has left, for certain', () => {
    expect(new Placement(card).add({ type: 'nvidia-745' })).to.equal('certain')
  })

  it('puts an earlier device elsewhere where that makes room', () => {
    const placement = new Placement(card)
    expect(placement.add({ type: 'nvidia-746' })).to.equal('placed')
    // The first one was put on function 2.
    expect(placement.add({ type: 'nvidia-751', parent: '0000:08:00.2' })).to.equal('placed')
  })

  it('lets types of other hardware share one pool', async () => {
    const host = await simulateHost('i915-gvtg').snapshot()
    const [first, second] = host.types.toSorted((a, b) => (a.availableInstances ?? 0) - (b.availableInstances ?? 0))
    const placement = new Placement(host)
    const { availableInstances = 0, id = '' } = first ?? {}
    const placed = Array.from({ length: availableInstances }, () => placement.add({ type: id }))
    expect(placed).to.deep.equal(placed.map(() => 'placed'))
    expect(placement.add({ type: id })).to.equal('certain')
    expect(second?.id).not.to.equal(undefined)
  })

  it('does not answer where the snapshot does not tell', () => {
    const types = card.types.map(({ availableInstances: _, ...rest }) => rest)
    expect(new Placement({ ...card, types }).add({ type: 'nvidia-746' })).to.equal('unread')
  })

  it('stays quick where there are many ways', function () {
    this.timeout(20_000)
    const offers = functions.flatMap((fn) => Array.from({ length: 40 }, (_, n) => type(fn, `t-${n}`, 100 + n, 4, 1)))
    const nodes = functions.map((fn) => ({ ...vf(fn), vendor: { id: 0x8086 } }))
    const placement = new Placement({ ...card, nodes, types: offers, devices: [] })
    const answers = new Set(Array.from({ length: 40 }, (_, n) => placement.add({ type: `t-${n}` })))
    expect(answers).to.include('placed')
  })
})
