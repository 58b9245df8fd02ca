import { expect } from 'chai'
import type { SimulatedHost, Sysfs } from '../../../lib/machine/sim.js'
import { Faults, HostError, openSysfs, simulateHost } from '../../../lib/machine/sim.js'

const GROUP = '4dea22b3-1d52-d8f3-2516-782e98ab3fa0'
const encoder = new TextEncoder()
const uuid = (number: number) => `0000000${number}-aaaa-4bbb-8ccc-ddddeeeeffff`
const mtty = (number: number) => ({ parent: 'mtty', type: 'mtty-1', uuid: uuid(number) })

/** What a removal that is not ours does: that of mdevctl, or of libvirt. */
const removedByOthers = ({ kernel }: SimulatedHost, id: string) =>
  kernel.write(`sys/bus/mdev/devices/${id}/remove`, encoder.encode('1'))

const recorded = ({ store }: SimulatedHost): string[][] =>
  Object.values(store.files())
    .map((text) => (JSON.parse(text) as { devices: { id: string }[] }).devices.map(({ id }) => id))
    .sort()

/** The same machine for another process, with some of its port done otherwise. */
function nextHost({ kernel, store }: SimulatedHost, otherwise: Partial<Sysfs> = {}) {
  const port: Sysfs = {
    list: (path) => kernel.list(path),
    read: (path) => kernel.read(path),
    link: (path) => kernel.link(path),
    resolve: (path) => kernel.resolve(path),
    write: (file, bytes, options) => kernel.write(file, bytes, options),
    inUse: (group) => kernel.inUse(group),
    ...otherwise,
  }
  return openSysfs(port, { store })
}

const failureOf = async (promise: Promise<unknown>): Promise<HostError> => {
  const error = await promise.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  expect(error).to.be.instanceOf(HostError)
  return error as HostError
}

describe('records of devices that others have removed', () => {
  it('go with the next device that is destroyed, one by one or with their group', async () => {
    for (const destroys of [
      (host: SimulatedHost) => host.destroy(uuid(5)),
      (host: SimulatedHost) => host.destroyGroup(GROUP),
    ]) {
      const host = simulateHost('mtty')
      for (const number of [1, 2]) await host.create(mtty(number))
      await host.createAll([mtty(3), mtty(4)])
      await host.create(mtty(5), { group: GROUP })
      for (const number of [1, 3]) await removedByOthers(host, uuid(number))
      expect(recorded(host)).to.have.length(4)
      await destroys(host)
      expect(recorded(host)).to.deep.equal([[uuid(2)], [uuid(4)]])
    }
  })

  it('stay where the device may be there, or its record is somebody else’s work', async () => {
    const faults = new Faults([])
    const host = simulateHost('mtty', { faults })
    for (const number of [1, 2, 3]) await host.create(mtty(number))
    for (const number of [1, 2]) await removedByOthers(host, uuid(number))
    const [first = '', second = ''] = Object.keys(host.store.files())
    const unlock = await host.store.lock(first.replace(/json$/, 'lock'))
    const unfinished = new TextDecoder().decode(host.store.read(second)).replace('"made"', '"making"')
    await host.store.replace(second, encoder.encode(unfinished))
    await host.destroy(uuid(3))
    expect(recorded(host)).to.deep.equal([[uuid(1)], [uuid(2)]])
    await unlock()
    await host.create(mtty(3))
    await host.destroy(uuid(3))
    expect(recorded(host), 'what is unfinished is for recover').to.deep.equal([[uuid(2)]])
  })

  it('stay when the bus cannot be looked at', async () => {
    const host = simulateHost('mtty')
    for (const number of [1, 2]) await host.create(mtty(number))
    await removedByOthers(host, uuid(1))
    const blind = nextHost(host, { link: (path) => host.kernel.link(path.endsWith(uuid(1)) ? 'a//b' : path) })
    await blind.destroy(uuid(2))
    expect(recorded(host)).to.deep.equal([[uuid(1)]])
  })

  for (const [machine, parents, type, remove] of [
    ['pool-2016', ['0000:05:00.0'], 'vgpu-128', (id: string) => [`sys/bus/mdev/devices/${id}/remove`, '1']],
    ['grid-m60', ['0000:86:00.0'], '14', (id: string) => ['sys/bus/pci/devices/0000:86:00.0/mdev_destroy', id]],
    [
      'nvidia-l40s',
      ['0000:26:00.4', '0000:26:00.5', '0000:26:00.6'],
      '1150',
      (id: string) => [`sys/bus/pci/devices/${id}/nvidia/current_vgpu_type`, '0'],
    ],
  ] as const) {
    it(`go on ${machine} too`, async () => {
      const host = simulateHost(machine)
      const ids: string[] = []
      for (const number of [0, 1, 2]) {
        const parent = parents[number] ?? parents[0]
        ids.push((await host.create({ parent, type })).id)
      }
      const [first = '', second = '', third = ''] = ids
      if (machine === 'grid-m60') {
        await host.kernel.write('sys/class/mdev/mdev_stop', encoder.encode(first.slice(0, 36)))
      }
      const [file = '', text = ''] = remove(first)
      await host.kernel.write(file, encoder.encode(text))
      expect(recorded(host)).to.have.length(3)
      await host.destroy(second)
      expect(recorded(host)).to.deep.equal([[third]])
    })
  }
})

