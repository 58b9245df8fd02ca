import type { Host } from '../host.js'
import { HostError } from '../host-error.js'
import type { HostSnapshot } from './host-snapshot.js'

/** A recorded machine as a host: it can be seen, and nothing can be made or removed on it (`read-only`). */
export function openSnapshot(snapshot: HostSnapshot): Host {
  return {
    snapshot: async (options) => {
      options?.signal?.throwIfAborted()
      return structuredClone(snapshot)
    },
    create: () => Promise.reject(readOnly('make a device on')),
    createAll: () => Promise.reject(readOnly('make devices on')),
    destroy: () => Promise.reject(readOnly('remove a device from')),
    destroyGroup: () => Promise.reject(readOnly('remove devices from')),
    recover: () => Promise.reject(readOnly('recover work on')),
    close: () => Promise.resolve(),
  }
}

function readOnly(deed: string): HostError {
  return new HostError('read-only', `Nobody can ${deed} a recorded machine.`, {
    help: 'Open a live machine, or a simulated one.',
  })
}
