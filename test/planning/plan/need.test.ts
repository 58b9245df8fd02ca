import { expect } from 'chai'
import type { Need } from '../../../lib/planning/plan/index.js'
import { readWanted } from '../../../lib/planning/plan/index.js'
import { readNeed } from '../../../lib/planning/plan/need.js'
import { plainTypeName, typesNamed } from '../../../lib/planning/plan/type-names.js'
import { simulateHost } from '../../../lib/machine/sim.js'

const GUEST = '0e4a8a3c-3f5d-4b0f-9c7a-2f6f0d8f3a11'

/** The names of the T4's types, or of GVT-g's, that meet a need. */
async function meeting(personality: string, need: Need): Promise<string[]> {
  const { conditions = [] } = readNeed(need)
  const { types, nodes } = await simulateHost(personality).snapshot()
  const parent = nodes.find(({ backend }) => backend !== undefined)?.id
  return types
    .filter((type) => type.parent === parent && conditions.every((condition) => condition.holds(type)))
    .map(({ name, id }) => name ?? id)
}

describe('needs', () => {
  it('compares numbers with their units', async () => {
    expect(await meeting('nvidia-t4', { framebuffer: '>= 4 GiB', series: 'Q' })).to.have.members([
      'GRID T4-16Q',
      'GRID T4-4Q',
      'GRID T4-8Q',
    ])
    expect(await meeting('nvidia-t4', { framebuffer: '> 2048 MiB, <= 8G', series: 'Q' })).to.have.members([
      'GRID T4-4Q',
      'GRID T4-8Q',
    ])
    expect(await meeting('nvidia-t4', { framebuffer: '=0.5GiB' })).to.deep.equal([])
    expect(await meeting('i915-gvtg', { lowGm: '128 MB' })).to.deep.equal(['i915-GVTg_V5_4'])
    expect(await meeting('i915-gvtg', { resolution: '>= 1920x1080' })).to.deep.equal(['i915-GVTg_V5_4'])
    expect(await meeting('i915-gvtg', { fences: 4 })).to.have.length(2)
  })

  it('compares words', async () => {
    const some = await meeting('nvidia-t4', { series: 'B | C', framebuffer: '16GiB' })
    expect(some.every((name) => /[BC]$/.test(name))).to.equal(true)
    expect(await meeting('nvidia-t4', { deviceApi: 'vfio-ccw' })).to.deep.equal([])
    expect(
      (await meeting('nvidia-t4', { deviceApi: 'vfio-pci', card: 'T4', backend: 'mdev' })).length,
    ).to.be.greaterThan(5)
  })

  it('is not met by a type of which that is not told', async () => {
    expect(await meeting('mdpy', { framebuffer: '<= 1 TiB' })).to.deep.equal([])
    expect(await meeting('mdpy', { heads: '<= 100' })).to.deep.equal([])
  })

  const REFUSED: readonly [unknown, string][] = [
    [{ framebuffer: '4' }, 'The condition "4" on framebuffer wants a size with its unit, for example ">= 4 GiB".'],
    [
      { framebuffer: '=> 4 GiB' },
      'The condition "=> 4 GiB" on framebuffer wants a size with its unit, for example ">= 4 GiB".',
    ],
    [{ framebuffer: '' }, 'The condition "" on framebuffer wants a size with its unit, for example ">= 4 GiB".'],
    [{ heads: '>= two' }, 'The condition ">= two" on heads wants a whole number, for example ">= 2".'],
    [{ heads: -1 }, 'The condition -1 on heads wants a whole number, for example ">= 2".'],
    [
      { resolution: '>= 1920' },
      'The condition ">= 1920" on resolution wants width and height, for example ">= 1920x1080".',
    ],
    [{ series: 'A|' }, 'The condition "A|" on series wants a word, or several with | between them.'],
    [{ heads: [2] }, 'The condition [2] on heads is neither a number nor a short text.'],
    [
      {},
      'A need without conditions means every type; there are framebuffer, heads, resolution, frameRateLimit, lowGm, highGm, fences, weight, series, card, deviceApi, backend.',
    ],
  ]
  for (const [need, problem] of REFUSED) {
    it(`refuses ${JSON.stringify(need)}`, () => {
      expect(readNeed(need as Need)).to.deep.equal({ problems: [problem] })
    })
  }

  it('refuses an unknown condition by its name', () => {
    const { problems } = readNeed({ constructor: '1' } as unknown as Need)
    expect(problems?.[0]).to.match(/^There is no condition "constructor"; there are framebuffer, /)
  })
})

