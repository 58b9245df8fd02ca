import type { Diagnostic, Path, Span } from '../diagnostic.js'
import type { Document } from '../shape/document.js'
import type { Draft } from '../shape/draft.js'

/**
 * A document that keeps its text and what was read from it, and lets go of the tree in between: many of them fit into memory. The
 * tree is made again when somebody asks for a place in the text.
 */
export class KeptDocument<T> implements Document<T> {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  readonly draft: Draft<T>
  readonly #again: () => Document<T>
  #whole: WeakRef<Document<T>>

  /** @param again Reads the same document once more. */
  constructor(document: Document<T>, again: () => Document<T>) {
    this.text = document.text
    this.diagnostics = document.diagnostics
    this.draft = document.draft
    this.#again = again
    this.#whole = new WeakRef(document)
  }

  get value(): T | undefined {
    return this.#document().value
  }

  unwrap(): T {
    return this.#document().unwrap()
  }

  spanOf(...args: Parameters<Document<T>['spanOf']>): Span | undefined {
    return this.#document().spanOf(...args)
  }

  nearestSpan(path: Path): Span {
    return this.#document().nearestSpan(path)
  }

  get set(): Document<T>['set'] {
    const document = this.#document()
    return document.set.bind(document)
  }

  get append(): Document<T>['append'] {
    const document = this.#document()
    return document.append.bind(document)
  }

  get insert(): Document<T>['insert'] {
    const document = this.#document()
    return document.insert.bind(document)
  }

  get replace(): Document<T>['replace'] {
    const document = this.#document()
    return document.replace.bind(document)
  }

  get remove(): Document<T>['remove'] {
    const document = this.#document()
    return document.remove.bind(document)
  }

  toBytes(): Uint8Array {
    return this.#document().toBytes()
  }

  #document(): Document<T> {
    const known = this.#whole.deref()
    if (known !== undefined) return known
    const read = this.#again()
    this.#whole = new WeakRef(read)
    return read
  }
}
