import { visible } from '../../xml/visible.js'
import { mdevsOf } from '../facts/mdevs.js'
import { repeated } from '../facts/repeated.js'
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
  const named = domains.flatMap((each, domain) =>
    mdevsOf(each.document.draft).map(({ index, hostdev: { uuid } }) => ({
      domain,
      identity: identityOf(each),
      path: ['hostdevs', index, 'uuid'],
      uuid,
    })),
  )
  for (const { item, first } of repeated(named, ({ uuid }) => uuid)) {
    if (item.identity === first.identity) continue
    yield {
      domain: item.domain,
      path: item.path,
      message: `The mediated device ${item.uuid ?? ''} is also given to the domain in ${visible(domains[first.domain]?.file ?? '')}.`,
      help: 'Give each domain a device of its own; only domains that never run at the same time can share one.',
      related: [{ domain: first.domain, path: first.path, message: 'The other domain names it here.' }],
    }
  }
}
