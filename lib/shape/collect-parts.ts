import { keyOf, type FieldPart, type ObjectParts, type Part, type Parts } from './parts.js'
import type { Step } from './place.js'
import type { AnyField, ObjectShape } from './shape.js'

const collected = new WeakMap<ObjectShape, ObjectParts>()

/**
 * The parts of a shape's element, worked out once for each shape.
 * @throws TypeError where fields do not agree on whether a step is searched for: a mistake in the declaration
 */
export function partsOf(shape: ObjectShape): ObjectParts {
  let parts = collected.get(shape)
  if (parts === undefined) collected.set(shape, (parts = new Collector().collect(shape)))
  return parts
}

/** A field whose slots are not known yet. */
interface OpenFieldPart extends FieldPart {
  slot: number
  attributeSlot: number | undefined
}

interface Standing {
  readonly part: OpenFieldPart
  readonly depth: number
}

class Collector {
  #kinds = 1
  #attributes = 0

  collect(shape: ObjectShape): ObjectParts {
    const fields = [...shape.fields].map(([key, field]) => fieldPart(key, field))
    const parts = this.#at(
      fields.map((part) => ({ part, depth: 0 })),
      0,
    )
    return { ...parts, fields, kinds: this.#kinds, slots: Math.max(this.#kinds, this.#attributes) }
  }

  /** @param slot That of the element that the standings are in. */
  #at(standings: readonly Standing[], slot: number): Parts {
    const attributes: string[] = []
    const below = new Map<string, { step: Step; standings: Standing[] }>()
    const firstAttribute = this.#attributes
    let text = false
    for (const { part, depth } of standings) {
      const { place, content } = part.field
      const step = place.steps[depth]
      if (step === undefined) {
        part.slot = slot
        if (place.attribute !== undefined) {
          if (!attributes.includes(place.attribute)) attributes.push(place.attribute)
          part.attributeSlot = firstAttribute + attributes.indexOf(place.attribute)
        } else if (content.kind === 'value') text = true
        continue
      }
      const key = keyOf(step)
      let entry = below.get(key)
      if (entry === undefined) below.set(key, (entry = { step, standings: [] }))
      if (entry.step.searched !== step.searched) throw new TypeError(`'${key}' is searched for by some fields only.`)
      entry.standings.push({ part, depth: depth + 1 })
    }
    this.#attributes += attributes.length
    const names = [...below.values()].map(({ step }) => step.name)
    const children = [...below].map(([key, { step, standings: inside }], index) => ({
      ...this.#part(key, step, inside),
      index,
      isAlone: !names.includes('*') && names.indexOf(step.name) === names.lastIndexOf(step.name),
    }))
    const unnamed = children.filter(({ step }) => step.name === '*')
    const named = new Map(
      children.map(({ step: { name } }) => [
        name,
        children.filter(({ step }) => step.name === name || step.name === '*'),
      ]),
    )
    return { attributes, firstAttribute, children, named, unnamed, text }
  }

  #part(key: string, step: Step, standings: readonly Standing[]): Omit<Part, 'index' | 'isAlone'> {
    const fields = standings.map(({ part }) => part.field)
    const ending = standings.filter(({ part, depth }) => depth === part.field.place.steps.length)
    const contents = ending.map(({ part }) => part.field.content)
    const isOwn = contents.some(({ kind }) => kind === 'list' || kind === 'object')
    const [shape] = contents.flatMap((content) => (content.kind === 'object' ? [content.shape] : []))
    const slot = this.#kinds++
    const below = this.#at(standings, slot)
    return {
      step,
      key,
      many: contents.some(({ kind }) => kind === 'list'),
      open: fields.some(({ options }) => options.open === true),
      repeated: ending.map(({ part }) => part.field.options.repeated).find((fault) => fault !== undefined),
      shape,
      parts: isOwn ? undefined : below,
      below: isOwn && below.attributes.length === 0 && below.children.length === 0 ? undefined : below,
      slot,
    }
  }
}

function fieldPart(key: string, field: AnyField): OpenFieldPart {
  const { content, options } = field
  const text = content.kind === 'value' ? { codec: content.codec, decode: content.codec.decode } : undefined
  return { key, field, slot: 0, attributeSlot: undefined, text, isBeyondSchema: options.beyondSchema !== undefined }
}
