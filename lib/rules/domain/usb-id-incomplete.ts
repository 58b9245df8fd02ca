import type { DomainRule } from '../rule.js'

export const usbIdIncomplete: DomainRule = {
  code: 'hostdev/usb-id-incomplete',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A USB host device has a vendor without a product, or a product without a vendor.',
  why: 'A USB device is named by both of its numbers, or by its place on the bus.',
  examples: {
    bad: [{ devices: `<hostdev mode='subsystem' type='usb'><[[source]]><vendor id='0x1234'/></source></hostdev>` }],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
      },
      { devices: `<hostdev mode='subsystem' type='usb'><source><address bus='1' device='2'/></source></hostdev>` },
    ],
  },
  check: 'reading',
}
