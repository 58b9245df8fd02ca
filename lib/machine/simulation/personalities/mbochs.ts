import type { SimulatedType } from '../mdev-driver.js'
import type { Personality } from '../personality.js'

const MEGABYTES: readonly (readonly [string, number])[] = [
  ['mbochs-small', 4],
  ['mbochs-medium', 16],
  ['mbochs-large', 64],
]

/** The kernel's sample driver of displays with memory: 256 MB that three sizes share. */
export const mbochs: Personality = {
  name: 'mbochs',
  summary: "The kernel's sample driver of displays: three sizes share 256 MB.",
  virtualDevices: [{ class: 'mbochs', name: 'mbochs' }],
  parents: [
    {
      device: 'mbochs',
      driver: 'mbochs',
      parameters: { count: '256' },
      types: MEGABYTES.map(([id, megabytes]): SimulatedType => ({
        id,
        name: id,
        description: `virtual display, ${megabytes} MB video memory`,
        deviceApi: 'vfio-pci',
        demand: { megabytes },
      })),
      capacity: { rule: 'pools', totals: { megabytes: 256 } },
      whenFull: 'ENOSPC',
      attributes: ({ type }) => ({
        'vendor/memory': { mode: 0o444, show: () => `${type.demand?.megabytes ?? 0} MB\n` },
      }),
    },
  ],
}
