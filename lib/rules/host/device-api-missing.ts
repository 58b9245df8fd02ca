import { exampleHost } from '../examples/example-host.js'
import { missingMdevs } from '../facts/host-facts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const deviceApiMissing: DomainRule = {
  code: 'host/device-api-missing',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The device does not exist, and no parent of the host offers a type with the device API of its model.',
  why: 'Such a device cannot be made on this host, of whatever type it is.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='[[vfio-ccw]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
        host: exampleHost,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
        host: exampleHost,
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding> {
  const { host } = facts
  if (host === undefined) return
  // A type whose device API could not be read may be the one.
  const undecided = host.types.some(({ deviceApi }) => deviceApi === undefined)
  for (const { index, uuid, hostdev } of missingMdevs(facts, host)) {
    const { model } = hostdev
    if (model === undefined || host.types.some(({ deviceApi }) => deviceApi === model)) continue
    yield {
      path: ['hostdevs', index, 'model'],
      message: `No parent of the host offers a type with the device API ${model}, so ${uuid} cannot be made there.`,
      ...(undecided ? { certainty: 'likely' as const } : {}),
    }
  }
}
