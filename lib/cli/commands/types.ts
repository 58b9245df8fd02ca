import { HostError } from '../../machine/host-error.js'
import type { HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import { jsonText, typeRow, typesTable } from '../../report/index.js'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellProblems } from '../remarks.js'

const NOTHING = 'No device of this machine offers types. Try --host sim:nvidia-t4, or nodedev demo.\n'

export const types: Command = {
  name: 'types',
  usage: ['types [PARENT] [--host HOST] [--state FILE] [--json]'],
  summary: 'the types that parents offer, and how many are left of each',
  help: `PARENT is the kernel's name of a parent (0000:06:00.0, mtty) or libvirt's
(pci_0000_06_00_0).

${hostHelp}
  --json         as JSON`,
  async run(args, io) {
    const { values, positionals } = parseArguments(
      args,
      { ...hostOptions, json: { type: 'boolean' } },
      { most: 1, names: 'PARENT' },
    )
    const snapshot = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, snapshot)
    const [parent] = positionals
    const rows = (parent === undefined ? snapshot.types : typesOf(snapshot, parent)).map(typeRow)
    if (values.json === true) io.stdout.write(jsonText(rows))
    else if (rows.length > 0) io.stdout.write(typesTable(rows))
    else io.stderr.write(parent === undefined ? NOTHING : 'It offers no types.\n')
    return 0
  },
}

/** @throws HostError `parent-unknown` where the machine has no such device */
function typesOf(snapshot: HostSnapshot, parent: string): HostType[] {
  const address = parsePciAddress(parent)
  const names = [parent, ...(address === undefined ? [] : [formatPciAddress(address)])]
  const types = snapshot.types.filter((type) => names.includes(type.parent) || type.parentName === parent)
  if (types.length === 0 && !snapshot.nodes.some(({ id, name }) => names.includes(id) || name === parent)) {
    throw new HostError('parent-unknown', `There is no device ${JSON.stringify(parent)}.`, {
      help: 'nodedev types shows all parents.',
    })
  }
  return types
}
