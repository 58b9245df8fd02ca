import type { DomainRule } from '../rule.js'

export const typeMissing: DomainRule = {
  code: 'hostdev/type-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A host device does not say what type it is of.',
  why: 'The type says what kind of device it is and how the rest is read; libvirt guesses none.',
  examples: {
    bad: [
      {
        devices: `<[[hostdev]] mode='subsystem'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
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
