import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const modeCapabilities: DomainRule = {
  code: 'hostdev/mode-capabilities',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A host device of mode capabilities is given to a QEMU guest.',
  why: "The mode is for containers (LXC); a virtual machine is given a device as a whole, with mode='subsystem'.",
  examples: {
    bad: [
      {
        devices: `<hostdev mode='[[capabilities]]' type='misc'><source><char>/dev/input/event3</char></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (!('mode' in hostdev) || hostdev.mode !== 'capabilities') continue
    yield { path: ['hostdevs', index, 'mode'], message: "QEMU knows no host devices of mode='capabilities'." }
  }
}
