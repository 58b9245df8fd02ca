import { instancesShort } from '../set/instances-short.js'
import { iommuGroupDivided } from '../set/iommu-group-divided.js'
import { parentShared } from '../set/parent-shared.js'
import { pciShared } from '../set/pci-shared.js'
import { uuidShared } from '../set/uuid-shared.js'
import type { SetRule } from '../set-rule.js'

/** What domains show together that are to run on one host at the same time. */
export const setRules: readonly SetRule[] = [uuidShared, pciShared, parentShared, iommuGroupDivided, instancesShort]
