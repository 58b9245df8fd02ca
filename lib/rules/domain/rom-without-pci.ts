import { guestBusOf, inWords } from '../facts/guest-bus.js'
import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const romWithoutPci: DomainRule = {
  code: 'hostdev/rom-without-pci',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A host device that stands on no PCI bus of the guest has an option ROM.',
  why: 'ROM tuning is something of PCI; the QEMU driver refuses it on other devices.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><[[rom]] bar='off'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><rom bar='off'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding | Undecided> {
  for (const passed of passedDevices(domain)) {
    const { list, index, device } = passed
    const rom = device.rom
    if (rom === undefined || (rom.enabled === undefined && rom.bar === undefined && rom.file === undefined)) continue
    const type = guestBusOf(passed, machine)
    if (type === 'unknown') {
      yield { why: 'Where the device stands in the guest is not known.', refusedBy: ['define'] }
    } else if (!['none', 'pci', 'unassigned'].includes(type)) {
      yield {
        path: [list, index, 'rom'],
        message: `An option ROM belongs to PCI devices; this one has ${inWords(type)} in the guest.`,
        help: 'Remove the <rom>.',
        mend: (document) => document.remove([list, index, 'rom']),
      }
    }
  }
}
