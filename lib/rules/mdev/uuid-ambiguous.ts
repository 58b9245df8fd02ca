import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinedHost } from '../examples/example-host.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const uuidAmbiguous: DescribedRule = {
  code: 'mdev/uuid-ambiguous',
  severity: 'warning',
  refusedBy: [],
  summary: 'A device of that UUID is defined under another parent too.',
  why: 'mdevctl keeps one definition of a UUID for each parent, but libvirt starts, stops and undefines by the UUID alone: it undefines all of them, and starts none.',
  needs: 'host',
  examples: {
    bad: [
      {
        text: exampleMdevXml({
          parent: 'pci_0000_41_00_4',
          inside: '<uuid>[[4b20d080-1b54-4048-85b3-a6a62d165c02]]</uuid>',
        }),
        host: exampleDefinedHost,
      },
      {
        text: '[[{]] "mdev_type": "nvidia-231", "start": "auto" }',
        file: { name: '4b20d080-1b54-4048-85b3-a6a62d165c02', parent: '0000:41:00.4' },
        host: exampleDefinedHost,
      },
    ],
    good: [{ text: exampleMdevXml({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02' }), host: exampleDefinedHost }],
  },
  check,
}

function* check({ mdev, host }: DescribedFacts): Iterable<DescribedFinding> {
  if (mdev?.uuid === undefined || mdev.parent === undefined || host === undefined) return
  const { uuid, parent } = mdev
  const other = host.devices.find(
    (device) =>
      device.defined && device.uuid?.toLowerCase() === uuid && device.parent !== parent && device.parentName !== parent,
  )
  if (other === undefined) return
  yield {
    path: mdev.paths.uuid,
    message: `The UUID ${uuid} is defined on ${visible(other.parent)} too.`,
    help: 'Choose another UUID.',
  }
}
