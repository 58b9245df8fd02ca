import { expect } from 'chai'
import fc from 'fast-check'
import { attributeFaults } from '../../lib/machine/attribute-schema/attribute-faults.js'
import { attributeSchemasFor } from '../../lib/machine/attribute-schema/attribute-schemas-for.js'
import { kernelInteger } from '../../lib/machine/attribute-schema/kernel-integer.js'
import { simulateHost } from '../../lib/machine/sim.js'
import { failureCode } from './failure-code.js'
import '../seed.js'

const AP = { id: 'vfio_ap-passthrough' }
const T4 = { id: 'nvidia-231' }

/** `name=value` as attributes. */
function attributes(...texts: string[]): { name: string; value: string }[] {
  return texts.map((text) => ({ name: text.slice(0, text.indexOf('=')), value: text.slice(text.indexOf('=') + 1) }))
}

const refused = (type: { id: string }, ...texts: string[]) =>
  attributeFaults(type, attributes(...texts)).flatMap(({ code, index }) => (code === undefined ? [] : [[index, code]]))
const remarks = (type: { id: string }, ...texts: string[]) =>
  attributeFaults(type, attributes(...texts)).flatMap(({ code, index, message }) =>
    code === undefined ? [[index, message]] : [],
  )

describe('attributes that a driver takes', () => {
  it('are plain data', () => {
    for (const id of ['vfio_ap-passthrough', 'vfio_ccw-io', 'nvidia-231', 'i915-GVTg_V5_4']) {
      const known = attributeSchemasFor({ id })
      expect(JSON.parse(JSON.stringify(known))).to.deep.equal(known)
      expect(known?.driver).to.equal(id.slice(0, id.indexOf('-')))
      for (const { name, summary } of known?.attributes ?? []) expect(`${name}: ${summary}`).to.match(/^[\w/]+: .*\.$/)
    }
  })

  it('are not known of other drivers, of which nothing is refused', () => {
    for (const id of ['mtty-1', 'acme-1', '', '-', 'nvidia', '__proto__-1', 'constructor-1']) {
      expect(attributeSchemasFor({ id })).to.equal(undefined)
      expect(attributeFaults({ id }, attributes('anything=at all'))).to.deep.equal([])
    }
  })

  it('of types that are aggregated by an attribute have its range', () => {
    const type = { id: 'acme-1', aggregation: { form: 'attribute', maximum: 8 } } as const
    expect(attributeFaults(type, attributes('mdev/aggregated_instances=8', 'anything=x'))).to.deep.equal([])
    const [fault] = attributeFaults(type, attributes('mdev/aggregated_instances=9'))
    expect(fault).to.include({ code: 'attribute-refused' })
    expect(fault?.message).to.contain('from 1 to 8').and.to.contain("'9'")
  })

  it('of NVIDIA are the same on virtual functions', () => {
    expect(attributeSchemasFor({ id: '1156', backend: 'nvidia-vf' })).to.equal(attributeSchemasFor(T4))
  })
})

