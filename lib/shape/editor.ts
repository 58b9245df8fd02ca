import type { TextEdit } from '../diagnostic.js'
import { applyEdits } from '../xml/edits.js'
import { scanXml } from '../xml/scan.js'
import type { XmlElement } from '../xml/tree.js'
import { headEnd } from './layout.js'
import { Modifier } from './modify.js'

/** How a container of list items looked when it was empty. */
export interface EmptyForm {
  /** How many of the steps to the container were there. */
  readonly depth: number
  /** What stood behind the name and attributes of the last element that was there, if that was empty. */
  readonly rest: string | undefined
}

/** The looks of containers that were empty before an edit, by `containerKey`. */
export type EmptyForms = ReadonlyMap<string, EmptyForm>

/** A text while a change is made in it: each step sees the result of the one before. */
export class Editor {
  #text: string
  #root: XmlElement
  readonly #forms: Map<string, EmptyForm>

  constructor(text: string, root: XmlElement, forms: EmptyForms) {
    this.#text = text
    this.#root = root
    this.#forms = new Map(forms)
  }

  get text(): string {
    return this.#text
  }

  get root(): XmlElement {
    return this.#root
  }

  get forms(): EmptyForms {
    return this.#forms
  }

  /** @throws RangeError where the result is beyond what is read: too long, too many attributes, too many nodes */
  apply(...edits: readonly TextEdit[]): void {
    const text = applyEdits(this.#text, edits)
    const { root, problems } = scanXml(text)
    if (root === undefined)
      throw new RangeError(`The edit cannot be made: ${problems.map(({ message }) => message).join(' ')}`)
    this.#text = text
    this.#root = root
  }

  modifier(): Modifier {
    return new Modifier(this.#text, this.#root)
  }

  formOf(container: string): EmptyForm | undefined {
    return this.#forms.get(container)
  }

  /** Keeps how a container looks that is about to get its first item. */
  remember(container: string, form: EmptyForm): void {
    this.#forms.set(container, form)
  }

  /** What stands behind an element's name and attributes. */
  restOf(element: XmlElement): string {
    return this.#text.slice(headEnd(element), element.end)
  }
}
