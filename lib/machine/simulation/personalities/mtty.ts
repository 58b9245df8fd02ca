import type { Personality } from '../personality.js'

/** The kernel's sample driver of serial cards: 24 ports that both types share. Compared with a recording of the real one. */
export const mtty: Personality = {
  name: 'mtty',
  summary: "The kernel's sample driver: serial cards with one or two of 24 ports.",
  virtualDevices: [{ class: 'mtty', name: 'mtty' }],
  parents: [
    {
      device: 'mtty',
      driver: 'mtty',
      types: [
        { id: 'mtty-1', name: 'Single port serial', deviceApi: 'vfio-pci', demand: { ports: 1 } },
        { id: 'mtty-2', name: 'Dual port serial', deviceApi: 'vfio-pci', demand: { ports: 2 } },
      ],
      capacity: { rule: 'pools', totals: { ports: 24 } },
      whenFull: 'ENOSPC',
      attributes: ({ uuid }) => ({
        'vendor/sample_mdev_dev': { mode: 0o444, show: () => `This is MDEV ${uuid}\n` },
      }),
    },
  ],
}
