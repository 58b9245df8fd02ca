import { expect } from 'chai'
import fc from 'fast-check'
import type { SimulatedHost, Sysfs } from '../../../lib/machine/sim.js'
import { configurePool, Errno, HostError, simulateHost } from '../../../lib/machine/sim.js'
import { sysfsError } from '../../../lib/machine/port/sysfs-path.js'
import { failureCode } from '../failure-code.js'
import '../../seed.js'

const GPU = '0000:05:00.0'
const TYPES = ['vgpu-128', 'vgpu-256', 'vgpu-512']
const SIZES = [128, 256, 512]

describe('configurePool', () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('pool-2016')
  })

  async function counts(): Promise<(number | undefined)[]> {
    return (await host.snapshot()).types.map(({ maxInstances }) => maxInstances)
  }

  it('divides the pool as in the mail, and the state keeps it', async () => {
    const types = await configurePool(host.kernel, GPU, { 'vgpu-128': 2, 'vgpu-256': 1, 'vgpu-512': 1 })
    expect(types.map(({ id, maxInstances }) => [id, maxInstances])).to.deep.equal([
      ['vgpu-128', 2],
      ['vgpu-256', 1],
      ['vgpu-512', 1],
    ])
    const requests = [...TYPES, 'vgpu-128'].map((type) => ({ parent: GPU, type }))
    await host.createAll(requests)
    expect(await failureCode(host.create({ parent: GPU, type: 'vgpu-128' }))).to.equal('no-instances-left')
    expect(await counts()).to.deep.equal([2, 1, 1])
    const again = simulateHost('pool-2016', { state: structuredClone(host.state()) })
    expect(await again.snapshot()).to.deep.equal(await host.snapshot())
    expect(again.state()).to.deep.equal(host.state())
  })

  it('leaves to the driver what is not named', async () => {
    await configurePool(host.kernel, 'pci_0000_05_00_0', { 'vgpu-512': 1 })
    expect(await counts()).to.deep.equal([4, 0, 1])
    await configurePool(host.kernel, GPU, { 'vgpu-512': 0, 'vgpu-256': 4 })
    expect(await counts()).to.deep.equal([0, 4, 0])
    await configurePool(host.kernel, GPU, {})
    expect(await counts()).to.deep.equal([0, 4, 0])
  })

  it('comes to every division that uses all of the pool, from every other', async () => {
    const divisions: number[][] = []
    for (let large = 0; large <= 2; large++) {
      for (let middle = 0; middle <= 4 - 2 * large; middle++)
        divisions.push([8 - 2 * middle - 4 * large, middle, large])
    }
    const division = fc.constantFrom(...divisions)
    await fc.assert(
      fc.asyncProperty(division, division, async (first, second) => {
        host = simulateHost('pool-2016')
        for (const each of [first, second]) {
          await configurePool(host.kernel, GPU, Object.fromEntries(TYPES.map((type, at) => [type, each[at] ?? 0])))
          expect(await counts()).to.deep.equal(each)
        }
      }),
      { numRuns: 20 },
    )
  })

  const refusals: [string, Record<string, number>, string][] = [
    ['an unknown type', { 'vgpu-64': 1 }, 'type-unknown'],
    ['half an instance', { 'vgpu-128': 0.5 }, 'attribute-refused'],
    ['fewer than none', { 'vgpu-128': -1 }, 'attribute-refused'],
    ['more than there is', { 'vgpu-512': 2, 'vgpu-128': 1 }, 'no-instances-left'],
  ]
  for (const [what, wanted, code] of refusals) {
    it(`refuses ${what} before anything is written`, async () => {
      const { sysfs, writes } = counted(host.kernel)
      expect(await failureCode(configurePool(sysfs, GPU, wanted))).to.equal(code)
      expect(writes).to.deep.equal([])
    })
  }

  it('refuses a parent without a pool, one with devices, and counts that cannot be set', async () => {
    expect(await failureCode(configurePool(simulateHost('mtty').kernel, 'mtty', {}))).to.equal('parent-unknown')
    await host.create({ parent: GPU, type: 'vgpu-128' })
    expect(await failureCode(configurePool(host.kernel, GPU, { 'vgpu-256': 1 }))).to.equal('in-use')
    const fixed = simulateHost('pool-2016')
    const { sysfs, writes } = counted(fixed.kernel)
    const readOnly = { ...sysfs, mode: () => 0o444 }
    expect(await failureCode(configurePool(readOnly, GPU, { 'vgpu-256': 1 }))).to.equal('not-supported')
    expect(writes).to.deep.equal([])
  })

  it('sets back what was done when a step is refused, at every step', async () => {
    const wanted = { 'vgpu-128': 2, 'vgpu-256': 1, 'vgpu-512': 1 }
    for (const failing of [1, 2]) {
      host = simulateHost('pool-2016')
      const { sysfs } = counted(host.kernel, failing)
      const error: unknown = await configurePool(sysfs, GPU, wanted).catch((reason: unknown) => reason)
      expect(error).to.be.instanceOf(HostError).and.to.include({ errno: 'EIO', code: 'driver-refused' })
      expect(error).to.have.property('undoing', undefined)
      expect(await counts()).to.deep.equal([8, 0, 0])
    }
  })

  it('keeps both errors when it cannot be set back', async () => {
    const { sysfs } = counted(host.kernel, 2, 3)
    const error: unknown = await configurePool(sysfs, GPU, { 'vgpu-256': 1, 'vgpu-512': 1 }).catch(
      (reason: unknown) => reason,
    )
    expect(error).to.have.property('undoing').that.is.instanceOf(HostError)
    expect(error).to.have.property('help').that.includes('not divided as it was')
  })

  it('sets back what the driver makes something else of', async () => {
    // seven small ones leave a rest that no other type can take
    const error: unknown = await configurePool(host.kernel, GPU, { 'vgpu-128': 7 }).catch((reason: unknown) => reason)
    expect(error).to.include({ code: 'attribute-refused', errno: 'EINVAL' })
    expect(await counts()).to.deep.equal([8, 0, 0])
  })

  it('stops when it is aborted, and sets back', async () => {
    const controller = new AbortController()
    const { sysfs } = counted(host.kernel, undefined, undefined, () => controller.abort(new Error('enough')))
    const wanted = { 'vgpu-256': 1, 'vgpu-512': 1 }
    const error: unknown = await configurePool(sysfs, GPU, wanted, { signal: controller.signal }).catch(
      (reason: unknown) => reason,
    )
    expect(error).to.have.property('message', 'enough')
    expect(await counts()).to.deep.equal([8, 0, 0])
  })
})

