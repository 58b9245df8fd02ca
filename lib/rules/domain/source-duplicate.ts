import { kindOf, passedDevices } from '../facts/passed-devices.js'
import { sameSources, sourceKey } from '../facts/same-source.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const sourceDuplicate: DomainRule = {
  code: 'hostdev/source-duplicate',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'Two devices of a domain are the same device of the host.',
  why: 'A device can be given to one guest once, whether as a host device or as an interface. Mediated devices have a rule of their own.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source></hostdev>
<hostdev mode='subsystem' type='pci' managed='no'><source><[[address]] domain='0' bus='6' slot='1' function='0'/></source></hostdev>`,
      },
      {
        devices: `<interface type='hostdev' managed='yes'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source></interface>
<hostdev mode='subsystem' type='pci'><source><[[address]] domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>
<hostdev mode='subsystem' type='usb'><[[source]]><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const [device, before] of sameSources(passedDevices(domain))) {
    yield {
      path: [device.list, device.index, sourceKey(device)],
      message: `This ${kindOf(device) ?? 'device'} is given to the domain twice.`,
      related: [{ path: [before.list, before.index, sourceKey(before)], message: 'It is named here first.' }],
    }
  }
}
