import { expect } from 'chai'
import type { CreateRequest } from '../../lib/machine/sim.js'
import { Faults, HostError, openSnapshot, openSysfs, simulateHost } from '../../lib/machine/sim.js'

const GROUP = '4dea22b3-1d52-d8f3-2516-782e98ab3fa0'
const TWO: readonly CreateRequest[] = [
  { parent: 'mtty', type: 'mtty-2' },
  { parent: 'mdpy', type: 'mdpy-vga' },
]

describe('Host.withDevices', () => {
  it('has the devices there as long as they are used, and then nothing', async () => {
    const host = simulateHost('samples')
    const before = host.state()
    const seen = await host.withDevices(
      TWO,
      async (devices) => {
        const snapshot = await host.snapshot()
        expect(snapshot.devices.map(({ id, group, ours }) => [id, group, ours])).to.have.deep.members(
          devices.map(({ id }) => [id, GROUP, true]),
        )
        expect(snapshot.unfinished, 'work that is still going on').to.equal(undefined)
        expect(devices.every(({ ours, group }) => ours === true && group === GROUP)).to.equal(true)
        return devices.map(({ type }) => type)
      },
      { group: GROUP },
    )
    expect(seen).to.deep.equal(['mtty-2', 'mdpy-vga'])
    expect(host.state()).to.deep.equal(before)
  })

  it('removes them also when their use fails, and throws that', async () => {
    const host = simulateHost('samples')
    const before = host.state()
    const fault = new Error('of the use')
    expect(await failureOf(host.withDevices(TWO, () => Promise.reject(fault)))).to.equal(fault)
    expect(host.state()).to.deep.equal(before)
  })

  it('takes it as it comes that one of them is gone already', async () => {
    const host = simulateHost('samples')
    await host.withDevices(TWO, ([first]) =>
      host.kernel.write(`sys/bus/mdev/devices/${first?.id}/remove`, new TextEncoder().encode('1')),
    )
    expect((await host.snapshot()).devices).to.deep.equal([])
    expect(host.store.files()).to.deep.equal({})
  })

  it('makes none when one cannot be made', async () => {
    const host = simulateHost('samples')
    const wrong = [...TWO, { parent: 'mdpy', type: 'none' }]
    const failure = await failureOf(host.withDevices(wrong, () => Promise.reject(new Error('used'))))
    expect(failure).to.be.instanceOf(HostError).and.include({ code: 'type-unknown' })
    expect((await host.snapshot()).devices).to.deep.equal([])
  })

  it('uses none where none are wanted', async () => {
    expect(await simulateHost('mtty').withDevices([], async (devices) => devices.length)).to.equal(0)
  })

  it('says what could not be removed, and recover removes it', async () => {
    const host = simulateHost('samples')
    let release = () => {}
    const failure = await failureOf(
      host.withDevices(TWO, async ([first]) => {
        release = host.kernel.hold(first?.id ?? '')
      }),
    )
    expect(failure).to.be.instanceOf(HostError).and.include({ code: 'driver-refused' })
    expect(failure).to.have.nested.property('undoing.code', 'in-use')
    const [left, ...others] = (await host.snapshot()).devices
    expect([left?.type, others.length]).to.deep.equal(['mtty-2', 0])
    release()
    expect((await host.recover()).map(({ removed }) => removed)).to.deep.equal([[left?.id]])
    expect((await host.snapshot()).devices).to.deep.equal([])
  })

  it('leaves a record when the process is killed meanwhile', async () => {
    const faults = new Faults()
    const killed = simulateHost('samples', { faults })
    const failure = await failureOf(
      killed.withDevices(TWO, async () => {
        faults.kill()
      }),
    )
    expect(failure).to.be.instanceOf(Error)
    const next = openSysfs(killed.kernel, { store: killed.store })
    expect((await next.snapshot()).devices).to.have.lengthOf(2)
    const [recovered] = await next.recover()
    expect(recovered?.removed).to.have.lengthOf(2)
    expect((await next.snapshot()).devices).to.deep.equal([])
  })

  it('is refused on what is only a recording', async () => {
    const host = openSnapshot(await simulateHost('mtty').snapshot())
    const failures = await Promise.all([
      failureOf(host.withDevices(TWO, async () => 0)),
      failureOf(host.configurePool('mtty', {})),
    ])
    expect(failures.map((failure) => failure instanceof HostError && failure.code)).to.deep.equal([
      'read-only',
      'read-only',
    ])
    expect(await host.compatibility()).to.deep.equal({ compatibility: { version: 1 }, problems: [] })
  })
})

async function failureOf(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it should have failed')
}
