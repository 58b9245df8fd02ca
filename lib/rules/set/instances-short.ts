import type { Path } from '../../diagnostic.js'
import { visible } from '../../xml/visible.js'
import { exampleHost } from '../examples/example-host.js'
import { activeDevice, instancesLeft, knownFor, offersOf, typeNamed } from '../facts/host-facts.js'
import type { KnownDevice } from '../known-device.js'
import { mdevsOf } from '../facts/mdevs.js'
import { Placement } from '../facts/placement.js'
import { identityOf, type SetFacts, type SetFinding, type SetRule, type SetUndecided } from '../set-rule.js'

const known = (last: string, type: string): KnownDevice => ({
  uuid: `4b20d080-1b54-4048-85b3-a6a62d165c${last}`,
  type,
})
const devices = (last: string): string =>
  `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='${last}'/></source></hostdev>`
const almostFull = { ...exampleHost, types: exampleHost.types.map((type) => ({ ...type, availableInstances: 1 })) }

export const instancesShort: SetRule = {
  code: 'domains/instances-short',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The domains together want more missing devices than the host can make at the same time.',
  why: 'Each domain by itself could have its devices. What a parent says that it can still make is for one type; the types of one card share its hardware.',
  needs: 'host',
  examples: {
    bad: [
      {
        domains: [devices('4b20d080-1b54-4048-85b3-a6a62d165c02'), devices('[[4b20d080-1b54-4048-85b3-a6a62d165c03]]')],
        host: almostFull,
        known: [known('02', 'nvidia-231'), known('03', 'nvidia-231')],
      },
      {
        domains: [devices('4b20d080-1b54-4048-85b3-a6a62d165c02'), devices('[[4b20d080-1b54-4048-85b3-a6a62d165c03]]')],
        host: almostFull,
        known: [known('02', 'nvidia-231'), known('03', 'nvidia-232')],
      },
    ],
    good: [
      {
        domains: [devices('4b20d080-1b54-4048-85b3-a6a62d165c02'), devices('4b20d080-1b54-4048-85b3-a6a62d165c03')],
        host: exampleHost,
        known: [known('02', 'nvidia-231'), known('03', 'nvidia-231')],
      },
    ],
  },
  check,
}

interface Wish {
  readonly domain: number
  readonly path: Path
  readonly identity: string
  readonly type: string
}

function* check(facts: SetFacts): Iterable<SetFinding | SetUndecided> {
  const { domains, host } = facts
  if (host === undefined) return
  const together = new Placement(host)
  const wishes = new Map<string, Wish>()
  for (const [domain, each] of domains.entries()) {
    const identity = identityOf(each)
    const alone = new Placement(host)
    for (const { index, hostdev } of mdevsOf(each.document.draft)) {
      const { uuid } = hostdev
      // A device that two domains name is made once.
      if (uuid === undefined || wishes.has(uuid) || activeDevice(host, uuid) !== undefined) continue
      const device = knownFor(facts, host, uuid)
      const offers = device === undefined ? [] : offersOf(host, device.type, device.parent)
      // What the domain shows by itself is told there.
      if (device === undefined || offers.length === 0 || alone.add(device) !== 'placed') continue
      const path = ['hostdevs', index, 'uuid']
      const placed = together.add(device)
      if (placed === 'placed') wishes.set(uuid, { domain, path, identity, type: device.type })
      if (placed === 'unsolved') {
        yield {
          domain,
          why: `There are too many ways to make the missing device ${uuid} beside those of other domains.`,
          refusedBy: ['start'],
        }
      }
      if (placed !== 'certain' && placed !== 'likely') continue
      const others = [...wishes.values()].filter((wish) => wish.identity !== identity)
      const same = others.filter(({ type }) => type === device.type)
      const parents = offers.map(({ parent }) => visible(parent)).join(', ')
      yield {
        domain,
        path,
        message:
          placed === 'certain'
            ? `Of ${typeNamed(device)} of the missing device ${uuid} only ${instancesLeft(offers)} more can be made on ${parents}, and other domains need them.`
            : `The missing device ${uuid} of ${typeNamed(device)} does not fit on ${parents} beside those of other domains, which share its hardware.`,
        help: 'Do not run these domains at the same time, or choose another parent or type.',
        related: (same.length > 0 ? same : others).slice(0, 3).map((wish) => ({
          domain: wish.domain,
          path: wish.path,
          message: `A missing device of type ${visible(wish.type)} is wanted here.`,
        })),
        certainty: placed,
      }
    }
  }
}