describe('attributes that a driver is known to refuse', () => {
  for (const value of ['0', '5', '255', '0x47', '0XfF', '0377', '00', '+5', '5\n']) {
    it(`vfio_ap takes assign_adapter=${JSON.stringify(value)}`, () =>
      expect(refused(AP, `assign_adapter=${value}`)).to.deep.equal([]))
  }

  for (const value of ['256', '-1', '0x100', '08', '5 ', ' 5', '5.0', '0x', 'five', '5,6', '99999999999999999999']) {
    it(`vfio_ap does not take assign_domain=${JSON.stringify(value)}`, () => {
      expect(refused(AP, `assign_domain=${value}`)).to.deep.equal([[0, 'attribute-refused']])
      expect(attributeFaults(AP, attributes(`assign_domain=${value}`))[0]?.message).to.contain('from 0 to 255')
    })
  }

  const mask = `0x${'0'.repeat(64)}`
  for (const [value, taken] of [
    [`${mask},${mask},${mask}`, true],
    [`${mask},${mask},${mask}\n`, true],
    ['0x8,ff,0x0', true],
    [`${mask},${mask}`, false],
    [`${mask},${mask},${mask},anything`, true],
    [`${mask}0,${mask},${mask}`, false],
    [`${mask},,${mask}`, true],
    [`${mask},0xg,${mask}`, false],
    ['5', false],
    ['', false],
  ] as const) {
    it(`vfio_ap ${taken ? 'takes' : 'does not take'} ap_config=${JSON.stringify(value)}`, () =>
      expect(refused(AP, `ap_config=${value}`)).to.deep.equal(taken ? [] : [[0, 'attribute-refused']]))
  }

  for (const [value, taken] of [
    ['frame_rate_limiter=0', true],
    ['frame_rate_limiter=0,disable_vnc=1', true],
    ['frame_rate_limiter=0, disable_vnc=1', true],
    ['plugin0.something=anything', true],
    [' ', true],
    ['frame_rate_limiter=2', false],
    ['frame_rate_limiter=yes', false],
    ['frame_rate_limiter', false],
    ['frame_rate_limiter=', false],
    ['=1', false],
    ['frame_rate_limiter=0,', false],
    ['frame_rate_limiter=0;disable_vnc=1', false],
  ] as const) {
    it(`NVIDIA ${taken ? 'takes' : 'does not take'} nvidia/vgpu_params=${JSON.stringify(value)}`, () =>
      expect(refused(T4, `nvidia/vgpu_params=${value}`)).to.deep.equal(taken ? [] : [[0, 'attribute-refused']]))
  }

  for (const [type, name, code] of [
    [AP, 'asign_adapter', 'attribute-unknown'],
    [AP, 'Assign-Adapter', 'attribute-unknown'],
    [AP, 'matrix', 'attribute-refused'],
    [{ id: 'vfio_ccw-io' }, 'anything', 'attribute-unknown'],
    [T4, 'nvidia/vm_name', 'attribute-refused'],
    [T4, 'vgpu_params', 'attribute-unknown'],
    [T4, 'nvidia/something_new', undefined],
    [{ id: 'i915-GVTg_V5_4' }, 'intel_vgpu/vgpu_id', 'attribute-refused'],
    [AP, 'power/control', undefined],
    [AP, 'uevent', undefined],
  ] as const) {
    it(`${type.id} ${code === undefined ? 'may have' : 'has no writable'} ${name}`, () =>
      expect(refused(type, `${name}=1`)).to.deep.equal(code === undefined ? [] : [[0, code]]))
  }

  it('a fault says what is meant instead', () => {
    expect(attributeFaults(AP, attributes('Assign-Adapter=1'))[0]?.help).to.contain('assign_adapter')
    expect(attributeFaults(AP, attributes('nope=1'))[0]?.help)
      .to.contain('assign_domain')
      .and.to.contain('ap_config')
    expect(attributeFaults({ id: 'vfio_ccw-io' }, attributes('nope=1'))[0]?.help).to.contain('none')
  })

  it('a fault of a hostile value can be shown', () => {
    const [fault] = attributeFaults(AP, attributes(`assign_adapter=\u001b[2J${'x'.repeat(1000)}`))
    expect(fault?.message).to.have.lengthOf.below(200).and.to.not.contain('\u001b')
  })

  it('what is missing is not judged', () => {
    expect(attributeFaults(AP, [{}, { name: 'assign_adapter' }, { value: '5' }])).to.deep.equal([])
  })

  it('is refused before anything is written', async () => {
    const host = simulateHost('nvidia-t4')
    const written: string[] = []
    const write = host.kernel.write.bind(host.kernel)
    host.kernel.write = (file, bytes, options) => {
      written.push(file)
      return write(file, bytes, options)
    }
    const request = { parent: '0000:06:00.0', type: 'nvidia-231' }
    const wrong = attributes('nvidia/vgpu_params=frame_rate_limiter=7')
    expect(await failureCode(host.create({ ...request, attributes: wrong }))).to.equal('attribute-refused')
    expect(await failureCode(host.create({ ...request, attributes: attributes('vgpu_params=a=b') }))).to.equal(
      'attribute-unknown',
    )
    expect(written).to.deep.equal([])
    await host.create({ ...request, attributes: attributes('nvidia/vgpu_params=frame_rate_limiter=0,mine=1') })
    expect(written).to.have.lengthOf(2)
  })
})

