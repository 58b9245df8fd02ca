import type { DomainRule } from '../rule.js'

export const addressCcwIncomplete: DomainRule = {
  code: 'address/ccw-incomplete',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A channel address has some of its three parts and not all.',
  why: 'libvirt chooses a whole address, or takes one that is whole.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><[[address]] type='ccw' cssid='0xfe'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='ccw'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
