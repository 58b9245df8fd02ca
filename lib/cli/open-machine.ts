import { join, resolve } from 'node:path'
import {
  HostError,
  openHost,
  openSnapshot,
  openSysfs,
  recordedStore,
  recordedTree,
  simulateHost,
} from '../host/index.js'
import type { Host, Personality, SimulatedHost, SimulatedState } from '../host/index.js'
import { jsonText } from '../report/index.js'
import { isHostSnapshot, isRecordedTree, isSimulatedState } from '../machine/validators/validators.js'
import type { CliIo } from './cli-io.js'
import { CliFailure, UsageError } from './cli-failure.js'
import { kindOfExisting } from './files.js'
import type { HostArguments } from './host-options.js'
import { jsonOf, readJson } from './read-json.js'
import { warn } from './remarks.js'
import { bytesOf, replaceUnchanged } from './replace-unchanged.js'
import { namedPersonality, simulatedName } from './simulated-machine.js'
import { validated } from './validated.js'

/**
 * Opens the machine that `--host` and `--state` name, lets something be done on it, and closes it. What a simulated machine has
 * become is kept in the file of `--state`, also when the operation failed.
 * @throws CliFailure where there is no such machine, and whatever `use` throws
 */
export async function withMachine<T>(io: CliIo, args: HostArguments, use: (host: Host) => Promise<T>): Promise<T> {
  if (args.state !== undefined) return withState(io, args.host, args.state, use)
  const host = await openMachine(io, args.host ?? 'live')
  try {
    return await use(host)
  } finally {
    await host.close()
  }
}

async function openMachine(io: CliIo, name: string): Promise<Host> {
  if (name === 'live') return openHost()
  const simulatedAs = simulatedName(name)
  if (simulatedAs !== undefined) return simulated(await namedPersonality(io, simulatedAs))
  switch (await kindOfExisting(io, name)) {
    case 'directory':
      if ((await kindOfExisting(io, join(name, 'sys'))) !== 'directory') {
        throw new CliFailure(`${name} is no machine: it has no directory sys.`, {
          help: 'Give the directory above sys, for example / or the place where a host is mounted in a container.',
        })
      }
      return openHost({ root: resolve(io.cwd, name) })
    case 'file':
      return openRecording(name, await readJson(io, name))
    case undefined:
      throw new CliFailure(
        `There is no machine ${JSON.stringify(name)}: neither a directory nor a file of that name.`,
        {
          help: 'Give live, a directory, a file, sim:NAME, or sim:FILE.json.',
        },
      )
  }
}

function openRecording(file: string, value: unknown): Host {
  const keys = typeof value === 'object' && value !== null ? value : {}
  if ('tree' in keys) {
    const tree = validated(file, '/tree', keys.tree, isRecordedTree)
    return openSysfs(recordedTree(tree), { store: recordedStore(tree) })
  }
  if ('nodes' in keys) return openSnapshot(validated(file, '', value, isHostSnapshot))
  if ('personality' in keys && 'devices' in keys) {
    throw new CliFailure(`${file} is what --state keeps of a simulated machine, and no machine by itself.`, {
      help: `Open it with --host sim:NAME --state ${file}, or make a snapshot of that for other commands.`,
    })
  }
  throw new CliFailure(`${file} is neither a snapshot of a machine nor a recorded tree.`, {
    help: 'Make a snapshot with: nodedev snapshot -o FILE',
  })
}

async function withState<T>(
  io: CliIo,
  name: string | undefined,
  file: string,
  use: (host: Host) => Promise<T>,
): Promise<T> {
  const wanted = name === undefined ? undefined : simulatedName(name)
  if (name !== undefined && wanted === undefined) {
    throw new UsageError(`--state goes with a simulated machine, not with --host ${JSON.stringify(name)}.`)
  }
  const bytes = await bytesOf(io, file)
  const state = bytes && validated(file, '', jsonOf(file, bytes), isSimulatedState)
  // the name of a machine of one's own tells not in which file it is
  const personality = wanted === undefined ? state?.personality : await namedPersonality(io, wanted)
  if (personality === undefined) {
    throw new UsageError(`There is no ${file} yet, so --host sim:NAME has to tell which machine it is for.`)
  }
  const host = simulated(personality, state)
  const before = state === undefined ? undefined : JSON.stringify(host.state())
  const keep = async () => {
    const after = host.state()
    if (JSON.stringify(after) === before) return
    await replaceUnchanged(io, file, bytes, Buffer.from(jsonText(after)))
  }
  try {
    const result = await use(host).catch(async (error: unknown) => {
      await keep().catch((second: unknown) => {
        if (second instanceof CliFailure) warn(io, second.message)
      })
      throw error
    })
    await keep()
    return result
  } finally {
    await host.close()
  }
}

/** @throws CliFailure where there is no such machine, or the state is not one of it */
function simulated(personality: string | Personality, state?: SimulatedState): SimulatedHost {
  try {
    return simulateHost(personality, state === undefined ? {} : { state })
  } catch (error) {
    if (!(error instanceof HostError)) throw error
    const { message, help } = error
    throw new CliFailure(message, { cause: error, ...(help !== undefined && { help }) })
  }
}
