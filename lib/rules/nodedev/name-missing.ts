import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'

export const nameMissing: DescribedRule = {
  code: 'nodedev/name-missing',
  severity: 'info',
  refusedBy: ['schema'],
  summary: "The node device has no name, which only libvirt's schema asks for.",
  why: 'libvirt names a new device itself and reads no name; with --validate its schema wants one all the same.',
  examples: {
    bad: [
      {
        text: `<[[device]]><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-231'/></capability></device>`,
      },
    ],
    good: [
      {
        text: `<device><name>new device</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='nvidia-231'/></capability></device>`,
      },
    ],
  },
  check,
}

function* check({ nodeDevice }: DescribedFacts): Iterable<DescribedFinding> {
  if (nodeDevice === undefined || nodeDevice.spanOf([]) === undefined) return
  if (nodeDevice.spanOf(['name']) !== undefined) return
  yield {
    path: ['name'],
    message: "The node device has no <name>, which libvirt's schema wants.",
    help: 'Any name does; libvirt gives a new device its own.',
  }
}
