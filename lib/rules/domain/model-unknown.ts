import type { DomainRule } from '../rule.js'

export const modelUnknown: DomainRule = {
  code: 'hostdev/model-unknown',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'The model of a mediated host device is none that libvirt knows.',
  why: 'libvirt knows the models vfio-pci, vfio-ccw and vfio-ap.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='[[vfio-platform]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
