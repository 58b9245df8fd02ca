import { visible } from '../../xml/visible.js'
import { exampleHalfMade, exampleHost } from '../examples/example-host.js'
import { activeDevice, namedMdevs } from '../facts/host-facts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const deviceHalfMade: DomainRule = {
  code: 'host/device-half-made',
  severity: 'error',
  refusedBy: ['start'],
  summary: "The host's device of that UUID is half made: it has no type.",
  why: 'The kernel makes the directory of a device before it is complete, and a driver that fails may leave it so. libvirt cannot read the device API of such a device, and refuses the guest.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c02]]'/></source></hostdev>`,
        host: exampleHalfMade,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
        host: exampleHost,
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding> {
  const { host } = facts
  if (host === undefined) return
  for (const { index, uuid } of namedMdevs(facts)) {
    const device = activeDevice(host, uuid)
    // of patch v6 no device tells its type
    if (device === undefined || device.type !== undefined || device.backend === 'flat') continue
    yield {
      path: ['hostdevs', index, 'uuid'],
      message: `The host's device ${uuid} on ${visible(device.parent)} has no type: it is half made.`,
      help: 'Look again in a moment; a device that stays so has to be removed by its driver.',
    }
  }
}
