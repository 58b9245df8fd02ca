import { expect } from 'chai'
import fc from 'fast-check'
import type { SimulatedHost } from '../../../lib/machine/sim.js'
import { HostError, openSnapshot, personalities, simulateHost } from '../../../lib/machine/sim.js'
import {
  judgePartition,
  parsePartition,
  readPartition,
  type Partition,
  type PartitionPart,
} from '../../../lib/planning/pools/index.js'
import { smaller } from '../capacity/random-hosts.js'

const partition = (...parts: PartitionPart[]): Partition => ({ version: 1, parts })

function parsed(text: string): Partition {
  const { partition: found, problem } = parsePartition(text)
  if (found === undefined) throw new Error(problem)
  return found
}

describe('parsePartition', () => {
  const right: [string, PartitionPart[]][] = [
    [
      '2 x 128MB, 1 x 256MB, 1 x 512MB',
      [
        { count: 2, size: 128 },
        { count: 1, size: 256 },
        { count: 1, size: 512 },
      ],
    ],
    ['3x4G', [{ count: 3, size: 4096 }]],
    ['1 \u00d7 1 TiB;', [{ count: 1, size: 1024 * 1024 }]],
    [
      '2 * nvidia-231\n1 x GRID T4-2Q',
      [
        { count: 2, type: 'nvidia-231' },
        { count: 1, type: 'GRID T4-2Q' },
      ],
    ],
    ['2 x 1145', [{ count: 2, type: '1145' }]],
    ['1 x i915-GVTg_V5_8 aggregate=3', [{ count: 1, type: 'i915-GVTg_V5_8', aggregate: 3 }]],
  ]
  for (const [text, parts] of right) {
    it(JSON.stringify(text), () => {
      expect(parsePartition(text)).to.deep.equal({ partition: partition(...parts) })
      expect(readPartition(JSON.parse(JSON.stringify(partition(...parts))))).to.deep.equal({
        partition: partition(...parts),
      })
    })
  }

  const wrong: [string, string][] = [
    ['', 'The partition has no parts.'],
    ['128MB', "'128MB' is no part of a partition, such as 2 x 128MB or 1 x nvidia-231."],
    ['2 x', "'2 x' is no part of a partition, such as 2 x 128MB or 1 x nvidia-231."],
    ['-1 x a', "'-1 x a' is no part of a partition, such as 2 x 128MB or 1 x nvidia-231."],
    ['0 x 128MB', 'Part 1 of the partition has the count 0, which is no whole number from 1 up to 1000000.'],
    ['1 x 0MB', 'Part 1 of the partition has the size 0, which is no whole number of MiB.'],
    ['1 x a\u001b, x', "'x' is no part of a partition, such as 2 x 128MB or 1 x nvidia-231."],
    ['9999999 x a', 'Part 1 of the partition has the count 9999999, which is no whole number from 1 up to 1000000.'],
  ]
  for (const [text, problem] of wrong) {
    it(`${JSON.stringify(text)}: ${problem}`, () => expect(parsePartition(text)).to.deep.equal({ problem }))
  }

  const values: [unknown, string][] = [
    [undefined, 'A partition is an object with version 1 and a list of parts.'],
    [[], 'A partition is an object with version 1 and a list of parts.'],
    [{ version: 2, parts: [] }, 'A partition is an object with version 1 and a list of parts.'],
    [{ version: 1, parts: [] }, 'The partition has no parts.'],
    [{ version: 1, parts: [3] }, 'Part 1 of the partition is no object.'],
    [{ version: 1, parts: [{ count: 1 }] }, 'Part 1 of the partition needs a type or a size, and not both.'],
    [
      { version: 1, parts: [{ count: 1, type: 'a', size: 1 }] },
      'Part 1 of the partition needs a type or a size, and not both.',
    ],
    [
      { version: 1, parts: [{ count: 1.5, type: 'a' }] },
      'Part 1 of the partition has the count 1.5, which is no whole number from 1 up to 1000000.',
    ],
    [{ version: 1, parts: [{ count: 1, type: 7 }] }, 'Part 1 of the partition has the type 7, which is none.'],
    [
      { version: 1, parts: [{ count: 1, type: 'a', aggregate: 0 }] },
      'Part 1 of the partition is made of 0 instances, which is no whole number from 1 up to 1000000.',
    ],
    [
      { version: 1, parts: Array.from({ length: 1001 }, () => ({ count: 1, type: 'a' })) },
      'The partition has more than 1000 parts.',
    ],
  ]
  for (const [value, problem] of values) {
    it(`JSON: ${problem}`, () => expect(readPartition(value)).to.deep.equal({ problem }))
  }

  it('takes any text, and never throws', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        const { partition: found, problem } = parsePartition(text)
        expect(found === undefined).to.equal(problem !== undefined)
      }),
    )
    fc.assert(fc.property(fc.anything(), (value) => void readPartition(value)))
  })
})

