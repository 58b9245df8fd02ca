import type { Codec } from './codec.js'
import type { Step } from './place.js'
import type { AnyField, AnyShape, Fault } from './shape.js'

/** What an element may hold by a declaration, whatever order it stands in. */
export interface Parts {
  readonly attributes: readonly string[]
  /** The slot of the first attribute; the others follow. */
  readonly firstAttribute: number
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
  /** The same, and what fields of this object look at beside that shape; absent where there is nothing. */
  readonly below: Parts | undefined
  readonly slot: number
  /** Its place among the kinds of children. */
  readonly index: number
  /** Whether an element of its name can be of no other kind. */
  readonly isAlone: boolean
}

/** A field, and the slots of what it looks at. */
export interface FieldPart {
  readonly key: string
  readonly field: AnyField
  /** Of the element that the steps lead to, or of the items of a list. */
  readonly slot: number
  readonly attributeSlot: number | undefined
  /** Of a value that stands as text: its codec, and at hand what reads it. Codecs are of many forms, and looking into one is dear. */
  readonly text: { readonly codec: Codec<unknown>; readonly decode: Codec<unknown>['decode'] } | undefined
  readonly isBeyondSchema: boolean
}

/** The parts of an object's own element, and its fields in the declared order. */
export interface ObjectParts extends Parts {
  readonly fields: readonly FieldPart[]
  /**
   * How many kinds of elements there are at whatever depth. Each has a slot, the object's own element the first one, and so has
   * each attribute, in another row.
   */
  readonly kinds: number
  /** How many slots the longer row has. */
  readonly slots: number
}

/** Tells a step from others below the same element. */
export function keyOf(step: Step): string {
  if (step.where === undefined) return step.name
  const { attribute, value } = step.where
  return value === undefined ? `${step.name}[not(@${attribute})]` : `${step.name}[@${attribute}='${value}']`
}
