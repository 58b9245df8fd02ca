import type { Layer } from '../../diagnostic.js'

/**
 * A driver of libvirt: `qemu`, or `test`, which checks nothing of its own and starts a domain without looking for its devices of
 * the host.
 */
export type LibvirtDriver = 'qemu' | 'test'

/** Every driver that is known here. */
export const libvirtDrivers = ['qemu', 'test'] as const satisfies readonly LibvirtDriver[]

/** The layers that the test driver has not. */
const OF_QEMU: readonly Layer[] = ['define', 'start']

const DRIVERS: ReadonlyMap<string, LibvirtDriver> = new Map([
  ['qemu', 'qemu'],
  ['kvm', 'qemu'],
  ['hvf', 'qemu'],
  ['test', 'test'],
])

/** The driver that runs domains of a type; `undefined` where that is none of these. */
export function driverOf(type: string | undefined): LibvirtDriver | undefined {
  return type === undefined ? undefined : DRIVERS.get(type)
}

/** What was found, or not judged, as a driver has it: without the layers that it has not, and without what only they refuse. */
export function asDriverHas<T extends { readonly refusedBy?: readonly Layer[] }>(
  found: readonly T[],
  driver: LibvirtDriver | undefined,
): T[] {
  if (driver !== 'test') return [...found]
  return found.flatMap((each) => {
    const { refusedBy = [] } = each
    const left = refusedBy.filter((layer) => !OF_QEMU.includes(layer))
    if (left.length === refusedBy.length) return [each]
    return left.length === 0 ? [] : [{ ...each, refusedBy: left }]
  })
}
