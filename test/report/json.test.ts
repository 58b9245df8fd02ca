import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { asJson, checkReport } from '../../lib/report/index.js'
import { projectRoot } from '../project-root.js'
import { checkedGuest, samples } from './checked-samples.js'

describe('asJson, of everything that a check can tell', () => {
  it('is as its schema has it', async () => {
    const schema: unknown = JSON.parse(readFileSync(join(projectRoot, 'schemas/check-report.json'), 'utf8'))
    if (typeof schema !== 'object' || schema === null) throw new TypeError('The schema is no object.')
    const validate = new Ajv2020({ strict: true }).compile(schema)
    validate(JSON.parse(asJson(await samples())))
    expect(validate.errors).to.equal(null)
  })

  it('has fixes with their places, and what is suppressed with its reason', async () => {
    const [first] = checkReport(await samples()).files
    const ignored = first?.diagnostics.find(({ code }) => code === 'hostdev/display-ignored')
    expect(ignored?.fix).to.deep.equal([{ line: 4, column: 72, endLine: 4, endColumn: 85, text: '' }])
    expect(first?.suppressed?.map(({ diagnostic, reason }) => [diagnostic.code, reason])).to.have.deep.members([
      ['hostdev/model-missing', 'not yet decided'],
      ['hostdev/uuid-missing', 'not yet decided'],
    ])
  })

  it('has the verdict of libvirt on domains, whatever is suppressed', async () => {
    const verdicts = checkReport(await samples()).files.map(({ verdict }) => verdict)
    const refuses = { define: 'refuses', defineValidate: 'refuses', start: 'refuses' }
    const accepts = { define: 'accepts', defineValidate: 'accepts', start: 'undecided' }
    expect(verdicts).to.deep.equal([refuses, refuses, accepts, undefined])
    const text = `<!-- nodedev-disable hostdev/model-missing, hostdev/uuid-missing: later -->
<domain type='kvm'><devices><hostdev mode='subsystem' type='mdev'/></devices></domain>`
    const hidden = checkedGuest(text)
    expect(hidden.diagnostics).to.deep.equal([])
    expect(hidden.verdict).to.deep.equal(refuses)
  })
})
