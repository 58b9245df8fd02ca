import { visible } from '../../xml/visible.js'
import { exampleHost } from '../examples/example-host.js'
import { knownFor, missingMdevs, offersOf, typeNamed, typeUntold } from '../facts/host-facts.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const typeMissing: DomainRule = {
  code: 'host/type-missing',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The device does not exist, and its type is offered by no parent of the host.',
  why: "libvirt defines a device of any type; that the parent offers it shows only when the device is started. The type is known from the device's node device XML or definition.",
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c02]]'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02', type: 'nvidia-999' }],
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02', type: 'nvidia-231', parent: 'pci_0000_06_00_0' }],
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding | Undecided> {
  const { host } = facts
  if (host === undefined) return
  for (const { index, uuid } of missingMdevs(facts, host)) {
    const known = knownFor(facts, host, uuid)
    if (known === undefined) {
      yield typeUntold(uuid)
      continue
    }
    if (offersOf(host, known.type, known.parent).length > 0) continue
    const elsewhere = offersOf(host, known.type).map(({ parent }) => parent)
    const where =
      known.parent === undefined ? 'No parent of the host offers' : `The parent ${visible(known.parent)} does not offer`
    yield {
      path: ['hostdevs', index, 'uuid'],
      message: `${where} ${typeNamed(known)} of the missing device ${uuid}.`,
      ...(elsewhere.length === 0 ? {} : { help: `It is offered by ${elsewhere.map(visible).join(', ')}.` }),
    }
  }
}
