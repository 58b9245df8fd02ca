import { numberIn } from '../facts/number-in.js'
import { placedDevices } from '../facts/placed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const zpciUidRange: DomainRule = {
  code: 'address/zpci-uid-range',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'The zPCI uid of a guest address is zero or too large.',
  why: "The uids of a guest's PCI functions are numbers from 1 to 0xffff.",
  examples: {
    bad: [
      {
        arch: 's390x',
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci'><zpci uid='[[0x0000]]' fid='0x00000001'/></address></hostdev>`,
      },
    ],
    good: [
      {
        arch: 's390x',
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci'><zpci uid='0x0001' fid='0x00000000'/></address></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding> {
  if (!machine.emulator.has('zpci')) return
  for (const { index, address } of placedDevices(domain, 'pci')) {
    const uid = numberIn(address.zpciUid ?? '', 0)
    if (uid === undefined || (uid > 0 && uid <= 0xffff)) continue
    yield {
      path: ['devices', index, 'address', 'zpciUid'],
      message: `A zPCI uid is a number from 1 to 0xffff, not ${uid}.`,
    }
  }
}
