import type { Effect, Layer, Severity } from '../diagnostic.js'
import type { XmlElement } from '../xml/tree.js'
import type { Codec } from './codec.js'
import type { Draft } from './draft.js'
import { parsePlace, type Place, type Step } from './place.js'

/** How a fault of one field is told: its code and which layers of libvirt have the check. */
export interface Fault {
  readonly code: string
  readonly refusedBy: readonly Layer[]
  readonly severity?: Severity
  readonly effect?: Effect
  readonly help?: string
}

/** Overrides of what is said of a field; what is left out is said in general words. */
export interface FieldFaults {
  readonly missing?: Fault
  /** There, but empty where that counts as missing; said as `missing` unless told otherwise. */
  readonly empty?: Fault
  readonly invalid?: Fault
  readonly changed?: Fault
  readonly spelling?: Fault
}

export interface FieldOptions extends FieldFaults {
  /** What is written where the value is absent, as libvirt writes its defaults out. */
  readonly otherwise?: string
  /** What is read where nothing stands; that is then a fault only if `missing` is given. Where the value is absent, nothing is written. */
  readonly implied?: unknown
  /** Reading a second element of this place is no fault: libvirt reads others of that name elsewhere. */
  readonly open?: boolean
  /** Said of an optional value that is not there where an element on the way to it is, and libvirt then asks for it. */
  readonly halfway?: Fault
  /**
   * Said of a second element of this place where libvirt refuses one; elsewhere it drops it. Of a list: of each further element
   * that holds items.
   */
  readonly repeated?: Fault
  /** libvirt's parser reads it, and its schema does not know the attribute, or the element that the place begins with. */
  readonly beyondSchema?: 'attribute' | 'element'
  /** libvirt reads it and never writes it. */
  readonly unwritten?: boolean
  /** What libvirt takes an absent value for, where neither `otherwise` nor `implied` tells it: comparing holds the two for the same. */
  readonly means?: unknown
  /** Of a list: its order has no meaning, and what tells its items apart is this field, or all of them (`true`). */
  readonly unordered?: true | string
}

/** What can be told of a list of `V`. */
export interface ListOptions<V> extends FieldOptions {
  readonly unordered?: true | (keyof V & string)
}

/** What stands at a field's place. */
export type Content =
  | { readonly kind: 'value'; readonly codec: Codec<unknown> }
  | { readonly kind: 'object'; readonly shape: AnyShape }
  | {
      readonly kind: 'list'
      readonly item: AnyShape
      /** The steps of the place but the last one, which lead to the element that holds the items. */
      readonly above: readonly Step[]
      /** The last one, which leads to each item. */
      readonly step: Step
    }
  | { readonly kind: 'flag' }

export type ListContent = Extract<Content, { readonly kind: 'list' }>

/** A field as the interpreters see it. */
export interface AnyField {
  readonly place: Place
  readonly content: Content
  readonly optional: boolean
  readonly options: FieldOptions
}

declare const carries: unique symbol

/** Says of a declaration, to the compiler alone, what values it carries. */
export interface Carries<V> {
  readonly [carries]?: (value: V) => V
}

/** A field that carries values of type `V`; `Optional` says whether it may be absent. */
export interface Field<V, Optional extends boolean = false> extends AnyField, Carries<V> {
  readonly optional: Optional
}

/** What a check found. */
export interface Finding<K extends string = string> {
  /** The field that is at fault, or missing. */
  readonly at: K
  /** One sentence with the actual value in it. */
  readonly message: string
}

/** What libvirt's parser asks of several fields of one object together. */
export interface Check<T> {
  /** The fields it looks at; where one of them could not be read, the check is not made. */
  readonly fields: readonly (keyof T & string)[]
  readonly fault: Fault
  /** Makes the check all the same, and tells it which of the fields stand there and could not be read. */
  readonly unread?: true
  readonly find: (draft: Draft<T>, unread: ReadonlySet<unknown>) => Finding<keyof T & string> | undefined
}

