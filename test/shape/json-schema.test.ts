import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import fc from 'fast-check'
import { jsonSchema, recordSchema } from '../../lib/shape/json-schema.js'
import { writeElement } from '../../lib/shape/write.js'
import { domain } from '../../lib/libvirt/domain.js'
import { hostdev } from '../../lib/libvirt/hostdev.js'
import { nodeDevice } from '../../lib/libvirt/node-device.js'
import { anyLayout } from './layouts.js'
import { anySample, parseSample, sample } from './sample.js'

const ajv = (): Ajv2020 => new Ajv2020({ strict: true, allErrors: true })

describe('JSON Schemas', () => {
  it('accept what reading gives', () => {
    const validate = ajv().compile(jsonSchema(sample))
    fc.assert(
      fc.property(anySample, anyLayout, (value, layout) => {
        const document = parseSample(layout(writeElement(sample, value, { name: 'sample', where: undefined }), true))
        expect(validate(document.unwrap()), JSON.stringify(validate.errors)).to.equal(true)
      }),
      { numRuns: 200 },
    )
  }).timeout(60_000)

  it('refuse what writing refuses', () => {
    const validate = ajv().compile(jsonSchema(sample))
    const good = { id: '', level: 0, tags: [], devices: [], volumes: [] }
    expect(validate(good)).to.equal(true)
    for (const wrong of [
      {},
      { ...good, id: 1 },
      { ...good, kind: 'c' },
      { ...good, name: '' },
      { ...good, level: -1 },
      { ...good, level: 0.5 },
      { ...good, removable: 'yes' },
      { ...good, tags: {} },
      { ...good, tags: [{}] },
      { ...good, cpu: {} },
      { ...good, cpu: { model: 'm', threads: 65 } },
      { ...good, devices: [{ type: 'tape' }] },
      { ...good, devices: [{ type: 'disk', path: '', tags: [] }] },
      { ...good, more: 1 },
    ]) {
      expect(validate(wrong), JSON.stringify(wrong)).to.equal(false)
      expect(() => writeElement(sample, wrong, { name: 'sample', where: undefined })).to.throw(TypeError)
    }
  })

  it('name a member of a union once, and are strict for all of libvirt', () => {
    expect(jsonSchema(sample)).to.have.nested.property('properties.devices.items.anyOf').with.lengthOf(2)
    for (const each of [domain, hostdev, nodeDevice]) expect(ajv().compile(jsonSchema(each))).to.be.a('function')
  })

  it('of objects that are no XML name every key once', () => {
    interface Row {
      id: string
      size?: number
    }
    const schema = recordSchema<Row>('row', {
      required: { id: { type: 'string' } },
      optional: { size: { type: 'integer' } },
    })
    expect(schema).to.deep.equal({
      title: 'row',
      type: 'object',
      properties: { id: { type: 'string' }, size: { type: 'integer' } },
      required: ['id'],
      additionalProperties: false,
    })
    // @ts-expect-error a forgotten key
    recordSchema<Row>('row', { required: { id: { type: 'string' } }, optional: {} })
    // @ts-expect-error an optional key among the required ones
    recordSchema<Row>('row', { required: { id: {}, size: {} }, optional: {} })
    // @ts-expect-error a key that the type does not have
    recordSchema<Row>('row', { required: { id: {} }, optional: { size: {}, more: {} } })
  })
})
