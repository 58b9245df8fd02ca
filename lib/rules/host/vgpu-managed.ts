import { examplePciHost } from '../examples/example-host.js'
import { isNvidiaVirtualFunction, pciNodeAt } from '../facts/host-pci.js'
import { pciSources } from '../facts/pci-sources.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const vgpuManaged: DomainRule = {
  code: 'host/vgpu-managed',
  severity: 'error',
  refusedBy: ['start'],
  summary: "A virtual function on which NVIDIA's driver makes vGPUs is managed.",
  why: "With managed='yes' libvirt takes the function from its driver when the guest is started. NVIDIA's driver is what makes the vGPU, so it has to keep the function: the rebinding fails, and the vGPU is lost.",
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='[[yes]]'><source><address domain='0x0000' bus='0x41' slot='0x00' function='0x4'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='no'><source><address domain='0x0000' bus='0x41' slot='0x00' function='0x4'/></source></hostdev>`,
        host: examplePciHost,
      },
    ],
  },
  check,
}

function* check({ domain, host }: DomainFacts): Iterable<Finding> {
  if (host === undefined) return
  for (const { list, index, address, managed } of pciSources(domain)) {
    const node = managed ? pciNodeAt(host, address) : undefined
    if (node === undefined || !isNvidiaVirtualFunction(host, node)) continue
    yield {
      path: [list, index, 'managed'],
      message: `NVIDIA's driver makes vGPUs on the virtual function ${node.id} and has to keep it, so it cannot be managed.`,
      help: "Say managed='no'.",
      mend: (document) => document.set([list, index, 'managed'], false),
      certainty: 'likely',
    }
  }
}
