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

const IOMMUFD_SINCE = '12.2'

function* check({ document, domain, libvirt }: DomainFacts): Iterable<Finding> {
  if (domain.iommufd !== undefined && libvirt < libvirtVersion(IOMMUFD_SINCE)) {
    yield { path: ['iommufd'], message: `libvirt knows iommufd of a domain from ${IOMMUFD_SINCE} on.` }
  }
  for (const { list, index, device } of passedDevices(domain)) {
    for (const { path, since, named } of newerParts(device, libvirt)) {
      if (path.at(-1) === 'driver' && isMisnamed(document, [list, index, ...path, 'name'])) continue
      yield {
        path: [list, index, ...path],
        message: `libvirt knows ${named} of such a device from ${since} on.`,
      }
    }
  }
}

/** Whether a driver has a name that could not be read, which is no driver without one. */
function isMisnamed({ diagnostics }: DomainFacts['document'], name: Path): boolean {
  return diagnostics.some(({ path }) => path.length === name.length && path.every((key, depth) => key === name[depth]))
}
