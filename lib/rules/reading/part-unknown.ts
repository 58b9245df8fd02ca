import type { DomainRule } from '../rule.js'

export const partUnknown: DomainRule = {
  code: 'read/part-unknown',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'libvirt does not know the attribute or element, and drops it.',
  why: 'Most often it is misspelt, stands in the wrong element or in a namespace, or belongs to another version. virsh define --validate refuses it.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci' [[colour='red']]><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><[[colour]]/></hostdev>`,
      },
      {
        devices: `<[[x:hostdev]] xmlns:x='urn:example' mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></x:hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
