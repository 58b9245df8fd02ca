import { numberIn } from '../facts/number-in.js'
import { repeated } from '../facts/repeated.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const bootOrderDuplicate: DomainRule = {
  code: 'device/boot-order-duplicate',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'Two devices of a domain have the same place in the boot order.',
  why: 'Each place can be taken once, by disks, interfaces and host devices alike.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><boot order='1'/></hostdev>
<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><boot order='[[1]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><boot order='1'/></hostdev>
<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><boot order='2'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  const ordered = (domain.devices ?? []).map(({ bootOrder = '' }, index) => ({
    index,
    // zero is no place
    order: numberIn(bootOrder, 10) || undefined,
  }))
  for (const { item, first } of repeated(ordered, ({ order }) => order)) {
    yield {
      path: ['devices', item.index, 'bootOrder'],
      message: `The place ${item.order ?? ''} of the boot order is taken twice.`,
      related: [{ path: ['devices', first.index, 'bootOrder'], message: 'It is taken here first.' }],
    }
  }
}
