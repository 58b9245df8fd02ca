import { expect } from 'chai'
import fc from 'fast-check'
import type { SimulatedHost } from '../../lib/machine/sim.js'
import { HostError, nodeDeviceOf, simulateHost, SysfsError } from '../../lib/machine/sim.js'

const TYPE = 'vfio_ap-passthrough'
const uuid = (number: number) => `0000000${number}-aaaa-4bbb-8ccc-ddddeeeeffff`

const attribute = (text: string) => {
  const [name = '', value = ''] = text.split('=')
  return { name, value }
}
const create = (host: SimulatedHost, number: number, ...attributes: string[]) =>
  host.create({ parent: 'matrix', type: TYPE, uuid: uuid(number), attributes: attributes.map(attribute) })
const read = (host: SimulatedHost, number: number, file: string) =>
  new TextDecoder().decode(host.kernel.read(`sys/bus/mdev/devices/${uuid(number)}/${file}`))
const write = async (host: SimulatedHost, number: number, text: string): Promise<string> => {
  const { name, value } = attribute(text)
  try {
    await host.kernel.write(`sys/bus/mdev/devices/${uuid(number)}/${name}`, new TextEncoder().encode(value))
    return 'ok'
  } catch (error) {
    if (error instanceof SysfsError) return `${error.code} ${error.syscall}`
    throw error
  }
}

describe('vfio-ccw', () => {
  it('has the subchannels that libvirt shows, those for guests with one device each', async () => {
    const host = simulateHost('vfio-ccw')
    const snapshot = await host.snapshot()
    expect(snapshot.problems).to.deep.equal([])
    expect(snapshot.nodes.map(({ name, driver, backend }) => [name, driver, backend])).to.deep.equal([
      ['css_0_0_0000', 'io_subchannel', undefined],
      ['css_0_0_0013', 'vfio_ccw', 'mdev'],
      ['css_0_0_0014', 'vfio_ccw', 'mdev'],
      ['css_0_0_0052', 'vfio_ccw', 'mdev'],
    ])
    expect(nodeDeviceOf(snapshot, 'css_0_0_0052')?.capabilities[0]).to.deep.equal({
      ...{ type: 'css', cssid: 0, ssid: 0, devno: 0x52 },
      channelDevAddr: { cssid: 0, ssid: 0, devno: 0xc000 },
      mdevTypes: [
        { id: 'vfio_ccw-io', name: 'I/O subchannel (Non-QDIO)', deviceApi: 'vfio-ccw', availableInstances: 1 },
      ],
    })
    const device = await host.create({ parent: 'css_0_0_0052', type: 'vfio_ccw-io', uuid: uuid(1) })
    expect(device).to.include({ parent: '0.0.0052', parentName: 'css_0_0_0052', driver: 'vfio_ccw_mdev' })
    const { types } = await host.snapshot()
    expect(types.map(({ parent, availableInstances }) => [parent, availableInstances])).to.deep.equal([
      ['0.0.0013', 1],
      ['0.0.0014', 1],
      ['0.0.0052', 0],
    ])
  })

  it('loses a subchannel with its channel device', async () => {
    const host = simulateHost('vfio-ccw')
    host.kernel.removeDevice('0.0.0000')
    host.kernel.removeDevice('0.0.0013')
    expect(host.kernel.list('sys/bus/css/devices')).to.deep.equal(['0.0.0014', '0.0.0052'])
    expect(host.kernel.list('sys/bus/css/drivers/vfio_ccw')).not.to.include('0.0.0013')
    expect(host.kernel.list('sys/bus/ccw/devices')).to.deep.equal([])
    expect((await host.snapshot()).problems).to.deep.equal([])
  })

  it('shows the channel device only where the host keeps it', () => {
    const { kernel } = simulateHost('vfio-ccw')
    expect(kernel.list('sys/bus/ccw/devices')).to.deep.equal(['0.0.0120'])
    expect(kernel.resolve('sys/bus/ccw/devices/0.0.0120')).to.equal('sys/devices/css0/0.0.0000/0.0.0120')
    expect(kernel.list('sys/devices/css0/0.0.0052')).not.to.include('0.0.c000')
  })

  for (const [name, errno] of [
    ['vfio-ccw', 'EUSERS'],
    ['vfio-ccw-5.10', 'EPERM'],
  ] as const) {
    it(`${name}: a second device is refused by the kernel with ${errno}`, async () => {
      const host = simulateHost(name)
      host.kernel.delays.create = 1
      const both = [1, 2].map((number) => host.create({ parent: '0.0.0052', type: 'vfio_ccw-io', uuid: uuid(number) }))
      const [, second] = await Promise.allSettled(both)
      const error: unknown = second?.status === 'rejected' ? second.reason : undefined
      expect(error).to.be.instanceOf(HostError).and.to.include({ code: 'no-instances-left', errno })
    })
  }
})

