import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const writeFiltering: DomainRule = {
  code: 'hostdev/write-filtering',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A PCI host device of a QEMU guest says how writes to its configuration space are filtered.',
  why: 'Only Xen can do that; the QEMU driver refuses any value.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci'><source writeFiltering='[[no]]'><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    // libvirt does not read it of an interface on USB.
    if (!('writeFiltering' in device) || (list === 'interfaces' && device.source?.type === 'usb')) continue
    yield {
      path: [list, index, 'writeFiltering'],
      message: `QEMU cannot filter writes (writeFiltering='${device.writeFiltering}').`,
      help: 'Remove the attribute writeFiltering.',
      mend: (document) => document.remove([list, index, 'writeFiltering']),
    }
  }
}
