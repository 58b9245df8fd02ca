import { PCI_DISPLAY_SINCE } from '../facts/newer-parts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const ramfbMultiple: DomainRule = {
  code: 'hostdev/ramfb-multiple',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'More than one host device has a boot framebuffer.',
  why: "Only one device of a domain can have ramfb='on': the guest's firmware draws on one screen.",
  examples: {
    bad: [
      {
        devices: `<graphics type='vnc'/>
<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on' ramfb='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>
<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on' ramfb='[[on]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<graphics type='vnc'/>
<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on' ramfb='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>
<hostdev mode='subsystem' type='mdev' model='vfio-pci' ramfb='off'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, libvirt }: DomainFacts): Iterable<Finding> {
  let first: number | undefined
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (!('ramfb' in hostdev) || hostdev.ramfb !== 'on') continue
    // An older libvirt drops the attribute.
    if (hostdev.type === 'pci' && libvirt < PCI_DISPLAY_SINCE) continue
    if (first === undefined) {
      first = index
      continue
    }
    yield {
      path: ['hostdevs', index, 'ramfb'],
      message: "Only one host device of a domain can have ramfb='on', and another one before this has it.",
      related: [{ path: ['hostdevs', first, 'ramfb'], message: 'The first one is here.' }],
      help: "Leave ramfb='on' at the device that the firmware is to draw on.",
    }
  }
}
