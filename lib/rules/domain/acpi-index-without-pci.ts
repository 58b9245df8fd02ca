import { guestBusOf, inWords } from '../facts/guest-bus.js'
import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const acpiIndexWithoutPci: DomainRule = {
  code: 'hostdev/acpi-index-without-pci',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A host device that stands on no PCI bus of the guest has an ACPI index.',
  why: 'An ACPI index is something of PCI; the QEMU driver refuses it on other devices.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><acpi index='[[7]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><acpi index='7'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding | Undecided> {
  for (const passed of passedDevices(domain)) {
    const { list, index, device } = passed
    const acpi = device.acpi
    if (acpi?.index === undefined) continue
    const type = guestBusOf(passed, machine)
    if (type === 'unknown') {
      yield { why: 'Where the device stands in the guest is not known.', refusedBy: ['define'] }
    } else if (!['none', 'pci'].includes(type)) {
      yield {
        path: [list, index, 'acpi', 'index'],
        message: `The ACPI index ${acpi.index} belongs to PCI devices; this one has ${inWords(type)} in the guest.`,
        help: 'Remove the index.',
        mend: (document) =>
          document.remove(acpi.nodeset === undefined ? [list, index, 'acpi'] : [list, index, 'acpi', 'index']),
      }
    }
  }
}
