import type { ApMatrixOptions } from '../ap-matrix-driver.js'
import { apMatrixBehaviour } from '../ap-matrix-driver.js'
import type { Personality } from '../personality.js'
import type { SimulatedAp } from '../simulated-ap.js'

/** Four cards with three domains; the first card and the first domain of the others are the host's. */
const AP: SimulatedAp = {
  maxAdapter: 63,
  maxDomain: 84,
  cards: [
    { adapter: 0x01, type: 'CEX5A', hwtype: 11 },
    { adapter: 0x05, type: 'CEX7C', hwtype: 13 },
    { adapter: 0x06, type: 'CEX7P', hwtype: 13 },
    { adapter: 0x0a, type: 'CEX7C', hwtype: 13 },
  ],
  domains: [0x04, 0x2b, 0x47],
  reserved: { adapters: [0x01], domains: Array.from({ length: 256 }, (_, number) => number) },
}

/** The crypto adapters of an s390 machine on a kernel of today. */
export const vfioAp = personality(
  'vfio-ap',
  'Crypto adapters on s390: adapters and domains are assigned to devices, and make queues.',
  '6.1',
  { hotplug: true, apConfig: true },
)

/** The same on Linux 5.10. */
export const vfioApOld = personality(
  'vfio-ap-5.10',
  'The crypto adapters of vfio-ap on Linux 5.10: no hot plugging, and only queues that are there.',
  '5.10',
  { hotplug: false, apConfig: false },
)

function personality(name: string, summary: string, kernel: '5.10' | '6.1', options: ApMatrixOptions): Personality {
  return {
    ...{ name, summary, kernel, ap: AP },
    parents: [
      {
        device: 'matrix',
        driver: 'vfio_ap_mdev',
        module: 'vfio_ap',
        types: [{ id: 'vfio_ap-passthrough', name: 'VFIO AP Passthrough Device', deviceApi: 'vfio-ap' }],
        capacity: { rule: 'counter', total: 256 * 256 },
        whenFull: kernel === '5.10' ? 'EPERM' : 'EUSERS',
        behaviour: apMatrixBehaviour(AP, options),
      },
    ],
  }
}
