import { faultOfPlace, pciPlaces } from '../facts/pci-places.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const addressPciUnreachable: DomainRule = {
  code: 'address/pci-unreachable',
  severity: 'error',
  refusedBy: ['define'],
  summary: "A host device stands at a PCI address that the guest's machine does not have.",
  why: "The guest's machine has one PCI domain; a root port has the slot 0 alone, other buses begin with slot 1, and some take no devices at all.",
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><[[address]] type='pci' domain='0x0001' slot='5'/></hostdev>`,
      },
      {
        devices: `<controller type='pci' index='1' model='pci-bridge'/>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><[[address]] type='pci' bus='1' slot='0'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci' slot='5'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci' bus='3' slot='5'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding | Undecided> {
  for (const { index, address, isPassed } of pciPlaces(facts)) {
    if (!isPassed) continue
    const fault = faultOfPlace(address, facts)
    if (fault === undefined) continue
    if ('why' in fault) yield { ...fault, refusedBy: ['define'] }
    else yield { path: ['devices', index, 'address'], message: fault.message }
  }
}
