import { mdevsOf } from '../facts/mdevs.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const managedIgnored: DomainRule = {
  code: 'hostdev/managed-ignored',
  severity: 'info',
  refusedBy: [],
  effect: 'ignored',
  summary: 'A mediated device is managed.',
  why: "libvirt takes no mediated device from the host and gives none back: it keeps managed='yes' and does nothing with it. The device has to be there before the guest is started.",
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' managed='[[yes]]' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { index, hostdev } of mdevsOf(domain)) {
    if (hostdev.managed !== true) continue
    yield {
      path: ['hostdevs', index, 'managed'],
      message: "managed='yes' has no effect on a mediated device.",
      help: "Say managed='no', and make the device before the guest is started.",
      mend: (document) => document.set(['hostdevs', index, 'managed'], false),
    }
  }
}
