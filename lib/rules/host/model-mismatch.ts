import { mdevModelOf } from '../../libvirt/mdev-hostdev.js'
import { visible } from '../../xml/visible.js'
import { exampleHost } from '../examples/example-host.js'
import { activeDevice, namedMdevs } from '../facts/host-facts.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const modelMismatch: DomainRule = {
  code: 'host/model-mismatch',
  severity: 'error',
  refusedBy: ['start'],
  summary: "The model of a host device is not the device API of the host's device.",
  why: 'libvirt compares the two when the guest is started, and refuses it.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='[[vfio-ap]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
        host: exampleHost,
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

function* check(facts: DomainFacts): Iterable<Finding | Undecided> {
  const { host } = facts
  if (host === undefined) return
  for (const { index, uuid, hostdev } of namedMdevs(facts)) {
    const device = activeDevice(host, uuid)
    if (device === undefined || hostdev.model === undefined) continue
    if (device.deviceApi === undefined) {
      yield { why: `The device API of ${uuid} could not be read.`, refusedBy: ['start'] }
    } else if (device.deviceApi !== hostdev.model) {
      const model = mdevModelOf(device.deviceApi)
      yield {
        path: ['hostdevs', index, 'model'],
        message: `The model is ${hostdev.model}, but the host's device ${uuid} of type ${visible(device.type ?? 'unknown')} has the device API ${visible(device.deviceApi)}.`,
        help: `Say model='${visible(device.deviceApi)}'.`,
        ...(model !== undefined && { mend: (document) => document.set(['hostdevs', index, 'model'], model) }),
      }
    }
  }
}