describe('Host.destroyGroup', () => {
  it('does not reach into what is still being made or used', async () => {
    const host = simulateHost('mtty')
    await host.withDevices(
      [mtty(1), mtty(2)],
      async () => {
        const error = await failureOf(host.destroyGroup(GROUP))
        expect(error).to.include({ code: 'busy' })
        expect(error.message).to.contain(GROUP)
        expect((await host.snapshot()).devices).to.have.length(2)
      },
      { group: GROUP },
    )
    expect(recorded(host)).to.deep.equal([])
  })

  it('waits as long as is wished for whoever makes it', async () => {
    const host = simulateHost('mtty')
    let destroying: Promise<string[]> | undefined
    const slow = nextHost(host, {
      async write(file, bytes, options) {
        destroying ??= host.destroyGroup(GROUP, { wait: 2000 })
        await new Promise((resolve) => setTimeout(resolve, 10))
        await host.kernel.write(file, bytes, options)
      },
    })
    await slow.createAll([mtty(1), mtty(2)], { group: GROUP })
    expect(await destroying).to.deep.equal([uuid(2), uuid(1)])
    expect([(await host.snapshot()).devices, recorded(host)]).to.deep.equal([[], []])
  })

  it('takes what a process left that was killed, too', async () => {
    const faults = new Faults()
    const killed = simulateHost('mtty', { faults })
    await killed.withDevices([mtty(1)], async () => faults.kill(), { group: GROUP }).catch(() => undefined)
    expect(await nextHost(killed).destroyGroup(GROUP)).to.deep.equal([uuid(1)])
    expect(recorded(killed)).to.deep.equal([])
  })

  it('says what was removed when it cannot go on, and forgets only that', async () => {
    const host = simulateHost('mtty')
    await host.createAll([mtty(1), mtty(2), mtty(3)], { group: GROUP })
    let releases: (() => void)[] = []
    const next = nextHost(host, {
      async write(file, bytes, options) {
        await host.kernel.write(file, bytes, options)
        // somebody opens another one between the question and the removal
        if (file.includes(uuid(3))) releases = [host.kernel.hold(uuid(2))]
      },
    })
    const error = await failureOf(next.destroyGroup(GROUP, { timeout: 20 }))
    expect(error.code).to.be.oneOf(['timeout', 'in-use'])
    expect(error.help).to.contain(`Removed before it: ${uuid(3)}.`)
    expect(recorded(host).flat()).not.to.include(uuid(3))
    expect(recorded(host).flat()).to.include(uuid(1))
    for (const release of releases) release()
  })

  it('says that a group is named by a UUID', async () => {
    const host = simulateHost('mtty')
    for (const deed of [
      host.destroyGroup('guest'),
      host.create({ parent: 'mtty', type: 'mtty-1' }, { group: 'guest' }),
    ]) {
      const error = await failureOf(deed)
      expect(error).to.include({ code: 'uuid-invalid', help: 'Write it as 8-4-4-4-12 hexadecimal digits.' })
      expect(error.message).to.contain('"guest"').and.to.contain('group')
    }
  })
})

