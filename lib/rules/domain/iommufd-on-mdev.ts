import { visible } from '../../xml/visible.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const iommufdOnMdev: DomainRule = {
  code: 'hostdev/iommufd-on-mdev',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'A mediated device is to be given through iommufd.',
  why: 'QEMU takes mediated devices through the older VFIO groups alone; libvirt knows iommufd on PCI host devices, from 12.1 on, and drops it here.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><driver iommufd='[[yes]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const [index, { type, iommufd }] of (domain.devices ?? []).entries()) {
    if (type !== 'mdev' || iommufd === undefined) continue
    yield {
      path: ['devices', index, 'iommufd'],
      message: `A mediated device cannot be given through iommufd (iommufd='${visible(iommufd)}').`,
      help: 'Remove the <driver>.',
      mend: (document) => document.remove(['devices', index, 'iommufd']),
    }
  }
}
