import type { Span } from '../diagnostic.js'
import { attributeOf } from '../xml/select.js'
import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import { visible } from '../xml/visible.js'
import {
  BEYOND_SCHEMA,
  DROPPED,
  DROPPED_AND_REFUSED,
  OUT_OF_ORDER,
  REPEATED,
  STRAY_TEXT,
  UNKNOWN_PART,
} from './faults.js'
import type { Part, Parts } from './parts.js'
import { isElsewhere, matches } from './place.js'
import type { AnyShape, Fault, ObjectShape, Refusing } from './shape.js'
import { nameSpan } from './spans.js'
import { isWords } from './words.js'

type Tell = (fault: Fault, message: string, at: Span) => void

/** What an element holds beside what its declaration knows, and what it holds too often or in another order. */
export class UnknownParts {
  readonly #tell: Tell
  readonly #read: (shape: AnyShape, element: XmlElement) => void

  /** @param read Reads an element that libvirt refuses as a second one, for what its schema says of it. */
  constructor(tell: Tell, read: (shape: AnyShape, element: XmlElement) => void) {
    this.#tell = tell
    this.#read = read
  }

  /**
   * What the declaration does not know is dropped by libvirt, and so is all but the first of what may stand once.
   * @param told The attribute by which the element was told from others of its name.
   * @param prefix The notation of the way to it from the object's own element.
   */
  tell(shape: ObjectShape, parts: Parts, element: XmlElement, told: string | undefined, prefix = ''): void {
    this.#attributes(shape, parts, element, told, prefix)
    // a few at most: a set would cost more than it saves
    const seen: string[] = []
    let last: Part | undefined
    let isStray = !parts.text
    for (const [index, child] of element.children.entries()) {
      if (child.kind !== 'element') {
        if (!isStray || !isWords(child)) continue
        isStray = false
        this.#tell(STRAY_TEXT, `libvirt drops the text inside <${visible(element.name)}>.`, child)
        continue
      }
      const known = partFor(parts, child)
      if (known === undefined) {
        this.#child(shape, parts, element, child, index, seen, prefix)
        continue
      }
      if (!known.many && !known.open) {
        if (seen.includes(known.key)) {
          this.#repeated(known, child, element)
          continue
        }
        seen.push(known.key)
      }
      if (shape.ordered && prefix === '') {
        if (last !== undefined && known.index < last.index) {
          const message = `libvirt's schema wants <${child.name}> in front of <${last.step.name}> inside <${element.name}>.`
          this.#tell(OUT_OF_ORDER, message, nameSpan(child))
        }
        last = known
      }
      if (known.parts !== undefined && !(isPlain(child) && (known.parts.text || child.children.length === 0))) {
        this.tell(shape, known.parts, child, known.step.where?.attribute, `${prefix}${child.name}/`)
      }
    }
  }

