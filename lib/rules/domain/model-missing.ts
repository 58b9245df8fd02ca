import type { DomainRule } from '../rule.js'

export const modelMissing: DomainRule = {
  code: 'hostdev/model-missing',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A mediated host device has no model.',
  why: "libvirt does not guess how the guest sees the device: the model has to be the device API of the device's type.",
  examples: {
    bad: [
      {
        devices: `<[[hostdev]] mode='subsystem' type='mdev'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
