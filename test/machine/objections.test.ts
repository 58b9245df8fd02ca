import { expect } from 'chai'
import { objectionsOf, type ValidationProblem, type Validator } from '../../lib/machine/validators/validator.js'
import { readPlan, readWanted } from '../../lib/planning/plan/read-wanted.js'

function refusing(errors?: readonly ValidationProblem[]): Validator<never> {
  return Object.assign((value: unknown): value is never => value !== value, errors === undefined ? {} : { errors })
}

describe('what a validator objects to', () => {
  it('is told with the key and the words that it is about', () => {
    const { problems } = readWanted({ version: 1, devices: [], ['a\u001b[2J']: 1 })
    expect(problems).to.deep.equal([`In what is wanted, the whole must not have the key 'a\\u001b[2J'.`])
    expect(readPlan({ version: 2 }).problems?.join(' ')).to.match(/must be 1|must have required property/)
  })

  it('has a place, and what is wrong there', () => {
    const at = { instancePath: '/a' }
    const objections = objectionsOf(
      refusing([
        { ...at, message: 'must be string', params: { type: 'string' } },
        { ...at, params: { additionalProperty: 'x' } },
        { ...at, message: 'no', params: { allowedValues: ['b', 1] } },
        { ...at, message: 'no', params: { allowedValue: null } },
        { instancePath: '' },
      ]),
      '/in',
    )
    expect(objections).to.deep.equal([
      '/in/a must be string',
      `/in/a must not have the key 'x'`,
      '/in/a must be one of "b", 1',
      '/in/a must be null',
      '/in is not as the schema has it',
    ])
    expect(objectionsOf(refusing())).to.deep.equal(['the whole is not as the schema has it'])
    expect(objectionsOf(refusing([{ instancePath: '', params: { additionalProperty: 'y' } }]))).to.deep.equal([
      `the whole must not have the key 'y'`,
    ])
  })
})
