import type { Path } from '../../diagnostic.js'
import { passedDevices } from '../facts/passed-devices.js'
import { libvirtVersion } from '../facts/libvirt-version.js'
import { newerParts } from '../facts/newer-parts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const newerLibvirt: DomainRule = {
  code: 'hostdev/newer-libvirt',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'A part of a host device, or of a domain for them, is newer than the libvirt that is asked about.',
  why: 'An older libvirt drops what it does not know; its schema, which virsh define --validate asks, refuses it. A USB device that has nothing but a port is refused by its parser, too.',
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
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><address bus='2' device='5' port='[[1.2]]'/></source></hostdev>`,
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

const IOMMUFD_SINCE = '12.2'

function* check({ document, domain, libvirt }: DomainFacts): Iterable<Finding> {
  if (domain.iommufd !== undefined && libvirt < libvirtVersion(IOMMUFD_SINCE)) {
    yield { path: ['iommufd'], message: `libvirt knows iommufd of a domain from ${IOMMUFD_SINCE} on.` }
  }
  for (const { list, index, device } of passedDevices(domain)) {
    const isUnread = (path: Path): boolean => hasDiagnosticAt(document, [list, index, ...path])
    for (const { path, since, named, asksFor } of newerParts(device, libvirt, isUnread)) {
      const told = `libvirt knows ${named} of such a device from ${since} on`
      yield asksFor === undefined
        ? { path: [list, index, ...path], message: `${told}.` }
        : {
            path: [list, index, ...path],
            message: `${told}; an older one asks for ${asksFor}.`,
            severity: 'error',
            refusedBy: ['schema', 'parse'],
          }
    }
  }
}

function hasDiagnosticAt({ diagnostics }: DomainFacts['document'], place: Path): boolean {
  return diagnostics.some(
    ({ path }) => path.length === place.length && path.every((key, depth) => key === place[depth]),
  )
}
