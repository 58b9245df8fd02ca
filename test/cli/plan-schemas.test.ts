import { Ajv2020 } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { schemaFiles } from '../../scripts/schema-files.js'
import { OTHER, UUID } from './fixtures.js'
import { inTemporaryDirectory, sh } from './run-cli.js'

const GROUP = '4b20d080-1b54-4048-85b3-a6a62d165c99'
const T4 = '--host sim:nvidia-t4'

/** Fails unless a text is JSON as a published schema has it; gives what it says. */
function expectJson(name: string, text: string): unknown {
  const schema = schemaFiles().get(name)
  if (schema === undefined) throw new Error(`There is no schema '${name}'.`)
  const validate = new Ajv2020({ strict: true, strictRequired: false }).compile(schema)
  const value: unknown = JSON.parse(text)
  validate(value)
  expect(validate.errors, text).to.equal(null)
  return value
}

/** A directory with wishes in `w.json`; gives what commands print there. */
function wishing(devices: unknown, use: (print: (line: string) => Promise<string>) => Promise<void>): Promise<void> {
  return inTemporaryDirectory(async (cwd) => {
    await writeFile(join(cwd, 'w.json'), JSON.stringify({ version: 1, devices }))
    await use(async (line) => (await sh(line, { cwd })).stdout)
  })
}

describe('the JSON of plan and apply is as its schema has it', () => {
  it('a plan with every kind of making, and what was done', () =>
    wishing(
      [
        {
          type: 'nvidia-231',
          uuids: [UUID],
          define: 'auto',
          attributes: [{ name: 'nvidia/vgpu_params', value: 'a=1' }],
        },
        { type: 'nvidia-231', count: 2, group: GROUP, uuids: 'slots' },
      ],
      async (print) => {
        expectJson('plan-result', await print(`plan w.json ${T4} --state s --json`))
        expectJson('applied-plan', await print('plan w.json --state s --apply --json'))
        // the second time devices are kept, and steps skipped
        expect(expectJson('plan-result', await print('plan w.json --state s --json')))
          .to.have.property('kept')
          .with.lengthOf(3)
        expectJson('applied-plan', await print('plan w.json --state s --apply --json'))
      },
    ))

  it('a plan for a fleet, done and done again', () =>
    wishing([{ type: 'nvidia-234', count: 3, uuids: 'slots', group: GROUP }], async (print) => {
      const hosts = '--host a=sim:nvidia-t4 --host b=sim:nvidia-t4 --state a=a --state b=b'
      await print(`plan w.json ${hosts} -o p.json`)
      expectJson('plan-result', await print(`plan w.json ${hosts} --json`))
      expectJson('applied-plan', await print(`apply p.json ${hosts} --json`))
      expect(expectJson('applied-plan', await print(`apply p.json ${hosts} --json`)))
        .to.have.property('skipped')
        .with.lengthOf(3)
    }))

  it('a plan that divides a pool', () =>
    wishing([{ type: 'vgpu-256', count: 2 }], async (print) => {
      const planned = expectJson('plan-result', await print('plan w.json --host sim:pool-2016 --json'))
      expect(planned).to.have.nested.property('plan.steps[0].kind', 'configure-pool')
    }))

  const refused: readonly (readonly [string, string, unknown, string])[] = [
    ['too many of a type', T4, [{ type: 'nvidia-234', count: 5 }], 'drop'],
    ['a device in the way', `${T4} --state s`, [{ type: 'nvidia-234', count: 2 }], 'remove'],
    ['another place', T4, [{ type: 'nvidia-234', count: 2, parents: ['0000:06:00.0'] }], 'allow'],
    ['one framebuffer size', '--host sim:nvidia-a2', [{ type: 'nvidia-744' }, { type: 'nvidia-746' }], 'drop'],
    ['a type that nobody offers', '--host sim:mtty', [{ type: 'mtty-3' }], 'drop'],
    ['a pool that is too small', '--host sim:mbochs', [{ type: 'mbochs-large', count: 9 }], 'drop'],
    ['instances that are shared', '--host sim:i915-gvtg', [{ type: 'i915-GVTg_V5_4', count: 9 }], 'drop'],
    ['no such machine', `--host a=sim:mtty`, [{ type: 'mtty-1', host: 'b' }], 'allow'],
  ]
  for (const [name, machine, devices, change] of refused) {
    it(`why there is no plan: ${name}`, () =>
      wishing(devices, async (print) => {
        if (machine.includes('--state')) {
          await print(`create --parent 0000:06:00.0 --type nvidia-231 --uuid ${OTHER} ${machine}`)
        }
        const result = expectJson('plan-result', await print(`plan w.json ${machine} --json`))
        expect(JSON.stringify(result)).to.include(`"change":"${change}"`)
      }))
  }

  it('a definition in the way', () =>
    wishing([{ type: 'nvidia-231', uuids: [UUID] }], async (print) => {
      await print(`define --parent 0000:86:00.0 --type nvidia-222 --uuid ${UUID} ${T4} --state s`)
      const result = expectJson('plan-result', await print('plan w.json --state s --json'))
      expect(result).to.have.nested.property('explanation.changes[0].change', 'undefine')
    }))
})
