import { visible } from '../../xml/visible.js'
import { exampleHost } from '../examples/example-host.js'
import { instancesLeft, knownFor, missingMdevs, offersOf, typeNamed, typeUntold } from '../facts/host-facts.js'
import { Placement } from '../facts/placement.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const typeExhausted: DomainRule = {
  code: 'host/type-exhausted',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The device does not exist, and no parent that offers its type has an instance left.',
  why: 'The parents say how many devices of a type they could still make; other types on the same hardware may have taken the last one.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c02]]'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02', type: 'nvidia-232' }],
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02', type: 'nvidia-231' }],
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding | Undecided> {
  const { host } = facts
  if (host === undefined) return
  const placement = new Placement(host)
  for (const { index, uuid } of missingMdevs(facts, host)) {
    const known = knownFor(facts, host, uuid)
    if (known === undefined) {
      yield typeUntold(uuid)
      continue
    }
    const offers = offersOf(host, known.type, known.parent)
    if (offers.length === 0) continue
    const placed = placement.add(known)
    if (placed === 'placed') continue
    if (placed === 'unread' || placed === 'unsolved') {
      yield {
        why:
          placed === 'unread'
            ? `How many instances of ${visible(known.type)} are left could not be read.`
            : `There are too many ways to make the missing device ${uuid} beside the others.`,
      }
      continue
    }
    const left = instancesLeft(offers)
    const parents = offers.map(({ parent }) => visible(parent)).join(', ')
    const message =
      placed === 'likely'
        ? `The missing device ${uuid} of ${typeNamed(known)} does not fit on ${parents} beside the other missing devices of this domain, which share its hardware.`
        : left === 0
          ? `No instance of ${typeNamed(known)} of the missing device ${uuid} is left on ${parents}.`
          : `Of ${typeNamed(known)} of the missing device ${uuid} only ${left} more can be made on ${parents}, and other devices of this domain need them.`
    yield {
      path: ['hostdevs', index, 'uuid'],
      message,
      help: 'Remove a device that shares the hardware, or choose another parent or type.',
      ...(placed === 'likely' ? { certainty: 'likely' as const } : {}),
    }
  }
}
