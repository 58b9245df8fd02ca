import type { XmlAttribute, XmlElement } from '../xml/tree.js'
import type { ObjectParts, Part, Parts } from './parts.js'
import { matches } from './place.js'
import { isWords } from './words.js'

/**
 * Finds the parts of an object in one walk over its element, however many fields look for them. They stand in slots, those of an
 * object behind those of the objects around it: most elements are small, and arrays of their own would cost more than the walk.
 */
export class Finder {
  /** The element of each kind: the first one, as libvirt sees it. */
  readonly elements: (XmlElement | undefined)[] = []
  /** The attributes of the object's own element and of those that are found; what stands in the slots of others means nothing. */
  readonly attributes: (XmlAttribute | undefined)[] = []
  /** All elements of a kind that makes a list, where there are any; elsewhere they mean nothing. */
  readonly items: (XmlElement[] | undefined)[] = []
  /** Whether the object that was entered last may hold something that its declaration does not know, or knows once. */
  isOdd = false
  /** Whether the children of that object stand in another order than the declared one. */
  isDisordered = false
  /** The first slot of that object. */
  #base = 0
  #end = 0

  /**
   * Finds the parts of an object.
   * @param told The attribute by which the element was told from others of its name.
   * @returns The first of its slots, which are its own until `leave`.
   */
  enter(parts: ObjectParts, element: XmlElement, told: string | undefined): number {
    this.#base = this.#end
    this.#end += parts.slots
    this.elements[this.#base] = element
    for (let slot = 1; slot < parts.kinds; slot++) this.elements[this.#base + slot] = undefined
    this.isOdd = false
    this.#lookAt(parts, element, told, true)
    this.isDisordered = this.#walk(parts, element)
    return this.#base
  }

  leave(base: number): void {
    this.#end = base
  }

  /** @param isMeant Whether the element is the one that stands for all of its kind. */
  #lookAt(
    { attributes: known, firstAttribute }: Parts,
    element: XmlElement,
    told: string | undefined,
    isMeant: boolean,
  ): void {
    const first = this.#base + firstAttribute
    if (isMeant) for (let index = 0; index < known.length; index++) this.attributes[first + index] = undefined
    // most often they stand in the declared order
    let next = 0
    for (const attribute of element.attributes) {
      const { name } = attribute
      const index = known[next] === name ? next : known.indexOf(name)
      if (index < 0) {
        if (name !== told) this.isOdd = true
        continue
      }
      next = index + 1
      if (isMeant) this.attributes[first + index] ??= attribute
    }
  }

  /** Finds the children; tells whether they are out of order. */
  #walk({ children, named, unnamed, text }: Parts, element: XmlElement): boolean {
    let isDisordered = false
    let last = 0
    for (const child of element.children) {
      if (child.kind !== 'element') {
        if (!text && isWords(child)) this.isOdd = true
        continue
      }
      // most often it is of the same kind as the one before, or of the next
      const likely = isSurely(children[last], child) ? children[last] : children[last + 1]
      if (likely !== undefined && isSurely(likely, child)) {
        this.#take(likely, child)
        last = likely.index
        continue
      }
      let known: Part | undefined
      for (const part of named.get(child.name) ?? unnamed) {
        if (!matches(child, part.step)) continue
        known ??= part
        this.#take(part, child)
      }
      if (known === undefined) {
        this.isOdd = true
        continue
      }
      if (known.index < last) isDisordered = true
      last = known.index
    }
    return isDisordered
  }

  #take({ slot: own, many, open, step, below }: Part, child: XmlElement): void {
    const slot = this.#base + own
    const isFirst = this.elements[slot] === undefined
    if (isFirst) {
      this.elements[slot] = child
      if (many) this.items[slot] = [child]
    } else if (many) this.items[slot]?.push(child)
    else if (!open) this.isOdd = true
    if (below === undefined) return
    if (isFirst || step.searched === true) {
      this.#lookAt(below, child, step.where?.attribute, isFirst)
      this.#walk(below, child)
    } else this.isOdd = true
  }
}

/** Whether an element is of a kind, and can be of no other. */
function isSurely(part: Part | undefined, element: XmlElement): boolean {
  return part?.isAlone === true && matches(element, part.step)
}
