import { visible } from '../../xml/visible.js'
import { numberIn } from '../facts/number-in.js'
import { placedDevices, type PlacedDevice } from '../facts/placed-devices.js'
import { faultOfPort, portPath } from '../facts/usb-ports.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const addressUsbUnreachable: DomainRule = {
  code: 'address/usb-unreachable',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A USB device stands at a port that the guest does not have, or that is taken.',
  why: 'A bus is a USB controller of the guest, and its ports are counted from 1; ports behind a hub need the hub.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><[[address]] type='usb' bus='0' port='9'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><[[address]] type='usb' bus='1' port='1'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><address type='usb' bus='0' port='1'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding | Undecided> {
  const taken = new Map<string, PlacedDevice>()
  for (const device of placedDevices(facts.domain, 'usb')) {
    const { index, address, isPassed } = device
    const bus = numberIn(address.bus ?? '0', 10) ?? 0
    const port = portPath(address.port)
    const place = `${bus}:${port ?? ''}`
    const before = port === undefined ? undefined : taken.get(place)
    if (before === undefined) taken.set(place, device)
    if (!isPassed && before?.isPassed !== true) continue
    const path = ['devices', index, 'address']
    if (before !== undefined) {
      yield {
        path,
        message: `The USB port ${visible(port ?? '')} of bus ${bus} is taken twice.`,
        related: [{ path: ['devices', before.index, 'address'], message: 'It is taken here first.' }],
      }
      continue
    }
    const fault = faultOfPort(bus, port, facts)
    if (fault === undefined) continue
    if ('why' in fault) yield { ...fault, refusedBy: ['define'] }
    else yield { path, message: fault.message }
  }
}
