import { isKernelUuid } from '../../libvirt/uuid.js'
import { Errno } from '../port/errno.js'
import type { Aggregation } from '../snapshot/host-snapshot.js'
import type { TreeFile } from '../tree/file-tree.js'
import { aggregatedType } from '../capacity/aggregated-type.js'
import { kernelNumber } from './kernel-number.js'
import type { Device } from './mdev-state.js'
import type { SimulatedType } from './mdev-driver.js'

const UUID_LENGTH = 36
const LONGEST = 4095

/**
 * What was written to `create`. Without aggregation that is 36 characters and one more that is not looked at; with it, a comma may
 * follow the UUID, and behind it the count (the patch of 24 October 2019; those of 2018 write `instances=`).
 * @throws Errno `EINVAL`, `E2BIG`
 */
export function parseCreate(bytes: Uint8Array, form?: Aggregation['form']): { uuid: string; count: number } {
  const word = form === 'instances' || form === 'aggregate' ? `${form}=` : undefined
  if (bytes.length < UUID_LENGTH) throw new Errno('EINVAL')
  if (word !== undefined && bytes.length > LONGEST) throw new Errno('E2BIG')
  const comma = word === undefined ? -1 : bytes.indexOf(0x2c)
  if (comma < 0 ? bytes.length > UUID_LENGTH + 1 : comma !== UUID_LENGTH) throw new Errno('EINVAL')
  const uuid = String.fromCharCode(...bytes.subarray(0, UUID_LENGTH))
  if (!isKernelUuid(uuid)) throw new Errno('EINVAL')
  if (comma < 0 || word === undefined) return { uuid: uuid.toLowerCase(), count: 1 }
  const rest = bytes.subarray(comma + 1)
  const start = new TextEncoder().encode(word)
  if (!start.every((byte, at) => rest[at] === byte)) throw new Errno('EINVAL')
  const count = kernelNumber(rest.subarray(start.length))
  if (count === undefined || count > 0xffffffffn) throw new Errno('EINVAL')
  return { uuid: uuid.toLowerCase(), count: Number(count) }
}

/** `EINVAL` for a count that the driver cannot do with this type. */
export function checkCount(type: SimulatedType, count: number): void {
  if (count < 1 || count > (type.maxAggregation ?? 1)) throw new Errno('EINVAL')
}

/** The file of a type that tells of aggregation: its presence in the patches to July 2018, the maximum in those to October 2019. */
export function aggregationOfType(type: SimulatedType, form: Aggregation['form'] | undefined): string | undefined {
  if ((type.maxAggregation ?? 1) <= 1) return undefined
  return form === 'instances' ? 'true' : form === 'aggregate' ? String(type.maxAggregation) : undefined
}

/** The files in the directory of a device, by their path in it; only those of 2020 can be written. */
export function aggregationFiles(device: Device): Record<string, TreeFile> {
  const { type, owner } = device
  const { maxAggregation = 1 } = type
  if (maxAggregation <= 1) return {}
  const show = () => `${device.aggregation ?? 1}\n`
  switch (owner.driver.aggregation) {
    case 'instances':
      return { instances: { mode: 0o444, show } }
    case 'aggregate':
      return { aggregated_instances: { mode: 0o444, show } }
    case 'attribute':
      return {
        'mdev/max_aggregation': { mode: 0o444, show: () => `${maxAggregation}\n` },
        'mdev/aggregated_instances': { mode: 0o644, show, store: (bytes) => setCount(device, bytes) },
      }
    default:
      return {}
  }
}

function setCount(device: Device, bytes: Uint8Array): void {
  const count = kernelNumber(bytes)
  if (count === undefined || count > 0xffffffffn) throw new Errno('EINVAL')
  checkCount(device.type, Number(count))
  if ((device.group?.users ?? 0) > 0) throw new Errno('EBUSY')
  const { driver, live } = device.owner
  // the device itself makes room for what it becomes
  const others = live.filter((other) => other !== device)
  if (driver.available(aggregatedType(device.type, Number(count)), others) <= 0) throw new Errno('ENOSPC')
  device.aggregation = Number(count)
}
