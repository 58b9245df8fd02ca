import { visible } from '../../xml/visible.js'
import { exampleHost } from '../examples/example-host.js'
import { activeDevice, namedMdevs } from '../facts/host-facts.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const deviceDiffers: DomainRule = {
  code: 'host/device-differs',
  severity: 'warning',
  refusedBy: [],
  summary: 'The running device of that UUID has another type or parent than its node device XML or definition says.',
  why: 'The guest gets the device that runs, whatever is written of it elsewhere. After the next start of the host it may be another one.',
  needs: 'host',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c01]]'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01', type: 'nvidia-232' }],
      },
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='[[4b20d080-1b54-4048-85b3-a6a62d165c01]]'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01', type: 'nvidia-231', parent: 'pci_0000_86_00_0' }],
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
        host: exampleHost,
        known: [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01', type: 'nvidia-231', parent: 'pci_0000_06_00_0' }],
      },
    ],
  },
  check,
}

function* check(facts: DomainFacts): Iterable<Finding> {
  const { host, devices } = facts
  if (host === undefined) return
  for (const { index, uuid } of namedMdevs(facts)) {
    const device = activeDevice(host, uuid)
    if (device?.type === undefined) continue
    for (const { type, parent, file } of devices.filter((known) => known.uuid === uuid)) {
      const elsewhere = parent !== undefined && parent !== device.parent && parent !== device.parentName
      if (type === device.type && !elsewhere) continue
      const said = elsewhere ? `type ${visible(type)} on ${visible(parent)}` : `type ${visible(type)}`
      yield {
        path: ['hostdevs', index, 'uuid'],
        message: `The running device ${uuid} is of type ${visible(device.type)} on ${visible(device.parent)}, and ${file === undefined ? 'what is known of it' : visible(file)} says ${said}.`,
      }
    }
  }
}
