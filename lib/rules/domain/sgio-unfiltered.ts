import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const sgioUnfiltered: DomainRule = {
  code: 'hostdev/sgio-unfiltered',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A SCSI host device asks for unfiltered commands.',
  why: "The kernel no longer lets a guest's SCSI commands through unfiltered, and libvirt refuses to ask for it.",
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='scsi' sgio='[[unfiltered]]'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='scsi' sgio='filtered'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (hostdev.type !== 'scsi' || hostdev.sgio !== 'unfiltered') continue
    yield {
      path: ['hostdevs', index, 'sgio'],
      message: "sgio='unfiltered' is no longer supported.",
      help: 'Leave it out: filtered is what there is.',
      mend: (document) => document.remove(['hostdevs', index, 'sgio']),
    }
  }
}
