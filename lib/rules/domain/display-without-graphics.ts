import { PCI_DISPLAY_SINCE } from '../facts/newer-parts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const displayWithoutGraphics: DomainRule = {
  code: 'hostdev/display-without-graphics',
  severity: 'error',
  refusedBy: ['define'],
  summary: "A host device has display='on' in a domain without graphics.",
  why: 'The screen of the device is shown through a <graphics> element (VNC, SPICE, ...); the QEMU driver refuses the domain without one.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='[[on]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<graphics type='vnc'/>
<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='off'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, libvirt }: DomainFacts): Iterable<Finding> {
  if ((domain.graphics ?? []).length > 0) return
  for (const [index, hostdev] of (domain.hostdevs ?? []).entries()) {
    if (!('display' in hostdev) || hostdev.display !== 'on') continue
    // An older libvirt drops the attribute.
    if (hostdev.type === 'pci' && libvirt < PCI_DISPLAY_SINCE) continue
    // On other models display has no effect at all, and libvirt does not ask for graphics.
    if (hostdev.type === 'mdev' && hostdev.model !== undefined && hostdev.model !== 'vfio-pci') continue
    yield {
      path: ['hostdevs', index, 'display'],
      message: "display='on' needs a <graphics> device, and this domain has none.",
      help: "Add a <graphics> device, or say display='off'.",
    }
  }
}