/** A check as the interpreters see it. */
export interface AnyCheck {
  readonly fields: readonly string[]
  readonly fault: Fault
  readonly unread: boolean
  readonly find: (draft: object, unread?: ReadonlySet<unknown>) => Finding | undefined
}

/** The layers that refuse a part, whatever it says, or by what an attribute says. */
export type Refusing = readonly Layer[] | ((value: string) => readonly Layer[])

/** An object read from one element, field by field; the order of the fields is the order of output and of insertion. */
export interface ObjectShape {
  readonly kind: 'object'
  /** What it is, for messages: `hostdev`, `PCI address`. */
  readonly title: string
  readonly fields: ReadonlyMap<string, AnyField>
  /** An open shape looks at a part of its element; what it does not know is left alone and not reported. */
  readonly open: boolean
  /** Children, by their names, that libvirt's schema allows here and its parser drops. */
  readonly dropped: ReadonlySet<string>
  /** Attributes that libvirt's schema allows here, where the function says so, and its parser drops. */
  readonly droppedAttributes: ReadonlyMap<string, (value: string, element: XmlElement) => boolean>
  /** Children, by their names, that libvirt knows and nothing here looks at. */
  readonly unjudged: ReadonlySet<string>
  /** libvirt's schema wants the children in the order of the fields. */
  readonly ordered: boolean
  /** Children, by their names, that libvirt's schema wants next to each other, as libxml2 asks it. */
  readonly together: ReadonlySet<string>
  /**
   * Attributes (`@sgio`, `source/@startupPolicy`) and children (`capability`, or `capability[not(@type)]` where they lack the
   * attribute that tells them apart) that are an error where they are not declared, and the layers that refuse them; others that
   * are not declared are dropped by libvirt.
   */
  readonly refused: ReadonlyMap<string, Refusing>
  readonly checks: readonly AnyCheck[]
  /** An element without content is written with an end tag on a line of its own. */
  readonly unfolded: boolean
  /** An element without content is written with a blank in front of its `/>`. */
  readonly spaced: boolean
  /** What of a value libvirt writes: some of what it reads it leaves out, or puts in another order. */
  readonly written: ((value: object) => object) | undefined
  /** How libvirt sees an element where what it reads of one field is scattered over several children. */
  readonly gathered: ((element: XmlElement) => XmlElement) | undefined
}

/** One of several objects, told apart by the word at one field that all of them have. */
export interface VariantShape {
  readonly kind: 'variant'
  readonly title: string
  /** The field that tells the members apart. */
  readonly key: string
  readonly members: ReadonlyMap<string, ObjectShape>
  /** Where the word stands: an attribute of the element itself. */
  readonly attribute: string
  /** The word that an element without the attribute is taken to have. */
  readonly otherwise: string | undefined
  readonly missing: Fault | undefined
  /** Said of an empty attribute, where that is another fault than a missing one. */
  readonly empty: Fault | undefined
  readonly unknown: Fault | undefined
}

export type AnyShape = ObjectShape | VariantShape

/** The declaration of how values of type `T` stand in an element. */
export type Shape<T> = AnyShape & Carries<T>

/** The fields that a shape of `T` must declare: each key once, with the right content and the right optionality. */
export type FieldsOf<T> = {
  readonly [K in keyof T]-?: object extends Pick<T, K> ? Field<Exclude<T[K], undefined>, true> : Field<T[K]>
}

/** What of a value libvirt writes; `undefined` leaves a field out. */
export type Written<T> = { readonly [K in keyof T]?: T[K] | undefined }

export interface ShapeOptions<T> {
  readonly title: string
  readonly open?: boolean
  readonly dropped?: readonly string[]
  readonly droppedAttributes?: Readonly<Record<string, (value: string, element: XmlElement) => boolean>>
  readonly unjudged?: readonly string[]
  readonly ordered?: boolean
  readonly together?: readonly string[]
  readonly refused?: Readonly<Record<string, Refusing>>
  readonly checks?: readonly Check<T>[]
  readonly unfolded?: boolean
  readonly spaced?: boolean
  readonly written?: (value: T) => Written<T>
  readonly gathered?: (element: XmlElement) => XmlElement
}

