import type { Compatibility, HostCompatibility } from '../../../lib/machine/migration/compatibility.js'
import type { HostDevice, HostPciNode, HostSnapshot, HostType } from '../../../lib/machine/snapshot/host-snapshot.js'
import { parsePciAddress } from '../../../lib/libvirt/pci-address.js'
import { checkMigration, type MigrationDirection, type MigrationResult } from '../../../lib/planning/migration/index.js'
import { parseDomain } from '../../../lib/libvirt/domain.js'

export const PARENT = '0000:00:02.0'
export const UUID1 = '882cc4da-dede-11e7-9180-078a62063ab1'
export const UUID2 = '882cc4da-dede-11e7-9180-078a62063ab2'
export const UUID3 = '882cc4da-dede-11e7-9180-078a62063ab3'

export function host(parts: Partial<HostSnapshot>): HostSnapshot {
  return { version: 1, nodes: [], types: [], devices: [], problems: [], ...parts }
}

export function mdev(uuid: string, type: string, more: Partial<HostDevice> = {}): HostDevice {
  const { parent = PARENT } = more
  return {
    id: uuid,
    uuid,
    name: `mdev_${uuid.replaceAll('-', '_')}_${parent.replaceAll(/[:.]/g, '_')}`,
    parent,
    parentName: `pci_${parent.replaceAll(/[:.]/g, '_')}`,
    backend: 'mdev',
    type,
    deviceApi: 'vfio-pci',
    active: true,
    defined: false,
    ...more,
  }
}

export function offer(id: string, availableInstances: number, more: Partial<HostType> = {}): HostType {
  const { parent = PARENT } = more
  return {
    parent,
    parentName: `pci_${parent.replaceAll(/[:.]/g, '_')}`,
    backend: 'mdev',
    id,
    deviceApi: 'vfio-pci',
    availableInstances,
    ...more,
  }
}

export function pciFunction(id: string, vendor: number, product: number, more: Partial<HostPciNode> = {}): HostPciNode {
  const address = parsePciAddress(id)
  if (address === undefined) throw new TypeError(id)
  return {
    kind: 'pci',
    id,
    name: `pci_${id.replaceAll(/[:.]/g, '_')}`,
    path: `/sys/devices/pci0000:00/${id}`,
    parentName: 'computer',
    address,
    vendor: { id: vendor },
    product: { id: product },
    ...more,
  }
}

export function guest(...devices: readonly string[]): string {
  return `<domain type='kvm'>\n  <name>guest</name>\n  <devices>\n${devices.map((each) => `    ${each}\n`).join('')}  </devices>\n</domain>\n`
}

export function mdevXml(uuid: string): string {
  return `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='${uuid}'/></source></hostdev>`
}

export function pciXml(bus: string, fn = '0x0'): string {
  return `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='${bus}' slot='0x00' function='${fn}'/></source></hostdev>`
}

/** One end of a migration: what a device is, and what its driver tells. */
export interface End {
  readonly type: string
  readonly told?: Compatibility
}

/** Whether a guest with one device can go to a host with another one. */
export function judge(
  source: End,
  target: End,
  direction?: MigrationDirection,
  types?: 'same' | 'listed',
): MigrationResult {
  return checkMigration({
    domain: parseDomain(guest(mdevXml(UUID1))),
    source: host({ devices: [mdev(UUID1, source.type)] }),
    target: host({ devices: [mdev(UUID2, target.type)] }),
    ...(source.told !== undefined && { sourceCompatibility: of(UUID1, source.told) }),
    ...(target.told !== undefined && { targetCompatibility: of(UUID2, target.told) }),
    ...(direction !== undefined && { direction }),
    ...(types !== undefined && { types }),
  })
}

export function of(device: string, told: Compatibility): HostCompatibility {
  return { version: 1, devices: { [device]: told } }
}
