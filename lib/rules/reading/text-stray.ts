import type { DomainRule } from '../rule.js'

export const textStray: DomainRule = {
  code: 'read/text-stray',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'libvirt drops text in an element that has none.',
  why: 'Such text is a comment that lost its marks, or a part that lost its tags.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'>[[the second card]]<source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><!-- the second card --><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
