import type {
  AttributeFormat,
  AttributeSchema,
  DriverAttributes,
} from '../machine/attribute-schema/attribute-schema.js'
import { table } from './table.js'

interface Line {
  readonly name: string
  readonly value: string
  readonly summary: string
}

/**
 * The attributes that a driver takes, for people: a line for each, and for each parameter of one that has several; then what
 * their order means.
 */
export function attributesTable({ attributes }: DriverAttributes): string {
  const lines = table<Line>(
    [
      { title: 'ATTRIBUTE', cell: ({ name }) => name },
      { title: 'VALUE', cell: ({ value }) => value },
      { title: 'WHAT IT DOES', cell: ({ summary }) => summary },
    ],
    attributes.flatMap(linesOf),
  )
  return lines + ordersOf(attributes)
}

/** What the order of attributes means, once for all that it is said of. */
function ordersOf(attributes: readonly AttributeSchema[]): string {
  const names = new Map<string, string[]>()
  for (const { name, order } of attributes) {
    if (order !== undefined) names.set(order, [...(names.get(order) ?? []), name])
  }
  return [...names].map(([order, of]) => `\n${of.join(', ')}: ${order}\n`).join('')
}

function linesOf({ name, format, summary }: AttributeSchema): Line[] {
  const first = { name, value: valueText(format), summary }
  if (format.kind !== 'parameters') return [first]
  return [
    first,
    ...format.parameters.map((parameter) => ({
      name: `  ${parameter.key}`,
      value: rangeText(parameter.minimum, parameter.maximum),
      summary: parameter.summary,
    })),
  ]
}

function valueText(format: AttributeFormat): string {
  switch (format.kind) {
    case 'number':
      return rangeText(format.minimum, format.maximum)
    case 'masks':
      return format.masks.map(() => '0x...').join(',')
    case 'parameters':
      return 'key=value,...'
    case 'text':
      return 'text'
  }
}

function rangeText(minimum: number, maximum: number | undefined): string {
  if (maximum === undefined) return `${minimum} and more`
  return maximum - minimum === 1 ? `${minimum} or ${maximum}` : `${minimum} to ${maximum}`
}
