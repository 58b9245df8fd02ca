import type { DomainRule } from '../rule.js'

export const teamingUntold: DomainRule = {
  code: 'hostdev/teaming-untold',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A team names its persistent one, and not which one of the two the device is.',
  why: 'A device of the host is the transient one of a team: it goes away for a migration, and the persistent one stays.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><[[teaming]] persistent='ua-net'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source><teaming type='transient' persistent='ua-net'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
