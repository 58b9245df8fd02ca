import type { Host } from '../host.js'
import { HostError } from '../host-error.js'
import { watchHost } from '../watch/watch-host.js'
import type { HostSnapshot } from './host-snapshot.js'

/** A recorded machine as a host: it can be seen, and nothing can be made or removed on it (`read-only`). */
export function openSnapshot(snapshot: HostSnapshot): Host {
  const closing = new AbortController()
  const look = async () => structuredClone(snapshot)
  return {
    snapshot: async (options) => {
      options?.signal?.throwIfAborted()
      return look()
    },
    create: () => Promise.reject(readOnly('make a device on')),
    createAll: () => Promise.reject(readOnly('make devices on')),
    withDevices: () => Promise.reject(readOnly('make devices on')),
    configurePool: () => Promise.reject(readOnly('divide a pool of')),
    define: () => Promise.reject(readOnly('define a device on')),
    undefine: () => Promise.reject(readOnly('undefine a device on')),
    start: () => Promise.reject(readOnly('start a device on')),
    setAutostart: () => Promise.reject(readOnly('change a definition on')),
    destroy: () => Promise.reject(readOnly('remove a device from')),
    destroyGroup: () => Promise.reject(readOnly('remove devices from')),
    recover: () => Promise.reject(readOnly('recover work on')),
    // drivers tell that in files of their own, which a snapshot has not
    compatibility: async () => ({ compatibility: { version: 1 }, problems: [] }),
    record: () =>
      Promise.reject(
        new HostError('not-supported', 'A snapshot keeps what the files of the machine said, not the files.', {
          help: 'Record the machine itself.',
        }),
      ),
    // nothing will ever happen on it: the loop waits until it is left
    watch: (options) => watchHost({ look, closed: closing.signal }, options),
    async close() {
      closing.abort()
    },
  }
}

function readOnly(deed: string): HostError {
  return new HostError('read-only', `Nobody can ${deed} a recorded machine.`, {
    help: 'Open a live machine, or a simulated one.',
  })
}
