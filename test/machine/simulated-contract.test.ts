import { simulateHost } from '../../lib/machine/sim.js'
import { describeHostContract } from '../contract/host-contract.js'

const host = simulateHost('samples')
describeHostContract('simulated kernel', () => host, {
  hold: async (uuid) => {
    const release = host.kernel.hold(uuid)
    return async () => release()
  },
  write: (file, text) => host.kernel.write(file, new TextEncoder().encode(text)),
})

const slow = simulateHost('samples')
slow.kernel.delays.create = 2
slow.kernel.delays.remove = 2
describeHostContract('simulated kernel with slow drivers', () => slow)
