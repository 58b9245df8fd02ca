import { diskPlaces, drivePlace } from '../drive-places.js'
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

/** libvirt looks at the addresses of all host devices here, those too that cannot have one of this type. */
function* check({ domain }: DomainFacts): Iterable<Finding> {
  const disks = diskPlaces(domain)
  const first = new Map<string, number>()
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (!('address' in hostdev) || hostdev.address.type !== 'drive') continue
    const place = drivePlace(hostdev.address)
    const before = first.get(place)
    if (before === undefined && !disks.has(place)) {
      first.set(place, index)
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
