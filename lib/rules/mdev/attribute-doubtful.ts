import type { DescribedRule } from '../described-rule.js'
import { exampleDefinition, exampleMdevXml } from '../examples/example-mdev.js'
import { faultsIn, findingOf } from './attribute-refused.js'

const AP = { parent: 'ap_matrix', type: 'vfio_ap-passthrough' }

export const attributeDoubtful: DescribedRule = {
  code: 'mdev/attribute-doubtful',
  severity: 'info',
  refusedBy: [],
  summary: 'An attribute is legal and has perhaps not the effect that was meant.',
  why: 'A queue of a crypto device is a pair of an adapter and a domain, so that one without the other assigns none; some attributes replace what was written before them; a parameter that is not known here may be misspelt, or newer.',
  examples: {
    bad: [
      { text: exampleMdevXml({ ...AP, inside: "<attr name='[[assign_adapter]]' value='5'/>" }) },
      {
        text: exampleDefinition(
          'nvidia-231',
          '{ [["nvidia/vgpu_params"]]: "disable_vnc=1" }, { "nvidia/vgpu_params": "frame_rate_limiter=0" }',
        ),
      },
      { text: exampleDefinition('nvidia-231', '{ "nvidia/vgpu_params": [["frame_rate_limit=0"]] }') },
    ],
    good: [
      {
        text: exampleMdevXml({
          ...AP,
          inside: "<attr name='assign_domain' value='0x47'/><attr name='assign_adapter' value='5'/>",
        }),
      },
      { text: exampleDefinition('nvidia-231', '{ "nvidia/vgpu_params": "frame_rate_limiter=0,disable_vnc=1" }') },
    ],
  },
  *check(facts) {
    for (const fault of faultsIn(facts)) if (fault.code === undefined) yield findingOf(facts, fault)
  },
}
