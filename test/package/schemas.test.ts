import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simulateHost } from '../../lib/machine/sim.js'
import { capacity, probeCapacity } from '../../lib/planning/capacity/index.js'
import { judgePartition, type Partition } from '../../lib/planning/pools/index.js'
import { deviceRows, typeRows } from '../../lib/report/host-rows.js'
import { projectRoot } from '../project-root.js'

function schema(name: string): object {
  const parsed: unknown = JSON.parse(readFileSync(join(projectRoot, 'schemas', `${name}.json`), 'utf8'))
  if (typeof parsed !== 'object' || parsed === null) throw new TypeError(`${name} is no object`)
  return parsed
}

function compile(name: string) {
  return new Ajv2020({ strict: true }).compile(schema(name))
}

describe('schemas', () => {
  for (const file of readdirSync(join(projectRoot, 'schemas'))) {
    const name = file.replace('.json', '')
    it(`${name} is valid in strict mode, and says what it is`, () => {
      expect(() => compile(name)).not.to.throw()
      expect(schema(name)).to.include({
        $schema: 'https://json-schema.org/draft/2020-12/schema',
        $id: `urn:nodedev-xml:schema:${name}`,
      })
      expect(schema(name)).to.have.property('title')
    })
  }

  for (const machine of ['mtty', 'nvidia-t4', 'i915-gvtg']) {
    it(`take what is made of the simulated machine ${machine}`, async () => {
      const host = simulateHost(machine)
      const [type] = (await host.snapshot()).types
      if (type === undefined) throw new Error('there is no type')
      await host.create({ parent: type.parent, type: type.id })
      const snapshot = await host.snapshot()
      const partition: Partition = { version: 1, parts: [{ count: 2, type: type.id }] }
      for (const [name, value] of Object.entries({
        'host-snapshot': snapshot,
        'simulated-state': host.state(),
        types: typeRows(snapshot),
        list: deviceRows(snapshot),
        capacity: capacity(snapshot),
        probe: await probeCapacity(host, { consent: true, limit: 1 }),
        partition,
        'partition-judgement': judgePartition(snapshot, type.parent, partition),
      })) {
        const validate = compile(name)
        validate(JSON.parse(JSON.stringify(value)))
        expect(validate.errors, name).to.equal(null)
      }
    })
  }
})
