import { visible } from '../../xml/visible.js'
import { mdevsOf } from '../mdevs.js'
import { identityOf, type SetFacts, type SetFinding, type SetRule } from '../set-rule.js'

export const uuidShared: SetRule = {
  code: 'domains/uuid-shared',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'Two domains name the same mediated device.',
  why: 'libvirt defines both; while one of them runs it refuses to start the other. A domain that was cloned needs devices of its own.',
  examples: {
    bad: [
      {
        domains: [
          `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4B20D080-1B54-4048-85B3-A6A62D165C01]]'/></source></hostdev>`,
        ],
      },
    ],
    good: [
      {
        domains: [
          `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
          `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
        ],
      },
    ],
  },
  check,
}

function* check({ domains }: SetFacts): Iterable<SetFinding> {
  const first = new Map<string, { readonly domain: number; readonly index: number; readonly identity: string }>()
  for (const [domain, each] of domains.entries()) {
    const identity = identityOf(each)
    for (const { index, hostdev } of mdevsOf(each.document.draft)) {
      const { uuid } = hostdev
      if (uuid === undefined) continue
      const before = first.get(uuid)
      if (before === undefined) first.set(uuid, { domain, index, identity })
      if (before === undefined || before.identity === identity) continue
      yield {
        domain,
        path: ['hostdevs', index, 'uuid'],
        message: `The mediated device ${uuid} is also given to the domain in ${visible(domains[before.domain]?.file ?? '')}.`,
        help: 'Give each domain a device of its own; only domains that never run at the same time can share one.',
        related: [
          {
            domain: before.domain,
            path: ['hostdevs', before.index, 'uuid'],
            message: 'The other domain names it here.',
          },
        ],
      }
    }
  }
}
