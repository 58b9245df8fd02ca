import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const teamingUnsuitable: DomainRule = {
  code: 'hostdev/teaming-unsuitable',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A host device is teamed in a way that it cannot be.',
  why: 'A passed-through PCI function can be the transient one of a team, and names the interface that stands in for it while it is away.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><teaming type='[[persistent]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><teaming type='transient' persistent='ua-net'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    const { teaming } = device
    if (teaming?.type === undefined) continue
    const path = [list, index, 'teaming']
    if (list === 'hostdevs') {
      if (teaming.type !== 'transient') {
        yield {
          path: [...path, 'type'],
          message: 'A host device can only be the transient one of a team.',
          ...(teaming.persistent === undefined ? {} : { refusedBy: ['schema', 'parse'] as const }),
        }
      } else if (teaming.persistent === undefined) {
        yield { path, message: 'The teaming names no persistent interface.', refusedBy: ['schema', 'parse'] }
      }
      if ('type' in device && device.type !== 'pci') {
        yield { path, message: `A host device of type ${device.type} cannot be teamed, only one of type pci.` }
      }
    } else if (teaming.type === 'transient' && teaming.persistent === undefined) {
      yield { path, message: 'The teaming names no persistent interface.', refusedBy: ['schema', 'parse'] }
    } else if (teaming.type === 'persistent') {
      if (teaming.persistent === undefined) {
        yield {
          path: [...path, 'type'],
          message: 'The persistent one of a team is a virtio interface, not a device of the host.',
          refusedBy: ['define'],
        }
      } else {
        yield {
          path: [...path, 'persistent'],
          message: 'The persistent one of a team names no other one.',
          refusedBy: ['schema', 'parse'],
        }
      }
    }
  }
}
