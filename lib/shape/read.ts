import type { Diagnostic, Path, Span } from '../diagnostic.js'
import { attributeOf, textOf } from '../xml/select.js'
import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import { visible } from '../xml/visible.js'
import type { Codec, Remark } from './codec.js'
import { partsOf } from './collect-parts.js'
import { Finder } from './finder.js'
import { locate, memberFor, nearestSpanOf } from './locate.js'
import { BEYOND_SCHEMA, INVALID, MISSING, OUT_OF_ORDER, REMARKS, UNKNOWN_VARIANT } from './faults.js'
import type { FieldPart } from './parts.js'
import { descend, holdersOf, type Step } from './place.js'
import type { AnyField, AnyShape, Fault, FieldOptions, ListContent, ObjectShape, VariantShape } from './shape.js'
import { contentSpan, nameSpan, valueSpan } from './spans.js'
import { UnknownParts } from './unknown-parts.js'

type Fields = Record<string, unknown>

const NONE: ReadonlySet<unknown> = new Set()

/** What reading an element gave. */
export interface Reading {
  /** The draft: what could be read. */
  readonly draft: Readonly<Fields>
  readonly diagnostics: readonly Diagnostic[]
}

/**
 * Reads an element by its declaration. Never throws; what is missing, wrong, repeated or unknown becomes a diagnostic, and
 * the draft holds the rest. The draft is a complete value exactly when no diagnostic is an error.
 */
export function readElement(shape: AnyShape, element: XmlElement): Reading {
  const reader = new Reader(element, false)
  return { draft: reader.read(shape, element), diagnostics: reader.diagnostics }
}

/** Reads an element that has no errors once more, for a value of the caller's own: items that libvirt drops are left out. */
export function readValue(shape: AnyShape, element: XmlElement): Readonly<Fields> {
  return new Reader(element, true).read(shape, element)
}

