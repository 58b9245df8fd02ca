import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const bootOrderWithOsBoot: DomainRule = {
  code: 'device/boot-order-with-os-boot',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'A host device has a place in the boot order of a domain whose <os> names what to boot.',
  why: 'Either the devices have an order of their own, or <os> has <boot> elements; libvirt refuses both together.',
  examples: {
    bad: [
      {
        os: `<boot dev='hd'/>`,
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><boot order='[[1]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><boot order='1'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  if ((domain.osBoot ?? []).length === 0) return
  for (const { list, index, device } of passedDevices(domain)) {
    if (device.boot?.order === undefined) continue
    yield {
      path: [list, index, 'boot', 'order'],
      message: `The boot order ${device.boot.order} stands beside a <boot> in <os>.`,
      help: 'Remove the <boot> of <os>, or that of the device.',
    }
  }
}
