import { visible } from '../../xml/visible.js'
import { exampleHost } from '../examples/example-host.js'
import { definedDevice, instancesLeft, knownFor, missingMdevs, offersOf } from '../facts/host-facts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const deviceMissing: DomainRule = {
  code: 'host/device-missing',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The host has no running mediated device of that UUID.',
  why: 'libvirt does not look for the device when a domain is defined; the guest fails to start. Devices are gone after a reboot unless they are defined to start by themselves.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c02]]'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02', type: 'nvidia-231' }],
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
  for (const { index, uuid } of missingMdevs(facts, host)) {
    const defined = definedDevice(host, uuid)
    const known = knownFor(facts, host, uuid)
    const offers = known === undefined ? [] : offersOf(host, known.type, known.parent)
    const offer = offers.find(({ availableInstances = 0 }) => availableInstances > 0)
    const left = instancesLeft(offers)
    const message = defined
      ? `The host's mediated device ${uuid} on ${visible(defined.parent)} is only defined, not running`
      : `The host has no running mediated device ${uuid}`
    const help =
      offer &&
      (defined
        ? `Start it first: virsh nodedev-start ${visible(defined.name)}`
        : `Make it first: nodedev create --parent ${visible(offer.parent)} --type ${visible(offer.id)} --uuid ${uuid}`)
    yield {
      path: ['hostdevs', index, 'uuid'],
      message:
        offer === undefined ? `${message}.` : `${message}; ${left} more of type ${visible(offer.id)} can be made.`,
      ...(help === undefined ? {} : { help }),
    }
  }
}
