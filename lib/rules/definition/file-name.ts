import { parseUuid } from '../../libvirt/uuid.js'
import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition } from '../examples/example-mdev.js'

export const fileName: DescribedRule = {
  code: 'definition/file-name',
  severity: 'warning',
  refusedBy: [],
  effect: 'ignored',
  summary: "The name of a definition's file is not the UUID of the device, in lower case with dashes.",
  why: 'mdevctl passes over files whose names are no UUID. One in another spelling is listed, but changing it writes a second file, and it cannot be undefined. A file for --jsonfile can have any name.',
  examples: {
    bad: [
      {
        text: '[[{]] "mdev_type": "nvidia-231", "start": "auto" }',
        file: { name: '4B20D080-1B54-4048-85B3-A6A62D165C01', parent: '0000:06:00.0' },
      },
      {
        text: '[[{]] "mdev_type": "nvidia-231", "start": "auto" }',
        file: { name: 'gpu', parent: '0000:06:00.0' },
      },
    ],
    good: [
      {
        text: exampleDefinition('nvidia-231'),
        file: { name: '4b20d080-1b54-4048-85b3-a6a62d165c01', parent: '0000:06:00.0' },
      },
      { text: exampleDefinition('nvidia-231'), file: { name: '4b20d080-1b54-4048-85b3-a6a62d165c01.json' } },
    ],
  },
  check,
}

function* check({ definition, file: { name, parent } }: DescribedFacts): Iterable<DescribedFinding> {
  // Without the folder of a parent it is no file of mdevctl's own.
  if (definition === undefined || name === undefined || parent === undefined) return
  const uuid = parseUuid(name)
  if (uuid === name) return
  yield {
    path: [],
    message:
      uuid === undefined
        ? `mdevctl passes over the file, for its name '${visible(name)}' is no UUID.`
        : `mdevctl writes the name of the file '${visible(name)}' as ${uuid}, and takes the two for different files.`,
    help: uuid === undefined ? 'Name it by the UUID of the device.' : `Name it ${uuid}.`,
    ...(uuid === undefined ? {} : { effect: 'changed' as const }),
  }
}