describe('judgePartition', () => {
  const judged = async (host: SimulatedHost, where: string, text: string) => {
    const { feasible, certainty, reason, counts } = judgePartition(await host.snapshot(), where, parsed(text))
    return [feasible, certainty, reason, ...(counts === undefined ? [] : [counts])]
  }

  it('of a pool that can be divided: by the sum of the sizes', async () => {
    const host = simulateHost('pool-2016')
    expect(await judged(host, 'pci_0000_05_00_0', '2 x 128MB, 1 x 256MB, 1 x 512MB')).to.deep.equal([
      ...[
        true,
        'likely',
        'The parts come to 1024 of the 1024 MiB of 0000:05:00.0, whose pool is to be divided so first.',
      ],
      { 'vgpu-128': 2, 'vgpu-256': 1, 'vgpu-512': 1 },
    ])
    expect(await judged(host, '05:00.0', '3 x 512MB')).to.deep.equal([
      ...[false, 'certain', 'The parts come to 1536 MiB, and 0000:05:00.0 has 1024 MiB.'],
    ])
    expect(await judged(host, '0000:05:00.0', '8 x vgpu-128')).to.deep.equal([
      ...[true, 'certain', 'The pool of 0000:05:00.0 is divided so that all 8 fit already.'],
    ])
    expect(await judged(host, '0000:05:00.0', '1 x 64MB')).to.deep.equal([
      ...[false, 'certain', 'It offers no type of 64 MiB; its sizes are 128, 256, 512 MiB.'],
    ])
    expect(await judged(host, '0000:05:00.0', '1 x vgpu-64')).to.deep.equal([
      ...[false, 'certain', "It offers no type 'vgpu-64'."],
    ])
    // what is not wished for is given to the smallest type that can take all of it
    expect(await judged(host, '05:00.0', '1 x 128MB, 1 x 256MB')).to.deep.include({
      'vgpu-128': 6,
      'vgpu-256': 1,
      'vgpu-512': 0,
    })
    // once a device is there, its division stays
    await host.create({ parent: '0000:05:00.0', type: 'vgpu-128' })
    expect(await judged(host, '0000:05:00.0', '7 x 128MB')).to.include.members([true, 'certain'])
    expect(await judged(host, '0000:05:00.0', '1 x 256MB')).to.deep.equal([
      ...[false, 'certain', 'Device 1 of 1: 0000:05:00.0 takes 0 devices of the kind of vgpu-256, and has 0.'],
    ])
  })

  it('whatever is feasible there can be written and made, and nothing else', async () => {
    const sizes = [128, 256, 512]
    await fc.assert(
      fc.asyncProperty(fc.tuple(fc.nat(9), fc.nat(5), fc.nat(3)), async (counts) => {
        const parts = counts.flatMap((count, index) => (count === 0 ? [] : [{ count, size: sizes[index] ?? 0 }]))
        fc.pre(parts.length > 0)
        const host = simulateHost('pool-2016')
        const {
          feasible,
          counts: divided,
          devices,
        } = judgePartition(await host.snapshot(), '0000:05:00.0', partition(...parts))
        const asked = parts.reduce((sum, { count, size }) => sum + count * size, 0)
        expect(feasible).to.equal(asked <= 1024)
        if (feasible !== true) return
        if (divided !== undefined) await host.configurePool('0000:05:00.0', divided)
        for (const device of devices) await host.create(device)
      }),
      { numRuns: 60 },
    )
  })

  it('of a card with virtual functions: by the size, the memory and the functions', async () => {
    const host = simulateHost('nvidia-a2')
    expect(await judged(host, '0000:08:00.0', '2 x 4GB, 2 x 4GB')).to.include.members([true, 'certain'])
    expect(await judged(host, '0000:08:00.0', '5 x 4GB')).to.deep.equal([
      ...[false, 'certain', 'Device 5 of 5: 0000:08:00.0 takes 4 devices of the kind of nvidia-746, and has 4.'],
    ])
    // a driver that mixes sizes would take it
    expect(await judged(host, '0000:08:00.0', '1 x 4GB, 1 x 2GB')).to.deep.equal([
      false,
      'likely',
      'Device 2 of 2: 0000:08:00.0 takes one size (framebuffer) at a time, and has 4096; nvidia-743 has 2048.',
    ])
    expect(await judged(host, '0000:08:00.4', '2 x NVIDIA A2-1Q')).to.deep.equal([
      false,
      'certain',
      'The partition has 2 devices, and 0000:08:00.4 has room for 1.',
    ])
    const few = simulateHost(smaller(personalities.find(({ name }) => name === 'nvidia-a2') ?? expect.fail(), 3))
    const { devices } = judgePartition(await few.snapshot(), '0000:08:00.0', parsed('2 x nvidia-742, 1 x nvidia-744'))
    expect(devices.map(({ parent }) => parent).sort()).to.deep.equal(['0000:08:00.4', '0000:08:00.5', '0000:08:00.6'])
    for (const device of devices) await few.create(device)
  })

  it('is not certain where not all ways to choose types were looked at', async () => {
    const host = simulateHost('nvidia-a2')
    const [feasible, certainty] = await judged(host, '0000:08:00.0', `${'1 x 1GB, '.repeat(8)}1 x 16GB`)
    expect([feasible, certainty]).to.deep.equal([false, 'likely'])
  })

  it('of types with one size and different largest numbers: in an order in which they fit', async () => {
    const t4 = personalities.find(({ name }) => name === 'nvidia-t4') ?? expect.fail()
    const few = 'nvidia-226'
    const host = simulateHost({
      ...t4,
      parents: t4.parents.map((parent) => ({
        ...parent,
        capacity: { rule: 'one-size', size: 'framebuffer' },
        types: parent.types.map((type) =>
          type.id === few
            ? {
                ...type,
                maxInstances: 2,
                description: (type.description ?? '').replace('max_instance=8', 'max_instance=2'),
              }
            : type,
        ),
      })),
    })
    const wish = parsed(`3 x nvidia-231, 2 x ${few}`)
    const { feasible, certainty, devices } = judgePartition(await host.snapshot(), '0000:06:00.0', wish)
    expect([feasible, certainty]).to.deep.equal([true, 'likely'])
    for (const device of devices) await host.create(device)
    expect((await host.snapshot()).devices).to.have.lengthOf(5)
  })

  it('of GVT-g: devices of several instances take their multiple', async () => {
    const host = simulateHost('i915-gvtg-aggregation')
    const gpu = '0000:00:02.0'
    const text = '1 x i915-GVTg_V5_8 aggregate=4, 1 x i915-GVTg_V5_4'
    expect(await judged(host, gpu, text)).to.deep.equal([
      ...[true, 'certain', 'All 2 fit: 32 of 416 low, 1152 of 3200 high, 20 of 28 fences are left.'],
    ])
    const { devices } = judgePartition(await host.snapshot(), gpu, parsed(text))
    for (const device of devices) await host.create(device)
    expect(await judged(host, gpu, '1 x i915-GVTg_V5_8')).to.deep.equal([
      ...[false, 'certain', 'Device 1 of 1: 0000:00:02.0 has 32 of 416 low left, and i915-GVTg_V5_8 takes 64.'],
    ])
    expect(await judged(host, gpu, '1 x i915-GVTg_V5_8 aggregate=9')).to.deep.equal([
      ...[false, 'certain', 'A device of type i915-GVTg_V5_8 is made of at most 6 instances, and not of 9.'],
    ])
    expect(await judged(simulateHost('mtty'), 'mtty', '1 x mtty-1 aggregate=2')).to.deep.equal([
      ...[false, 'certain', 'A device of type mtty-1 cannot be made of several instances.'],
    ])
  })

  it('says no more than is known where nothing is known of the driver', async () => {
    const mtty = await simulateHost('mtty').snapshot()
    const odd = { ...mtty, types: mtty.types.map((type) => ({ ...type, id: type.id.replace('mtty', 'odd') })) }
    const answer = (text: string) => {
      const { feasible, certainty } = judgePartition(odd, 'mtty', parsed(text))
      return [feasible, certainty]
    }
    expect(answer('24 x odd-1')).to.deep.equal([true, 'certain'])
    expect(answer('25 x odd-1')).to.deep.equal([false, 'certain'])
    expect(answer('1 x odd-1, 1 x odd-2')).to.deep.equal([undefined, 'unknown'])
    expect(answer('9999 x odd-1')).to.deep.equal([undefined, 'unknown'])
    expect(() => judgePartition(odd, 'no\u001bwhere', parsed('1 x a'))).to.throw(HostError, 'no\\u001bwhere')
    expect((await openSnapshot(odd).snapshot()).devices).to.deep.equal([])
  })

  for (const personality of personalities) {
    it(`${personality.name}: what is feasible for certain can be made in the order told, what is not cannot`, async () => {
      const small = smaller(personality, 3)
      const snapshot = await simulateHost(small).snapshot()
      const where = snapshot.types[0]?.parent ?? ''
      const own = snapshot.types.filter(({ parent }) => parent === where).map(({ id }) => id)
      const part = fc.record({ count: fc.integer({ min: 1, max: 4 }), type: fc.constantFrom(...own.slice(0, 6)) })
      await fc.assert(
        fc.asyncProperty(fc.array(part, { minLength: 1, maxLength: 3 }), async (parts) => {
          const { feasible, certainty, devices } = judgePartition(snapshot, where, partition(...parts))
          if (certainty !== 'certain') return
          const host = simulateHost(small)
          const wanted =
            feasible === true
              ? devices
              : parts.flatMap(({ count, type }) => Array.from({ length: count }, () => ({ parent: where, type })))
          const made = await host.createAll(wanted).then(
            () => true,
            (error: unknown) => (error instanceof HostError ? false : Promise.reject(error as Error)),
          )
          if (made !== feasible) expect.fail(`${JSON.stringify(parts)}: ${made} and not ${feasible}`)
        }),
        { numRuns: 12 },
      )
    })
  }
})
