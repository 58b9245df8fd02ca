import { parsePciAddress, formatPciAddress } from '../../libvirt/pci-address.js'
import { HostError } from '../../machine/host-error.js'
import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import { capacity as capacityOf, probeCapacity, type HostCapacity } from '../../planning/capacity/index.js'
import { judgePartition, parsePartition, readPartition, type Partition } from '../../planning/pools/index.js'
import { capacityText, jsonText, partitionText, probeText } from '../../report/index.js'
import { parseArguments, type ValuesOf } from '../arguments.js'
import { CliFailure, UsageError } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { readJson } from '../read-json.js'
import { tellProblems } from '../remarks.js'
import { textOptions } from '../text-options.js'

const options = {
  ...hostOptions,
  long: { type: 'boolean' },
  partition: { type: 'string' },
  write: { type: 'boolean' },
  probe: { type: 'boolean' },
  yes: { type: 'boolean' },
  limit: { type: 'string' },
  json: { type: 'boolean' },
} as const

const NOTHING = 'No device of this machine offers types. Try --host sim:nvidia-a2.\n'

export const capacity: Command = {
  name: 'capacity',
  usage: [
    'capacity [PARENT] [--long] [--host HOST] [--state FILE] [--json]',
    'capacity PARENT --partition PARTITION [--write]\n[--host HOST] [--state FILE] [--json]',
    'capacity [PARENT] --probe --yes [--limit COUNT]\n[--host HOST] [--state FILE] [--json]',
  ],
  summary: 'how many more devices of each type fit, and what one does to others',
  help: `For each physical device, under its vendor's rule: virtual functions of one card
share it, so that its numbers are not added up over them. PARENT is a card or
one of its parents, by the kernel's name or libvirt's; then all is told of it,
as with --long. What is not certain has a question mark.

  --long         also why so many are left, and what one more device of a type
                 leaves of the others
  --partition PARTITION
                 whether PARENT can be divided so, beside the devices it has:
                 "2 x 128MB, 1 x 256MB", "3 x nvidia-231", or FILE.json (- is
                 stdin); exit status 1 where it cannot, or that is not known
  --write        divides the pool of PARENT so, where it has one that can be
  --probe        finds out by making devices and removing them again; others are
                 offered less as long as it lasts
  --yes          that this may be done
  --limit COUNT  so many devices of a type are made at once at most (32)
${hostHelp}
  --json         as JSON`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, options, { most: 1, names: 'PARENT' })
    const [parent] = positionals
    checkOptions(values, parent)
    if (values.probe === true) return probe(io, values, parent)
    if (values.partition !== undefined && parent !== undefined) return divide(io, values, parent, values.partition)
    const snapshot = await withMachine(io, values, (host) => host.snapshot())
    tellProblems(io, snapshot)
    const all = capacityOf(snapshot)
    const shown = parent === undefined ? all : onlyOf(all, snapshot, parent)
    if (values.json === true) io.stdout.write(jsonText(shown))
    else if (shown.devices.length === 0) io.stderr.write(NOTHING)
    else {
      const blocks = io.stdout.isTTY === true
      const long = values.long === true || parent !== undefined
      io.stdout.write(capacityText(shown, { ...textOptions(io, io.stdout), blocks, long }))
    }
    return 0
  },
}

type Values = ValuesOf<typeof options>

/** @throws UsageError where options do not go together */
function checkOptions(
  { probe: probing, yes, limit, partition, write, long }: Values,
  parent: string | undefined,
): void {
  if (probing !== true) {
    if (yes === true || limit !== undefined) throw new UsageError('--yes and --limit go with --probe.')
    if (partition === undefined && write === true) throw new UsageError('--write goes with --partition.')
    if (partition !== undefined && parent === undefined) throw new UsageError('--partition needs a PARENT.')
    if (partition !== undefined && long === true) throw new UsageError('Give --long or --partition.')
    return
  }
  if (partition !== undefined || write === true || long === true) {
    throw new UsageError('--probe goes with none of --partition, --write and --long.')
  }
  if (yes !== true) {
    throw new UsageError('--probe makes devices and removes them again: add --yes where that may be done.')
  }
}

/** What is told of one physical device. */
function onlyOf(all: HostCapacity, snapshot: HostSnapshot, parent: string): HostCapacity {
  const address = parsePciAddress(parent)
  const names = new Set([parent, ...(address === undefined ? [] : [formatPciAddress(address)])])
  for (const { id, name } of snapshot.nodes) if (name === parent) names.add(id)
  const devices = all.devices.filter(({ id, parents }) => names.has(id) || parents.some((each) => names.has(each)))
  if (devices.length === 0) {
    throw new HostError('parent-unknown', `There is no parent ${JSON.stringify(parent)} that offers types.`, {
      help: 'nodedev types shows all parents.',
    })
  }
  const types = new Set(devices.flatMap((device) => device.types.map(({ type }) => type)))
  return { ...all, devices, types: all.types.filter(({ type }) => types.has(type)) }
}

async function probe(io: CliIo, values: Values, parent: string | undefined): Promise<0> {
  const limit = values.limit === undefined ? undefined : countFrom(values.limit)
  const result = await withMachine(io, values, (host) =>
    probeCapacity(host, {
      consent: true,
      ...(parent !== undefined && { parents: [parent] }),
      ...(limit !== undefined && { limit }),
    }),
  )
  if (values.json === true) io.stdout.write(jsonText(result))
  else if (result.devices.length === 0) io.stderr.write(NOTHING)
  else io.stdout.write(probeText(result, textOptions(io, io.stdout)))
  return 0
}

async function divide(io: CliIo, values: Values, parent: string, text: string): Promise<0 | 1> {
  const partition = await partitionFrom(io, text)
  return withMachine(io, values, async (host) => {
    const snapshot = await host.snapshot()
    tellProblems(io, snapshot)
    const judgement = judgePartition(snapshot, parent, partition)
    const able = judgement.feasible === true
    const { counts, devices } = judgement
    const writes = values.write === true && able
    const [pool] = devices
    if (
      writes &&
      counts === undefined &&
      !snapshot.types.some(({ configurable, parent: id }) => configurable === true && id === pool?.parent)
    ) {
      throw new HostError('not-supported', `${judgement.device} has no pool that could be divided.`, {
        help: 'Its types take what they need when devices are made.',
      })
    }
    if (writes && counts !== undefined && pool !== undefined) await host.configurePool(pool.parent, counts)
    if (values.json === true) io.stdout.write(jsonText(judgement))
    else {
      io.stdout.write(partitionText(judgement, textOptions(io, io.stdout)))
      if (writes) io.stdout.write(counts === undefined ? '  It is divided so already.\n' : '  It is divided so now.\n')
    }
    return able ? 0 : 1
  })
}

async function partitionFrom(io: CliIo, text: string): Promise<Partition> {
  const file = text === '-' || text.endsWith('.json')
  const { partition, problem } = file ? readPartition(await readJson(io, text)) : parsePartition(text)
  if (partition !== undefined) return partition
  if (file)
    throw new CliFailure(`${text} is no partition: ${problem}`, { help: 'Its format is schemas/partition.json.' })
  throw new UsageError(problem)
}

function countFrom(text: string): number {
  if (!/^[1-9]\d{0,8}$/.test(text)) {
    throw new UsageError(`--limit takes a whole number from 1 up, not ${JSON.stringify(text)}.`)
  }
  return Number(text)
}
