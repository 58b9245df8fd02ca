import type { DomainRule } from '../rule.js'

export const routeUnclear: DomainRule = {
  code: 'hostdev/route-unclear',
  severity: 'error',
  refusedBy: ['schema', 'parse'],
  summary: 'A route for the guest has both a netmask and a prefix.',
  why: 'Both tell how large the network is.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' netmask='255.0.0.0' prefix='[[8]]' gateway='192.168.122.1'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' prefix='8' gateway='192.168.122.1'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
