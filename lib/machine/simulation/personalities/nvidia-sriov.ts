import { formatPciAddress } from '../../../libvirt/pci-address.js'
import type { SimulatedType } from '../mdev-driver.js'
import type { PersonalityParent } from '../personality.js'
import type { NvidiaCard } from './nvidia-card.js'
import { virtFunctionAddresses } from './nvidia-card.js'
import { nvidiaMdevFiles } from './nvidia-types.js'

/**
 * The virtual functions of a card as parents: one mediated device on each, and all devices of a card of the same framebuffer
 * size.
 */
export function nvidiaSriovParents(card: NvidiaCard, types: readonly SimulatedType[]): PersonalityParent[] {
  const hardware = formatPciAddress({ domain: card.port.domain, bus: card.bus, slot: 0, function: 0 })
  return virtFunctionAddresses(card).map((address) => ({
    device: formatPciAddress(address),
    driver: 'nvidia-vgpu-vfio',
    module: 'nvidia_vgpu_vfio',
    types,
    hardware,
    capacity: { rule: 'one-size', size: 'framebuffer', perParent: 1 },
    whenFull: 'EINVAL',
    attributes: nvidiaMdevFiles,
  }))
}
