import { mdevsOf } from '../facts/mdevs.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const addressDropped: DomainRule = {
  code: 'hostdev/address-dropped',
  severity: 'warning',
  refusedBy: [],
  effect: 'dropped',
  summary: 'A crypto device has a guest address.',
  why: 'A vfio-ap device stands on no bus of the guest; libvirt erases its address without a word.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><[[address]] type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { index, hostdev } of mdevsOf(domain)) {
    if (hostdev.model !== 'vfio-ap' || hostdev.address === undefined) continue
    yield {
      path: ['hostdevs', index, 'address'],
      message: 'libvirt drops the guest address of a device of model vfio-ap.',
      help: 'Remove the <address>.',
      mend: (document) => document.remove(['hostdevs', index, 'address']),
    }
  }
}
