import { diskPlaces, drivePlace } from '../facts/drive-places.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const addressDriveDuplicate: DomainRule = {
  code: 'address/drive-duplicate',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A SCSI host device stands where another SCSI device of the guest is.',
  why: "A unit of a controller has room for one device, be it a disk or a host device; a disk's place follows from its name where it has no address.",
  examples: {
    bad: [
      {
        devices: `<disk type='file' device='disk'><source file='/disk'/><target dev='sda' bus='scsi'/></disk>
<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><[[address]] type='drive' controller='0' bus='0' target='0' unit='0'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='0' bus='0' target='0' unit='0'/></hostdev>
<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='1'/></source><address type='drive' controller='0' bus='0' target='0' unit='1'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  const { given, derived } = diskPlaces(domain)
  const first = new Map<string, number>()
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    // libvirt 9.0.0 takes a network interface for a SCSI device where it derives the place of a disk.
    const isTaken = hostdev.type === 'net' || hostdev.type === 'scsi'
    if (!isTaken || !('address' in hostdev) || hostdev.address.type !== 'drive') continue
    const place = drivePlace(hostdev.address)
    const isScsi = hostdev.type === 'scsi'
    const before = isScsi ? first.get(place) : undefined
    if (before === undefined && !derived.has(place) && !(isScsi && given.has(place))) {
      if (isScsi) first.set(place, index)
      continue
    }
    yield {
      path: ['hostdevs', index, 'address'],
      message: `The place ${place} (controller:bus:target:unit) is taken by another ${before === undefined ? 'disk' : 'host device'}.`,
      ...(before === undefined
        ? {}
        : { related: [{ path: ['hostdevs', before, 'address'], message: 'It is taken here first.' }] }),
      help: 'Leave the <address> out: libvirt then chooses one.',
    }
  }
}
