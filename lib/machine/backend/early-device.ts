import type { ProblemPlace, Scan } from '../scan/scan.js'
import type { HostDevice } from '../snapshot/host-snapshot.js'
import { iommuGroupOf } from './iommu-group.js'

/** The driver for mediated PCI devices of the proposals of 2016; they had no file for the device API. */
const PCI_DRIVER = 'vfio_mpci'

/** What the links in the directory of an early device tell. */
export function readDeviceLinks(
  scan: Scan,
  path: string,
  place: ProblemPlace,
): Pick<HostDevice, 'driver' | 'deviceApi' | 'iommuGroup'> {
  const driver = scan.targetName(`${path}/driver`, place)
  const iommuGroup = iommuGroupOf(scan, path, place)
  return {
    ...(driver !== undefined && { driver }),
    ...(driver === PCI_DRIVER && { deviceApi: 'vfio-pci' }),
    ...(iommuGroup !== undefined && { iommuGroup }),
  }
}
