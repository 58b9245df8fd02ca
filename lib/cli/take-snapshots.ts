import type { Host } from '../host/index.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { CliIo } from './cli-io.js'
import type { Machines } from './fleet.js'
import { tellProblems } from './remarks.js'

/** What the machines have, as `plan` takes it; what could not be read is told on stderr. */
export async function takeSnapshots(
  io: CliIo,
  machines: Machines<Host>,
): Promise<HostSnapshot | Readonly<Record<string, HostSnapshot>>> {
  const look = async (host: Host) => {
    const snapshot = await host.snapshot()
    tellProblems(io, snapshot)
    return snapshot
  }
  if (machines.one !== undefined) return look(machines.one)
  const fleet = new Map<string, HostSnapshot>()
  for (const [name, host] of Object.entries(machines.all)) fleet.set(name, await look(host))
  return Object.fromEntries(fleet)
}
