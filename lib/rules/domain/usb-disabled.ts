import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const usbDisabled: DomainRule = {
  code: 'hostdev/usb-disabled',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A USB device is given to a guest that has no USB.',
  why: "An s390 guest has no USB controller by itself, and <controller type='usb' model='none'/> takes it from any other.",
  examples: {
    bad: [
      {
        arch: 's390x',
        devices: `<[[hostdev]] mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding> {
  const controllers = (domain.controllers ?? []).filter(({ type }) => type === 'usb')
  const off = controllers.some(({ model }) => model === 'none')
  if (!off && (machine.chipset !== 'ccw' || controllers.length > 0)) return
  for (const { list, index, device } of passedDevices(domain)) {
    const type = list === 'interfaces' ? device.source?.type : 'type' in device ? device.type : undefined
    // libvirt 9.0.0 takes a block device for one on USB where USB is switched off.
    if (type !== 'usb' && !(off && type === 'storage')) continue
    yield {
      path: [list, index],
      message: off ? "USB is switched off in this guest (model='none')." : 'This guest has no USB controller.',
      ...(off && list === 'hostdevs' ? { refusedBy: ['parse'] as const } : { help: "Add a <controller type='usb'/>." }),
    }
  }
}
