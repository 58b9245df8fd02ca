import type { Host } from '../host/index.js'
import { UsageError } from './cli-failure.js'
import type { CliIo } from './cli-io.js'
import type { HostArguments } from './host-options.js'
import { withMachine } from './open-machine.js'

/** What the verbs take that look at one machine or at several. */
export const fleetOptions = {
  host: { type: 'string', multiple: true },
  state: { type: 'string', multiple: true },
} as const

/** The values of `fleetOptions`. */
export interface FleetArguments {
  readonly host?: readonly string[] | undefined
  readonly state?: readonly string[] | undefined
}

export const fleetHelp = `  --host HOST    the machine: live (this one, the default); a directory that has
                 sys/ in it; a file with a snapshot or a recorded tree; or
                 sim:NAME, a simulated one (sim:nvidia-t4, sim:mtty, ...), or
                 sim:FILE.json, one that the file describes
  --host NAME=HOST
                 one of several machines, by the name that WANTED.json and
                 messages use; to be repeated
  --state FILE, --state NAME=FILE
                 keeps a simulated machine between commands; made when absent`

/** One machine, or several by their names. */
export type Machines<T> =
  { readonly one: T; readonly all?: never } | { readonly one?: never; readonly all: Readonly<Record<string, T>> }

const NAMED = /^([A-Za-z0-9][\w.-]*)=(.+)$/s

/**
 * Opens the machines that `--host` and `--state` name, lets something be done on them, and closes them.
 * @throws UsageError where several machines are not told apart by their names, and as `withMachine`
 */
export async function withMachines<T>(
  io: CliIo,
  args: FleetArguments,
  use: (machines: Machines<Host>) => Promise<T>,
): Promise<T> {
  const { one, all } = argumentsFor(args)
  if (one !== undefined) return withMachine(io, one, (host) => use({ one: host }))
  const open = new Map<string, Host>()
  const next = async ([first, ...others]: readonly (readonly [string, HostArguments])[]): Promise<T> => {
    if (first === undefined) return use({ all: Object.fromEntries(open) })
    const [name, own] = first
    return withMachine(io, own, (host) => {
      open.set(name, host)
      return next(others)
    })
  }
  return next(Object.entries(all))
}

/** What each machine is opened by. */
function argumentsFor({ host = [], state = [] }: FleetArguments): Machines<HostArguments> {
  const hosts = host.map(named)
  const states = state.map(named)
  if (![...hosts, ...states].some(({ name }) => name !== undefined)) {
    const [first, second] = hosts
    if (second !== undefined) throw new UsageError('Give several machines names: --host NAME=HOST.')
    if (states.length > 1) throw new UsageError('One machine has one --state.')
    return { one: { host: first?.value, state: states[0]?.value } }
  }
  const machines = new Map<string, { host?: string; state?: string }>()
  for (const [option, list] of [
    ['host', hosts],
    ['state', states],
  ] as const) {
    for (const { name, value } of list) {
      if (name === undefined) throw new UsageError(`Give each machine a name: --${option} NAME=${value}.`)
      const machine = machines.get(name) ?? {}
      if (machine[option] !== undefined) throw new UsageError(`There are two --${option} of the name ${name}.`)
      machine[option] = value
      machines.set(name, machine)
    }
  }
  return { all: Object.fromEntries(machines) }
}

function named(text: string): { name: string | undefined; value: string } {
  const [, name, value] = NAMED.exec(text) ?? []
  return value === undefined ? { name: undefined, value: text } : { name, value }
}
