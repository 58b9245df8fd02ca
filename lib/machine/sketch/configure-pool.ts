import type { NamedParent } from '../backend/backend.js'
import { unknownType } from '../backend/check-request.js'
import { writeRefusal } from '../backend/write-refusal.js'
import { detailsOfType } from '../description/details-of-type.js'
import { HostError } from '../host-error.js'
import type { OperationOptions } from '../host.js'
import type { Sysfs } from '../port/sysfs.js'
import { parentNameOf, Scan, shown } from '../scan/scan.js'
import type { HostType } from '../snapshot/host-snapshot.js'
import type { PoolCounts } from './pool-counts.js'
import { activeSketch, scanSketchTypes, sketchParents, typesOf } from './sketch-scan.js'

/** The driver lowers other types when one is raised: what it lowers again after it was set is set once more. */
const ROUNDS = 3

const encoder = new TextEncoder()

/**
 * Divides the pool of a parent among its types, which is possible until the first device is made. Everything is checked before
 * anything is written; when a step is refused, or the driver makes something else of it, the counts are set back.
 * @param parent The kernel's name of the parent, or libvirt's.
 * @returns the types as they then are
 * @throws HostError `parent-unknown`, `type-unknown`, `not-supported`, `attribute-refused`, `no-instances-left`, `in-use` when
 *   devices are there, `denied`, `read-only`, `driver-refused`; `undoing` says what could not be set back
 */
export async function configurePool(
  sysfs: Sysfs,
  parent: string,
  counts: PoolCounts,
  options: OperationOptions = {},
): Promise<HostType[]> {
  options.signal?.throwIfAborted()
  const found = findPool(sysfs, parent)
  const before = typesNow(sysfs, found)
  checkPool(sysfs, found, before, counts)
  try {
    return await divide(sysfs, found, counts, options.signal)
  } catch (error) {
    throw await setBack(sysfs, found, before, error)
  }
}

function findPool(sysfs: Sysfs, wanted: string): NamedParent {
  const scan = new Scan(sysfs)
  for (const parent of sketchParents(scan)) {
    const { name } = parentNameOf(scan, parent.id, parent.path)
    if (parent.id === wanted || name === wanted) return { ...parent, name }
  }
  throw new HostError('parent-unknown', `There is no parent ${shown(wanted)} with a pool that could be divided.`, {
    help: 'Only the interface of 31 August 2016 has such pools; nodedev types shows all parents.',
  })
}

function typesNow(sysfs: Sysfs, parent: NamedParent): HostType[] {
  const work = scanSketchTypes(new Scan(sysfs), parent, parent.name)
  for (;;) {
    const step = work.next()
    if (step.done === true) return step.value
  }
}

function checkPool(sysfs: Sysfs, parent: NamedParent, types: readonly HostType[], counts: PoolCounts): void {
  const here = `the parent ${shown(parent.id)}`
  const directory = typesOf(parent)
  for (const [id, count] of Object.entries(counts)) {
    const type = types.find((each) => each.id === id)
    if (type === undefined) {
      throw unknownType(
        parent.id,
        id,
        types.map((each) => each.id),
        directory,
      )
    }
    const file = `${directory}/${id}/max_instances`
    if (!Number.isInteger(count) || count < 0 || count > 0x7fffffff) {
      throw new HostError('attribute-refused', `The count ${count} of ${shown(id)} is no whole number from 0 up.`, {
        file,
      })
    }
    if (sysfs.mode !== undefined && type.configurable !== true) {
      throw new HostError('not-supported', `The type ${shown(id)} of ${here} has no count that could be set.`, {
        file,
        help: 'What can be made of it follows from the devices that are there.',
      })
    }
  }
  const made = activeSketch(new Scan(sysfs)).filter((device) => device.parent === parent.id).length
  if (made > 0) {
    throw new HostError('in-use', `The pool of ${here} cannot be divided while it has ${made} devices.`, {
      file: parent.path,
      help: 'Destroy its devices first.',
    })
  }
  const sizes = new Map(types.map((type) => [type.id, detailsOfType(type)?.framebufferMiB]))
  const asked = sumOf(Object.entries(counts), sizes)
  const there = sumOf(
    types.map((type) => [type.id, type.maxInstances ?? 0]),
    sizes,
  )
  if (asked === undefined || there === undefined || asked <= there) return
  throw new HostError('no-instances-left', `The counts come to ${asked} MiB, and ${here} has ${there} MiB.`, {
    file: directory,
    help: 'Size times count, over all types, is the same however a pool is divided.',
  })
}

/** In MiB; `undefined` where a type with instances does not tell its size. */
function sumOf(
  counts: readonly (readonly [string, number])[],
  sizes: ReadonlyMap<string, number | undefined>,
): number | undefined {
  let sum = 0
  for (const [id, count] of counts) {
    const size = sizes.get(id)
    if (count === 0) continue
    if (size === undefined) return undefined
    sum += size * count
  }
  return sum
}

/** Sets what differs, what is to shrink last: raising one type lowers others, which is most of the work. */
async function divide(
  sysfs: Sysfs,
  parent: NamedParent,
  counts: PoolCounts,
  signal: AbortSignal | undefined,
): Promise<HostType[]> {
  let types = typesNow(sysfs, parent)
  const differing = () =>
    Object.entries(counts)
      .map(([id, count]) => ({ id, count, grows: count - (types.find((type) => type.id === id)?.maxInstances ?? 0) }))
      .filter(({ grows }) => grows !== 0)
      .sort((a, b) => b.grows - a.grows)
  for (let round = 0; round < ROUNDS; round++) {
    for (const { id, count } of differing()) {
      // an earlier write may have brought it there
      if (!differing().some((each) => each.id === id)) continue
      signal?.throwIfAborted()
      await setCount(sysfs, parent, id, count)
      types = typesNow(sysfs, parent)
    }
    if (differing().length === 0) return types
  }
  const [first] = differing()
  if (first === undefined) return types
  const is = types.find((type) => type.id === first.id)?.maxInstances
  throw new HostError(
    'driver-refused',
    `The driver of ${shown(parent.id)} made ${is ?? 'nothing'} of the count ${first.count} for ${shown(first.id)}.`,
    { file: `${typesOf(parent)}/${first.id}/max_instances`, help: 'It divides its pool in another way.' },
  )
}

async function setCount(sysfs: Sysfs, parent: NamedParent, id: string, count: number): Promise<void> {
  try {
    await sysfs.write(`${typesOf(parent)}/${id}/max_instances`, encoder.encode(String(count)))
  } catch (error) {
    throw writeRefusal(error, `The count ${count} of ${shown(id)} on ${shown(parent.id)} cannot be set`, {
      EBUSY: 'in-use',
      EACCES: 'not-supported',
      EINVAL: 'attribute-refused',
    })
  }
}

/** Gives the error to throw: the first one, with the second where setting back failed too. */
async function setBack(
  sysfs: Sysfs,
  parent: NamedParent,
  before: readonly HostType[],
  error: unknown,
): Promise<unknown> {
  const counts = Object.fromEntries(before.map(({ id, maxInstances }) => [id, maxInstances ?? 0]))
  try {
    await divide(sysfs, parent, counts, undefined)
    return error
  } catch (undoing) {
    const help = `The pool of ${parent.id} is not divided as it was before.`
    if (error instanceof HostError) return error.with({ undoing, help })
    return new HostError('driver-refused', 'Dividing the pool was given up, and it could not be set back.', {
      ...{ cause: error, undoing, help },
    })
  }
}
