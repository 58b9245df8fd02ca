import type { Step } from './place.js'
import type { AnyField, AnyShape, Fault, ObjectShape } from './shape.js'

/** What an element may hold by a declaration, whatever order it stands in. */
export interface Parts {
  readonly attributes: readonly string[]
  readonly children: readonly Part[]
  /** The kinds of children that an element of a name can be, in their order; `unnamed` of one that no kind names. */
  readonly named: ReadonlyMap<string, readonly Part[]>
  readonly unnamed: readonly Part[]
  /** Whether the element's own text is a value. */
  readonly text: boolean
}

/** One kind of child. */
export interface Part {
  readonly step: Step
  /** Tells this kind from others of the same element. */
  readonly key: string
  /** Whether it may stand more than once. */
  readonly many: boolean
  readonly open: boolean
  /** Said of a second one, where libvirt refuses it. */
  readonly repeated: Fault | undefined
  /** By which a second one, which libvirt refuses, is read, for what its schema says of it. */
  readonly shape: AnyShape | undefined
  /** What it may hold in turn; absent where a shape of its own looks after that. */
  readonly parts: Parts | undefined
}

/** The parts of an object's own element, and its fields in the declared order. */
export interface ObjectParts extends Parts {
  readonly fields: readonly { readonly key: string; readonly field: AnyField }[]
}

const compiled = new WeakMap<ObjectShape, ObjectParts>()

/** The parts of a shape's element, worked out once for each shape. */
export function partsOf(shape: ObjectShape): ObjectParts {
  let parts = compiled.get(shape)
  if (parts === undefined) {
    parts = {
      ...collect([...shape.fields.values()].map((field) => ({ field, depth: 0 }))),
      fields: [...shape.fields].map(([key, field]) => ({ key, field })),
    }
    compiled.set(shape, parts)
  }
  return parts
}

interface Standing {
  readonly field: AnyField
  readonly depth: number
}

function collect(standings: readonly Standing[]): Parts {
  const attributes = new Set<string>()
  const below = new Map<string, { step: Step; standings: Standing[] }>()
  let text = false
  for (const { field, depth } of standings) {
    const step = field.place.steps[depth]
    if (step === undefined) {
      if (field.place.attribute !== undefined) attributes.add(field.place.attribute)
      else if (field.content.kind === 'value') text = true
      continue
    }
    const key = keyOf(step)
    let entry = below.get(key)
    if (entry === undefined) below.set(key, (entry = { step, standings: [] }))
    entry.standings.push({ field, depth: depth + 1 })
  }
  const children = [...below].map(([key, { step, standings: inside }]) => part(key, step, inside))
  const unnamed = children.filter(({ step }) => step.name === '*')
  const named = new Map(
    children.map(({ step: { name } }) => [
      name,
      children.filter(({ step }) => step.name === name || step.name === '*'),
    ]),
  )
  return { attributes: [...attributes], children, named, unnamed, text }
}

function part(key: string, step: Step, standings: readonly Standing[]): Part {
  const ending = standings.filter(({ field, depth }) => depth === field.place.steps.length)
  const many = ending.some(({ field }) => field.content.kind === 'list')
  const own = ending.some(({ field }) => field.content.kind === 'list' || field.content.kind === 'object')
  const open = standings.some(({ field }) => field.options.open === true)
  const repeated = ending.map(({ field }) => field.options.repeated).find((fault) => fault !== undefined)
  const [shape] = ending.flatMap(({ field: { content } }) => (content.kind === 'object' ? [content.shape] : []))
  return { step, key, many, open, repeated, shape, parts: own ? undefined : collect(standings) }
}

/** Tells a step from others below the same element. */
export function keyOf(step: Step): string {
  if (step.where === undefined) return step.name
  const { attribute, value } = step.where
  return value === undefined ? `${step.name}[not(@${attribute})]` : `${step.name}[@${attribute}='${value}']`
}
