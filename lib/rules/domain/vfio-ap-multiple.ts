import { mdevsOf } from '../facts/mdevs.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const vfioApMultiple: DomainRule = {
  code: 'hostdev/vfio-ap-multiple',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A domain has more than one crypto device.',
  why: 'A guest has one crypto matrix; all adapters and domains it needs go into one mediated device.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>
<hostdev mode='subsystem' type='mdev' model='[[vfio-ap]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>
<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  const [first, ...more] = mdevsOf(domain).filter(({ hostdev }) => hostdev.model === 'vfio-ap')
  for (const { index } of more) {
    yield {
      path: ['hostdevs', index, 'model'],
      message: 'Only one host device of a domain can be of model vfio-ap, and another one before this is.',
      ...(first && { related: [{ path: ['hostdevs', first.index, 'model'], message: 'The first one is here.' }] }),
    }
  }
}
