import { visible } from '../../xml/visible.js'
import { placedDevices } from '../facts/placed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const zpciUnavailable: DomainRule = {
  code: 'address/zpci-unavailable',
  severity: 'error',
  refusedBy: ['define'],
  summary: "A guest address has numbers for zPCI, which the guest's emulator does not know.",
  why: 'PCI on s390 gives each function a uid and a fid; other machines do not know them.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci' slot='5'><zpci uid='[[0x0001]]'/></address></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci' slot='5'/></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain, machine }: DomainFacts): Iterable<Finding> {
  if (machine.emulator.has('zpci')) return
  for (const { index, address } of placedDevices(domain, 'pci')) {
    const key = address.zpciUid === undefined ? 'zpciFid' : 'zpciUid'
    if (address[key] === undefined) continue
    yield {
      path: ['devices', index, 'address', key],
      message: `The emulator of ${machine.arch === undefined ? 'this guest' : visible(machine.arch)} does not know zPCI.`,
      help: 'Remove the <zpci>.',
      mend: (document) =>
        (['zpciUid', 'zpciFid'] as const)
          .filter((part) => address[part] !== undefined)
          .reduce((mended, part) => mended.remove(['devices', index, 'address', part]), document),
    }
  }
}
