import type { SimulatedType } from '../mdev-driver.js'
import type { Personality } from '../personality.js'

const RESOLUTIONS: Readonly<Record<string, string>> = {
  'mdpy-vga': '640x480',
  'mdpy-xga': '1024x768',
  'mdpy-hd': '1920x1080',
}

/**
 * The kernel's sample driver of displays: four devices in all, of any type. The limit is kept by the mdev core, hence
 * `EUSERS`, for which Node has no name.
 */
export const mdpy: Personality = {
  name: 'mdpy',
  summary: "The kernel's sample driver of displays: four devices over three types.",
  virtualDevices: [{ class: 'mdpy', name: 'mdpy' }],
  parents: [
    {
      device: 'mdpy',
      driver: 'mdpy',
      parameters: { count: '4' },
      types: Object.entries(RESOLUTIONS).map(([id, resolution]): SimulatedType => ({
        id,
        name: id,
        description: `virtual display, ${resolution} framebuffer`,
        deviceApi: 'vfio-pci',
        demand: { devices: 1 },
      })),
      capacity: { rule: 'pools', totals: { devices: 4 } },
      whenFull: 'EUSERS',
      attributes: ({ type }) => ({
        'vendor/resolution': { mode: 0o444, show: () => `${RESOLUTIONS[type.id] ?? ''}\n` },
      }),
    },
  ],
}
