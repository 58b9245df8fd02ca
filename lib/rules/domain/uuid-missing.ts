import type { DomainRule } from '../rule.js'

export const uuidMissing: DomainRule = {
  code: 'hostdev/uuid-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A mediated host device names no UUID.',
  why: 'The UUID in <source><address uuid=.../></source> is the only thing that says which device of the host is meant.',
  examples: {
    bad: [
      { devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><[[address]]/></source></hostdev>` },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address [[uuid='']]/></source></hostdev>`,
      },
      { devices: `<[[hostdev]] mode='subsystem' type='mdev' model='vfio-pci'/>` },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
