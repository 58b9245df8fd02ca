import type { DescribedRule } from '../described-rule.js'

export const uuidInvalid: DescribedRule = {
  code: 'mdev/uuid-invalid',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'The UUID of a mediated device is not one.',
  why: 'libvirt reads 32 hexadecimal digits in any letter case, with or without dashes; braces are refused.',
  examples: {
    bad: [
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-231'/><uuid>[[{4b20d080-1b54-4048-85b3-a6a62d165c01}]]</uuid></capability></device>",
      },
    ],
    good: [
      {
        text: "<device><name>example</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-231'/><uuid>4B20D0801B54404885B3A6A62D165C01</uuid></capability></device>",
      },
    ],
  },
  check: 'reading',
}
