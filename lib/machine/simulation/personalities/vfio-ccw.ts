import { formatCcwAddress } from '../../../libvirt/ccw-address.js'
import type { Personality } from '../personality.js'
import type { SimulatedSubchannel } from '../simulated-css.js'

/** number of the subchannel, of the device, control unit, device, and whether it is for a guest */
const SUBCHANNELS: readonly (readonly [number, number, string, string, boolean])[] = [
  [0x0000, 0x0120, '3990/e9', '3390/0c', false],
  [0x0013, 0x1a00, '3990/e9', '3390/0c', true],
  [0x0014, 0x1a01, '3990/e9', '3390/0c', true],
  [0x0052, 0xc000, '3990/e9', '3390/0a', true],
]

const subchannels = SUBCHANNELS.map(([number, device, cutype, devtype, isForGuest]): SimulatedSubchannel => ({
  address: { cssid: 0, ssid: 0, devno: number },
  driver: isForGuest ? 'vfio_ccw' : 'io_subchannel',
  device: { address: { cssid: 0, ssid: 0, devno: device }, cutype, devtype, driver: 'dasd-eckd' },
}))

/** The channel subsystem of an s390 machine: a subchannel that is bound to `vfio_ccw` offers one device. */
export const vfioCcw = personality('vfio-ccw', 'Disks on s390: three subchannels with one device each.', '6.1')

/** The same on Linux 5.10, which answers otherwise when the device is made already. */
export const vfioCcwOld = personality('vfio-ccw-5.10', 'The subchannels of vfio-ccw on Linux 5.10.', '5.10')

function personality(name: string, summary: string, kernel: '5.10' | '6.1'): Personality {
  return {
    ...{ name, summary, kernel, subchannels },
    parents: subchannels
      .filter(({ driver }) => driver === 'vfio_ccw')
      .map(({ address }) => ({
        device: formatCcwAddress(address),
        driver: 'vfio_ccw_mdev',
        module: 'vfio_ccw',
        types: [{ id: 'vfio_ccw-io', name: 'I/O subchannel (Non-QDIO)', deviceApi: 'vfio-ccw' }],
        capacity: { rule: 'counter', total: 1 },
        whenFull: kernel === '5.10' ? 'EPERM' : 'EUSERS',
      })),
  }
}
