import { formatCcwAddress } from '../../libvirt/ccw-address.js'
import { numberIn } from '../number-in.js'
import { placedDevices } from '../placed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const addressCcwDuplicate: DomainRule = {
  code: 'address/ccw-duplicate',
  severity: 'error',
  refusedBy: ['define'],

  summary: 'Two devices have the same channel address in the guest.',
  why: 'A device number of a channel subsystem belongs to one device.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/></hostdev>
<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source><[[address]] type='ccw' cssid='0xfe' ssid='0x0' devno='1'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source><address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/></hostdev>
<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source><address type='ccw' cssid='0xfe' ssid='0x0' devno='2'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding> {
  if (machine.chipset !== 'ccw') return
  const first = new Map<string, number>()
  for (const { index, address } of placedDevices(domain, 'ccw')) {
    const parts = [address.cssid, address.ssid, address.devno].map((part) => numberIn(part ?? '', 0))
    const [cssid, ssid, devno] = parts
    if (cssid === undefined || ssid === undefined || devno === undefined) continue
    const place = formatCcwAddress({ cssid, ssid, devno })
    const before = first.get(place)
    if (before === undefined) {
      first.set(place, index)
      continue
    }
    yield {
      path: ['devices', index, 'address'],
      message: `The channel address ${place} is taken twice.`,
      related: [{ path: ['devices', before, 'address'], message: 'It is taken here first.' }],
      help: 'Leave the <address> out: libvirt then chooses one.',
    }
  }
}
