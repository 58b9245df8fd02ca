import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinedHost } from '../examples/example-host.js'
import { exampleMdevXml } from '../examples/example-mdev.js'
import { libvirtVersion } from '../facts/libvirt-version.js'

export const alreadyDefined: DescribedRule = {
  code: 'mdev/already-defined',
  severity: 'info',
  refusedBy: [],
  effect: 'changed',
  summary: 'A device of that UUID is defined under the parent already.',
  why: 'libvirt 10.1 and later puts the new definition in the place of the old one; before, the definition was refused.',
  needs: 'host',
  examples: {
    bad: [
      {
        text: exampleMdevXml({ inside: '<uuid>[[4b20d080-1b54-4048-85b3-a6a62d165c02]]</uuid>' }),
        host: exampleDefinedHost,
      },
    ],
    good: [{ text: exampleMdevXml({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c03' }), host: exampleDefinedHost }],
  },
  check,
}

/** The first release that puts a definition in the place of another one. */
const REPLACES = libvirtVersion('10.1')

function* check({ nodeDevice, mdev, host, libvirt }: DescribedFacts): Iterable<DescribedFinding> {
  if (nodeDevice === undefined || mdev?.uuid === undefined || host === undefined) return
  const { uuid, parent } = mdev
  const defined = host.devices.find(
    (device) => device.defined && device.uuid?.toLowerCase() === uuid && device.parentName === parent,
  )
  if (defined === undefined) return
  const message = `The mediated device ${uuid} is defined on ${visible(defined.parent)} already`
  yield libvirt < REPLACES
    ? {
        path: mdev.paths.uuid,
        message: `${message}, and libvirt before 10.1 defines it no second time.`,
        severity: 'error',
        refusedBy: ['define'],
      }
    : { path: mdev.paths.uuid, message: `${message}; this takes the place of that definition.` }
}
