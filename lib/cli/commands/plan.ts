import type { Domain } from '../../libvirt/domain.js'
import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import {
  applyPlan,
  plan as planFor,
  readWanted,
  wantedFor,
  type Fleet,
  type Wanted,
  type WantedType,
} from '../../planning/plan/index.js'
import { appliedText, jsonText, planText, printable } from '../../report/index.js'
import type { Document } from '../../shape/document.js'
import { oneOf, parseArguments } from '../arguments.js'
import { CliFailure, Refusal, UsageError } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { nameOfFile } from '../files.js'
import { fleetHelp, fleetOptions, withMachines } from '../fleet.js'
import { readGuest } from '../read-guest.js'
import { readJson } from '../read-json.js'
import { replaceFile } from '../replace-file.js'
import { takeSnapshots } from '../take-snapshots.js'
import { textOptions } from '../text-options.js'

const options = {
  ...fleetOptions,
  type: { type: 'string', multiple: true },
  define: { type: 'string' },
  output: { type: 'string', short: 'o' },
  apply: { type: 'boolean' },
  json: { type: 'boolean' },
} as const

export const plan: Command = {
  name: 'plan',
  usage: [
    'plan WANTED.json [-o PLAN.json] [--apply]\n[--host [NAME=]HOST]... [--state [NAME=]FILE]... [--json]',
    'plan GUEST.xml... [--type [DOMAIN=]TYPE]...\n[--define manual|auto] [-o PLAN.json] [--apply]\n[--host [NAME=]HOST]... [--state [NAME=]FILE]... [--json]',
  ],
  summary: 'what has to be done to have the wanted devices, or why it cannot be',
  help: `WANTED.json says which devices are wanted (schemas/wanted.json); - is stdin.
With GUEST.xml they are those of the guests, which must all run at the same
time. Nothing is touched without --apply, and devices that are there stay. Exit
status 1 where it cannot be; then what refuses it is told, and what would help.

  --type [DOMAIN=]TYPE
                 the type of the guests' devices that are neither there nor
                 defined: of all, of one domain by its name or UUID, of one of
                 its devices (DOMAIN/0), or of the device with a UUID
  --define manual|auto
                 stores definitions too, to be started by hand, or when the
                 parent appears
  -o, --output PLAN.json
                 writes the plan to a file, for apply
  --apply        does it: all of it on a machine, or nothing
${fleetHelp}
  --json         what was found, as JSON; with --apply what was done`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, {
      least: 1,
      most: Infinity,
      names: 'WANTED.json or GUEST.xml',
    })
    const define = oneOf('define', values.define, ['manual', 'auto'])
    if (values.output === '-') throw new UsageError('--output takes a file; stdout has what was found.')
    const wish = await readWish(io, positionals)
    if ('wanted' in wish && (values.type !== undefined || define !== undefined)) {
      throw new UsageError('--type and --define go with GUEST.xml; WANTED.json says both itself.')
    }
    const types = typesFrom(values.type ?? [])
    return withMachines(io, values, async (machines) => {
      if ('guests' in wish && machines.one === undefined) {
        throw new UsageError('Guests run on one machine: give one --host with GUEST.xml.')
      }
      const snapshots = await takeSnapshots(io, machines)
      const wanted =
        'wanted' in wish
          ? wish.wanted
          : wantedOf(wish.guests, snapshots, { types, ...(define !== undefined && { define }) })
      const result = planFor(snapshots, wanted)
      if (result.feasible && values.output !== undefined) await replaceFile(io, values.output, jsonText(result.plan))
      if (!result.feasible || values.apply !== true) {
        if (values.json === true) io.stdout.write(jsonText(result))
        else io.stdout.write(planText(result, textOptions(io, io.stdout)))
        return result.feasible ? 0 : 1
      }
      const applied = await applyPlan(machines.one ?? machines.all, result.plan)
      if (values.json === true) io.stdout.write(jsonText(applied))
      else io.stdout.write(appliedText(applied, textOptions(io, io.stdout)))
      return 0
    })
  },
}

type Wish = { wanted: Wanted } | { guests: Document<Domain>[] }

async function readWish(io: CliIo, files: readonly string[]): Promise<Wish> {
  const [first = ''] = files
  const guests = files.filter((file) => file.endsWith('.xml'))
  if (guests.length === files.length) {
    const documents: Document<Domain>[] = []
    for (const file of guests) documents.push(await readGuest(io, file))
    return { guests: documents }
  }
  if (files.length > 1) throw new UsageError('Give one WANTED.json, or files that end in .xml.')
  const { wanted, problems } = readWanted(await readJson(io, first))
  if (wanted !== undefined) return { wanted }
  throw new CliFailure(`${nameOfFile(first)} says nothing that could be wanted. ${problems.slice(0, 3).join(' ')}`, {
    help: 'Its format is schemas/wanted.json.',
  })
}

function wantedOf(
  guests: readonly Document<Domain>[],
  snapshots: HostSnapshot | Fleet,
  options: { types: Readonly<Record<string, WantedType>>; define?: 'manual' | 'auto' },
): Wanted {
  const { wanted, problems } = wantedFor(guests, snapshots, options)
  const [first, ...others] = problems
  if (first === undefined) return wanted
  throw new Refusal(
    'not-feasible',
    [first, ...others].map(printable).join(' '),
    'With --type a type is given to devices that have none.',
  )
}

function typesFrom(texts: readonly string[]): Record<string, WantedType> {
  const types = new Map<string, WantedType>()
  for (const text of texts) {
    const at = text.lastIndexOf('=')
    const [who, type] = at < 0 ? ['*', text] : [text.slice(0, at), text.slice(at + 1)]
    if (who === '' || type === '') throw new UsageError(`--type takes [DOMAIN=]TYPE, not ${JSON.stringify(text)}.`)
    if (types.has(who)) throw new UsageError(`There are two --type for ${JSON.stringify(who)}.`)
    types.set(who, { type })
  }
  return Object.fromEntries(types)
}
