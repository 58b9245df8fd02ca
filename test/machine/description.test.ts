import { expect } from 'chai'
import fc from 'fast-check'
import { descriptionPairs } from '../../lib/machine/description/description-pairs.js'
import { DetailsReader, detailsOfType } from '../../lib/machine/description/details-of-type.js'
import { parseVgpuName } from '../../lib/machine/description/vgpu-name.js'
import type { HostType } from '../../lib/machine/sim.js'
import { simulateHost } from '../../lib/machine/sim.js'
import '../seed.js'

const described = (description: string, id = 'nvidia-1') => detailsOfType({ backend: 'mdev', id, description })

describe('details of a type', () => {
  it('NVIDIA: the description and the name', () => {
    const description = 'num_heads=4, frl_config=60, framebuffer=2048M, max_resolution=7680x4320, max_instance=8'
    expect(detailsOfType({ backend: 'mdev', id: 'nvidia-745', name: 'NVIDIA A2-2Q', description })).to.deep.equal({
      heads: 4,
      frameRateLimit: 60,
      framebufferMiB: 2048,
      maxResolution: { width: 7680, height: 4320 },
      maxInstances: 8,
      vgpu: { card: 'A2', series: 'Q', framebufferMiB: 2048 },
    })
  })

  it('NVIDIA on virtual functions: the name alone', () => {
    expect(detailsOfType({ backend: 'nvidia-vf', id: '1156', name: 'NVIDIA L40S-48Q' })).to.deep.equal({
      framebufferMiB: 49152,
      vgpu: { card: 'L40S', series: 'Q', framebufferMiB: 49152 },
    })
  })

  it('the description counts more than the name', () => {
    const type = { backend: 'mdev', id: 'nvidia-11', name: 'GRID M60-0B', description: 'framebuffer=500M' } as const
    expect(detailsOfType(type)).to.deep.equal({
      framebufferMiB: 500,
      vgpu: { card: 'M60', series: 'B', framebufferMiB: 512 },
    })
  })

  it('GVT-g: several lines', () => {
    const description = 'low_gm_size: 64MB\nhigh_gm_size: 384MB\nfence: 4\nresolution: 1024x768\nweight: 2'
    expect(described(description, 'i915-GVTg_V5_8')).to.deep.equal({
      lowGmMiB: 64,
      highGmMiB: 384,
      fences: 4,
      maxResolution: { width: 1024, height: 768 },
      weight: 2,
    })
  })

  it('the sample drivers', () => {
    expect(described('virtual display, 640x480 framebuffer', 'mdpy-vga')).to.deep.equal({
      maxResolution: { width: 640, height: 480 },
    })
    expect(described('virtual display, 4 MB video memory', 'mbochs-small')).to.deep.equal({ framebufferMiB: 4 })
    expect(described('virtual display, 640x480 framebuffer or so', 'mdpy-vga')).to.equal(undefined)
  })

  it('the columns of patch v6, whose names are the same', () => {
    expect(described('num_heads=2, frl_config=45, framebuffer=512M, max_resolution=2560x1600', '11')).to.deep.equal({
      heads: 2,
      frameRateLimit: 45,
      framebufferMiB: 512,
      maxResolution: { width: 2560, height: 1600 },
    })
  })

  it('nothing where the driver tells nothing', () => {
    expect(detailsOfType({ backend: 'mdev', id: 'vfio_ccw-io', name: 'I/O subchannel (Non-QDIO)' })).to.equal(undefined)
    expect(detailsOfType({ backend: 'mdev', id: 'vfio_ap-passthrough', name: 'VFIO AP Passthrough Device' })).to.equal(
      undefined,
    )
    expect(described('')).to.equal(undefined)
  })

  it('a name of another vendor is not taken for that of a vGPU', () => {
    expect(detailsOfType({ backend: 'mdev', id: 'acme-1', name: 'ACME X-4Q' })).to.equal(undefined)
  })

  it('what is not known is kept as it stands', () => {
    expect(described('num_heads=4, gpu_class=compute, framebuffer=2048M')).to.deep.equal({
      heads: 4,
      framebufferMiB: 2048,
      other: [{ name: 'gpu_class', value: 'compute' }],
    })
  })

  for (const [text, other] of [
    ['framebuffer=lots', { name: 'framebuffer', value: 'lots' }],
    ['framebuffer=2048', { name: 'framebuffer', value: '2048' }],
    ['framebuffer=-1M', { name: 'framebuffer', value: '-1M' }],
    ['framebuffer=1K', { name: 'framebuffer', value: '1K' }],
    ['num_heads=99999999999', { name: 'num_heads', value: '99999999999' }],
    ['num_heads=4.5', { name: 'num_heads', value: '4.5' }],
    ['num_heads=', { name: 'num_heads', value: '' }],
    ['max_resolution=4096', { name: 'max_resolution', value: '4096' }],
    ['__proto__=1', { name: '__proto__', value: '1' }],
  ] as const) {
    it(`${text} is kept and not understood`, () => {
      expect(described(text)).to.deep.equal({ other: [other] })
    })
  }

  it('a word that stands twice counts once', () => {
    expect(described('fence: 4\nfence: 8')).to.deep.equal({ fences: 4, other: [{ name: 'fence', value: '8' }] })
  })

  for (const [size, mebibytes] of [
    ['1G', 1024],
    ['1024K', 1],
    ['2048MB', 2048],
    ['2 MiB', 2],
    ['1T', 1048576],
  ] as const) {
    it(`${size} is ${mebibytes} MiB`, () => {
      expect(described(`framebuffer=${size}`)).to.deep.equal({ framebufferMiB: mebibytes })
    })
  }

  it('every number of a description comes back, whatever stands around it', () => {
    const space = fc.constantFrom('', ' ', '  ')
    fc.assert(
      fc.property(
        fc.nat(64),
        fc.nat(1 << 20),
        fc.nat(20000),
        fc.nat(20000),
        space,
        fc.constantFrom(',', '\n'),
        (heads, memory, width, height, gap, end) => {
          const text = `num_heads${gap}=${gap}${heads}${end}${gap}framebuffer=${memory}M${end}x=y${end}max_resolution=${width}x${height}`
          expect(described(text)).to.deep.equal({
            heads,
            framebufferMiB: memory,
            maxResolution: { width, height },
            other: [{ name: 'x', value: 'y' }],
          })
        },
      ),
    )
  })

  it('any text gives what could be read and never a failure', () => {
    const words = fc.constantFrom(
      'num_heads',
      'framebuffer',
      '=',
      ':',
      ',',
      '\n',
      '"',
      ' ',
      '4',
      '2048M',
      '1x1',
      '\0',
      '\u202e',
      '-4Q',
      'GRID ',
    )
    const text = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 200 }),
      fc.array(words, { maxLength: 60 }).map((parts) => parts.join('')),
    )
    fc.assert(
      fc.property(text, text, (description, name) => {
        const details = detailsOfType({ backend: 'nvidia-vf', id: 'nvidia-1', name, description })
        expect(details).to.not.deep.equal({})
        expect(JSON.parse(JSON.stringify(details ?? null))).to.deep.equal(details ?? null)
        for (const { name: key, value } of details?.other ?? []) {
          expect(description).to.contain(key).and.to.contain(value)
        }
      }),
    )
  })

  for (const [what, text] of [
    ['spaces', ' '.repeat(1 << 20)],
    ['commas', ','.repeat(1 << 20)],
    ['quotes', `1,${'"'.repeat(1 << 20)}`],
    ['pairs', 'a=1,'.repeat(1 << 18)],
    ['digits', `framebuffer=${'9'.repeat(1 << 20)}M`],
    ['dashes', `NVIDIA ${'A-'.repeat(1 << 19)}4Q`],
  ] as const) {
    it(`a megabyte of ${what} takes no time`, () => {
      const begin = performance.now()
      const details = detailsOfType({ backend: 'nvidia-vf', id: 'nvidia-1', name: text, description: text })
      expect(performance.now() - begin).to.be.below(100)
      expect(details?.other?.length ?? 0).to.be.below(4096)
    })
  }

  it('are the same whether read once or each time', () => {
    const type = fc.record({
      backend: fc.constantFrom('mdev' as const, 'nvidia-vf' as const),
      ...{ parent: fc.constant('p'), parentName: fc.constant('p'), id: fc.constantFrom('nvidia-1', 'acme-1') },
      ...{ name: fc.constantFrom('', 'T4-2Q'), description: fc.constantFrom('', 'weight: 2') },
    })
    fc.assert(
      fc.property(fc.array(type, { maxLength: 20 }), (types: HostType[]) => {
        const expected = types.map((one) => detailsOfType(one))
        new DetailsReader().add(types)
        expect(types.map(({ details }) => details)).to.deep.equal(expected)
      }),
    )
  })

  it('a snapshot has them beside the text', async () => {
    const { types } = await simulateHost('samples').snapshot()
    expect(types.find(({ id }) => id === 'mbochs-large')).to.deep.include({
      description: 'virtual display, 64 MB video memory',
      details: { framebufferMiB: 64 },
    })
    expect(types.find(({ id }) => id === 'mtty-1')).to.not.have.property('details')
  })
})

