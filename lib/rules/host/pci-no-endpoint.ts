import { examplePciHost } from '../examples/example-host.js'
import { pciNodeAt } from '../facts/host-pci.js'
import { pciSources } from '../facts/pci-sources.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const pciNoEndpoint: DomainRule = {
  code: 'host/pci-no-endpoint',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The PCI function is a bridge.',
  why: 'Only the devices at the end of a bus can be given to a guest; libvirt refuses bridges when the guest is started.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x00' slot='0x03' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x3b' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
  },
  check,
}

function* check({ domain, host }: DomainFacts): Iterable<Finding> {
  if (host === undefined) return
  for (const { path, address } of pciSources(domain)) {
    const node = pciNodeAt(host, address)
    if (node?.bridge === undefined) continue
    yield { path, message: `The host's PCI function ${node.id} is a bridge, which no guest can have.` }
  }
}
