import type { DomainRule } from '../rule.js'

export const uuidInvalid: DomainRule = {
  code: 'hostdev/uuid-invalid',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'The UUID of a mediated host device is not one.',
  why: 'libvirt reads 32 hexadecimal digits in any letter case, with or without dashes; braces, a missing digit or a trailing dash are refused.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[{4b20d080-1b54-4048-85b3-a6a62d165c01}]]'/></source></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3]]'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4B20D0801B54404885B3A6A62D165C01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
