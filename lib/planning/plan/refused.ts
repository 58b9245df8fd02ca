import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import type { Card, FleetHost } from './cards.js'
import type { NotPlaced } from './place.js'
import type { MissingGroup, Situation } from './situation.js'
import type { Wanted } from './wanted.js'

/** What was asked, and what came of it. */
export interface Refused {
  hosts: readonly FleetHost[]
  /** As they are, nothing thought away. */
  cards: readonly Card[]
  wanted: Wanted
  situation: Situation
  notPlaced: NotPlaced
  atLeast: Certainty
  budget: number
}

/** How many steps one of the questions may take. */
export const QUESTION_BUDGET = 200_000

/** The groups with the devices of some wishes only. */
export function groupsOf(groups: readonly MissingGroup[], wishes: ReadonlySet<number>): MissingGroup[] {
  return groups.map((group) => {
    if (group.fill) return group
    const items = group.items.filter(({ wish }) => wishes.has(wish))
    return { ...group, items, count: items.length }
  })
}

/** What a wish is called in messages. */
export function labelOf(wanted: Wanted, wish: number): string {
  return wanted.devices[wish]?.label ?? `wish ${wish + 1}`
}

/** How many of `most` questions are asked: fewer where each takes long, on fleets. */
export function questionsFor({ cards, groups }: Situation, most: number): number {
  return Math.max(3, Math.min(most, Math.floor(5000 / (cards.length * Math.max(1, groups.length)))))
}
