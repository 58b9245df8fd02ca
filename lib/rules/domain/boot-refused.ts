import type { Hostdev } from '../../libvirt/hostdev.js'
import type { Draft } from '../../shape/draft.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const bootRefused: DomainRule = {
  code: 'hostdev/boot-refused',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A host device has a place in the boot order that cannot be booted from.',
  why: 'Mediated devices of the models vfio-pci and vfio-ap, and SCSI adapters, cannot be booted from.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><boot order='[[1]]'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='scsi_host'><source protocol='vhost' wwpn='naa.5123456789abcde0'/><boot order='[[1]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><boot order='1'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><boot order='1'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    const what = unbootable(hostdev)
    if (what === undefined || !('boot' in hostdev) || hostdev.boot.order === undefined) continue
    yield {
      path: ['hostdevs', index, 'boot', 'order'],
      message: `A guest cannot boot from ${what}, which has the boot order ${hostdev.boot.order}.`,
      help: 'Remove the <boot>.',
      mend: (document) => document.remove(['hostdevs', index, 'boot']),
    }
  }
}

function unbootable(hostdev: Draft<Hostdev>): string | undefined {
  if (hostdev.type === 'scsi_host') return 'a SCSI adapter'
  if (hostdev.type !== 'mdev' || hostdev.model === undefined || hostdev.model === 'vfio-ccw') return undefined
  return `a mediated device of model ${hostdev.model}`
}