describe('unfinished work', () => {
  it('whose record cannot be read at the second look is not kept from recovery', async () => {
    const killed = simulateHost('mtty')
    await killed.create(mtty(1))
    const [file = ''] = Object.keys(killed.store.files())
    const text = new TextDecoder().decode(killed.store.read(file)).replace('"made"', '"making"')
    await killed.store.replace(file, encoder.encode(text))
    const { store } = killed
    let reads = 0
    const flaky = Object.assign(Object.create(store) as typeof store, {
      read: (path: string) => {
        if (path === file && ++reads === 3) return store.read('a\0b')
        return store.read(path)
      },
      list: (path: string) => store.list(path),
      replace: (path: string, bytes: Uint8Array) => store.replace(path, bytes),
      remove: (path: string) => store.remove(path),
      lock: (...args: Parameters<typeof store.lock>) => store.lock(...args),
    })
    const host = openSysfs(killed.kernel, { store: flaky })
    await host.snapshot()
    expect(reads, 'marking, listing, and under the lock').to.be.greaterThanOrEqual(3)
    const [recovered] = await host.recover()
    expect(recovered?.removed).to.deep.equal([uuid(1)])
  })

  it('that is still going on is not recovered; whoever names it is told', async () => {
    const host = simulateHost('mtty')
    await host.withDevices([mtty(1)], async () => {
      const [file = ''] = Object.keys(host.store.files())
      const id = file.replace(/^.*\/|\.json$/g, '')
      expect(await host.recover()).to.deep.equal([])
      const error = await failureOf(host.recover(id))
      expect(error).to.include({ code: 'busy' })
      expect(error.message).to.contain(id)
    })
  })

  it('is recovered when whoever has a device open lets go in time', async () => {
    const killed = simulateHost('mtty')
    await killed.create(mtty(1))
    const [file = ''] = Object.keys(killed.store.files())
    const text = new TextDecoder().decode(killed.store.read(file)).replace('"made"', '"making"')
    await killed.store.replace(file, encoder.encode(text))
    const release = killed.kernel.hold(uuid(1))
    expect((await killed.recover()).map(({ left }) => left.length)).to.deep.equal([1])
    const recovering = killed.recover(undefined, { wait: 5000 })
    release()
    expect((await recovering).map(({ removed }) => removed)).to.deep.equal([[uuid(1)]])
  })
})

describe('a device that is half made', () => {
  for (const [machine, request] of [
    ['mtty', { parent: 'mtty', type: 'mtty-1', uuid: uuid(1) }],
    ['pool-2016', { parent: '0000:05:00.0', type: 'vgpu-128', uuid: uuid(1) }],
  ] as const) {
    it(`is removed by no operation on ${machine}: nothing is written to it`, async () => {
      const host = simulateHost(machine)
      const [device] = await host.createAll([request], { group: GROUP })
      host.kernel.tree.remove(`${device?.path?.slice(1)}/mdev_type`)
      const files = host.store.files()
      const written: string[] = []
      const watching = nextHost(host, {
        write: async (file) => {
          written.push(file)
        },
      })
      for (const deed of [watching.destroy(uuid(1)), watching.destroyGroup(GROUP)]) {
        expect(await failureOf(deed)).to.include({ code: 'busy' })
      }
      const [[file, text] = ['', '']] = Object.entries(files)
      await host.store.replace(file, encoder.encode(text.replace('"made"', '"making"')))
      const [recovery] = await watching.recover()
      expect(recovery?.removed).to.deep.equal([])
      expect(recovery?.left.map(({ error }) => error instanceof HostError && error.code)).to.deep.equal(['busy'])
      expect(written).to.deep.equal([])
      expect(recorded(host)).to.deep.equal([[uuid(1)]])
    })
  }
})
