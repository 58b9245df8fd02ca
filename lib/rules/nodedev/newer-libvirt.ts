import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'
import { libvirtVersion } from '../facts/libvirt-version.js'

const GROUP = `<device><name>group</name><capability type='[[ccwgroup]]'><cssid>0x0</cssid><ssid>0x0</ssid><devno>0x0001</devno><members><ccw_device ref='cdev0'>ccw_0_0_0001</ccw_device></members><capability type='qeth_generic'><card_type>OSD</card_type><chpid>01</chpid></capability></capability></device>`

export const newerLibvirt: DescribedRule = {
  code: 'nodedev/newer-libvirt',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A part of the node device is newer than the libvirt that is asked about.',
  why: 'Groups of channel devices came with libvirt 11.1; an older one refuses the capability. It drops the state of a channel device, which came with 10.5.',
  examples: {
    bad: [{ text: GROUP, libvirt: '9.0' }],
    good: [
      { text: GROUP.replace('[[ccwgroup]]', 'ccwgroup'), libvirt: '11.1' },
      { text: exampleMdevXml({}), libvirt: '9.0' },
    ],
  },
  check,
}

const STATE = libvirtVersion('10.5')
const GROUPS = libvirtVersion('11.1')

function* check({ nodeDevice, libvirt }: DescribedFacts): Iterable<DescribedFinding> {
  for (const [index, capability] of (nodeDevice?.draft.capabilities ?? []).entries()) {
    const path = ['capabilities', index]
    if (capability.type === 'ccwgroup' && libvirt < GROUPS) {
      yield { path: [...path, 'type'], message: 'libvirt knows the capability ccwgroup from 11.1 on.' }
    }
    if (capability.type === 'ccw' && capability.state !== undefined && libvirt < STATE) {
      yield {
        path: [...path, 'state'],
        message: 'libvirt knows the state of a channel device from 10.5 on.',
        severity: 'warning',
        refusedBy: ['schema'],
        effect: 'dropped',
      }
    }
  }
}
