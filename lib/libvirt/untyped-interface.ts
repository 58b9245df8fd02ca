import { text } from '../shape/codecs.js'
import { at, flag, optional, shape, type Shape } from '../shape/shape.js'
import { behindSource, type Acpi, type Boot, type Rom, type Teaming, teaming } from './hostdev-parts.js'
import type { GuestAddress } from './guest-address.js'
import { macParts, networkGathered, networkParts } from './interface-hostdev.js'
import type { HostdevIp, HostdevRoute } from './interface-ip.js'
import { virtioSettings, type VirtioSettings } from './virtio-settings.js'
import type { Vlan } from './vlan.js'

/**
 * `<interface>` without a type, as a host device is that has lost it. libvirt takes it for one of type `user`, so its source means
 * nothing.
 */
export interface UntypedInterface {
  /** Who chose the MAC address. */
  macType?: 'generated' | 'static'
  /** Whether the address is checked by VMware hosts. */
  macCheck?: boolean
  /** MAC address. */
  mac?: string
  /** Of a virtio card alone: `qemu` or `vhost`. */
  driver?: string
  /** What the driver is told beside its name. */
  virtio?: VirtioSettings
  teaming?: Teaming
  boot?: Boot
  alias?: string
  /** The first port of the USB controller that leads the device's own; 0 or higher. */
  masterStartPort?: number
  rom?: Rom
  acpi?: Acpi
  /** Where the card stands in the guest. */
  address?: GuestAddress
  /** Whether the host follows the guest's filters. */
  trustGuestRxFilters?: 'yes' | 'no'
  /** The networks that the card is in. */
  vlan?: Vlan
  /** Whether it tells a switch something, which it cannot. */
  hasVirtualPort?: boolean
  /** Addresses in the guest: one of each version of IP. */
  ips?: HostdevIp[]
  /** Routes in the guest; QEMU cannot give them. */
  routes?: HostdevRoute[]
  /** Size of the largest packet in bytes, 0 for none told; QEMU cannot set it. */
  mtu?: number
  /** How many packets may wait until the guest is told; QEMU cannot tell it. */
  coalescedFrames?: number
  /** The interface on the host. */
  target?: string
  /** Whether libvirt makes that interface. */
  targetManaged?: 'yes' | 'no'
  /** Whether the cable is plugged in. */
  link?: 'up' | 'down'
  /** The card that the guest is shown. */
  model?: string
  /** Whether the port of the bridge is kept from others; there is no bridge. */
  isolated?: 'yes' | 'no'
}

/** The declaration of `<interface>` without a type. */
export const untypedInterface: Shape<UntypedInterface> = shape<UntypedInterface>(
  { title: 'interface without a type', open: true, gathered: networkGathered },
  {
    ...macParts,
    driver: optional(at('driver/@name', text)),
    virtio: optional(at('driver', virtioSettings)),
    teaming: optional(at('teaming', teaming)),
    boot: behindSource.boot,
    alias: behindSource.alias,
    masterStartPort: behindSource.masterStartPort,
    rom: behindSource.rom,
    acpi: behindSource.acpi,
    address: behindSource.address,
    hasVirtualPort: flag('virtualport'),
    ...networkParts,
  },
)
