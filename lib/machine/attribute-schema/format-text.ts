import type { AttributeFormat } from './attribute-schema.js'

/** What an attribute takes, for a sentence: `a whole number from 0 to 255`. */
export function formatText(format: AttributeFormat): string {
  switch (format.kind) {
    case 'number': {
      const { minimum, maximum } = format
      return maximum === undefined
        ? `a whole number from ${minimum} up`
        : `a whole number from ${minimum} to ${maximum}`
    }
    case 'masks': {
      const { masks, bits } = format
      return `${masks.length} masks of at most ${bits / 4} hexadecimal digits (${masks.join(', ')}) with commas between them`
    }
    case 'parameters':
      return 'key=value with commas between them'
    case 'text':
      return 'a text'
  }
}
