import { attributeFaults } from '../../machine/attribute-schema/attribute-faults.js'
import type { AttributeFault } from '../../machine/attribute-schema/attribute-fault.js'
import { isSysfsPath } from '../../machine/port/sysfs-path.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleDefinition, exampleMdevXml } from '../examples/example-mdev.js'
import { offersOf } from '../facts/host-facts.js'

const AP = { parent: 'ap_matrix', type: 'vfio_ap-passthrough' }

export const attributeRefused: DescribedRule = {
  code: 'mdev/attribute-refused',
  severity: 'error',
  refusedBy: ['start'],
  summary: 'The driver has no such attribute, or does not take the value.',
  why: 'libvirt and mdevctl keep any attribute; the driver of the type judges it when the device is started, and then the device is removed again. What the drivers of the kernel and NVIDIA take is known; of other drivers nothing is said.',
  examples: {
    bad: [
      { text: exampleMdevXml({ ...AP, inside: "<attr name='assign_adapter' value='[[256]]'/>" }) },
      { text: exampleMdevXml({ ...AP, inside: "<attr name='[[asign_adapter]]' value='5'/>" }) },
      { text: exampleDefinition('nvidia-231', '{ "nvidia/vgpu_params": [["frame_rate_limiter=off"]] }') },
      { text: exampleDefinition('vfio_ap-passthrough', '{ [["matrix"]]: "05.0047" }') },
    ],
    good: [
      {
        text: exampleMdevXml({
          ...AP,
          inside: "<attr name='assign_adapter' value='5'/><attr name='assign_domain' value='0x47'/>",
        }),
      },
      { text: exampleDefinition('nvidia-231', '{ "nvidia/vgpu_params": "frame_rate_limiter=0,disable_vnc=1" }') },
      { text: exampleDefinition('acme-1', '{ "speed": "any" }') },
    ],
  },
  *check(facts) {
    for (const fault of faultsIn(facts)) if (fault.code !== undefined) yield findingOf(facts, fault)
  },
}

/** What is known of the attributes of a description, without the names that other rules judge. */
export function faultsIn({ mdev, host }: DescribedFacts): AttributeFault[] {
  if (mdev?.type === undefined) return []
  const { type, parent, attributes } = mdev
  const [offer] = host === undefined ? [] : offersOf(host, type, parent)
  return attributeFaults(offer ?? { id: type }, attributes).filter(({ index }) => {
    const name = attributes[index]?.name
    return name !== undefined && name !== 'remove' && isSysfsPath(name)
  })
}

/** A fault at its attribute. */
export function findingOf({ mdev }: DescribedFacts, { index, part, message, help }: AttributeFault): DescribedFinding {
  return { path: [...(mdev?.paths.attributes ?? []), index, part], message, ...(help !== undefined && { help }) }
}
