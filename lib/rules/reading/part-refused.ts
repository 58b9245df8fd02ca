import type { DomainRule } from '../rule.js'

export const partRefused: DomainRule = {
  code: 'read/part-refused',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'libvirt refuses the part on this kind of device.',
  why: 'The part belongs to devices of another kind; libvirt does not pass over it.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes' [[model='vfio-pci']]><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x00' function='0x0'/></source></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
