import type { DomainRule } from '../rule.js'

export const partBeyondSchema: DomainRule = {
  code: 'read/part-beyond-schema',
  severity: 'info',
  refusedBy: ['schema'],
  summary: 'libvirt reads the part; only its schema does not know it.',
  why: 'Parser and schema of libvirt differ here; virsh define --validate refuses what virsh define takes.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><[[master]] startport='0'/></hostdev>`,
      },
      {
        devices: `<hostdev xmlns:x='urn:example' mode='subsystem' [[x:type='pci']] managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
