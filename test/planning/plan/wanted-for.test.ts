import { expect } from 'chai'
import { parseDomain } from '../../../lib/libvirt/domain.js'
import { simulateHost } from '../../../lib/machine/sim.js'
import { applyPlan, plan, wantedFor } from '../../../lib/planning/plan/index.js'

const GUEST = '0e4a8a3c-3f5d-4b0f-9c7a-2f6f0d8f3a11'
const ONE = '11111111-1111-4111-8111-111111111111'
const TWO = '22222222-2222-4222-8222-222222222222'
const THREE = '33333333-3333-4333-8333-333333333333'

function guest(name: string, uuids: readonly string[], more = ''): ReturnType<typeof parseDomain> {
  const devices = uuids.map(
    (uuid) =>
      `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='${uuid}'/></source></hostdev>`,
  )
  return parseDomain(
    `<domain type='kvm'><name>${name}</name><uuid>${GUEST}</uuid><devices>${devices.join('')}${more}</devices></domain>`,
  )
}

describe('what guests want', () => {
  it('what is active is kept, what is defined is started, what is missing is made', async () => {
    const host = simulateHost('mtty')
    await host.create({ parent: 'mtty', type: 'mtty-1', uuid: ONE })
    await host.define({ parent: 'mtty', type: 'mtty-2', uuid: TWO })
    const snapshot = await host.snapshot()
    const { wanted, devices, problems } = wantedFor([guest('demo', [ONE, TWO, THREE])], snapshot, {
      types: { 'demo/2': { type: 'mtty-1' } },
    })
    expect(problems).to.deep.equal([])
    expect(devices.map(({ id, slot, state }) => [id, slot, state])).to.deep.equal([
      [ONE, 0, 'active'],
      [TWO, 1, 'defined'],
      [THREE, 2, 'missing'],
    ])
    const result = plan(snapshot, wanted)
    if (!result.feasible) throw new Error(result.explanation.message)
    expect(result.kept.map(({ id }) => id)).to.deep.equal([ONE])
    expect(result.plan.steps.map((step) => [step.kind, 'uuid' in step && step.uuid]).sort()).to.deep.equal([
      ['create', THREE],
      ['start', TWO],
    ])
    await applyPlan(host, result.plan)
    const after = await host.snapshot()
    expect(
      wantedFor([guest('demo', [ONE, TWO, THREE])], after).devices.every(({ state }) => state === 'active'),
    ).to.equal(true)
    const again = plan(after, wantedFor([guest('demo', [ONE, TWO, THREE])], after).wanted)
    expect(again.feasible && again.plan.steps).to.deep.equal([])
  })

  it('says what nobody can know, and what two guests cannot share', async () => {
    const snapshot = await simulateHost('mtty').snapshot()
    const { wanted, devices, problems } = wantedFor([guest('a', [ONE]), guest('b', [ONE, TWO])], snapshot, {
      types: { [TWO]: { type: 'mtty-2' } },
    })
    expect(devices.map(({ state }) => state)).to.deep.equal(['untyped', 'missing'])
    expect(problems).to.deep.equal([
      `Of which type the device ${ONE} of a is to be is not said.`,
      `The device ${ONE} is in a and in b, and can be open only once.`,
    ])
    expect(wanted.devices.map(({ uuids }) => uuids)).to.deep.equal([[TWO]])
  })

  it('whether all fit at once', async () => {
    const snapshot = await simulateHost('mdpy').snapshot()
    const uuids = [1, 2, 3, 4, 5].map((number) => ONE.replace(/^1/, String(number)))
    const types = { '*': { type: 'mdpy-vga' } }
    const four = wantedFor([guest('a', uuids.slice(0, 4))], snapshot, { types })
    expect(plan(snapshot, four.wanted).feasible).to.equal(true)
    const five = plan(
      snapshot,
      wantedFor([guest('a', uuids.slice(0, 2)), guest('b', uuids.slice(2))], snapshot, { types }).wanted,
    )
    if (five.feasible) throw new Error('five devices on four places')
    expect(five.explanation.message).to.contain('of device 2 of b')
  })

  it('virtual functions that become the devices', async () => {
    const host = simulateHost('nvidia-l40s')
    const [vf = ''] = (await host.snapshot()).types.map(({ parent }) => parent)
    const [, bus = '', slot = '', number = ''] = /^0000:(..):(..)\.(.)$/.exec(vf) ?? []
    const pci = `<hostdev mode='subsystem' type='pci' managed='no'><source><address domain='0x0000' bus='0x${bus}' slot='0x${slot}' function='0x${number}'/></source></hostdev>`
    const { wanted, devices } = wantedFor([guest('demo', [], pci)], await host.snapshot(), {
      types: { demo: { need: { framebuffer: '>= 4 GiB' } } },
    })
    expect(devices).to.deep.equal([{ domain: 'demo', slot: 0, id: vf, state: 'missing' }])
    const result = plan(await host.snapshot(), wanted)
    if (!result.feasible) throw new Error(result.explanation.message)
    await applyPlan(host, result.plan)
    const after = wantedFor([guest('demo', [], pci)], await host.snapshot())
    expect(after.devices[0]?.state).to.equal('active')
    expect(after.wanted.devices).to.deep.equal([])
  })

  it('run on one machine of a fleet', async () => {
    const [one, two] = [await simulateHost('mtty').snapshot(), await simulateHost('mtty').snapshot()]
    const types = { '*': { type: 'mtty-1' } }
    expect(() => wantedFor([], { one, two }, { types })).to.throw(
      TypeError,
      'Guests run on one machine: say on which one of the fleet.',
    )
    expect(() => wantedFor([], { one, two }, { types, host: 'three' })).to.throw(
      TypeError,
      'There is no machine "three".',
    )
    const { wanted } = wantedFor([guest('a', [ONE])], { one, two }, { types, host: 'two' })
    const result = plan({ one, two }, wanted)
    expect(result.feasible && result.plan.steps.map(({ host }) => host)).to.deep.equal(['two'])
  })
})
