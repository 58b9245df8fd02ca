import { isSysfsPath } from '../../machine/port/sysfs-path.js'
import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition, exampleMdevXml } from '../examples/example-mdev.js'

export const attributeOutside: DescribedRule = {
  code: 'mdev/attribute-outside',
  severity: 'error',
  refusedBy: [],
  summary: "The name of an attribute leads out of the device's directory.",
  why: 'mdevctl joins the name to the directory of the device and writes the value there as root, wherever that leads: a name that is absolute, goes up with `..` or follows a link of the directory writes to another file of the host. Neither libvirt nor mdevctl looks.',
  examples: {
    bad: [
      { text: exampleMdevXml({ inside: "<attr name='[[../../../../etc/passwd]]' value='x'/>" }) },
      { text: exampleMdevXml({ inside: "<attr name='[[/proc/sysrq-trigger]]' value='c'/>" }) },
      { text: exampleDefinition('nvidia-231', '{ [["driver/unbind"]]: "0000:06:00.0" }') },
    ],
    good: [
      { text: exampleMdevXml({ inside: "<attr name='assign_adapter' value='5'/>" }) },
      { text: exampleDefinition('nvidia-231', '{ "nvidia/vgpu_params": "frame_rate_limiter=0" }') },
    ],
  },
  check,
}

/** Links in the directory of every device. */
const LINKS = new Set(['driver', 'subsystem', 'iommu_group', 'mdev_type'])

function* check({ mdev }: DescribedFacts): Iterable<DescribedFinding> {
  for (const [index, { name }] of (mdev?.attributes ?? []).entries()) {
    if (mdev === undefined || name === undefined) continue
    const [first = '', ...rest] = name.split('/')
    if (isSysfsPath(name) && !(LINKS.has(first) && rest.length > 0)) continue
    yield {
      path: [...mdev.paths.attributes, index, 'name'],
      message: `The attribute name '${visible(name)}' is no plain path inside the directory of the device.`,
      help: 'Name a file of the device, for example "nvidia/vgpu_params".',
    }
  }
}
