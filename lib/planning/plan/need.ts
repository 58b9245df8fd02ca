import type { TypeDetails } from '../../machine/description/type-details.js'
import type { HostType } from '../../machine/snapshot/host-snapshot.js'
import { visible } from '../../xml/visible.js'
import type { Need } from './wanted.js'

/** A type with what is known of it in numbers. */
export type DetailedType = Pick<HostType, 'backend' | 'deviceApi'> & { details?: TypeDetails }

/** One key of a need, read. */
export interface Condition {
  key: keyof Need
  holds(type: DetailedType): boolean
}

/** The conditions of a need, or what is wrong with it: sentences, at least one. */
export type ReadNeed = { conditions: Condition[]; problems?: never } | { conditions?: never; problems: string[] }

type Comparison = '>=' | '<=' | '>' | '<' | '='

/** Reads the text of one condition; a sentence's end where it is not as it should be. */
type ConditionReader = (text: string) => ((type: DetailedType) => boolean) | string

const READERS: Readonly<Record<keyof Need, ConditionReader>> = {
  framebuffer: compared(mebibytes, ({ details }) => details?.framebufferMiB),
  heads: compared(wholeNumber, ({ details }) => details?.heads),
  resolution: readResolution,
  frameRateLimit: compared(wholeNumber, ({ details }) => details?.frameRateLimit),
  lowGm: compared(mebibytes, ({ details }) => details?.lowGmMiB),
  highGm: compared(mebibytes, ({ details }) => details?.highGmMiB),
  fences: compared(wholeNumber, ({ details }) => details?.fences),
  weight: compared(wholeNumber, ({ details }) => details?.weight),
  series: oneOfWords(({ details }) => details?.vgpu?.series),
  card: oneOfWords(({ details }) => details?.vgpu?.card),
  deviceApi: oneOfWords(({ deviceApi }) => deviceApi),
  backend: oneOfWords(({ backend }) => backend),
}

/** The words of conditions, in the order in which they are documented. */
export const NEED_KEYS = Object.keys(READERS)

/** The longest condition that is looked at. */
const LONGEST = 256

/** Reads the conditions of a need. Never throws. */
export function readNeed(need: Need): ReadNeed {
  const problems: string[] = []
  const conditions: Condition[] = []
  for (const [key, value] of Object.entries(need) as [string, unknown][]) {
    if (value === undefined) continue
    if (!isKey(key)) {
      problems.push(`There is no condition ${visible(JSON.stringify(key))}; there are ${NEED_KEYS.join(', ')}.`)
      continue
    }
    const text = typeof value === 'number' ? String(value) : value
    const isShort = typeof text === 'string' && text.length <= LONGEST
    const holds = isShort ? READERS[key](text.trim()) : 'is neither a number nor a short text'
    if (typeof holds !== 'string') conditions.push({ key, holds })
    else problems.push(`The condition ${visible(JSON.stringify(value))} on ${key} ${holds}.`)
  }
  if (problems.length === 0 && conditions.length === 0) {
    problems.push(`A need without conditions means every type; there are ${NEED_KEYS.join(', ')}.`)
  }
  return problems.length > 0 ? { problems } : { conditions }
}

function isKey(key: string): key is keyof Need {
  return Object.hasOwn(READERS, key)
}

function compared(
  valueOf: (text: string) => number | string,
  of: (type: DetailedType) => number | undefined,
): ConditionReader {
  return (text) => {
    const comparisons: [Comparison, number][] = []
    for (const part of text.split(',')) {
      const [, operator, rest = ''] = /^(>=|<=|>|<|=)?(.*)$/s.exec(part.trim()) ?? []
      const value = valueOf(rest.trim())
      if (typeof value === 'string') return value
      comparisons.push([isComparison(operator) ? operator : '=', value])
    }
    return (type) => {
      const has = of(type)
      return has !== undefined && comparisons.every(([comparison, value]) => holds(has, comparison, value))
    }
  }
}

function isComparison(text: string | undefined): text is Comparison {
  return text !== undefined
}

function holds(has: number, comparison: Comparison, value: number): boolean {
  switch (comparison) {
    case '>=':
      return has >= value
    case '<=':
      return has <= value
    case '>':
      return has > value
    case '<':
      return has < value
    case '=':
      return has === value
  }
}

function wholeNumber(text: string): number | string {
  return /^\d{1,9}$/.test(text) ? Number(text) : 'wants a whole number, for example ">= 2"'
}

const MEBIBYTES: Readonly<Record<string, number>> = { K: 1 / 1024, M: 1, G: 1024, T: 1024 * 1024 }

function mebibytes(text: string): number | string {
  const [, digits, unit = ''] = /^(\d{1,9}(?:\.\d{1,3})?) ?([KMGT])(?:i?B)?$/i.exec(text) ?? []
  const each = MEBIBYTES[unit.toUpperCase()]
  return each === undefined ? 'wants a size with its unit, for example ">= 4 GiB"' : Number(digits) * each
}

function readResolution(text: string): ((type: DetailedType) => boolean) | string {
  const [, operator = '=', width, height] = /^(>=|<=|=)?\s*(\d{1,6})\s*x\s*(\d{1,6})$/i.exec(text) ?? []
  if (width === undefined || !isComparison(operator)) {
    return 'wants width and height, for example ">= 1920x1080"'
  }
  return ({ details }) => {
    const has = details?.maxResolution
    return has !== undefined && holds(has.width, operator, Number(width)) && holds(has.height, operator, Number(height))
  }
}

function oneOfWords(of: (type: DetailedType) => string | undefined): ConditionReader {
  return (text) => {
    const words = text.split('|').map((word) => word.trim())
    if (words.some((word) => !/^[\w.+ /-]{1,64}$/.test(word))) return 'wants a word, or several with | between them'
    return (type) => {
      const has = of(type)
      return has !== undefined && words.includes(has)
    }
  }
}