describe('attributes that are legal and perhaps not meant', () => {
  it('an adapter and a domain together are fine, in any order', () => {
    expect(remarks(AP, 'assign_adapter=5', 'assign_domain=0x47', 'assign_control_domain=3')).to.deep.equal([])
    expect(remarks(AP, 'assign_domain=0x47', 'assign_adapter=5')).to.deep.equal([])
    expect(remarks(AP, 'assign_control_domain=3')).to.deep.equal([])
  })

  it('an adapter without a domain assigns no queue, nor a domain without an adapter', () => {
    expect(remarks(AP, 'assign_adapter=5', 'assign_adapter=6')).to.deep.equal([
      [0, 'No queue is assigned: there is an adapter and no domain.'],
      [1, 'No queue is assigned: there is an adapter and no domain.'],
    ])
    expect(remarks(AP, 'assign_domain=5')).to.deep.equal([
      [0, 'No queue is assigned: there is a domain and no adapter.'],
    ])
    expect(remarks(AP, 'assign_adapter=5', 'assign_domain=1', 'unassign_domain=1')).to.have.lengthOf(1)
  })

  it('what is there already, what is not there, and what is replaced', () => {
    expect(remarks(AP, 'assign_adapter=5', 'assign_adapter=0x5', 'assign_domain=1')).to.deep.equal([
      [1, 'The adapter 5 is assigned already.'],
    ])
    expect(remarks(AP, 'assign_adapter=5', 'assign_domain=1', 'unassign_control_domain=7')).to.deep.equal([
      [2, 'The control domain 7 is not assigned at this place, so nothing is taken away.'],
    ])
    expect(remarks(AP, 'assign_adapter=5', 'ap_config=0x0,0x0,0x0', 'unassign_adapter=9')).to.deep.equal([
      [0, "A later 'ap_config' replaces what is assigned here."],
    ])
  })

  it('parameters that are not known here, and those that are replaced', () => {
    expect(remarks(T4, 'nvidia/vgpu_params=mine=1')).to.deep.equal([
      [0, "The parameter 'mine' of 'nvidia/vgpu_params' is not known here and goes to the driver as it is."],
    ])
    expect(remarks(T4, 'nvidia/vgpu_params=disable_vnc=1', 'nvidia/vgpu_params=frame_rate_limiter=0')).to.deep.equal([
      [0, "The attribute 'nvidia/vgpu_params' is written again later, which replaces this value."],
    ])
  })
})

describe('whole numbers as the kernel reads them', () => {
  it('in each base', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom('', '+'), fc.constantFrom('', '\n'), (number, sign, end) => {
        expect(kernelInteger(`${sign}${number}${end}`)).to.equal(number)
        expect(kernelInteger(`${sign}0x${number.toString(16)}${end}`)).to.equal(number)
        expect(kernelInteger(`${sign}0${number.toString(8)}${end}`)).to.equal(number)
      }),
    )
  })

  it('of any text or none', () => {
    fc.assert(
      fc.property(fc.string({ maxLength: 8 }), (text) => {
        const number = kernelInteger(text)
        expect(number === undefined || Number.isInteger(number)).to.equal(true)
        if (!/^\+?[0-9][0-9a-fx]*\n?$/i.test(text)) expect(number).to.equal(undefined)
      }),
    )
  })
})
