import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { guestWith, OTHER, UUID } from './fixtures.js'
import { inTemporaryDirectory, sh } from './run-cli.js'

const T4 = '--host sim:nvidia-t4 --state s'
const GROUP = '4b20d080-1b54-4048-85b3-a6a62d165c99'

/** A directory with the file of a wish in it. */
function wanting(devices: unknown, use: (cwd: string) => Promise<void>): Promise<void> {
  return inTemporaryDirectory(async (cwd) => {
    await writeFile(join(cwd, 'w.json'), JSON.stringify({ version: 1, devices }))
    await use(cwd)
  })
}

const TWO = [{ type: 'nvidia-231', uuids: [UUID, OTHER] }]
const STEPS =
  '\n' +
  '  DO      PARENT        TYPE        DEVICE\n' +
  `  create  0000:06:00.0  nvidia-231  ${UUID}\n` +
  `  create  0000:06:00.0  nvidia-231  ${OTHER}\n`

describe('nodedev plan', () => {
  it('prints the steps and touches nothing; with --apply it does them, and the second time nothing', () =>
    wanting(TWO, async (cwd) => {
      expect(await sh(`plan w.json ${T4}`, { cwd })).to.include({
        code: 0,
        stdout: `feasible: 2 steps\n${STEPS}`,
        stderr: '',
      })
      expect((await sh('list --state s', { cwd })).stdout).to.equal('')
      expect(await sh('plan w.json --state s --apply', { cwd })).to.include({
        code: 0,
        stdout: `done: 2 steps\n${STEPS}`,
        stderr: '',
      })
      expect(await sh('plan w.json --state s --apply', { cwd })).to.include({
        code: 0,
        stdout: 'done: nothing was to be done\n',
      })
      expect((await sh('plan w.json --state s', { cwd })).stdout).to.equal(
        'feasible: nothing is to be done\n\n2 devices there already:\n\n' +
          '  DEVICE                                PARENT        TYPE\n' +
          `  ${UUID}  0000:06:00.0  nvidia-231\n` +
          `  ${OTHER}  0000:06:00.0  nvidia-231\n`,
      )
    }))

  it('-o writes the plan, and apply does it; twice comes to the same', () =>
    wanting(TWO, async (cwd) => {
      expect((await sh(`plan w.json ${T4} -o plan.json`, { cwd })).code).to.equal(0)
      const plan = JSON.parse(await readFile(join(cwd, 'plan.json'), 'utf8')) as { version: number; steps: unknown[] }
      expect([plan.version, plan.steps.length]).to.deep.equal([1, 2])
      expect(await sh('apply plan.json --state s', { cwd })).to.include({
        code: 0,
        stdout: `done: 2 steps\n${STEPS}`,
        stderr: '',
      })
      expect(await sh('apply plan.json --state s', { cwd })).to.include({
        code: 0,
        stdout: 'done: nothing was to be done\n',
      })
      expect(JSON.parse((await sh('list --state s --json', { cwd })).stdout)).to.have.lengthOf(2)
    }))

  it('apply takes what plan --json has printed, also from stdin', () =>
    wanting(TWO, async (cwd) => {
      const { stdout } = await sh(`plan w.json ${T4} --json`, { cwd })
      expect(JSON.parse(stdout)).to.include({ feasible: true, certainty: 'certain', optimal: true })
      const applied = await sh('apply - --state s --json', { cwd, stdin: stdout })
      expect(applied.code).to.equal(0)
      expect(JSON.parse(applied.stdout)).to.have.property('devices').with.lengthOf(2)
    }))

  it('tells why it cannot be, and what would help, with exit status 1', () =>
    wanting([{ type: 'nvidia-234', count: 2, parents: ['0000:06:00.0'] }], async (cwd) => {
      await sh(`create --parent 0000:06:00.0 --type nvidia-231 --uuid ${UUID} ${T4}`, { cwd })
      const before = await readFile(join(cwd, 's'), 'utf8')
      const { code, stdout, stderr } = await sh('plan w.json --state s --apply -o p.json', { cwd })
      expect({ code, stderr }).to.deep.equal({ code: 1, stderr: '' })
      expect(stdout).to.match(/^not feasible\n {2}There is no place for /)
      expect(stdout).to.contain(
        '\nWhy it has no place:\n\n  DEVICE        TYPE        WHY NOT\n  0000:06:00.0  nvidia-234  ',
      )
      expect(stdout).to.match(/\nAny one of these would do:\n\n {2}\S.*\.\n/)
      expect(await readFile(join(cwd, 's'), 'utf8')).to.equal(before)
      expect((await sh('list --host p.json', { cwd })).code).to.equal(2)
      const json = await sh('plan w.json --state s --json', { cwd })
      expect(json.code).to.equal(1)
      expect(JSON.parse(json.stdout)).to.have.nested.property('explanation.places').with.lengthOf.greaterThan(0)
    }))

  it('plans for a fleet, and does it on each machine', () =>
    wanting([{ type: 'nvidia-234', count: 3, uuids: 'slots', group: GROUP }], async (cwd) => {
      const hosts = '--host a=sim:nvidia-t4 --host b=sim:nvidia-t4 --state a=a --state b=b'
      const planned = await sh(`plan w.json ${hosts} -o p.json`, { cwd })
      expect(planned.code).to.equal(0)
      expect(planned.stdout).to.match(/^feasible: 3 steps\n\n {2}DO {6}HOST {2}PARENT /)
      expect((await sh(`apply p.json ${hosts}`, { cwd })).stdout).to.match(/^done: 3 steps\n/)
      const counts = await Promise.all(
        ['a', 'b'].map(
          async (state) => (JSON.parse((await sh(`list --state ${state} --json`, { cwd })).stdout) as unknown[]).length,
        ),
      )
      expect(counts.sort()).to.deep.equal([1, 2])
      expect((await sh(`plan w.json ${hosts} --apply`, { cwd })).stdout).to.equal('done: nothing was to be done\n')
    }))

  it('plans for guests: what is missing of their devices', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), guestWith)
      const untyped = await sh(`plan guest.xml ${T4}`, { cwd })
      expect(untyped).to.include({ code: 1, stdout: '' })
      expect(untyped.stderr).to.match(new RegExp(`^error: not-feasible: .*${UUID}`))
      const typed = await sh('plan guest.xml --type one=nvidia-231 --define auto --state s --apply', { cwd })
      expect(typed.stderr).to.equal('')
      expect(typed.stdout).to.match(/^done: 2 steps\n/)
      expect((await sh('list --state s --all', { cwd })).stdout).to.match(
        new RegExp(`${UUID} +nvidia-231 .* active +auto`),
      )
      expect((await sh('plan guest.xml --state s', { cwd })).stdout).to.match(/^feasible: nothing is to be done\n/)
    }))

  it('tells what is wrong with its input', () =>
    wanting([{ tpe: 'x' }], async (cwd) => {
      await writeFile(join(cwd, 'bad.xml'), '<domain')
      await writeFile(join(cwd, 'guest.xml'), guestWith)
      const cases: [string, number, RegExp][] = [
        ['plan', 2, /^error: WANTED\.json or GUEST\.xml is missing\./],
        ['plan w.json w.json', 2, /^error: Give one WANTED\.json, or files that end in \.xml\./],
        [
          `plan w.json ${T4}`,
          2,
          /^error: w\.json says nothing that could be wanted\. .*\nIts format is schemas\/wanted\.json\.\n/,
        ],
        [`plan none.json ${T4}`, 2, /^error: none\.json cannot be read: There is no such file\./],
        [`plan bad.xml ${T4}`, 1, /^bad\.xml:1:\d+: error: /],
        [`plan guest.xml --type =x ${T4}`, 2, /^error: --type takes \[DOMAIN=\]TYPE, not "=x"\./],
        [`plan guest.xml --type a --type b ${T4}`, 2, /^error: There are two --type for "\*"\./],
        [`plan guest.xml --define often ${T4}`, 2, /^error: --define takes manual or auto, not "often"\./],
        [
          'plan guest.xml --host sim:mtty --host sim:mdpy',
          2,
          /^error: Give several machines names: --host NAME=HOST\./,
        ],
        [
          'plan guest.xml --host a=sim:mtty --host sim:mdpy',
          2,
          /^error: Give each machine a name: --host NAME=sim:mdpy\./,
        ],
        ['plan guest.xml --host a=sim:mtty --host a=sim:mdpy', 2, /^error: There are two --host of the name a\./],
        ['plan guest.xml --host a=nowhere', 2, /^error: There is no machine "nowhere"/],
        ['apply', 2, /^error: PLAN\.json is missing\./],
        [
          `apply w.json ${T4}`,
          2,
          /^error: w\.json is no plan\. .*\nIts format is schemas\/plan\.json; plan -o writes one\.\n/,
        ],
        [`plan w.json ${T4} -o -`, 2, /^error: --output takes a file; stdout has what was found\.\n/],
        [`apply guest.xml ${T4}`, 2, /^error: guest\.xml is no JSON: /],
      ]
      for (const [line, code, message] of cases) {
        const result = await sh(line, { cwd })
        expect(result, line).to.include({ code, stdout: '' })
        expect(result.stderr, line).to.match(message)
      }
      await writeFile(join(cwd, 'w.json'), JSON.stringify({ version: 1, devices: TWO }))
      const typed = await sh(`plan w.json --type nvidia-231 ${T4}`, { cwd })
      expect(typed.stderr).to.match(/^error: --type and --define go with GUEST\.xml; WANTED\.json says both itself\.\n/)
    }))

  it('apply names the machines that the plan is for, where others are given', () =>
    wanting([{ type: 'nvidia-234', count: 3 }], async (cwd) => {
      const fleet = '--host a=sim:nvidia-t4 --host b=sim:nvidia-t4'
      expect((await sh(`plan w.json ${fleet} -o fleet.json`, { cwd })).code).to.equal(0)
      await writeFile(join(cwd, 'w.json'), JSON.stringify({ version: 1, devices: TWO }))
      expect((await sh('plan w.json --host sim:nvidia-t4 -o one.json', { cwd })).code).to.equal(0)
      const cases = [
        ['fleet.json --host sim:nvidia-t4', 'The plan is for 2 machines, and one is given.'],
        ['fleet.json --host a=sim:nvidia-t4', 'The plan is for the machine "b", which no --host names.'],
        [`one.json ${fleet}`, 'The plan is for one machine without a name, and --host gives names.'],
      ]
      for (const [line = '', message = ''] of cases) {
        expect(await sh(`apply ${line}`, { cwd })).to.include({
          code: 2,
          stdout: '',
          stderr: `error: ${message}\nGive the same --host as for the plan.\n`,
        })
      }
    }))

  it('apply says so where plan has found none', () =>
    wanting([{ type: 'mtty-9' }], async (cwd) => {
      const { stdout } = await sh('plan w.json --host sim:mtty --json', { cwd })
      expect(await sh('apply - --host sim:mtty', { cwd, stdin: stdout })).to.include({
        code: 1,
        stdout: '',
        stderr: 'error: not-feasible: stdin says why there is no plan.\nChange what is wanted, and plan again.\n',
      })
    }))

  it('lets no name reach the terminal', () =>
    wanting([{ label: 'w\u001b[31mish', type: 'n\u202eone' }], async (cwd) => {
      const { code, stdout } = await sh(`plan w.json ${T4}`, { cwd })
      expect(code).to.equal(1)
      expect(stdout).not.to.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u202e]/)
    }))

  it('is refused on what can only be looked at, with nothing done', () =>
    wanting(TWO, async (cwd) => {
      await sh('snapshot --host sim:nvidia-t4 -o h.json', { cwd })
      const { code, stderr } = await sh('plan w.json --host h.json --apply', { cwd })
      expect(code).to.equal(1)
      expect(stderr).to.match(/^error: read-only: /)
    }))
})
