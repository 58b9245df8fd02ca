import { scsiModel } from '../facts/drive-places.js'
import { scsiRoom } from '../facts/scsi-room.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const addressDriveUnreachable: DomainRule = {
  code: 'address/drive-unreachable',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A SCSI host device stands at a place that its controller does not have.',
  why: 'A controller has one bus; that of model lsilogic, which machines with PCI get by themselves, has one target.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><[[address]] type='drive' controller='0' bus='1' target='0' unit='0'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><[[address]] type='drive' controller='0' bus='0' target='4' unit='0'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<controller type='scsi' index='0' model='virtio-scsi'/>
<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='0' bus='0' target='4' unit='0'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding | Undecided> {
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (hostdev.type !== 'scsi' || !('address' in hostdev) || hostdev.address.type !== 'drive') continue
    const { controller = 0, bus = 0, target = 0 } = hostdev.address
    const path = ['hostdevs', index, 'address']
    if (bus > 0) yield { path, message: `A SCSI controller has the bus 0 alone, and no bus ${bus}.` }
    const room = scsiRoom(domain, controller, machine)
    const many = `libvirt adds the SCSI controllers up to ${controller}`
    if (room === 'none') yield { path, message: `${many}, and the guest has no room for so many.` }
    if (room === 'unknown') {
      yield { why: `${many}, and whether the guest has room for so many is not known.`, refusedBy: ['define'] }
    }
    if (target === 0) continue
    const model = scsiModel(domain, controller, machine)
    if (model === undefined) {
      yield { why: `The model of the SCSI controller ${controller} is not known.`, refusedBy: ['define'] }
    } else if (model === 'lsilogic') {
      yield {
        path,
        message: `The SCSI controller ${controller} of model lsilogic has the target 0 alone, and no target ${target}.`,
        help: `Say <controller type='scsi' index='${controller}' model='virtio-scsi'/>.`,
      }
    }
  }
}
