import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import type { ParentBackend } from '../backend/backend.js'
import { createVgpu, planVgpu } from './vgpu-create.js'
import { checkVgpuIdle, removeVgpu } from './vgpu-destroy.js'
import { currentVgpuType, isVgpuGone, vgpuParents } from './vgpu-functions.js'
import { scanVgpuDevices, scanVgpuTypes } from './vgpu-scan.js'

/**
 * NVIDIA's vGPUs on virtual functions without mediated devices: vGPU software 17 and later on recent cards, or on Linux 6.8 and
 * later. A virtual function becomes the device itself, which reaches the guest as a PCI function that is not managed.
 */
export const nvidiaVfBackend: ParentBackend = {
  backend: 'nvidia-vf',
  parents: vgpuParents,
  types: scanVgpuTypes,
  devices: scanVgpuDevices,
  find(scan, id) {
    const address = parsePciAddress(id)
    if (address === undefined) return []
    const name = formatPciAddress(address)
    const vf = vgpuParents(scan).find((parent) => parent.id === name)
    const type = vf && currentVgpuType(scan, vf.path)
    if (vf === undefined || type === undefined || type === '0') return []
    return [{ backend: 'nvidia-vf', id: vf.id, path: vf.path, parent: vf.id, parentPath: vf.path, type }]
  },
  isGone: (sysfs, { id, type }) => isVgpuGone(sysfs, id, type),
  plan: (scan, parent, { earlier }, request) => planVgpu(scan, parent, request, earlier),
  create: createVgpu,
  checkIdle: checkVgpuIdle,
  remove: (sysfs, device, options) => removeVgpu(sysfs, device, options),
}
