import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const parentUnfit: DescribedRule = {
  code: 'nodedev/parent-unfit',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'The parent of a mediated device is of a kind that has no mediated devices.',
  why: 'libvirt passes the address of the parent to mdevctl, and knows one for PCI functions, subchannels, the crypto matrix and mtty alone.',
  examples: {
    bad: [
      { text: exampleMdevXml({ parent: '[[computer]]' }) },
      { text: exampleMdevXml({ parent: '[[usb_1_1]]' }) },
      { text: exampleMdevXml({ parent: '[[mdev_4b20d080_1b54_4048_85b3_a6a62d165c01_0000_06_00_0]]' }) },
    ],
    good: [
      { text: exampleMdevXml({}) },
      { text: exampleMdevXml({ parent: 'css_0_0_0052', type: 'vfio_ccw-io' }) },
      { text: exampleMdevXml({ parent: 'ap_matrix', type: 'vfio_ap-passthrough' }) },
    ],
  },
  check,
}

/** libvirt's names of the computer itself and of devices of other kinds. */
const UNFIT = /^(?:computer$|(?:usb|net|block|scsi|drm|ccw|mdev|vdpa)_|ap_card|ap_[0-9a-f]{2}_[0-9a-f]{4}$)/

function* check({ nodeDevice, mdev }: DescribedFacts): Iterable<DescribedFinding> {
  const parent = nodeDevice === undefined ? undefined : mdev?.parent
  if (mdev === undefined || parent === undefined || !UNFIT.test(parent)) return
  yield {
    path: mdev.paths.parent,
    message: `The device ${visible(parent)} is none that libvirt knows an address of for mediated devices.`,
    help: 'Name the parent as virsh nodedev-list --cap mdev_types shows it.',
  }
}
