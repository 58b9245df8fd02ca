import { passedDevices } from '../facts/passed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const driverUnsupported: DomainRule = {
  code: 'hostdev/driver-unsupported',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'A PCI host device is to be given by a driver that QEMU guests no longer have.',
  why: 'libvirt gives PCI devices to QEMU through VFIO alone: its KVM assignment is gone since 5.7, and xen is for Xen. Both are still read, and refused when the guest is started.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><driver name='[[kvm]]'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><driver name='vfio'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    const driver = 'driver' in device ? device.driver : undefined
    if (driver?.name === undefined || driver.name === 'vfio') continue
    yield {
      path: [list, index, 'driver', 'name'],
      message: `QEMU guests are given PCI devices through vfio, not ${driver.name}.`,
      help: "Say name='vfio'.",
      mend: (document) => document.set([list, index, 'driver', 'name'], 'vfio'),
    }
  }
}
