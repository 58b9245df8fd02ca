import { HostError } from '../host-error.js'
import type { CreateRequest } from '../host.js'
import { shown } from '../scan/scan.js'

/** What only some interfaces have. */
type Particular = 'aggregate' | 'index' | 'parameters'

const MEANING: Readonly<Record<Particular, string>> = {
  aggregate: 'devices that are made of several instances',
  index: 'handles below a UUID',
  parameters: "the vendor's parameters in its create file",
}

/**
 * Refuses what a request asks for and the interface of its parent has no place for.
 * @param has What the interface has.
 * @throws HostError `not-supported`
 */
export function checkParticulars(parent: string, request: CreateRequest, has: readonly Particular[] = []): void {
  for (const key of ['aggregate', 'index', 'parameters'] as const) {
    const value = request[key]
    if (value === undefined || has.includes(key) || (key === 'aggregate' && value === 1)) continue
    throw new HostError('not-supported', `The parent ${shown(parent)} has no place for ${MEANING[key]}.`, {
      help: `Leave out ${key}, or choose a parent whose interface has it.`,
    })
  }
}

/** Says that a parent has no such type, with the one that may be meant. */
export function unknownType(parent: string, type: string, offered: readonly string[], file: string): HostError {
  const other = offered.find((id) => id.toLowerCase() === type.toLowerCase())
  return new HostError('type-unknown', `The parent ${shown(parent)} has no type ${shown(type)}.`, {
    file,
    help:
      other === undefined
        ? `It offers ${offered.length === 0 ? 'no types' : offered.map((id) => shown(id)).join(', ')}.`
        : `Types are case-sensitive: did you mean ${shown(other)}?`,
  })
}
