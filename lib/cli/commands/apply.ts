import { applyPlan, readPlan, type Plan } from '../../planning/plan/index.js'
import { appliedText, jsonText } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import { CliFailure } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { nameOfFile } from '../files.js'
import { fleetHelp, fleetOptions, withMachines } from '../fleet.js'
import { readJson } from '../read-json.js'
import { textOptions } from '../text-options.js'

const options = { ...fleetOptions, json: { type: 'boolean' } } as const

export const apply: Command = {
  name: 'apply',
  usage: ['apply PLAN.json\n[--host [NAME=]HOST]... [--state [NAME=]FILE]... [--json]'],
  summary: 'does what plan -o has written: all of it on a machine, or nothing',
  help: `PLAN.json is what plan -o or plan --json has written; - is stdin. What is there
already is not made again, so that a plan that was broken off can be applied
once more. No device that is there is removed.

${fleetHelp}
  --json         what was done, as JSON`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { least: 1, most: 1, names: 'PLAN.json' })
    const plan = await planFrom(io, positionals[0] ?? '')
    const applied = await withMachines(io, values, (machines) => applyPlan(machines.one ?? machines.all, plan))
    if (values.json === true) io.stdout.write(jsonText(applied))
    else io.stdout.write(appliedText(applied, textOptions(io, io.stdout)))
    return 0
  },
}

async function planFrom(io: CliIo, file: string): Promise<Plan> {
  const value = await readJson(io, file)
  // what plan --json prints has the plan in it
  const inner =
    typeof value === 'object' && value !== null && 'feasible' in value && 'plan' in value ? value.plan : value
  const { plan, problems } = readPlan(inner)
  if (plan !== undefined) return plan
  throw new CliFailure(`${nameOfFile(file)} is no plan. ${problems.slice(0, 3).join(' ')}`, {
    help: 'Its format is schemas/plan.json; plan -o writes one.',
  })
}
