import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import { isBlank } from './layout.js'
import { keyOf } from './parts.js'
import type { Step } from './place.js'
import type { AnyField, ObjectShape } from './shape.js'

/** The object that a field belongs to. */
export interface Owner {
  readonly element: XmlElement
  readonly shape: ObjectShape
}

/**
 * The topmost of the elements around a part that would hold nothing without it, and whose being there means nothing either:
 * what is to be removed with the part. `undefined` where the nearest one already holds more.
 * @param steps The steps from the owner to the element that holds the part.
 * @param kept How many of these steps stay in any case.
 */
export function hollowWithout(
  part: XmlElement | XmlAttribute,
  holder: XmlElement | undefined,
  { owner, field, steps, kept = 0, text }: Surroundings,
): XmlElement | undefined {
  let top: XmlElement | undefined
  let around = holder
  for (let left = steps; left.length > kept && around !== undefined; left = left.slice(0, -1)) {
    if (!isHollow(text, around, left.at(-1), top ?? part) || isMeant(owner.shape, field, left)) break
    top = around
    around = around.parent
  }
  return top
}

export interface Surroundings {
  readonly owner: Owner
  readonly field: AnyField
  readonly steps: readonly Step[]
  readonly kept?: number
  readonly text: string
}

/** Whether an element holds nothing but a part, white space, and the attribute that a step tells it by. */
function isHollow(text: string, element: XmlElement, step: Step | undefined, part: XmlElement | XmlAttribute): boolean {
  const told = step?.where?.attribute
  return (
    element.attributes.every((attribute) => attribute === part || attribute.name === told) &&
    element.children.every((child) => child === part || isBlank(text, child))
  )
}

/** Whether another field says something by the mere presence of the element that the steps lead to. */
function isMeant(shape: ObjectShape, field: AnyField, steps: readonly Step[]): boolean {
  const keys = steps.map(keyOf).join('/')
  return [...shape.fields.values()].some(
    ({ place, content }) =>
      place !== field.place &&
      place.attribute === undefined &&
      content.kind !== 'list' &&
      place.steps.map(keyOf).join('/') === keys,
  )
}
