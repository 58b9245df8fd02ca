import { passedDevices } from '../passed-devices.js'
import { newerParts } from '../since.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const newerLibvirt: DomainRule = {
  code: 'hostdev/newer-libvirt',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'A part of a host device is newer than the libvirt that is asked about.',
  why: 'An older libvirt drops what it does not know; its schema, which virsh define --validate asks, refuses it.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes' display='[[off]]'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source></hostdev>`,
        libvirt: '9.0',
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><acpi nodeset='[[0]]'/></hostdev>`,
        libvirt: '9.0',
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><acpi index='7'/></hostdev>`,
        libvirt: '9.0',
      },
    ],
  },
  check,
}

function* check({ domain, libvirt }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    for (const { path, since, named } of newerParts(device, libvirt)) {
      yield {
        path: [list, index, ...path],
        message: `libvirt knows ${named} of such a device from ${since} on.`,
      }
    }
  }
}
