import type { Hostdev } from '../../libvirt/hostdev.js'
import type { InterfaceHostdev } from '../../libvirt/interface-hostdev.js'
import type { Draft } from '../../shape/draft.js'
import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const addressType: DomainRule = {
  code: 'hostdev/address-type',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'The guest address of a host device is of a type that its model cannot have.',
  why: 'A vfio-pci device stands on a PCI bus of the guest, a vfio-ccw device on a channel; a passed-through PCI function has a PCI address or is unassigned, and each other kind has a bus of its own.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='[[drive]]' controller='0'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='[[pci]]' slot='0x05'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='pci' bus='0x01' slot='0x05'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    const type = device.address?.type
    const allowed = list === 'interfaces' ? allowedForInterface(device) : allowedFor(device)
    if (type === undefined || allowed === undefined || allowed.types.includes(type)) continue
    yield {
      path: [list, index, 'address', 'type'],
      message: `${allowed.what} cannot have a guest address of type '${type}', only '${allowed.types.join("' or '")}'.`,
      help: 'Leave the <address> out: libvirt then chooses one.',
      mend: (document) => document.remove([list, index, 'address']),
    }
  }
}

interface Allowed {
  readonly what: string
  readonly types: readonly string[]
}

function allowedFor(hostdev: Draft<Hostdev>): Allowed | undefined {
  if (hostdev.type === 'pci') return { what: 'A PCI host device', types: ['pci', 'unassigned'] }
  if (hostdev.type === 'usb') return { what: 'A USB host device', types: ['usb'] }
  if (hostdev.type === 'scsi') return { what: 'A SCSI host device', types: ['drive'] }
  if (hostdev.type === 'scsi_host') return { what: 'A SCSI adapter', types: ['pci', 'ccw'] }
  if (hostdev.type !== 'mdev') return undefined
  if (hostdev.model === 'vfio-pci') return { what: 'A mediated device of model vfio-pci', types: ['pci'] }
  if (hostdev.model === 'vfio-ccw') return { what: 'A mediated device of model vfio-ccw', types: ['ccw'] }
  return undefined
}

function allowedForInterface({ source }: Draft<InterfaceHostdev>): Allowed | undefined {
  if (source?.type === 'pci') return { what: 'An interface on PCI', types: ['pci'] }
  return source?.type === 'usb' ? { what: 'An interface on USB', types: ['usb'] } : undefined
}
