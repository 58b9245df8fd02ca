import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { examplePciHost } from '../examples/example-host.js'
import { exampleMdevXml } from '../examples/example-mdev.js'
import { activeDevice } from '../facts/host-facts.js'
import { isSameDevice } from '../facts/same-device.js'

export const uuidInUse: DescribedRule = {
  code: 'mdev/uuid-in-use',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'A device of another type or on another parent runs under the same UUID.',
  why: 'A UUID names one running device of a host. The device can be defined, and not be started.',
  needs: 'host',
  examples: {
    bad: [
      {
        text: exampleMdevXml({
          type: 'nvidia-232',
          inside: '<uuid>[[4b20d080-1b54-4048-85b3-a6a62d165c01]]</uuid>',
        }),
        host: examplePciHost,
      },
      {
        text: '[[{]] "mdev_type": "nvidia-231", "start": "auto" }',
        file: { name: '4b20d080-1b54-4048-85b3-a6a62d165c01', parent: '0000:41:00.4' },
        host: examplePciHost,
      },
    ],
    good: [
      { text: exampleMdevXml({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02' }), host: examplePciHost },
      { text: exampleMdevXml({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01' }), host: examplePciHost },
    ],
  },
  check,
}

function* check({ mdev, host }: DescribedFacts): Iterable<DescribedFinding> {
  const device = mdev?.uuid === undefined || host === undefined ? undefined : activeDevice(host, mdev.uuid)
  if (mdev?.uuid === undefined || device === undefined || isSameDevice(mdev, device)) return
  const type = device.type === undefined ? 'a half made device' : `a device of type ${visible(device.type)}`
  yield {
    path: mdev.paths.uuid,
    message: `Under the UUID ${mdev.uuid} runs ${type} on ${visible(device.parent)}.`,
    help: 'Choose another UUID, or leave it out and let one be made.',
  }
}
