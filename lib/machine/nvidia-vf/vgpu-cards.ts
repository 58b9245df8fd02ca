import type { Scan } from '../scan/scan.js'
import type { VgpuFunction } from './vgpu-functions.js'
import { readVgpuFunction, vgpuParents } from './vgpu-functions.js'

/** The functions of one card, and what is known of its types. */
export interface VgpuCard {
  functions: VgpuFunction[]
  /**
   * The types that any of its functions could make now, or has, with their names where one tells them. A function lists only
   * what it can make at this moment, so the others are not lost from its list when it becomes a device itself.
   */
  types: Map<string, string | undefined>
}

const read = new WeakMap<Scan, Map<string, VgpuCard>>()

/** The cards of a machine by the directories of their functions, read once in each scan. */
export function vgpuCards(scan: Scan): ReadonlyMap<string, VgpuCard> {
  const known = read.get(scan)
  if (known !== undefined) return known
  const cards = new Map<string, VgpuCard>()
  const byFunction = new Map<string, VgpuCard>()
  for (const parent of vgpuParents(scan)) {
    const vf = readVgpuFunction(scan, parent)
    const card = cards.get(vf.card) ?? { functions: [], types: new Map<string, string | undefined>() }
    cards.set(vf.card, card)
    byFunction.set(vf.path, card)
    card.functions.push(vf)
    for (const [id, name] of vf.creatable ?? []) card.types.set(id, card.types.get(id) ?? name)
    const { current } = vf
    if (current !== undefined && current !== '0' && !card.types.has(current)) card.types.set(current, undefined)
  }
  read.set(scan, byFunction)
  return byFunction
}
