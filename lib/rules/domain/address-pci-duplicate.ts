import { formatPciAddress } from '../../libvirt/pci-address.js'
import { integratedDevices, pciPlaces } from '../facts/pci-places.js'
import type { Domain } from '../../libvirt/domain.js'
import type { Document } from '../../shape/document.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const addressPciDuplicate: DomainRule = {
  code: 'address/pci-duplicate',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'Two devices stand at the same PCI address of the guest.',
  why: 'A function of a slot has room for one device. The machine has devices of its own, too: on q35 the slot 0x1f, on pc the slot 0x01.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source><[[address]] type='pci' slot='5'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><[[address]] type='pci' slot='1'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source><address type='pci' slot='6'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding> {
  const taken = new Map<string, number | undefined>(integratedDevices(facts).map((place) => [place, undefined]))
  for (const { index, address, isPassed } of pciPlaces(facts)) {
    const place = formatPciAddress(address)
    if (!taken.has(place)) {
      taken.set(place, index)
      continue
    }
    const before = taken.get(place)
    // of two devices either may go elsewhere; what the machine has of its own stays
    const mend = (document: Document<Domain>) => document.remove(['devices', index, 'address'])
    yield {
      path: ['devices', index, 'address'],
      message:
        before === undefined
          ? `The machine has a device of its own at the guest's PCI address ${place}.`
          : `The guest's PCI address ${place} is taken twice.`,
      ...(before === undefined
        ? {}
        : { related: [{ path: ['devices', before, 'address'], message: 'It is taken here first.' }] }),
      help: 'Leave the <address> out: libvirt then chooses one.',
      ...(before === undefined && isPassed ? { mend } : {}),
    }
  }
}