describe('the simulated pool', () => {
  it('is always given out as a whole', async () => {
    const step = fc.tuple(fc.nat(2), fc.nat(9))
    await fc.assert(
      fc.asyncProperty(fc.array(step, { maxLength: 10 }), async (steps) => {
        const { kernel } = simulateHost('pool-2016')
        for (const [type, count] of steps) {
          const file = `sys/bus/pci/devices/${GPU}/mdev_supported_types/${TYPES[type] ?? ''}/max_instances`
          const before = sum(kernel)
          try {
            await kernel.write(file, new TextEncoder().encode(String(count)))
            expect(Number(new TextDecoder().decode(kernel.read(file)))).to.equal(count)
          } catch (error) {
            expect(error).to.have.property('code').that.is.oneOf(['ENOSPC', 'EINVAL'])
          }
          expect(before).to.equal(1024)
          expect(sum(kernel)).to.equal(1024)
        }
      }),
      { numRuns: 30 },
    )
  })

  it('refuses a saved division that is more than there is', () => {
    const attributes = [{ name: 'mdev_supported_types/vgpu-512/max_instances', value: '3' }]
    const parents = [{ backend: 'sketch' as const, parent: GPU, attributes }]
    const state = { version: 1 as const, personality: 'pool-2016', devices: [], parents }
    expect(() => simulateHost('pool-2016', { state })).to.throw(HostError, 'does not fit')
    const unknown = { ...state, parents: [{ ...parents[0], parent: 'nowhere', attributes }] }
    expect(() => simulateHost('pool-2016', { state: unknown }))
      .to.throw(HostError)
      .with.property('code', 'parent-unknown')
  })
})

function sum(kernel: Sysfs): number {
  return TYPES.reduce((total, type, at) => {
    const file = `sys/bus/pci/devices/${GPU}/mdev_supported_types/${type}/max_instances`
    return total + (SIZES[at] ?? 0) * Number(new TextDecoder().decode(kernel.read(file)))
  }, 0)
}

/** A port that keeps the writes, and fails with EIO at some of them. */
function counted(
  kernel: Sysfs,
  failing?: number,
  failingToo?: number,
  written = () => {},
): { sysfs: Sysfs; writes: string[] } {
  const writes: string[] = []
  const sysfs: Sysfs = {
    list: (directory) => kernel.list(directory),
    read: (file) => kernel.read(file),
    link: (path) => kernel.link(path),
    resolve: (path) => kernel.resolve(path),
    inUse: (group) => kernel.inUse(group),
    mode: (file) => kernel.mode?.(file),
    async write(file, bytes) {
      writes.push(file)
      if (writes.length === failing || writes.length === failingToo) {
        throw sysfsError('EIO', 'write', file, new Errno('EIO'))
      }
      await kernel.write(file, bytes)
      written()
    },
  }
  return { sysfs, writes }
}
