import type { HostType } from '../snapshot/host-snapshot.js'
import { aggregationAttributes, i915Attributes } from './aggregation-attributes.js'
import type { DriverAttributes } from './attribute-schema.js'
import { nvidiaAttributes } from './nvidia-attributes.js'
import { vfioApAttributes, vfioCcwAttributes } from './vfio-ap-attributes.js'

const DRIVERS = new Map(
  [vfioApAttributes, vfioCcwAttributes, nvidiaAttributes, i915Attributes].map((each) => [each.driver, each]),
)

/** The facts of a type that say which attributes its devices take: its id is enough where no more is known. */
export type AttributedType = Pick<HostType, 'id'> & Partial<Pick<HostType, 'backend' | 'aggregation'>>

/**
 * The attributes that devices of a type take when they are made. `undefined` for drivers that this library does not know, of which
 * any attribute may be right.
 */
export function attributeSchemasFor({ id, backend, aggregation }: AttributedType): DriverAttributes | undefined {
  const known = backend === 'nvidia-vf' ? nvidiaAttributes : DRIVERS.get(driverOf(id))
  if (aggregation?.form !== 'attribute') return known
  const own = aggregationAttributes(aggregation.maximum)
  const others = known?.attributes.filter(({ name }) => own.every((each) => each.name !== name)) ?? []
  return {
    driver: known?.driver ?? driverOf(id),
    attributes: [...others, ...own],
    readOnly: known?.readOnly ?? [],
    complete: known?.complete ?? false,
  }
}

/** The kernel names types `<driver>-<suffix>`. */
function driverOf(id: string): string {
  return id.slice(0, Math.max(0, id.indexOf('-')))
}
