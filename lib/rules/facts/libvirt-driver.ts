import type { Layer } from '../../diagnostic.js'

/**
 * A driver of libvirt: `qemu`, or `test`, which checks nothing of its own and starts a domain without looking for its devices of
 * the host.
 */
export type LibvirtDriver = 'qemu' | 'test'

/** Every driver that is known here. */
export const libvirtDrivers = ['qemu', 'test'] as const satisfies readonly LibvirtDriver[]

/** The layers that are checks of QEMU's driver. */
const OF_QEMU: readonly Layer[] = ['define', 'start']

/** The driver of a domain: one that is known here, or an `other` one, of which no more is known than that it is not QEMU's. */
export type DomainDriver = LibvirtDriver | 'other'

const DRIVERS: ReadonlyMap<string, DomainDriver> = new Map([
  ['qemu', 'qemu'],
  ['kvm', 'qemu'],
  ['hvf', 'qemu'],
  ['test', 'test'],
  // hyperv is not among them: from libvirt 11.10 on QEMU runs such domains, too.
  ...['bhyve', 'lxc', 'openvz', 'parallels', 'phyp', 'uml', 'vbox', 'vmware', 'vz', 'xen'].map(
    (type): [string, DomainDriver] => [type, 'other'],
  ),
])

/** The driver that runs domains of a type; `undefined` where the type is not known, or of more than one driver. */
export function driverOf(type: string | undefined): DomainDriver | undefined {
  return type === undefined ? undefined : DRIVERS.get(type)
}

/** Whether it is known what a driver refuses beyond the parser that all of them share. */
export function isKnownDriver(driver: DomainDriver | undefined): driver is LibvirtDriver {
  return driver !== undefined && driver !== 'other'
}

/**
 * What was found, or not judged, as a driver has it: without the layers that are QEMU's, and without what only they refuse. Where
 * the driver is not known, QEMU's is meant.
 */
export function asDriverHas<T extends { readonly refusedBy?: readonly Layer[] }>(
  found: readonly T[],
  driver: DomainDriver | undefined,
): T[] {
  if (driver === undefined || driver === 'qemu') return [...found]
  return found.flatMap((each) => {
    const { refusedBy = [] } = each
    const left = refusedBy.filter((layer) => !OF_QEMU.includes(layer))
    if (left.length === refusedBy.length) return [each]
    return left.length === 0 ? [] : [{ ...each, refusedBy: left }]
  })
}
