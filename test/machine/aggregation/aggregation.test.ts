import { expect } from 'chai'
import fc from 'fast-check'
import type { Personality, SimulatedHost } from '../../../lib/machine/sim.js'
import { openSysfs, recordedTree, simulateHost } from '../../../lib/machine/sim.js'
import type { Aggregation } from '../../../lib/machine/snapshot/host-snapshot.js'
import { i915GvtgAggregation } from '../../../lib/machine/simulation/personalities/i915-gvtg-aggregation.js'
import { parseCreate } from '../../../lib/machine/simulation/aggregation-core.js'
import { failureCode } from '../failure-code.js'
import { wholeTree } from '../whole-tree.js'
import '../../seed.js'

const GPU = '0000:00:02.0'
const SMALL = 'i915-GVTg_V5_8'
const MIDDLE = 'i915-GVTg_V5_4'
const LARGE = 'i915-GVTg_V5_2'
const UUID = 'abcdef00-1234-4234-8234-123456789abc'
const encoder = new TextEncoder()

/** The machine with the patches of another year. */
function machine(aggregation: Aggregation['form']): SimulatedHost {
  const personality: Personality = {
    ...i915GvtgAggregation,
    parents: i915GvtgAggregation.parents.map((parent) => ({ ...parent, aggregation })),
  }
  return simulateHost(personality)
}

async function left(host: SimulatedHost): Promise<(number | undefined)[]> {
  const { types } = await host.snapshot()
  return [SMALL, MIDDLE, LARGE].map((id) => types.find((type) => type.id === id)?.availableInstances)
}

