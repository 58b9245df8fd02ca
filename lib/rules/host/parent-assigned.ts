import { visible } from '../../xml/visible.js'
import { examplePciHost } from '../examples/example-host.js'
import { namedMdevs, parentOfMdev } from '../facts/host-facts.js'
import { devicesOf, functionsOfParent, pciNodeAt } from '../facts/host-pci.js'
import { pciSources } from '../facts/pci-sources.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const parentAssigned: DomainRule = {
  code: 'host/parent-assigned',
  severity: 'error',
  refusedBy: [],
  summary: 'A PCI function is given to the guest whole, and mediated devices or virtual functions are made of it.',
  why: 'When the function is taken from its driver, the mediated devices and virtual functions that the driver makes of it go away, those of other guests too; where one is in use, the kernel waits for it.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x41' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
        host: { ...examplePciHost, devices: [] },
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding> {
  const { domain, host } = facts
  if (host === undefined) return
  for (const { path, address } of pciSources(domain)) {
    const node = pciNodeAt(host, address)
    if (node === undefined) continue
    // Those of this domain that are made of the function, running or not.
    const own = namedMdevs(facts).filter(({ uuid }) => {
      const parent = parentOfMdev(facts, host, uuid)
      return parent !== undefined && functionsOfParent(host, parent).includes(node)
    })
    const running = devicesOf(host, node)
    const virtual = node.virtFunctions?.addresses.length ?? 0
    if (own.length === 0 && running.length === 0 && virtual === 0) continue
    const [device] = running
    const of = own[0]?.uuid ?? device?.id
    const what =
      of === undefined
        ? `${virtual} virtual ${virtual === 1 ? 'function is' : 'functions are'} made of it`
        : `the mediated device ${visible(of)} is made of it`
    yield {
      path,
      message: `The PCI function ${node.id} is given to the guest, and ${what}.`,
      help: 'Give the guest the function or what is made of it, not both.',
      related: own.map(({ index, uuid }) => ({
        path: ['hostdevs', index, 'uuid'],
        message: `${uuid} is made of it.`,
      })),
      certainty: own.length > 0 ? 'certain' : 'likely',
    }
  }
}
