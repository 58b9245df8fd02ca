import type { Span } from '../../diagnostic.js'
import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { Definition } from './definition.js'
import { parseDefinition } from './definition.js'

/** What of a definition is to be another. */
export type DefinitionChange = Partial<Definition>

/** A definition as mdevctl writes it: three keys in this order, two spaces, no newline at the end. */
export function formatDefinition({ type, start, attributes }: Definition): string {
  return JSON.stringify({ mdev_type: type, start, attrs: listOf(attributes) }, null, 2)
}

/**
 * A definition's text with some of its values replaced and every other character as it was: keys that nobody here knows, and
 * the layout, stay. `undefined` for a text that is no definition.
 */
export function changeDefinition(text: string, change: DefinitionChange): string | undefined {
  const reading = parseDefinition(text)
  if (reading.definition === undefined) return undefined
  const { type, start, attributes } = change
  let changed = text
  const values: [key: string, value: string | undefined][] = [
    ['mdev_type', type === undefined ? undefined : JSON.stringify(type)],
    ['start', start === undefined ? undefined : JSON.stringify(start)],
    ['attrs', attributes === undefined ? undefined : valueText(listOf(attributes))],
  ]
  for (const [key, value] of values) {
    if (value !== undefined) changed = withValue(changed, key, value)
  }
  return changed
}

/** Puts a value in the place of that of a key, or behind the last key where there is none of that name. */
function withValue(text: string, key: string, value: string): string {
  const { keys } = parseDefinition(text)
  // JSON readers let the last of equal keys win
  const span = keys.findLast(({ name }) => name === key)?.valueSpan
  if (span !== undefined) return spliced(text, span, value)
  const end = keys.at(-1)?.valueSpan.end ?? text.indexOf('{') + 1
  const comma = keys.length > 0 ? ',' : ''
  return spliced(text, { start: end, end }, `${comma}\n  ${JSON.stringify(key)}: ${value}`)
}

function spliced(text: string, { start, end }: Span, value: string): string {
  return text.slice(0, start) + value + text.slice(end)
}

/** A value as it stands behind a key of the top level. */
function valueText(value: unknown): string {
  return JSON.stringify(value, null, 2).replaceAll('\n', '\n  ')
}

function listOf(attributes: readonly MdevAttribute[]): Record<string, string>[] {
  // an own property also where the name is __proto__
  return attributes.map(({ name, value }) => Object.fromEntries([[name, value]]))
}
