import { parseUuid } from '../../libvirt/uuid.js'
import { visible } from '../../xml/visible.js'
import { slotUuid } from './device-uuid.js'
import { readNeed } from './need.js'
import type { Wanted, WantedDevices } from './wanted.js'
import type { WishKind } from './wish-places.js'

/**
 * The wishes in one spelling, with the UUIDs that are known beforehand.
 * @throws TypeError where one is not as it has to be
 */
export function readWishes({ devices }: Wanted): Wish[] {
  const wishes = devices.map(readWish)
  numberSlots(wishes)
  return wishes
}

/** What is wrong with wishes, as sentences; none where they can be understood. */
export function wishProblems({ devices }: Wanted): string[] {
  const problems: string[] = []
  const wishes: Wish[] = []
  for (const [index, wanted] of devices.entries()) {
    try {
      wishes.push(readWish(wanted, index))
    } catch (error) {
      if (!(error instanceof TypeError)) throw error
      problems.push(error.message)
    }
  }
  if (problems.length > 0) return problems
  try {
    numberSlots(wishes)
    return []
  } catch (error) {
    if (!(error instanceof TypeError)) throw error
    return [error.message]
  }
}

/** The last slot that a wish may begin with: far behind any guest's, and numbers behind it are still exact. */
const MOST_SLOT = 0xffffffff

/** A wish in one spelling. */
export interface Wish {
  kind: WishKind
  label: string
  count: number | 'all'
  uuids: string[] | undefined
  slots: boolean
  slot: number | undefined
  group: string | undefined
}

function readWish(wanted: WantedDevices, index: number): Wish {
  const { type, name, need, host, parents, physical, numaNode, aggregate, define } = wanted
  const { uuids: source = 'fresh', label = `wish ${index + 1}`, slot } = wanted
  const fail = (what: string) => new TypeError(`In ${visible(label)}, ${what}.`)
  if ([type, name, need].filter((each) => each !== undefined).length !== 1) {
    throw fail('exactly one of type, name and need says what is wanted')
  }
  const { problems } = need === undefined ? {} : readNeed(need)
  if (problems !== undefined)
    throw new TypeError(problems.map((problem) => `In ${visible(label)}: ${problem}`).join(' '))
  const group = wanted.group === undefined ? undefined : parseUuid(wanted.group)
  if (wanted.group !== undefined && group === undefined) throw fail(`the group "${visible(wanted.group)}" is no UUID`)
  const uuids = Array.isArray(source)
    ? source.map((text) => {
        const uuid = parseUuid(text)
        if (uuid === undefined) throw fail(`"${visible(text)}" is no UUID`)
        return uuid
      })
    : undefined
  const slots = source === 'slots'
  if (slot !== undefined && (!Number.isInteger(slot) || slot < 0 || slot > MOST_SLOT)) {
    throw fail(`${slot} is no number of a slot from 0 up to ${MOST_SLOT}`)
  }
  if (slots && group === undefined) throw fail('UUIDs of slots are asked for without the group they belong to')
  const count = wanted.count ?? uuids?.length ?? 1
  if (count !== 'all' && (!Number.isSafeInteger(count) || count < 0)) throw fail(`${count} is no count`)
  if (uuids !== undefined && uuids.length !== count)
    throw fail(`${count} devices are asked for with ${uuids.length} UUIDs`)
  if (aggregate !== undefined && (!Number.isSafeInteger(aggregate) || aggregate < 1)) {
    throw fail(`a device cannot be made of ${aggregate} instances`)
  }
  const kind: WishKind = {
    ...(type !== undefined && { type }),
    ...(name !== undefined && { name }),
    ...(need !== undefined && { need }),
    ...(host !== undefined && { host }),
    ...(parents !== undefined && { parents }),
    ...(physical !== undefined && { physical }),
    ...(numaNode !== undefined && { numaNode }),
    ...(aggregate !== undefined && { aggregate }),
    ...(define !== undefined && { define }),
    named: uuids !== undefined,
  }
  return { kind, label, count, uuids, slots, slot, group }
}

/** Slots follow one another in the order of the wishes of a group. */
function numberSlots(wishes: readonly Wish[]): void {
  const next = new Map<string, number>()
  const seen = new Map<string, string>()
  for (const wish of wishes) {
    if (wish.slots && wish.group !== undefined) {
      wish.slot ??= next.get(wish.group) ?? 0
      const count = wish.count === 'all' ? 0 : wish.count
      next.set(wish.group, wish.slot + count)
      if (wish.count !== 'all') wish.uuids = slotUuids(wish.group, wish.slot, wish.count)
    }
    for (const uuid of wish.uuids ?? []) {
      const other = seen.get(uuid)
      if (other !== undefined)
        throw new TypeError(`The UUID ${uuid} is asked for in ${visible(other)} and in ${visible(wish.label)}.`)
      seen.set(uuid, wish.label)
    }
  }
}

/** All UUIDs that wishes name, or that are those of slots with a number: none of them is free for a wish for `all`. */
export function namedUuids(wishes: readonly Wish[]): Set<string> {
  return new Set(wishes.flatMap(({ uuids }) => uuids ?? []))
}

function slotUuids(group: string, slot: number, count: number): string[] {
  return Array.from({ length: count }, (_, number) => slotUuid(group, slot + number))
}
