import type { Host } from '../../host/index.js'
import { applyPlan, readPlan, type Plan } from '../../planning/plan/index.js'
import { appliedText, jsonText } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import { CliFailure, Refusal } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { nameOfFile } from '../files.js'
import { fleetHelp, fleetOptions, type Machines, withMachines } from '../fleet.js'
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
    const applied = await withMachines(io, values, (machines) => {
      checkMachines(plan, machines)
      return applyPlan(machines.one ?? machines.all, plan)
    })
    if (values.json === true) io.stdout.write(jsonText(applied))
    else io.stdout.write(appliedText(applied, textOptions(io, io.stdout)))
    return 0
  },
}

/** @throws CliFailure where the machines that are given are not those that the plan is for */
function checkMachines({ steps }: Plan, { one, all }: Machines<Host>): void {
  const names = new Set(steps.map(({ host }) => host))
  if (one !== undefined) {
    if (names.size > 1) throw otherMachines(`The plan is for ${names.size} machines, and one is given.`)
    return
  }
  for (const name of names) {
    if (name === undefined) throw otherMachines('The plan is for one machine without a name, and --host gives names.')
    if (!Object.hasOwn(all, name))
      throw otherMachines(`The plan is for the machine ${JSON.stringify(name)}, which no --host names.`)
  }
}

function otherMachines(message: string): CliFailure {
  return new CliFailure(message, { help: 'Give the same --host as for the plan.' })
}

async function planFrom(io: CliIo, file: string): Promise<Plan> {
  const value = await readJson(io, file)
  const { plan, problems } = readPlan(planIn(file, value))
  if (plan !== undefined) return plan
  throw new CliFailure(`${nameOfFile(file)} is no plan. ${problems.slice(0, 3).join(' ')}`, {
    help: 'Its format is schemas/plan.json; plan -o writes one.',
  })
}

/**
 * What plan --json prints has the plan in it.
 * @throws Refusal where it says that there is none
 */
function planIn(file: string, value: unknown): unknown {
  if (typeof value !== 'object' || value === null || !('feasible' in value)) return value
  if (value.feasible === false)
    throw new Refusal(
      'not-feasible',
      `${nameOfFile(file)} says why there is no plan.`,
      'Change what is wanted, and plan again.',
    )
  return 'plan' in value ? value.plan : value
}
