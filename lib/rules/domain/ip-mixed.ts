import type { DomainRule } from '../rule.js'

export const ipMixed: DomainRule = {
  code: 'hostdev/ip-mixed',
  severity: 'error',
  refusedBy: ['parse'],
  summary: 'The parts of an address or a route for the guest do not go together.',
  why: 'All addresses of one route are of the same version of IP, a prefix is no longer than an address, and a route leads to the address of a network.',
  examples: {
    bad: [
      {
        devices: `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='[[192.168.122.2]]' family='ipv6'/></hostdev>`,
      },
      {
        devices: `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route family='ipv4' address='[[10.0.0.1]]' prefix='8' gateway='192.168.122.1'/></hostdev>`,
      },
    ],
    good: [
      {
        devices: `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='192.168.122.2' family='ipv4' prefix='24'/><route family='ipv4' address='10.0.0.0' prefix='8' gateway='192.168.122.1'/></hostdev>`,
      },
    ],
  },
  check: 'reading',
}
