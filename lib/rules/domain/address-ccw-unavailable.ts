import { visible } from '../../xml/visible.js'
import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const addressCcwUnavailable: DomainRule = {
  code: 'address/ccw-unavailable',
  severity: 'error',
  refusedBy: ['define'],
  summary: "A host device stands on a channel, and the guest's machine has none.",
  why: 'Channel addresses are those of s390; other machines have PCI.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='scsi_host'><source protocol='vhost' wwpn='naa.5123456789abcde0'/><[[address]] type='ccw'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi_host'><source protocol='vhost' wwpn='naa.5123456789abcde0'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding> {
  if (machine.chipset === 'ccw' || machine.arch === undefined) return
  for (const { list, index, device } of passedDevices(domain)) {
    if (device.address?.type !== 'ccw') continue
    yield {
      path: [list, index, 'address'],
      message: `A machine of ${visible(machine.arch)} has no channels.`,
      help: 'Leave the <address> out: libvirt then chooses one.',
      mend: (document) => document.remove([list, index, 'address']),
    }
  }
}
