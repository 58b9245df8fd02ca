import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { examplePciHost } from '../examples/example-host.js'
import { exampleMdevXml } from '../examples/example-mdev.js'
import { activeDevice, instancesLeft, offersOf } from '../facts/host-facts.js'
import type { Undecided } from '../rule.js'

export const noInstanceLeft: DescribedRule = {
  code: 'mdev/no-instance-left',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The parent has no instance of the type left.',
  why: 'The device can be defined, and not be started. Other types on the same hardware may have taken the last instance.',
  needs: 'host',
  examples: {
    bad: [
      { text: exampleMdevXml({ type: '[[nvidia-232]]' }), host: examplePciHost },
      {
        text: '{ "mdev_type": [["nvidia-232"]], "start": "auto" }',
        file: { parent: '0000:06:00.0' },
        host: examplePciHost,
      },
    ],
    good: [{ text: exampleMdevXml({}), host: examplePciHost }],
  },
  check,
}

function* check({ mdev, host }: DescribedFacts): Iterable<DescribedFinding | Undecided> {
  if (mdev?.type === undefined || mdev.parent === undefined || host === undefined) return
  const { uuid, type, parent } = mdev
  // What runs already needs no other instance.
  if (uuid !== undefined && activeDevice(host, uuid) !== undefined) return
  const offers = offersOf(host, type, parent)
  if (offers.length === 0 || instancesLeft(offers) > 0) return
  if (offers.some(({ availableInstances }) => availableInstances === undefined)) {
    yield { why: `How many instances of ${visible(type)} are left could not be read.`, refusedBy: ['start'] }
    return
  }
  yield {
    path: mdev.paths.type,
    message: `No instance of the type ${visible(type)} is left on ${visible(parent)}.`,
    help: 'Remove a device that shares the hardware, or choose another parent or type.',
  }
}