describe('vfio-ap', () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('vfio-ap')
  })

  it('has the matrix, cards and queues with their drivers', async () => {
    const snapshot = await host.snapshot()
    expect(snapshot.nodes.map(({ name, kind, backend }) => [name, kind, backend])).to.deep.equal([
      ['ap_matrix', 'ap_matrix', 'mdev'],
    ])
    expect(snapshot.types).to.have.lengthOf(1)
    expect(snapshot.types[0]).to.deep.include({
      ...{ id: TYPE, name: 'VFIO AP Passthrough Device', deviceApi: 'vfio-ap', availableInstances: 65536 },
    })
    expect(host.kernel.list('sys/bus/ap/drivers/cex4queue').filter((name) => name.includes('.'))).to.deep.equal([
      '01.0004',
      '01.002b',
      '01.0047',
    ])
    expect(host.kernel.link('sys/bus/ap/devices/05.0047')).to.equal('../../../devices/ap/card05/05.0047')
    expect(new TextDecoder().decode(host.kernel.read('sys/devices/vfio_ap/matrix/features'))).to.contain('ap_config')
    expect(new TextDecoder().decode(host.kernel.read('sys/bus/ap/apmask'))).to.equal(`0x4${'0'.repeat(63)}\n`)
  })

  it('makes queues of adapters and domains, in the order they are assigned', async () => {
    const device = await create(
      host,
      1,
      ...['assign_adapter=5', 'assign_domain=0x47', 'assign_control_domain=0x47', 'assign_adapter=0xa'],
    )
    expect(device.attributes).to.have.lengthOf(4)
    expect(read(host, 1, 'matrix')).to.equal('05.0047\n0a.0047\n')
    expect(read(host, 1, 'guest_matrix')).to.equal('05.0047\n0a.0047\n')
    expect(read(host, 1, 'control_domains')).to.equal('0047\n')
    await write(host, 1, 'unassign_domain=71')
    expect(read(host, 1, 'matrix')).to.equal('05.\n0a.\n')
    for (const adapter of [5, 10]) await write(host, 1, `unassign_adapter=${adapter}`)
    expect(read(host, 1, 'matrix')).to.equal('')
    await write(host, 1, 'assign_domain=4')
    expect(read(host, 1, 'matrix')).to.equal('.0004\n')
    const again = simulateHost('vfio-ap', { state: structuredClone(host.state()) })
    expect(read(again, 1, 'matrix')).to.equal('.0004\n')
  })

  // the one that is asked is the second device; the first has the queue 05.0047
  for (const [texts, answer] of [
    [['assign_adapter=5x'], 'EINVAL write'],
    [['assign_adapter=-1'], 'EINVAL write'],
    [['assign_adapter=63'], 'ok'],
    [['assign_adapter=64'], 'ENODEV write'],
    [['assign_domain=84'], 'ok'],
    [['assign_domain=85'], 'ENODEV write'],
    [['assign_control_domain=85'], 'ENODEV write'],
    [['unassign_adapter=64'], 'ENODEV write'],
    [['unassign_adapter=9'], 'ok'],
    [['assign_adapter=5', 'assign_adapter=05'], 'ok'],
    [['assign_adapter=5', 'assign_domain=0x47'], 'EADDRINUSE write'],
    [['assign_domain=0x47', 'assign_adapter=5'], 'EADDRINUSE write'],
    [['assign_adapter=6', 'assign_domain=0x47'], 'ok'],
    [['assign_adapter=1'], 'ok'],
    [['assign_adapter=1', 'assign_domain=4'], 'EADDRNOTAVAIL write'],
    [['assign_domain=4', 'assign_adapter=1'], 'EADDRNOTAVAIL write'],
    [['assign_control_domain=0x47'], 'ok'],
    [[`ap_config=0x02${'0'.repeat(62)},0x08${'0'.repeat(62)},0x0`], 'ok'],
    [['ap_config=0x02,0x08,'], 'ok'],
    [['ap_config=0x02,0x08'], 'EINVAL write'],
    [['ap_config=0x02,0xg8,0x0'], 'EINVAL write'],
    [[`ap_config=0x${'0'.repeat(65)},0x08,0x0`], 'EINVAL write'],
    [['ap_config=0x0000000000000001,0x08,0x0'], 'ok'],
    [['ap_config=0x00000000000000008,0x08,0x0'], 'ENODEV write'],
    [['ap_config=0x4,0x08,0x0'], 'EADDRNOTAVAIL write'],
    [[`ap_config=0x4${'0'.repeat(16)}8,0x08,0x0`], 'EADDRNOTAVAIL write'],
    [['ap_config=0x02\n0x08\n0x0\nand more'], 'ok'],
    [['ap_config=0X02,0x08,0x0'], 'EINVAL write'],
    [['ap_config=0x04,0x000000000000000001,0x0'], 'EADDRINUSE write'],
  ] as [string[], string][]) {
    it(`answers ${answer} to ${texts.join(' ').replaceAll(/0{9,}/g, '0..0')}`, async () => {
      await create(host, 1, 'assign_adapter=5', 'assign_domain=0x47')
      await create(host, 2)
      const last = texts.pop() ?? ''
      for (const text of texts) expect(await write(host, 2, text)).to.equal('ok')
      const before = read(host, 2, 'ap_config')
      expect(await write(host, 2, last)).to.equal(answer)
      if (answer !== 'ok') expect(read(host, 2, 'ap_config')).to.equal(before)
    })
  }

  it('a queue is free again when its device is gone or gave it back', async () => {
    await create(host, 1, 'assign_adapter=5', 'assign_domain=0x47')
    await create(host, 2, 'assign_adapter=5')
    expect(await write(host, 2, 'assign_domain=0x47')).to.equal('EADDRINUSE write')
    await write(host, 1, 'unassign_adapter=5')
    expect(await write(host, 2, 'assign_domain=0x47')).to.equal('ok')
    await host.destroy(uuid(2))
    expect(await write(host, 1, 'assign_adapter=5')).to.equal('ok')
  })

  it('leaves no half configured device when a queue is taken', async () => {
    await create(host, 1, 'assign_adapter=5', 'assign_domain=0x47')
    const error = await create(host, 2, 'assign_adapter=5', 'assign_domain=0x47').catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(HostError).and.to.include({ errno: 'EADDRINUSE' })
    expect((await host.snapshot()).devices.map((device) => device.id)).to.deep.equal([uuid(1)])
  })

  it('hot plugs while a guest runs; Linux 5.10 does not', async () => {
    for (const [name, answer] of [
      ['vfio-ap', 'ok'],
      ['vfio-ap-5.10', 'EBUSY write'],
    ] as const) {
      const machine = simulateHost(name)
      await create(machine, 1, 'assign_adapter=5')
      const release = machine.kernel.hold(uuid(1))
      for (const text of ['assign_domain=0x47', 'assign_control_domain=4', 'unassign_adapter=5']) {
        expect(await write(machine, 1, text), `${name} ${text}`).to.equal(answer)
      }
      release()
      expect(await write(machine, 1, 'unassign_adapter=5')).to.equal('ok')
    }
  })

  it('a guest gets only adapters of which every queue is there', async () => {
    await create(host, 1, 'assign_adapter=5', 'assign_adapter=7', 'assign_domain=0x47')
    expect(read(host, 1, 'matrix')).to.equal('05.0047\n07.0047\n')
    expect(read(host, 1, 'guest_matrix')).to.equal('05.0047\n')
    // a domain that the machine has not takes no adapter from the guest
    expect(await write(host, 1, 'assign_domain=0x50')).to.equal('ok')
    expect(read(host, 1, 'guest_matrix')).to.equal('05.0047\n')
    await write(host, 1, 'unassign_domain=0x47')
    expect(read(host, 1, 'guest_matrix')).to.equal('05.\n')
  })

  it('goes away with its matrix', async () => {
    await create(host, 1)
    host.kernel.removeDevice('matrix')
    expect(host.kernel.list('sys/devices/vfio_ap')).to.deep.equal([])
    expect(host.kernel.list('sys/bus/matrix/devices')).to.deep.equal([])
    const { devices, problems } = await host.snapshot()
    expect([devices, problems]).to.deep.equal([[], []])
  })

  for (const [texts, answer] of [
    [['assign_adapter=7'], 'EADDRNOTAVAIL write'],
    [['assign_adapter=1'], 'EADDRNOTAVAIL write'],
    [['assign_domain=5'], 'EADDRNOTAVAIL write'],
    [['assign_adapter=5', 'assign_domain=5'], 'EADDRNOTAVAIL write'],
    [['assign_adapter=5', 'assign_domain=4'], 'ok'],
    [['assign_adapter=65'], 'ENODEV write'],
  ] as [string[], string][]) {
    it(`Linux 5.10 answers ${answer} to ${texts.join(' ')}: queues must be there`, async () => {
      const old = simulateHost('vfio-ap-5.10')
      await create(old, 1)
      const last = texts.pop() ?? ''
      for (const text of texts) expect(await write(old, 1, text)).to.equal('ok')
      expect(await write(old, 1, last)).to.equal(answer)
      expect(old.kernel.list(`sys/bus/mdev/devices/${uuid(1)}`)).not.to.include.members(['ap_config', 'guest_matrix'])
    })
  }

  it('agrees with a model of all queues after any sequence of changes', async () => {
    const command = fc.record({
      device: fc.integer({ min: 1, max: 3 }),
      change: fc.constantFrom('assign_adapter', 'unassign_adapter', 'assign_domain', 'unassign_domain', 'destroy'),
      number: fc.constantFrom(1, 4, 5, 6, 10, 0x2b, 0x47),
    })
    await fc.assert(
      fc.asyncProperty(fc.array(command, { maxLength: 30 }), async (commands) => {
        const machine = simulateHost('vfio-ap')
        const model = new ApModel()
        for (const { device, change, number } of commands) {
          if (!model.has(device)) {
            await create(machine, device)
            model.create(device)
          }
          if (change === 'destroy') {
            await machine.destroy(uuid(device))
            model.destroy(device)
            continue
          }
          const answer = await write(machine, device, `${change}=${number}`)
          expect(answer.replace(' write', '')).to.equal(model.change(device, change, number))
          expect(read(machine, device, 'matrix')).to.equal(model.text(device))
        }
        const { types } = await machine.snapshot()
        expect(types[0]?.availableInstances).to.equal(65536 - model.count)
      }),
      { numRuns: 40 },
    )
  })
})

