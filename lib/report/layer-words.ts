import type { Diagnostic, Effect, Layer } from '../diagnostic.js'

const LAYERS: Readonly<Record<Layer, string>> = {
  schema: 'by the schema (--validate)',
  parse: 'by the parser',
  define: 'when it is defined',
  start: 'when it is started',
}

const EFFECTS: Readonly<Record<Effect, string>> = {
  dropped: 'it is dropped',
  changed: 'it is silently changed',
  ignored: 'it has no effect',
}

/** What libvirt does about a finding, in words; `undefined` where nothing is known. */
export function libvirtDoes({ refusedBy, effect }: Pick<Diagnostic, 'refusedBy' | 'effect'>): string | undefined {
  if (refusedBy.length > 0) return `refused ${refusedBy.map((layer) => LAYERS[layer]).join(', ')}`
  return effect === undefined ? undefined : `accepted, but ${EFFECTS[effect]}`
}
