import type { DomainRule } from '../rule.js'

export const partRepeated: DomainRule = {
  code: 'read/part-repeated',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'libvirt uses the first of these elements, and drops this one.',
  why: 'Only one of the two can be meant.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><alias name='ua-a'/><[[alias]] name='ua-b'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><alias name='ua-a'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