  #attributes(shape: ObjectShape, parts: Parts, element: XmlElement, told: string | undefined, prefix: string): void {
    const isKnown = (name: string): boolean => parts.attributes.includes(name) || name === told
    for (const [index, attribute] of element.attributes.entries()) {
      const { name } = attribute
      if (isKnown(name) || name === 'xmlns' || name.startsWith('xmlns:') || standsForOther(attribute)) continue
      const what = `attribute '${visible(name)}' of <${element.name}>`
      const isInSchema = prefix === '' ? shape.droppedAttributes.get(name) : undefined
      if (isInSchema !== undefined) {
        const fault = isInSchema(attribute.value, element) ? DROPPED : DROPPED_AND_REFUSED
        this.#tell(fault, `libvirt drops the ${what}.`, attribute)
        continue
      }
      const { name: as } = standIn(element.attributes, index) ?? attribute
      if (isKnown(as)) this.#foreign(`the ${what}`, `'${as}'`, attribute)
      else this.#unknown(what, attribute, shape.refused.get(`${prefix}@${as}`), attribute.value)
    }
  }

  /** Tells of a child of no kind that is declared. */
  #child(
    shape: ObjectShape,
    parts: Parts,
    element: XmlElement,
    child: XmlElement,
    index: number,
    seen: string[],
    prefix: string,
  ): void {
    const name = `<${visible(child.name)}>`
    const as = standIn(element.children, index)
    if (as?.kind === 'element') {
      this.#foreign(`${name} inside <${element.name}>`, `<${as.name}>`, nameSpan(child))
      return
    }
    if (isElsewhere(child)) {
      const what = `${name} inside <${element.name}>`
      this.#tell(UNKNOWN_PART, `libvirt drops ${what}, which is in a namespace.`, nameSpan(child))
      return
    }
    if (prefix === '' && shape.unjudged.has(child.name)) return
    if (prefix === '' && shape.dropped.has(child.name)) {
      const isSecond = seen.includes(child.name)
      if (!isSecond) seen.push(child.name)
      const fault = isSecond || !isEmpty(child) ? DROPPED_AND_REFUSED : DROPPED
      this.#tell(fault, `libvirt drops <${child.name}> inside <${element.name}>.`, nameSpan(child))
      return
    }
    const told = parts.children.find(({ step }) => step.name === child.name)?.step.where?.attribute
    const isUntold = told !== undefined && attributeOf(child, told) === undefined
    const described = told === undefined ? '' : isUntold ? ` without '${told}'` : ' of this kind'
    const notation = `${prefix}${child.name}`
    const refused =
      shape.refused.get(notation) ?? (isUntold ? shape.refused.get(`${notation}[not(@${told})]`) : undefined)
    this.#unknown(`${name}${described} inside <${element.name}>`, nameSpan(child), refused)
  }

  #repeated({ repeated, shape }: Part, child: XmlElement, element: XmlElement): void {
    const here = `<${child.name}> inside <${element.name}>`
    if (repeated === undefined) {
      this.#tell(REPEATED, `libvirt uses the first ${here} and drops this one.`, nameSpan(child))
      return
    }
    this.#tell(repeated, `libvirt refuses a second ${here}.`, nameSpan(child))
    if (shape !== undefined) this.#read(shape, child)
  }

  #foreign(what: string, as: string, at: Span): void {
    this.#tell(BEYOND_SCHEMA, `libvirt reads ${what} as ${as}; only its schema minds the namespace.`, at)
  }

  #unknown(what: string, at: Span, refused: Refusing | undefined, value = ''): void {
    if (refused === undefined) {
      this.#tell(UNKNOWN_PART, `libvirt knows no ${what} and drops it.`, at)
      return
    }
    const refusedBy = typeof refused === 'function' ? refused(value) : refused
    this.#tell({ code: 'read/part-refused', refusedBy }, `libvirt refuses ${what}.`, at)
  }
}

/** What a gathering put in front of a part that is in a namespace: as that, libvirt reads it. */
function standIn<T extends Span>(parts: readonly T[], index: number): T | undefined {
  const before = parts[index - 1]
  return before?.start === parts[index]?.start ? before : undefined
}

/** Whether an attribute stands for one of another name, which is told of instead. */
function standsForOther({ name, start, nameEnd }: XmlAttribute): boolean {
  return nameEnd - start !== name.length
}

/** Whether an element is as the schema wants one that tells something by being there. */
function isEmpty({ attributes, children }: XmlElement): boolean {
  return attributes.length === 0 && !children.some((child) => child.kind === 'element' || isWords(child))
}

/** Whether an element has nothing but text, as most of them: nothing in it can be unknown. */
function isPlain({ attributes, children }: XmlElement): boolean {
  return attributes.length === 0 && (children.length === 0 || (children.length === 1 && children[0]?.kind === 'text'))
}

function partFor(parts: Parts, child: XmlElement): Part | undefined {
  for (const part of parts.named.get(child.name) ?? parts.unnamed) if (matches(child, part.step)) return part
  return undefined
}
