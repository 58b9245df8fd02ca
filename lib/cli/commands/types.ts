import { attributeSchemasFor } from '../../machine/attribute-schema/attribute-schemas-for.js'
import type { DriverAttributes } from '../../machine/attribute-schema/attribute-schema.js'
import { HostError } from '../../machine/host-error.js'
import type { HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { attributesTable, jsonText, longTypeRow, longTypesTable, typeRow, typesTable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellProblems } from '../remarks.js'

const NOTHING = 'No device of this machine offers types. Try --host sim:nvidia-t4, or nodedev demo.\n'

export const types: Command = {
  name: 'types',
  usage: ['types [PARENT|TYPE] [--long]\n[--host HOST] [--state FILE] [--json]'],
  summary: 'the types that parents offer, and how many are left of each',
  help: `PARENT is the kernel's name of a parent (0000:06:00.0, mtty) or libvirt's
(pci_0000_06_00_0). TYPE is the id or the name of a type (nvidia-231, or
"GRID T4-2Q"); then its details are shown, and the attributes that its devices
take.

  --long         with what each type is, as its driver describes it, and in JSON
                 the attributes that its devices take
${hostHelp}
  --json         as JSON`,
  async run(args, io) {
    const { values, positionals } = parseArguments(
      args,
      { ...hostOptions, long: { type: 'boolean' }, json: { type: 'boolean' } },
      { most: 1, names: 'PARENT|TYPE' },
    )
    const snapshot = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, snapshot)
    const [named] = positionals
    const ofType = named === undefined ? [] : snapshot.types.filter(({ id, name }) => id === named || name === named)
    const shown = named === undefined ? snapshot.types : ofType.length > 0 ? ofType : typesOf(snapshot, named)
    const long = values.long === true || ofType.length > 0
    if (values.json === true) io.stdout.write(jsonText(shown.map(long ? longTypeRow : typeRow)))
    else if (shown.length === 0) io.stderr.write(named === undefined ? NOTHING : 'It offers no types.\n')
    else io.stdout.write((long ? longTypesTable : typesTable)(shown.map(typeRow)) + attributesOf(ofType))
    return 0
  },
}

/** A table of the attributes that devices of types take, for each driver among them. */
function attributesOf(types: readonly HostType[]): string {
  const drivers = new Map<string, DriverAttributes>()
  for (const type of types) {
    const known = attributeSchemasFor(type)
    if (known !== undefined && known.attributes.length > 0) drivers.set(known.driver, known)
  }
  return [...drivers.values()].map((known) => `\n${attributesTable(known)}`).join('')
}

/** @throws HostError `parent-unknown` where the machine has no such device either */
function typesOf(snapshot: HostSnapshot, parent: string): HostType[] {
  const address = parsePciAddress(parent)
  const names = [parent, ...(address === undefined ? [] : [formatPciAddress(address)])]
  const types = snapshot.types.filter((type) => names.includes(type.parent) || type.parentName === parent)
  if (types.length === 0 && !snapshot.nodes.some(({ id, name }) => names.includes(id) || name === parent)) {
    throw new HostError('parent-unknown', `There is no device and no type ${JSON.stringify(parent)}.`, {
      help: 'nodedev types shows all parents with their types.',
    })
  }
  return types
}
