import { visible } from '../../xml/visible.js'
import { mdevsOf } from '../facts/mdevs.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const modelUnavailable: DomainRule = {
  code: 'hostdev/model-unavailable',
  severity: 'error',
  refusedBy: ['define'],
  summary: "The guest's emulator has no device of the model.",
  why: 'vfio-ccw and vfio-ap are devices of s390x; the emulators of other architectures do not have them.',
  examples: {
    bad: [
      {
        arch: 'x86_64',
        devices: `<hostdev mode='subsystem' type='mdev' model='[[vfio-ccw]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
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

function* check({ domain, machine }: DomainFacts): Iterable<Finding> {
  for (const { index, hostdev } of mdevsOf(domain)) {
    const { model } = hostdev
    if (model === undefined || machine.emulator.has(model)) continue
    yield {
      path: ['hostdevs', index, 'model'],
      message: `The emulator of ${machine.arch === undefined ? 'this guest' : visible(machine.arch)} has no device ${model}.`,
    }
  }
}