describe('names of types', () => {
  it('are the same with other blanks, underscores and brands', () => {
    for (const name of ['NVIDIA A2-4Q', 'NVIDIA_A2-4Q', 'GRID A2-4Q', ' A2-4Q ', 'NVIDIA  GRID A2-4Q']) {
      expect(plainTypeName(name)).to.equal('A2-4Q')
    }
    expect(plainTypeName('NVIDIA')).to.equal('NVIDIA')
    expect(plainTypeName('vGPU 128 MB')).to.equal('vGPU 128 MB')
  })

  it('exact before alike', () => {
    const types = [{ name: 'GRID X-1Q' }, { name: 'NVIDIA X-1Q' }, {}]
    expect(typesNamed(types, 'NVIDIA X-1Q')).to.deep.equal([{ name: 'NVIDIA X-1Q' }])
    expect(typesNamed(types, 'X_1Q')).to.deep.equal([])
    expect(typesNamed(types, 'X-1Q')).to.have.length(2)
  })
})

describe('what is wanted, from outside', () => {
  const reading = (devices: unknown) => readWanted({ version: 1, devices })

  it('is taken as it is', () => {
    const wanted = {
      version: 1,
      placement: 'spread',
      devices: [{ need: { framebuffer: '>= 4 GiB', heads: 2 }, count: 'all' }],
    }
    expect(readWanted(wanted)).to.deep.equal({ wanted })
  })

  const REFUSED: readonly [unknown, RegExp][] = [
    [[{ type: 'a', cuont: 2 }], /^In what is wanted, \/devices\/0 must not have the key 'cuont'\.$/],
    [[{ type: 'a', count: -1 }], /^In what is wanted, \/devices\/0\/count must be >= 0\.$/],
    [[{}], /^In wish 1, exactly one of type, name and need says what is wanted\.$/],
    [[{ type: 'a', name: 'b', label: 'mine' }], /^In mine, exactly one of type, name and need says what is wanted\.$/],
    [[{ need: { framebuffer: '4' } }], /^In wish 1: The condition "4" on framebuffer wants a size/],
    [[{ type: 'a', uuids: 'slots' }], /^In wish 1, UUIDs of slots are asked for without the group they belong to\.$/],
    [[{ type: 'a', uuids: [GUEST], count: 2 }], /^In wish 1, 2 devices are asked for with 1 UUIDs\.$/],
    [
      [
        { type: 'a', uuids: [GUEST] },
        { type: 'a', uuids: [GUEST.toUpperCase()] },
      ],
      /^The UUID 0e4a8a3c-.* is asked for in wish 1 and in wish 2\.$/,
    ],
    [
      [
        { type: 'a', uuids: 'slots', group: GUEST, count: 2 },
        { type: 'a', uuids: 'slots', group: GUEST, slot: 1 },
      ],
      /^The UUID [0-9a-f-]{36} is asked for in wish 1 and in wish 2\.$/,
    ],
  ]
  for (const [devices, problem] of REFUSED) {
    it(`refuses ${JSON.stringify(devices)}`, () => {
      expect(reading(devices).problems?.[0]).to.match(problem)
    })
  }

  it('is refused whatever it is', () => {
    for (const value of [null, 1, 'x', [], {}, { version: 2, devices: [] }]) {
      expect(readWanted(value).problems).to.have.length.greaterThan(0)
    }
  })
})
