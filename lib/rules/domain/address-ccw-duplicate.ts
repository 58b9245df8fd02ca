import { formatCcwAddress } from '../../libvirt/ccw-address.js'
import { numberIn } from '../facts/number-in.js'
import { placedDevices } from '../facts/placed-devices.js'
import type { Draft } from '../../shape/draft.js'
import type { DeviceAddress } from '../../libvirt/domain.js'
import { repeated } from '../facts/repeated.js'
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
  const placed = placedDevices(domain, 'ccw').map(({ index, address }) => ({ index, place: placeOf(address) }))
  for (const { item, first } of repeated(placed, ({ place }) => place)) {
    yield {
      path: ['devices', item.index, 'address'],
      message: `The channel address ${item.place ?? ''} is taken twice.`,
      related: [{ path: ['devices', first.index, 'address'], message: 'It is taken here first.' }],
      help: 'Leave the <address> out: libvirt then chooses one.',
    }
  }
}

function placeOf(address: Draft<DeviceAddress>): string | undefined {
  const [cssid, ssid, devno] = [address.cssid, address.ssid, address.devno].map((part) => numberIn(part ?? '', 0))
  return cssid === undefined || ssid === undefined || devno === undefined
    ? undefined
    : formatCcwAddress({ cssid, ssid, devno })
}
