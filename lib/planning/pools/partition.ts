import { visible } from '../../xml/visible.js'

/** So many devices alike. Either `type` or `size` says which. */
export interface PartitionPart {
  count: number
  /** The id of a type, or its name. */
  type?: string
  /** MiB of memory that one device has: any type of that size will do. */
  size?: number
  /** Of how many instances of its type each device is made; 1 where absent. */
  aggregate?: number
}

/** How a device is to be divided, as plain JSON: `schemas/partition.json`. */
export interface Partition {
  version: 1
  parts: PartitionPart[]
}

/** A partition, or why there is none: the first fault, as one sentence. */
export type PartitionReading = { partition: Partition; problem?: never } | { partition?: never; problem: string }

/** No more parts and no larger numbers are read. */
const MOST_PARTS = 1000
const MOST = 1_000_000

const UNITS: Readonly<Record<string, number>> = { M: 1, G: 1024, T: 1024 * 1024 }
const PART = /^(\d{1,7})\s*[x*\u00d7]\s*(\S.*)$/i
const AGGREGATE = /(?<!\s)\s+aggregate\s*=\s*(\d{1,7})$/i
const SIZE = /^(\d{1,7})\s*([MGT])(?:i?B)?$/i

/**
 * Reads a partition: `2 x 128MB, 1 x 256MB, 1 x 512MB`. Behind the count stands a size, or the id or name of a type, and `aggregate=4`
 * behind that where each device is made of several instances. MB is 1,024 kB, as drivers count. Never throws.
 */
export function parsePartition(text: string): PartitionReading {
  const parts: PartitionPart[] = []
  for (const piece of text.slice(0, 100 * MOST_PARTS).split(/[,;\n]/)) {
    const trimmed = piece.trim()
    if (trimmed === '') continue
    const [, count, rest = ''] = PART.exec(trimmed) ?? []
    if (count === undefined) {
      return { problem: `'${visible(trimmed)}' is no part of a partition, such as 2 x 128MB or 1 x nvidia-231.` }
    }
    const [behind = '', aggregate] = AGGREGATE.exec(rest) ?? []
    const what = rest.slice(0, rest.length - behind.length)
    const [, size, unit = ''] = SIZE.exec(what) ?? []
    parts.push({
      count: Number(count),
      ...(size === undefined ? { type: what } : { size: Number(size) * (UNITS[unit.toUpperCase()] ?? 1) }),
      ...(aggregate !== undefined && { aggregate: Number(aggregate) }),
    })
  }
  return readPartition({ version: 1, parts })
}

/** The same from JSON that was parsed already. Keys that are not known are left out. */
export function readPartition(value: unknown): PartitionReading {
  if (!isObject(value) || value['version'] !== 1 || !Array.isArray(value['parts'])) {
    return { problem: 'A partition is an object with version 1 and a list of parts.' }
  }
  const given: readonly unknown[] = value['parts']
  if (given.length === 0) return { problem: 'The partition has no parts.' }
  if (given.length > MOST_PARTS) return { problem: `The partition has more than ${MOST_PARTS} parts.` }
  const parts: PartitionPart[] = []
  for (const [index, part] of given.entries()) {
    const problem = faultOf(part)
    if (problem !== undefined) return { problem: `Part ${index + 1} of the partition ${problem}.` }
    const { count, type, size, aggregate } = part as PartitionPart
    parts.push({
      count,
      ...(type !== undefined && { type }),
      ...(size !== undefined && { size }),
      ...(aggregate !== undefined && { aggregate }),
    })
  }
  return { partition: { version: 1, parts } }
}

function faultOf(part: unknown): string | undefined {
  if (!isObject(part)) return 'is no object'
  const { count, type, size, aggregate } = part
  if (!isCount(count)) return `has the count ${shown(count)}, which is no whole number from 1 up to ${MOST}`
  if ((type === undefined) === (size === undefined)) return 'needs a type or a size, and not both'
  if (type !== undefined && (typeof type !== 'string' || type === ''))
    return `has the type ${shown(type)}, which is none`
  if (size !== undefined && (typeof size !== 'number' || !Number.isSafeInteger(size) || size < 1)) {
    return `has the size ${shown(size)}, which is no whole number of MiB`
  }
  if (aggregate !== undefined && !isCount(aggregate)) {
    return `is made of ${shown(aggregate)} instances, which is no whole number from 1 up to ${MOST}`
  }
  return undefined
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isInteger(value) && value >= 1 && value <= MOST
}

function shown(value: unknown): string {
  if (typeof value === 'string') return JSON.stringify(visible(value))
  return typeof value === 'number' || value === null ? String(value) : typeof value
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
