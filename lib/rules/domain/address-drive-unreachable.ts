import type { Domain } from '../../libvirt/domain.js'
import type { Draft } from '../../shape/draft.js'
import { scsiModel } from '../facts/drive-places.js'
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

/** As many as there are device numbers. */
const MOST_ON_CCW = 65_536
/** A bridge on each slot of the first bus, and a controller on each slot behind them, are less. */
const MOST_ON_PCI = 1000
const FEW = 257

/** Whether libvirt makes so many controllers, for it makes all up to the one that a device is on, that there may be no room. */
function addsMany({ controllers = [] }: Draft<Domain>, index: number): boolean {
  return index >= FEW + controllers.filter(({ type }) => type === 'scsi').length
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding | Undecided> {
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (hostdev.type !== 'scsi' || !('address' in hostdev) || hostdev.address.type !== 'drive') continue
    const { controller = 0, bus = 0, target = 0 } = hostdev.address
    const path = ['hostdevs', index, 'address']
    if (bus > 0) yield { path, message: `A SCSI controller has the bus 0 alone, and no bus ${bus}.` }
    if (addsMany(domain, controller)) {
      const many = `libvirt adds the SCSI controllers up to ${controller}`
      if (machine.chipset === 'ccw' ? controller >= MOST_ON_CCW : controller >= MOST_ON_PCI) {
        yield { path, message: `${many}, and the guest has no room for so many.` }
      } else if (machine.chipset !== 'ccw') {
        yield { why: `${many}, and whether the guest has room for so many is not known.`, refusedBy: ['define'] }
      }
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
