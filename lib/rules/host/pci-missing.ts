import { formatPciAddress } from '../../libvirt/pci-address.js'
import { examplePciHost } from '../examples/example-host.js'
import { pciNodeAt } from '../facts/host-pci.js'
import { pciSources } from '../facts/pci-sources.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const pciMissing: DomainRule = {
  code: 'host/pci-missing',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The host has no PCI function at that address.',
  why: 'libvirt does not look for the function when a domain is defined, and when the guest is started QEMU does not find it. Virtual functions are gone after a reboot until somebody makes them again.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><[[address]] domain='0x0000' bus='0x07' slot='0x00' function='0x0'/></source></hostdev>`,
        host: examplePciHost,
      },
      {
        devices: `<interface type='hostdev' managed='yes'><source><[[address]] type='pci' domain='0x0000' bus='0x3b' slot='0x02' function='0x0'/></source></interface>`,
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
    if (pciNodeAt(host, address) !== undefined) continue
    yield {
      path,
      message: `The host has no PCI function ${formatPciAddress(address)}.`,
      help: 'The parts of the address are hexadecimal with 0x in front, and decimal without.',
    }
  }
}