/** Which device has which adapters and domains, as plain tables of 256 places: whoever wants a pair looks at all of them. */
class ApModel {
  readonly #devices = new Map<number, { adapters: boolean[]; domains: boolean[] }>()

  get count(): number {
    return this.#devices.size
  }

  has(device: number): boolean {
    return this.#devices.has(device)
  }

  create(device: number): void {
    this.#devices.set(device, { adapters: Array<boolean>(256).fill(false), domains: Array<boolean>(256).fill(false) })
  }

  destroy(device: number): void {
    this.#devices.delete(device)
  }

  change(device: number, change: string, number: number): string {
    const own = this.#devices.get(device)
    if (own === undefined) throw new Error('no device')
    if (number > (change.endsWith('adapter') ? 63 : 84)) return 'ENODEV'
    const table = change.endsWith('adapter') ? own.adapters : own.domains
    const was = table[number] === true
    table[number] = change.startsWith('assign')
    const fault = was ? undefined : this.#fault(device)
    if (fault !== undefined) table[number] = was
    return fault ?? 'ok'
  }

  text(device: number): string {
    const { adapters = [], domains = [] } = this.#devices.get(device) ?? {}
    const hex = (number: number, digits: number) => number.toString(16).padStart(digits, '0')
    const lines: string[] = []
    for (let a = 0; a < 256; a++) {
      if (adapters[a] !== true) continue
      if (!domains.includes(true)) lines.push(`${hex(a, 2)}.\n`)
      for (let d = 0; d < 256; d++) if (domains[d] === true) lines.push(`${hex(a, 2)}.${hex(d, 4)}\n`)
    }
    if (!adapters.includes(true)) for (let d = 0; d < 256; d++) if (domains[d] === true) lines.push(`.${hex(d, 4)}\n`)
    return lines.join('')
  }

  #fault(device: number): string | undefined {
    let inUse = false
    for (let a = 0; a < 256; a++) {
      for (let d = 0; d < 256; d++) {
        if (!this.#owns(device, a, d)) continue
        // the card 01 is the host's
        if (a === 1) return 'EADDRNOTAVAIL'
        if ([...this.#devices.keys()].some((other) => other !== device && this.#owns(other, a, d))) inUse = true
      }
    }
    return inUse ? 'EADDRINUSE' : undefined
  }

  #owns(device: number, adapter: number, domain: number): boolean {
    const own = this.#devices.get(device)
    return own?.adapters[adapter] === true && own.domains[domain] === true
  }
}