describe('devices made of several instances', () => {
  const forms: [Aggregation['form'], Aggregation, string][] = [
    ['instances', { form: 'instances' }, 'instances'],
    ['aggregate', { form: 'aggregate', maximum: 6 }, 'aggregated_instances'],
    ['attribute', { form: 'attribute', maximum: 6 }, 'mdev/aggregated_instances'],
  ]
  for (const [form, aggregation, file] of forms) {
    it(`are made, seen, kept and removed with ${form}`, async () => {
      const host = machine(form)
      const before = wholeTree(host.kernel.tree)
      expect(await left(host)).to.deep.equal([6, 3, 1])
      const made = await host.create({ parent: GPU, type: SMALL, aggregate: 3, uuid: UUID })
      expect(made).to.include({ id: UUID, type: SMALL, aggregation: 3 })
      expect(new TextDecoder().decode(host.kernel.read(`sys/bus/mdev/devices/${UUID}/${file}`))).to.equal('3\n')
      expect(await left(host)).to.deep.equal([3, 1, 0])
      const snapshot = await host.snapshot()
      expect(snapshot.devices).to.deep.equal([made])
      expect(snapshot.types.find(({ id }) => id === SMALL)?.aggregation).to.deep.equal(aggregation)
      expect(snapshot.problems).to.deep.equal([])
      expect(host.state().devices[0]).to.include({ aggregation: 3 })
      const { personality } = host
      const again = simulateHost(personality, { state: structuredClone(host.state()) })
      expect(await again.snapshot()).to.deep.equal(snapshot)
      await again.destroy(UUID)
      expect(wholeTree(again.kernel.tree)).to.deep.equal(before)
    })

    it(`are refused where there is no room, with ${form}`, async () => {
      const host = machine(form)
      await host.create({ parent: GPU, type: SMALL, aggregate: 4 })
      const before = wholeTree(host.kernel.tree)
      const code = await failureCode(host.create({ parent: GPU, type: SMALL, aggregate: 3 }))
      expect(code).to.equal(form === 'attribute' ? 'attribute-refused' : 'no-instances-left')
      expect(wholeTree(host.kernel.tree)).to.deep.equal(before)
    })
  }

  it('one instance is what all devices are made of', async () => {
    const host = machine('aggregate')
    const plain = await host.create({ parent: GPU, type: SMALL })
    expect(plain).to.include({ aggregation: 1 })
    expect(await host.create({ parent: GPU, type: SMALL, aggregate: 1 })).to.include({ aggregation: 1 })
    expect(host.state().devices.some((device) => 'aggregation' in device)).to.equal(false)
    expect(await simulateHost('mtty').create({ parent: 'mtty', type: 'mtty-1', aggregate: 1 })).not.to.have.property(
      'aggregation',
    )
  })

  const refusals: [string, string, object, string][] = [
    ['more than the maximum', 'i915-gvtg-aggregation', { parent: GPU, type: SMALL, aggregate: 7 }, 'attribute-refused'],
    ['half an instance', 'i915-gvtg-aggregation', { parent: GPU, type: SMALL, aggregate: 1.5 }, 'attribute-refused'],
    ['no instance', 'i915-gvtg-aggregation', { parent: GPU, type: SMALL, aggregate: 0 }, 'attribute-refused'],
    ['a type of one', 'i915-gvtg-aggregation', { parent: GPU, type: 'i915-GVTg_V5_2', aggregate: 2 }, 'not-supported'],
    ['another driver', 'mtty', { parent: 'mtty', type: 'mtty-1', aggregate: 2 }, 'not-supported'],
  ]
  for (const [what, name, request, code] of refusals) {
    it(`are refused before anything is written: ${what}`, async () => {
      const { kernel } = simulateHost(name)
      let writes = 0
      const host = openSysfs({
        list: (directory) => kernel.list(directory),
        read: (file) => kernel.read(file),
        link: (path) => kernel.link(path),
        resolve: (path) => kernel.resolve(path),
        inUse: (group) => kernel.inUse(group),
        write: (file, bytes) => {
          writes++
          return kernel.write(file, bytes)
        },
      })
      expect(await failureCode(host.create({ parent: '', type: '', ...request }))).to.equal(code)
      expect(writes).to.equal(0)
    })
  }

  it('are refused by a released kernel, and nothing is left', async () => {
    const host = simulateHost('i915-gvtg')
    const before = wholeTree(host.kernel.tree)
    expect(await failureCode(host.create({ parent: GPU, type: SMALL, aggregate: 2 }))).to.equal('not-supported')
    expect(wholeTree(host.kernel.tree)).to.deep.equal(before)
  })

  it('with the files of 2020 the maximum is known from a device that is there', async () => {
    const host = machine('attribute')
    expect((await host.snapshot()).types.some((type) => type.aggregation !== undefined)).to.equal(false)
    await host.create({ parent: GPU, type: SMALL })
    const error: unknown = await host
      .create({ parent: GPU, type: SMALL, aggregate: 7 })
      .catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'attribute-refused' })
    expect(String(error)).to.include('at most 6')
  })

  it('take the name that later mails have', async () => {
    const written: string[] = []
    const type = `sys/devices/pci0000:00/${GPU}/mdev_supported_types/${SMALL}`
    const device = `sys/devices/pci0000:00/${GPU}/${UUID}`
    const tree = recordedTree({
      [`sys/class/mdev_bus/${GPU}`]: { link: `../../devices/pci0000:00/${GPU}` },
      [`${type}/available_instances`]: { text: '1\n' },
      [`${type}/device_api`]: { text: 'vfio-pci\n' },
      [`${type}/create`]: { text: '', mode: '0200' },
      [`${device}/mdev_type`]: { link: `../mdev_supported_types/${SMALL}` },
      [`${device}/intel_vgpu/aggregator`]: { text: '1\n' },
    })
    let there = false
    const host = openSysfs({
      ...tree,
      link: (path) =>
        there && path === `sys/bus/mdev/devices/${UUID}`
          ? `../../../devices/pci0000:00/${GPU}/${UUID}`
          : tree.link(path),
      async write(file, bytes) {
        written.push(`${file.slice(file.lastIndexOf('/') + 1)} ${new TextDecoder().decode(bytes)}`)
        there = true
      },
    })
    await host.create({ parent: GPU, type: SMALL, uuid: UUID, aggregate: 2 })
    expect(written).to.deep.equal([`create ${UUID}`, 'aggregator 2'])
  })

  it('leave as much as a model without the simulation says', async () => {
    const sizes: Record<string, [number, number, number]> = {
      [SMALL]: [64, 384, 6],
      [MIDDLE]: [128, 512, 3],
      [LARGE]: [256, 1024, 1],
    }
    const types = Object.keys(sizes)
    const room = (live: { type: string; count: number }[], type: string, count = 1): boolean => {
      const all = [...live, { type, count }]
      const low = all.reduce((sum, one) => sum + (sizes[one.type]?.[0] ?? 0) * one.count, 0)
      const high = all.reduce((sum, one) => sum + (sizes[one.type]?.[1] ?? 0) * one.count, 0)
      return low <= 416 && high <= 3200 && all.length * 4 <= 28
    }
    const step = fc.tuple(fc.boolean(), fc.constantFrom(...types), fc.integer({ min: 1, max: 7 }))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 7 }), async (steps) => {
        const host = machine('aggregate')
        const live: { type: string; count: number; id: string }[] = []
        for (const [makes, type, count] of steps) {
          if (makes) {
            const expected = room(live, type, count) && count <= (sizes[type]?.[2] ?? 0)
            const made = await host.create({ parent: GPU, type, aggregate: count }).catch(() => undefined)
            expect(made !== undefined, `${count} of ${type}`).to.equal(expected)
            if (made) live.push({ type, count, id: made.id })
          } else {
            const [gone] = live.splice(count % Math.max(1, live.length), 1)
            if (gone) await host.destroy(gone.id)
          }
        }
        const model = types.map((type) => {
          let more = 0
          const filled = [...live]
          while (room(filled, type)) {
            filled.push({ type, count: 1, id: '' })
            more++
          }
          return more
        })
        expect(await left(host)).to.deep.equal(model)
      }),
      { numRuns: 15 },
    )
  })
})

