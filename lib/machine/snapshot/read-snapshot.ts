import { printable } from '../../xml/visible.js'
import { objectionsOf } from '../validators/validator.js'
import { isHostSnapshot } from '../validators/validators.js'
import type { HostSnapshot } from './host-snapshot.js'

/** A snapshot from outside, or why it is none: sentences, at least one. */
export type ReadSnapshot = { snapshot: HostSnapshot; problems?: never } | { snapshot?: never; problems: string[] }

/** Takes a value that came from outside for a snapshot where it is as `schemas/host-snapshot.json` has it. Never throws. */
export function readSnapshot(value: unknown): ReadSnapshot {
  if (isHostSnapshot(value)) return { snapshot: value }
  return { problems: objectionsOf(isHostSnapshot).map((objection) => `In the snapshot, ${printable(objection)}.`) }
}

/** The same of JSON text, as `nodedev snapshot` writes it. Never throws. */
export function parseSnapshot(text: string): ReadSnapshot {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problems: [`The text is no JSON: ${printable(error instanceof Error ? error.message : String(error))}.`] }
  }
  return readSnapshot(value)
}
