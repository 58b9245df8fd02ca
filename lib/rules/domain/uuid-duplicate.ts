import { namedMdevs } from '../facts/host-facts.js'
import { repeated } from '../facts/repeated.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const uuidDuplicate: DomainRule = {
  code: 'hostdev/uuid-duplicate',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'Two host devices of a domain name the same mediated device.',
  why: 'A device can be given to one guest once. UUIDs are compared as numbers: letter case and dashes make no difference.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>
<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='[[4B20D080-1B54-4048-85B3-A6A62D165C01]]'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>
<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding> {
  for (const { item, first } of repeated(namedMdevs(facts), ({ uuid }) => uuid)) {
    yield {
      path: ['hostdevs', item.index, 'uuid'],
      message: `The mediated device ${item.uuid} is given to this domain twice.`,
      related: [{ path: ['hostdevs', first.index, 'uuid'], message: 'It is named here first.' }],
    }
  }
}
