import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import { withCanonicalNames } from '../../planning/migration/known-compatibility.js'
import { checkMigration, type HostCompatibility, type MigrationVerdict } from '../../planning/migration/index.js'
import { jsonText, migrationReport, migrationText } from '../../report/index.js'
import { oneOf, parseArguments } from '../arguments.js'
import { UsageError } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { isCompatibility } from '../format-validators.js'
import { nameOfFile, readInput } from '../files.js'
import { withMachine } from '../open-machine.js'
import { guestIn } from '../read-guest.js'
import { readJson } from '../read-json.js'
import { tellProblems, warn } from '../remarks.js'
import { replaceFile } from '../replace-file.js'
import { replaceUnchanged } from '../replace-unchanged.js'
import { textOptions } from '../text-options.js'
import { validated } from '../validated.js'

const options = {
  from: { type: 'string' },
  to: { type: 'string' },
  direction: { type: 'string' },
  types: { type: 'string' },
  'compatibility-from': { type: 'string' },
  'compatibility-to': { type: 'string' },
  'in-use': { type: 'string', multiple: true },
  'no-make': { type: 'boolean' },
  'accept-undecided': { type: 'boolean' },
  'in-place': { type: 'boolean' },
  output: { type: 'string', short: 'o' },
  json: { type: 'boolean' },
} as const

export const migrate: Command = {
  name: 'migrate',
  usage: [
    'migrate GUEST.xml --from A --to B [--direction DIRECTION]\n[--types same|listed] [--compatibility-from FILE]\n[--compatibility-to FILE] [--in-use DEVICE]...\n[--no-make] [--accept-undecided]\n[--in-place | -o FILE] [--json]',
  ],
  summary: 'whether a guest can go from one machine to another with its devices',
  help: `Compares each host device of the guest with what the other machine has or can
make, as far as the drivers tell what they are compatible with, and says under
which UUID it would go. - is stdin. Exit status 1 where the guest cannot go, or
the drivers tell too little to know.

  --from A, --to B
                 the machines: live, a directory that has sys/ in it, a file
                 with a snapshot or a recorded tree, or sim:NAME
  --direction target-accepts|source-lists
                 whose list of compatible devices is asked; the target's where
                 absent
  --types same|listed
                 whether devices of another type will do where a list names it
  --compatibility-from FILE, --compatibility-to FILE
                 what the drivers of a machine tell, beside what is read from it
                 (schemas/compatibility.json)
  --in-use DEVICE
                 a device of B that is not free, by UUID, address or name
  --no-make      only devices that are there or defined on B
  --accept-undecided
                 exit status 0 also where the drivers tell too little
  --in-place     writes the guest as it has to be on B into its file; no byte
                 changes but those of UUIDs and addresses
  -o, --output FILE
                 writes it to another file
  --json         as JSON`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { least: 1, most: 1, names: 'GUEST.xml' })
    const [file = ''] = positionals
    const { from, to, output } = values
    if (from === undefined || to === undefined) throw new UsageError('Give both machines: --from A --to B.')
    const inPlace = values['in-place'] === true
    if (inPlace && output !== undefined) throw new UsageError('Give --in-place or --output.')
    if (inPlace && file === '-') throw new UsageError('--in-place needs a file, not stdin.')
    const files = [file, values['compatibility-from'], values['compatibility-to']]
    if (files.filter((each) => each === '-').length > 1) throw new UsageError('Only one file can be stdin.')
    if (output === '-') throw new UsageError('--output takes a file; the report is on stdout.')
    const direction = oneOf('direction', values.direction, ['target-accepts', 'source-lists'])
    const types = oneOf('types', values.types, ['same', 'listed'])
    const before = await readInput(io, file)
    const domain = guestIn(file, before)
    const source = await machineOf(io, from, values['compatibility-from'])
    const target = await machineOf(io, to, values['compatibility-to'])
    const result = checkMigration({
      ...{ domain, source: source.snapshot, target: target.snapshot },
      ...{ sourceCompatibility: source.compatibility, targetCompatibility: target.compatibility },
      ...(direction !== undefined && { direction }),
      ...(types !== undefined && { types }),
      ...(values['in-use'] !== undefined && { targetInUse: values['in-use'] }),
      ...(values['no-make'] === true && { make: false }),
    })
    const may = isAccepted(result.verdict, values['accept-undecided'] === true)
    if (values.json === true) io.stdout.write(jsonText(migrationReport(result)))
    else io.stdout.write(migrationText(result, textOptions(io, io.stdout)))
    const written = inPlace ? file : output
    if (written === undefined) return may ? 0 : 1
    if (!may || result.domain === undefined) {
      const why = may ? 'has a device for which no place was found' : verdictText(result.verdict)
      warn(io, `${written} is not written: the guest ${why}.`)
      return 1
    }
    const bytes = result.domain.toBytes()
    if (inPlace) await replaceUnchanged(io, file, before, bytes)
    else await replaceFile(io, written, bytes)
    return 0
  },
}

function isAccepted(verdict: MigrationVerdict, undecidedToo: boolean): boolean {
  return verdict === 'compatible' || (verdict === 'undecided' && undecidedToo)
}

function verdictText(verdict: MigrationVerdict): string {
  return verdict === 'undecided' ? 'may not be able to go (--accept-undecided writes it)' : 'cannot go'
}

/** What a machine has, and what its drivers tell about migration: what a file says comes before what was read. */
async function machineOf(
  io: CliIo,
  name: string,
  file: string | undefined,
): Promise<{ snapshot: HostSnapshot; compatibility: HostCompatibility }> {
  const told =
    file === undefined
      ? undefined
      : withCanonicalNames(validated(nameOfFile(file), '', await readJson(io, file), isCompatibility))
  return withMachine(io, { host: name }, async (host) => {
    const snapshot = await host.snapshot()
    tellProblems(io, snapshot)
    const { compatibility: read, problems } = await host.compatibility()
    for (const problem of problems) warn(io, `${problem.file}: ${problem.message}`)
    const own = told?.devices ?? {}
    const others = Object.entries(read.devices ?? {}).filter(
      ([device]) => !namesOf(snapshot, device).some((each) => Object.hasOwn(own, each)),
    )
    const compatibility: HostCompatibility = {
      version: 1,
      devices: { ...own, ...Object.fromEntries(others) },
      types: { ...read.types, ...told?.types },
    }
    return { snapshot, compatibility }
  })
}

/** The names by which a file may tell of a device that is read under libvirt's name or its address. */
function namesOf(snapshot: HostSnapshot, name: string): string[] {
  const device = snapshot.devices.find((each) => each.name === name)
  const node = snapshot.nodes.find((each) => each.id === name)
  return [name, device?.id, device?.uuid, device?.address, node?.name].filter((each) => each !== undefined)
}
