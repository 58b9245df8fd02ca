import { deviceApiMissing } from '../host/device-api-missing.js'
import { deviceDiffers } from '../host/device-differs.js'
import { deviceHalfMade } from '../host/device-half-made.js'
import { deviceMissing } from '../host/device-missing.js'
import { iommuGroupShared } from '../host/iommu-group-shared.js'
import { modelMismatch } from '../host/model-mismatch.js'
import { numaFar } from '../host/numa-far.js'
import { parentAssigned } from '../host/parent-assigned.js'
import { pciMissing } from '../host/pci-missing.js'
import { pciNoEndpoint } from '../host/pci-no-endpoint.js'
import { pciNotDetached } from '../host/pci-not-detached.js'
import { typeExhausted } from '../host/type-exhausted.js'
import { typeMissing } from '../host/type-missing.js'
import { vgpuManaged } from '../host/vgpu-managed.js'
import type { DomainRule } from '../rule.js'

/** What a host shows of the devices that a domain names. */
export const hostRules: readonly DomainRule[] = [
  deviceMissing,
  deviceHalfMade,
  deviceDiffers,
  modelMismatch,
  deviceApiMissing,
  typeMissing,
  typeExhausted,
  pciMissing,
  pciNoEndpoint,
  pciNotDetached,
  vgpuManaged,
  parentAssigned,
  iommuGroupShared,
  numaFar,
]
