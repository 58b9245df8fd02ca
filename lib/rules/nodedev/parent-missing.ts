import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const parentMissing: DescribedRule = {
  code: 'nodedev/parent-missing',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'A mediated device names no parent.',
  why: 'libvirt has to know on which device of the host it is made; <parent_addr> does not say it, for libvirt does not read that. The schema does not ask for a parent.',
  examples: {
    bad: [
      { text: `<[[device]]><name>example</name><capability type='mdev'><type id='nvidia-231'/></capability></device>` },
    ],
    good: [{ text: exampleMdevXml({}) }],
  },
  check,
}

function* check({ nodeDevice, mdev }: DescribedFacts): Iterable<DescribedFinding> {
  if (nodeDevice === undefined || mdev === undefined || mdev.parent !== undefined) return
  yield {
    path: ['parent'],
    message: 'The mediated device names no <parent>.',
    help: 'Name the parent as virsh nodedev-list --cap mdev_types shows it.',
  }
}
