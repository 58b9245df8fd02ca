import type { CapacityLimit } from './capacity-rules.js'

/** What a limit is about. */
export interface LimitedBy {
  /** The kernel's name of the physical device. */
  physical: string
  parent: string
  /** The id of the type. */
  type: string
}

/** What bounds how many more devices fit, as one sentence with the numbers in it. */
export function limitSentence(limit: CapacityLimit, { physical, parent, type }: LimitedBy): string {
  switch (limit.limit) {
    case 'parent':
      return limit.left > 0
        ? `${parent} takes ${devices(limit.most)}.`
        : `${parent} takes ${devices(limit.most)}, and has ${limit.most - limit.left}.`
    case 'instances':
      return `${physical} takes ${devices(limit.most)} of the kind of ${type}, and has ${limit.most - limit.left}.`
    case 'pool':
      return `${physical} has ${limit.total - limit.used} of ${limit.total} ${limit.pool} left, and ${type} takes ${limit.each}.`
    case 'other-type':
      return `${physical} takes one type at a time, and has ${limit.type}.`
    case 'other-size':
      return `${physical} takes one size (${limit.size}) at a time, and has ${limit.has}; ${type} has ${limit.wanted}.`
    case 'unknown':
      return `How many instances of ${type} fit on ${physical} is not known.`
  }
}

function devices(count: number): string {
  return count === 1 ? 'one device' : `${count} devices`
}
