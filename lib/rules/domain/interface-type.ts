import { asToken } from '../../shape/codecs.js'
import { visible } from '../../xml/visible.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const interfaceType: DomainRule = {
  code: 'device/interface-type',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'An interface does not say what type it is of, or is of a type that libvirt does not know.',
  why: "Only <interface type='hostdev'> is a device of the host. libvirt takes an interface without a type for one of type user.",
  examples: {
    bad: [
      {
        devices: `<interface type='[[hostdevs]]'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source></interface>`,
      },
    ],
  },
  check,
}

const KNOWN: readonly string[] = [
  ...['user', 'ethernet', 'vhostuser', 'server', 'client', 'mcast', 'network', 'bridge', 'internal', 'direct'],
  ...['hostdev', 'udp', 'vdpa', 'null', 'vds'],
]

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const [index, { type }] of (domain.networks ?? []).entries()) {
    if (type === undefined) {
      yield {
        path: ['networks', index],
        message: 'The interface has no type, and libvirt takes it for one of type user.',
        severity: 'warning',
        refusedBy: ['schema'],
        effect: 'changed',
      }
    } else if (!KNOWN.includes(type)) {
      yield {
        path: ['networks', index, 'type'],
        message: `libvirt knows no interface of type '${visible(type)}'.`,
        // The schema does not mind white space around a word.
        ...(KNOWN.includes(asToken(type)) ? { refusedBy: ['parse'] } : {}),
      }
    }
  }
}