describe('pairs of a description', () => {
  it('a value may hold the other sign', () => {
    expect(descriptionPairs('a=b:c, d:e=f')).to.deep.equal([
      { name: 'a', value: 'b:c' },
      { name: 'd', value: 'e=f' },
    ])
  })
})

describe('the name of a vGPU type', () => {
  for (const [name, expected] of [
    ['GRID M60-0Q', { card: 'M60', series: 'Q', framebufferMiB: 512 }],
    ['GRID T4-2B4', { card: 'T4', series: 'B', framebufferMiB: 2048, variant: '4' }],
    ['GRID P40-24A', { card: 'P40', series: 'A', framebufferMiB: 24576 }],
    ['NVIDIA A10-24Q', { card: 'A10', series: 'Q', framebufferMiB: 24576 }],
    ['NVIDIA RTXA6000-2B', { card: 'RTXA6000', series: 'B', framebufferMiB: 2048 }],
    ['NVIDIA RTX6000-Ada-48Q', { card: 'RTX6000-Ada', series: 'Q', framebufferMiB: 49152 }],
    ['NVIDIA A100-1-5C', { card: 'A100', series: 'C', framebufferMiB: 5120, migSlices: 1 }],
    ['NVIDIA A100-1-5CME', { card: 'A100', series: 'C', framebufferMiB: 5120, migSlices: 1, variant: 'ME' }],
    ['NVIDIA H100-7-80C', { card: 'H100', series: 'C', framebufferMiB: 81920, migSlices: 7 }],
    [
      'NVIDIA RTX Pro 6000 Blackwell DC-1-24Q',
      { card: 'RTX Pro 6000 Blackwell DC', series: 'Q', framebufferMiB: 24576, migSlices: 1 },
    ],
    ['  NVIDIA L40S-1B\n', { card: 'L40S', series: 'B', framebufferMiB: 1024 }],
  ] as const) {
    it(JSON.stringify(name), () => expect(parseVgpuName(name)).to.deep.equal(expected))
  }

  for (const name of [
    '',
    'GRID K240Q',
    'NVIDIA A2',
    'NVIDIA A2-4X',
    'NVIDIA A2-Q',
    'A2-4Q or so',
    'NVIDIA -4Q',
    '-4Q',
    'NVIDIA A2-99999Q',
  ]) {
    it(`${JSON.stringify(name)} is none`, () => expect(parseVgpuName(name)).to.equal(undefined))
  }
})
