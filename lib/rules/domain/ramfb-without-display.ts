import { PCI_DISPLAY_SINCE } from '../facts/newer-parts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const ramfbWithoutDisplay: DomainRule = {
  code: 'hostdev/ramfb-without-display',
  severity: 'warning',
  refusedBy: [],
  effect: 'ignored',
  summary: 'A mediated device has a boot framebuffer and no display.',
  why: "The framebuffer of the firmware is shown on the display of the device; libvirt's documentation asks for display='on', and nothing checks it.",
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci' ramfb='[[on]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<graphics type='vnc'/>
<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on' ramfb='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, libvirt }: DomainFacts): Iterable<Finding> {
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (!('ramfb' in hostdev) || hostdev.ramfb !== 'on' || hostdev.display === 'on') continue
    if (hostdev.type === 'mdev' ? hostdev.model !== 'vfio-pci' : libvirt < PCI_DISPLAY_SINCE) continue
    yield {
      path: ['hostdevs', index, 'ramfb'],
      message: "ramfb='on' shows nothing without display='on'.",
      help: "Say display='on', or remove ramfb.",
    }
  }
}
