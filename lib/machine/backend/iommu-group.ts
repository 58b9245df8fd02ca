import type { ProblemPlace, Scan } from '../scan/scan.js'
import { shown } from '../scan/scan.js'

/**
 * The number of the IOMMU group of the device at a path, by which VFIO gives it to a guest; `undefined` where it has none. A link
 * that leads to no group is told.
 */
export function iommuGroupOf(scan: Scan, path: string, place?: ProblemPlace): number | undefined {
  const group = scan.targetName(`${path}/iommu_group`, place)
  if (group === undefined) return undefined
  if (/^\d{1,9}$/.test(group)) return Number(group)
  scan.problem(`${path}/iommu_group`, `The link leads to ${shown(group)}, which is no group.`, place)
  return undefined
}
