import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import type { Position } from './modify.js'
import { partsOf } from './collect-parts.js'
import { keyOf, type Parts } from './parts.js'
import { matches, type Step } from './place.js'
import type { AnyField, ObjectShape } from './shape.js'

/**
 * Where an element goes among the children of another: in the declared order; in an open view at the end.
 * @param above The steps from the shape's element to that other one.
 * @param step The step from there to the new element.
 */
export function childPosition(
  shape: ObjectShape,
  above: readonly Step[],
  step: Step,
  element: XmlElement,
): Position<XmlElement> {
  const order = shape.open ? [] : partsAt(partsOf(shape), above).children
  const limit = order.findIndex(({ key }) => key === keyOf(step))
  const rank = (child: XmlElement): number => order.findIndex((part) => matches(child, part.step))
  const known = element.children.filter((child): child is XmlElement => child.kind === 'element' && rank(child) !== -1)
  return {
    after: known.filter((child) => rank(child) <= limit),
    before: known.filter((child) => rank(child) > limit),
  }
}

/** Where a field's attribute goes among those of its element: in the declared order. */
export function attributePosition(shape: ObjectShape, field: AnyField, element: XmlElement): Position<XmlAttribute> {
  const order = [...partsAt(partsOf(shape), field.place.steps).attributes]
  const limit = order.findIndex((name) => name === field.place.attribute)
  const rank = ({ name }: XmlAttribute): number => order.indexOf(name)
  const known = element.attributes.filter((attribute) => rank(attribute) !== -1)
  return {
    after: known.filter((attribute) => rank(attribute) < limit).sort((a, b) => rank(a) - rank(b)),
    before: known.filter((attribute) => rank(attribute) > limit),
  }
}

const NONE: Parts = { attributes: [], firstAttribute: 0, children: [], named: new Map(), unnamed: [], text: false }

/** What an element may hold that some steps lead to; nothing where another shape looks after that. */
function partsAt(parts: Parts, steps: readonly Step[]): Parts {
  let current = parts
  for (const step of steps) {
    current = current.children.find(({ key }) => key === keyOf(step))?.parts ?? NONE
  }
  return current
}