describe('the create file of the aggregation patches', () => {
  const uuid = UUID
  const taken: [string, number][] = [
    [uuid, 1],
    [`${uuid}\n`, 1],
    [`${uuid}X`, 1],
    [uuid.toUpperCase(), 1],
    [`${uuid},aggregate=1`, 1],
    [`${uuid},aggregate=10\n`, 10],
    [`${uuid},aggregate=0x0a`, 10],
    [`${uuid},aggregate=012`, 10],
    [`${uuid},aggregate=0`, 0],
  ]
  for (const [text, count] of taken) {
    it(`takes ${JSON.stringify(text.slice(36))} behind the UUID`, () => {
      expect(parseCreate(encoder.encode(text), 'aggregate')).to.deep.equal({ uuid, count })
    })
  }

  const refused: [string, string, string][] = [
    ['less than a UUID', uuid.slice(1), 'EINVAL'],
    ['two characters more', `${uuid}\n\n`, 'EINVAL'],
    ['a comma within the UUID', `${uuid.slice(0, 20)},${uuid.slice(21)}`, 'EINVAL'],
    ['a comma too late', `${uuid} ,aggregate=2`, 'EINVAL'],
    ['nothing behind the comma', `${uuid},`, 'EINVAL'],
    ['another word', `${uuid},instances=2`, 'EINVAL'],
    ['no number', `${uuid},aggregate=`, 'EINVAL'],
    ['more behind the number', `${uuid},aggregate=2,x`, 'EINVAL'],
    ['a number of 33 bits', `${uuid},aggregate=4294967296`, 'EINVAL'],
    ['a UUID that is none', `${'x'.repeat(36)},aggregate=2`, 'EINVAL'],
    ['a page', `${uuid},aggregate=2${'\0'.repeat(4096)}`.slice(0, 4096), 'E2BIG'],
  ]
  for (const [what, text, code] of refused) {
    it(`refuses ${what}`, () => {
      expect(() => parseCreate(encoder.encode(text), 'aggregate')).to.throw(code)
    })
  }

  it('knows no comma without them', () => {
    expect(() => parseCreate(encoder.encode(`${uuid},aggregate=2`))).to.throw('EINVAL')
    expect(() => parseCreate(encoder.encode(`${uuid},aggregate=2`), 'attribute')).to.throw('EINVAL')
    expect(parseCreate(encoder.encode(`${uuid},instances=2`), 'instances')).to.deep.equal({ uuid, count: 2 })
  })

  it('is refused by the driver for a count that it cannot do', async () => {
    const { kernel } = machine('aggregate')
    const create = (text: string) =>
      failureCode(kernel.write(`sys/class/mdev_bus/${GPU}/mdev_supported_types/${SMALL}/create`, encoder.encode(text)))
    expect(await create(`${uuid},aggregate=7`)).to.equal('EINVAL')
    expect(await create(`${uuid},aggregate=0`)).to.equal('EINVAL')
  })
})

describe('the files of 2020 in a device', () => {
  it('take a count while the device is not open', async () => {
    const host = machine('attribute')
    await host.create({ parent: GPU, type: MIDDLE, uuid: UUID })
    const file = `sys/bus/mdev/devices/${UUID}/mdev/aggregated_instances`
    const write = (text: string) => host.kernel.write(file, encoder.encode(text))
    expect(await failureCode(write('x'))).to.equal('EINVAL')
    expect(await failureCode(write('0'))).to.equal('EINVAL')
    expect(await failureCode(write('4'))).to.equal('EINVAL')
    await write('3\n')
    await write('2')
    await host.create({ parent: GPU, type: SMALL })
    expect(await failureCode(write('3'))).to.equal('ENOSPC')
    const release = host.kernel.hold(UUID)
    expect(await failureCode(write('1'))).to.equal('EBUSY')
    release()
    await write('1')
    expect(await left(host)).to.deep.equal([3, 1, 0])
  })

  it('are attributes too, which mdevctl can set today', async () => {
    const host = machine('attribute')
    const attributes = [{ name: 'mdev/aggregated_instances', value: '2' }]
    const device = await host.create({ parent: GPU, type: SMALL, attributes })
    expect(device).to.include({ aggregation: 2 }).and.to.deep.include({ attributes })
  })
})