class Reader {
  readonly diagnostics: Diagnostic[] = []
  readonly #dropIncomplete: boolean
  readonly #finder = new Finder()
  readonly #unknown = new UnknownParts(
    (fault, message, at) => {
      this.#fault(fault, message, at)
    },
    (shape, element) => this.read(shape, element),
  )
  /** How many parts are missing so far without which libvirt drops the object that is being read. */
  #lacks = 0
  /** Where in the value the reader stands; copied when something is reported. */
  readonly #path: (string | number)[] = []

  // What is being decoded, for the remarks of its codec; not in an object, which would have to be made for each value.
  #options: FieldOptions = {}
  #codec: Codec<unknown> | undefined
  #raw = ''
  #at: XmlAttribute | XmlElement
  readonly #remark: Remark = (kind, message) => {
    const fault = judgedBySchema(this.#options[kind] ?? REMARKS[kind], this.#codec, this.#raw)
    this.#fault(fault, message, spanOfValue(this.#at))
  }

  constructor(element: XmlElement, dropIncomplete: boolean) {
    this.#at = element
    this.#dropIncomplete = dropIncomplete
  }

  /** @param step The step that led to the element, when it was told from others by an attribute. */
  read(shape: AnyShape, element: XmlElement, step?: Step): Fields {
    const chosen = shape.kind === 'object' ? shape : this.#choose(shape, element)
    if (chosen === undefined) return {}
    return this.#object(chosen, chosen.gathered === undefined ? element : chosen.gathered(element), step)
  }

  #choose(shape: VariantShape, element: XmlElement): ObjectShape | undefined {
    const attribute = attributeOf(element, shape.attribute)
    if (attribute === undefined && shape.otherwise !== undefined) return shape.members.get(shape.otherwise)
    if (attribute === undefined || attribute.value === '') {
      const [state, fault] = attribute === undefined ? ['missing', shape.missing] : ['empty', shape.empty]
      const message = `The attribute '${shape.attribute}', which tells what ${withArticle(shape.title)} is, is ${state}.`
      this.#lack(fault ?? MISSING, message, attribute ?? nameSpan(element), shape.key)
      return undefined
    }
    const member = memberFor(shape, attribute.value)
    if (member === undefined) {
      const known = [...shape.members.keys()].map((word) => `'${word}'`).join(', ')
      const message = `'${visible(attribute.value)}' is no ${shape.attribute} of ${withArticle(shape.title)}: known are ${known}.`
      this.#lack(shape.unknown ?? UNKNOWN_VARIANT, message, valueSpan(attribute), shape.key)
    }
    return member
  }

  #object(shape: ObjectShape, element: XmlElement, step: Step | undefined): Fields {
    const before = this.diagnostics.length
    const fields: Fields = {}
    const parts = partsOf(shape)
    const told = step?.where?.attribute
    const base = this.#finder.enter(parts, element, told)
    const { isOdd, isDisordered } = this.#finder
    for (const part of parts.fields) {
      this.#path.push(part.key)
      const value = this.#field(shape, part, element, base)
      if (value !== undefined) fields[part.key] = value
      this.#path.pop()
    }
    this.#finder.leave(base)
    if (shape.together.size > 0) this.#together(shape, element)
    if (!shape.open && (isOdd || (shape.ordered && isDisordered))) this.#unknown.tell(shape, parts, element, told)
    if (shape.checks.length > 0) this.#check(shape, fields, element, this.#faultyFields(before))
    return fields
  }

  /** Finds the first child that stands apart from the others of its group. */
  #together({ together }: ObjectShape, element: XmlElement): void {
    const elements = element.children.filter((child) => child.kind === 'element')
    const first = elements.findIndex(({ name }) => together.has(name))
    const between = elements.findIndex(({ name }, index) => index > first && !together.has(name))
    const apart = elements.find(({ name }, index) => between >= 0 && index > between && together.has(name))
    if (first < 0 || apart === undefined) return
    this.#fault(OUT_OF_ORDER, `libvirt's schema wants <${apart.name}> next to the others of its kind.`, nameSpan(apart))
  }

  /** Checks the fields of an object together, but those that could not be read. */
  #check(shape: ObjectShape, read: Fields, element: XmlElement, faulty: ReadonlySet<unknown>): void {
    for (const { fields, fault, unread, find } of shape.checks) {
      const found = !unread && fields.some((key) => faulty.has(key)) ? undefined : find(read, faulty)
      if (found === undefined) continue
      this.#fault(fault, found.message, nearestSpanOf(locate(shape, element, [found.at])), found.at)
    }
  }

  /** The fields of the object that is being read which have errors among the diagnostics since `before`. */
  #faultyFields(before: number): ReadonlySet<unknown> {
    if (this.diagnostics.length === before) return NONE
    const depth = this.#path.length
    const errors = this.diagnostics.slice(before).filter(({ severity }) => severity === 'error')
    return new Set(errors.map(({ path }) => path[depth]))
  }

  /** @param base The first slot of the object that the field is of. */
  #field(shape: ObjectShape, part: FieldPart, element: XmlElement, base: number): unknown {
    const { field, text, attributeSlot } = part
    if (part.isBeyondSchema) this.#beyondSchema(field, element)
    const target = this.#finder.elements[base + part.slot]
    if (text === undefined) return this.#untexted(shape, part, element, target, base)
    if (target === undefined) return this.#valueless(shape, field, text.codec, element, undefined, undefined)
    const attribute = attributeSlot === undefined ? undefined : this.#finder.attributes[base + attributeSlot]
    const raw = attributeSlot === undefined ? textOf(target) : attribute?.value
    if (raw === undefined || (raw === '' && text.codec.emptyIsAbsent === true)) {
      return this.#valueless(shape, field, text.codec, element, attribute ?? target, raw)
    }
    return this.#value(text, field, raw, attribute ?? target)
  }

  /** The value of a field that has no text of its own: an object, a list, or whether an element is there. */
  #untexted(
    shape: ObjectShape,
    { field, slot }: FieldPart,
    element: XmlElement,
    target: XmlElement | undefined,
    base: number,
  ): unknown {
    const { content, optional, options, place } = field
    if (content.kind === 'list') {
      if (options.repeated !== undefined) this.#repeatedHolders(content, options.repeated, element)
      return this.#list(content, optional, target === undefined ? [] : this.#finder.items[base + slot])
    }
    if (content.kind !== 'object') return target === undefined ? undefined : true
    if (target !== undefined) return this.#inner(field, content.shape, target, place.steps.at(-1))
    const halfway = isHalfway(field, element)
    if (!optional || halfway) {
      this.#missing(shape, field, descend(element, place.steps).element, false, halfway)
    }
    return halfway ? options.implied : undefined
  }

  /** What is read where no text stands, or one that counts as none. */
  #valueless(
    shape: ObjectShape,
    field: AnyField,
    { inSchema }: Codec<unknown>,
    element: XmlElement,
    at: XmlElement | XmlAttribute | undefined,
    raw: string | undefined,
  ): unknown {
    const { optional, place } = field
    const { implied, missing } = field.options
    if (
      optional ? missing !== undefined || isHalfway(field, element) : implied === undefined || missing !== undefined
    ) {
      this.#missing(shape, field, at ?? descend(element, place.steps).element, raw !== undefined)
    } else if (at !== undefined && raw !== undefined && inSchema?.(raw) === false) {
      this.#fault(REMARKS.spelling, `libvirt takes the empty ${subject(at)} for none.`, spanOfValue(at))
    }
    return implied
  }

  #beyondSchema({ place: { steps, attribute: name }, options }: AnyField, element: XmlElement): void {
    const { element: reached, depth } = descend(element, steps)
    if (options.beyondSchema === 'element') {
      if (depth > 0)
        this.#fault(BEYOND_SCHEMA, `Only libvirt's schema refuses <${reached.name}> there.`, nameSpan(reached))
      return
    }
    const found = depth === steps.length ? reached.attributes.find((each) => each.name === name) : undefined
    if (found === undefined) return
    this.#fault(
      BEYOND_SCHEMA,
      `Only libvirt's schema refuses the attribute '${found.name}' of <${reached.name}>.`,
      found,
    )
  }

  /** An object in a field of another; where libvirt drops it, that one does without, if it can. */
  #inner(field: AnyField, shape: AnyShape, element: XmlElement, step: Step | undefined): Fields | undefined {
    const before = this.#lacks
    const value = this.read(shape, element, step)
    if (!field.optional || this.#lacks === before) return value
    this.#lacks = before
    return this.#dropIncomplete ? undefined : value
  }

  #value(
    { codec, decode }: NonNullable<FieldPart['text']>,
    { options, optional }: AnyField,
    raw: string,
    at: XmlAttribute | XmlElement,
  ): unknown {
    this.#options = options
    this.#codec = codec
    this.#raw = raw
    this.#at = at
    const value = decode(raw, this.#remark)
    if (value === undefined) {
      const message = `${subject(at)} '${visible(raw)}' is not ${codec.expected}.`
      const fault = judgedBySchema(options.invalid ?? INVALID, codec, raw)
      if (optional) this.#fault(fault, message, spanOfValue(at))
      else this.#lack(fault, message, spanOfValue(at))
    }
    return value
  }

  #list({ item, step }: ListContent, optional: boolean, found: readonly XmlElement[] = []): unknown {
    const items: Fields[] = []
    const before = this.#lacks
    for (const element of found) {
      this.#path.push(items.length)
      const value = this.read(item, element, step)
      if (this.#lacks === before || !this.#dropIncomplete) items.push(value)
      this.#lacks = before
      this.#path.pop()
    }
    return items.length === 0 && optional ? undefined : items
  }

  #repeatedHolders({ above }: ListContent, fault: Fault, element: XmlElement): void {
    for (const holder of holdersOf(element, above).slice(1)) {
      this.#fault(fault, `libvirt's schema refuses a second <${holder.name}>; its parser reads both.`, nameSpan(holder))
    }
  }

  #missing(
    { title }: ObjectShape,
    field: AnyField,
    at: XmlElement | XmlAttribute,
    isEmpty: boolean,
    isHalfway = true,
  ): void {
    const { attribute, steps } = field.place
    const { halfway, implied } = isHalfway ? field.options : {}
    const { missing = halfway, empty = missing } = field.options
    const told = (isEmpty ? empty : missing) ?? MISSING
    const fault = isEmpty && field.content.kind === 'value' ? judgedBySchema(told, field.content.codec, '') : told
    const last = steps.at(-1)
    const what =
      attribute !== undefined ? `attribute '${attribute}'` : last === undefined ? 'text' : `element <${last.name}>`
    const message = `The ${what} of the ${title} is ${isEmpty ? 'empty' : `missing in <${at.name}>`}.`
    const span = 'kind' in at ? nameSpan(at) : at
    if (implied === undefined && !field.optional) this.#lack(fault, message, span)
    else this.#fault(fault, message, span)
  }

  /** Tells of a fault that leaves an object without a part it has to have; if that is no error, libvirt drops the object. */
  #lack(fault: Fault, message: string, span: Span, key?: string): void {
    if (fault.severity !== undefined && fault.severity !== 'error') this.#lacks++
    this.#fault(fault, message, span, key)
  }

  #fault(fault: Fault, message: string, span: Span, key?: string): void {
    const path: Path = key === undefined ? [...this.#path] : [...this.#path, key]
    this.diagnostics.push({
      code: fault.code,
      severity: fault.severity ?? 'error',
      message,
      path,
      span: { start: span.start, end: span.end },
      refusedBy: fault.refusedBy,
      ...(fault.effect === undefined ? {} : { effect: fault.effect }),
      ...(fault.help === undefined ? {} : { help: fault.help }),
    })
  }
}

/** The fault of a value without the schema among its layers, where that accepts what the parser does not read. */
function judgedBySchema(fault: Fault, codec: Codec<unknown> | undefined, raw: string): Fault {
  if (codec?.inSchema?.(raw) !== true) return fault
  return { ...fault, refusedBy: fault.refusedBy.filter((layer) => layer !== 'schema') }
}

/** Whether an element on the way to an optional value is there, and libvirt then asks for the value. */
function isHalfway({ options, place }: AnyField, element: XmlElement): boolean {
  return options.halfway !== undefined && descend(element, place.steps).depth > 0
}

function spanOfValue(at: XmlAttribute | XmlElement): Span {
  return 'kind' in at ? contentSpan(at) : valueSpan(at)
}

function subject(at: XmlAttribute | XmlElement): string {
  return 'kind' in at ? `<${at.name}>` : at.name
}

function withArticle(noun: string): string {
  return `${/^[aeio]/i.test(noun) ? 'an' : 'a'} ${noun}`
}