/** Declares how an object of type `T` stands in an element. */
export function shape<T extends object>(options: ShapeOptions<T>, fields: FieldsOf<T>): Shape<T> & ObjectShape {
  const entries: [string, AnyField][] = Object.entries<AnyField>(fields)
  return {
    kind: 'object',
    title: options.title,
    open: options.open ?? false,
    dropped: new Set(options.dropped),
    droppedAttributes: new Map(Object.entries(options.droppedAttributes ?? {})),
    unjudged: new Set(options.unjudged),
    ordered: options.ordered ?? false,
    together: new Set(options.together),
    refused: new Map(Object.entries(options.refused ?? {})),
    checks: (options.checks ?? []).map(asCheck),
    unfolded: options.unfolded ?? false,
    spaced: options.spaced ?? false,
    written: options.written === undefined ? undefined : asWritten(options.written),
    gathered: options.gathered,
    fields: new Map(entries),
  }
}

/** Only values that the shape's fields accept reach the function, and those are of type `T`. */
function asWritten<T extends object>(written: (value: T) => Written<T>): (value: object) => object {
  return (value) => written(value as T)
}

/** Only what was read by the shape's fields reaches the function, and that is a draft of `T`. */
function asCheck<T>({ fields, fault, unread, find }: Check<T>): AnyCheck {
  return {
    fields,
    fault,
    unread: unread === true,
    find: (draft, notRead = new Set()) => find(draft as Draft<T>, notRead),
  }
}

/** What tells the members of a union apart. */
export interface VariantOptions<K extends string> {
  readonly title: string
  readonly key: K
  readonly attribute: string
  readonly otherwise?: string
  readonly missing?: Fault
  readonly empty?: Fault
  readonly unknown?: Fault
}

/** The member of a union that carries a word at a field; several words may lead to the same member. */
type MemberOf<T, K extends PropertyKey, W> = T extends { readonly [P in K]: infer Words }
  ? W extends Words
    ? T
    : never
  : never

/**
 * Declares a union of objects that are told apart by the word at an attribute of their element.
 * @param key The field of that word in each member.
 */
export function variant<T extends { readonly [P in K]: string }, const K extends string>(
  options: VariantOptions<K>,
  members: { readonly [W in T[K]]: Shape<MemberOf<T, K, W>> & ObjectShape },
): Shape<T> & VariantShape {
  return {
    kind: 'variant',
    title: options.title,
    key: options.key,
    attribute: options.attribute,
    otherwise: options.otherwise,
    missing: options.missing,
    empty: options.empty ?? options.missing,
    unknown: options.unknown,
    members: new Map(Object.entries<ObjectShape>(members)),
  }
}

/**
 * A field at a place: `'@id'` an attribute, `'name'` the text of a child, `'source/address/@uuid'` further down,
 * `"capability[@type='mdev_types']"` a child told by an attribute, `'.'` the element's own text.
 */
export function at<V>(place: string, content: Codec<V> | Shape<V>, options: FieldOptions = {}): Field<V> {
  return {
    place: parsePlace(place),
    content: 'decode' in content ? { kind: 'value', codec: content } : { kind: 'object', shape: content },
    optional: false,
    options,
  }
}

/** Every element at the place, in order. An empty list is none. */
export function list<V>(place: string, item: Shape<V>, options: ListOptions<V> = {}): Field<V[]> {
  const { steps, attribute } = parsePlace(place)
  const step = steps.at(-1)
  if (attribute !== undefined || step === undefined)
    throw new TypeError(`'${place}' is no place for the items of a list.`)
  const above = steps.slice(0, -1)
  return { place: { steps, attribute }, content: { kind: 'list', item, above, step }, optional: false, options }
}

/** Whether an element is there. */
export function flag(place: string, options: FieldOptions = {}): Field<boolean, true> {
  return { place: parsePlace(place), content: { kind: 'flag' }, optional: true, options }
}

/** The same field, which may be absent. */
export function optional<V>(field: Field<V>): Field<V, true> {
  return { ...field, optional: true }
}
