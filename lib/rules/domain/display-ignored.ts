import { mdevsOf } from '../facts/mdevs.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const displayIgnored: DomainRule = {
  code: 'hostdev/display-ignored',
  severity: 'warning',
  refusedBy: [],
  effect: 'ignored',
  summary: 'A host device of a model without a screen has display or ramfb.',
  why: 'Only devices of model vfio-pci have a screen. libvirt accepts the attributes on the other models without a word.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ap' display='[[on]]' ramfb='[[on]]'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='subsystem' type='mdev' model='vfio-ap'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ domain }: DomainFacts): Iterable<Finding> {
  for (const { index, hostdev } of mdevsOf(domain)) {
    const { model } = hostdev
    if (model === undefined || model === 'vfio-pci') continue
    for (const attribute of ['display', 'ramfb'] as const) {
      const value = hostdev[attribute]
      if (value === undefined) continue
      yield {
        path: ['hostdevs', index, attribute],
        message: `${attribute}='${value}' has no effect on a device of model ${model}.`,
        help: `Remove the attribute ${attribute}.`,
        mend: (document) => document.remove(['hostdevs', index, attribute]),
      }
    }
  }
}
