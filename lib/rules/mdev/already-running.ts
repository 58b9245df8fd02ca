import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { examplePciHost } from '../examples/example-host.js'
import { exampleMdevXml } from '../examples/example-mdev.js'
import { activeDevice } from '../facts/host-facts.js'
import { isSameDevice } from '../facts/same-device.js'

export const alreadyRunning: DescribedRule = {
  code: 'mdev/already-running',
  severity: 'info',
  refusedBy: ['start'],
  summary: 'The device runs already, so it cannot be created once more.',
  why: 'It can be defined, so that it comes back after a restart of the host; virsh nodedev-create refuses it.',
  needs: 'host',
  examples: {
    bad: [
      {
        text: exampleMdevXml({ inside: '<uuid>[[4b20d080-1b54-4048-85b3-a6a62d165c01]]</uuid>' }),
        host: examplePciHost,
      },
    ],
    good: [{ text: exampleMdevXml({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02' }), host: examplePciHost }],
  },
  check,
}

function* check({ nodeDevice, mdev, host }: DescribedFacts): Iterable<DescribedFinding> {
  // That a defined device runs is what a definition is for.
  if (nodeDevice === undefined || mdev?.uuid === undefined || host === undefined) return
  const device = activeDevice(host, mdev.uuid)
  if (device === undefined || !isSameDevice(mdev, device)) return
  yield {
    path: mdev.paths.uuid,
    message: `The mediated device ${mdev.uuid} runs already on ${visible(device.parent)}.`,
  }
}
