import type { DescribedRule } from '../described-rule.js'

export const attributeDropped: DescribedRule = {
  code: 'mdev/attribute-dropped',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'An attribute of a mediated device has no name or no value; libvirt drops it.',
  why: 'libvirt raises an error inside and forgets it: the device is made without the attribute. Its schema wants both, and lets them be empty.',
  examples: {
    bad: [
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-231'/><[[attr]] name='assign_adapter'/></capability></device>",
      },
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-231'/><attr name='assign_adapter' [[value='']]/></capability></device>",
      },
    ],
    good: [
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-231'/><attr name='assign_adapter' value='5'/></capability></device>",
      },
    ],
  },
  check: 'reading',
}
