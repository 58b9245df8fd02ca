import type { Diagnostic, Path, Span } from '../diagnostic.js'
import { compareDiagnostics } from '../diagnostic.js'
import { decodeXml, encodeXml, type XmlEncoding } from '../xml/encoding.js'
import { scanXml } from '../xml/scan.js'
import type { XmlElement, XmlProblem, XmlProblemCode } from '../xml/tree.js'
import { visible } from '../xml/visible.js'
import type { At, Draft, ItemOf, ItemPathOf, ListKey, PathOf } from './draft.js'
import { change, type Change } from './change.js'
import { Editor, type EmptyForms } from './editor.js'
import { locate, nearestSpanOf, spanOfLocation, type SpanPart } from './locate.js'
import { takenBack, withEdit, type History } from './past.js'
import { isInside } from './paths.js'
import { isElsewhere } from './place.js'
import { readElement, readValue } from './read.js'
import type { Shape } from './shape.js'
import { own } from './values.js'

/** What kind of document a text is read as. */
export interface DocumentKind<T> {
  /** The name of the root element. */
  readonly root: string
  readonly shape: Shape<T>
  /** What is to be told of the text beside what the shape finds in the root element. */
  readonly beside?: (root: XmlElement, text: string) => readonly Diagnostic[]
}

/**
 * An immutable XML text with a typed view of it. The text is the truth: the draft and the value are read from it, an edit
 * splices it and reads the result, and what no edit names keeps every byte.
 */
export interface Document<T> {
  readonly text: string
  /** Faults of the text, in its order. Problems of input are values here, never thrown. */
  readonly diagnostics: readonly Diagnostic[]
  /** What could be read; always there, every field possibly missing. */
  readonly draft: Draft<T>
  /** The whole value; absent when reading found an error. It is a copy of the caller's own. */
  readonly value: T | undefined
  /** @throws DocumentError with the diagnostics, when reading found an error */
  unwrap(): T
  /** Where a path stands in the text; `undefined` where it leads nowhere. The whole element or attribute unless told otherwise. */
  spanOf(path: Path, part?: SpanPart): Span | undefined
  /** The span of a path, or of the nearest element on the way to it, for messages about what is missing. */
  nearestSpan(path: Path): Span
  /** @throws TypeError where the value is not of the declared kind or the path cannot be reached */
  set<const P extends PathOf<T>>(path: P, value: At<T, P>): Document<T>
  /** Puts an item behind the last one of a list. */
  append<K extends ListKey<T> & string>(list: K, item: ItemOf<T, K>): Document<T>
  /** Puts an item into a list in front of the one at the path's index. */
  insert<const P extends ItemPathOf<T>>(path: P, item: At<T, P>): Document<T>
  /** Puts another element in the place of the one at a path, with nothing of the old one left. */
  replace<const P extends PathOf<T>>(path: P, item: At<T, P>): Document<T>
  remove(path: PathOf<T>): Document<T>
  /** The text in the encoding, and with the byte order mark, that were read; UTF-8 for a text that came as a string. */
  toBytes(): Uint8Array
}

/** A document was used as a value although it has errors; `diagnostics` tells them all. */
export class DocumentError extends Error {
  override readonly name = 'DocumentError'
  readonly diagnostics: readonly Diagnostic[]

  constructor(diagnostics: readonly Diagnostic[]) {
    const errors = diagnostics.filter(({ severity }) => severity === 'error')
    const more = errors.length > 1 ? ` (and ${errors.length - 1} more)` : ''
    super(`${errors[0]?.message ?? 'The document has no value.'}${more}`)
    this.diagnostics = diagnostics
  }
}

/** Reads a text as a document of some kind. Never throws. */
export function parseDocument<T>(input: string | Uint8Array, kind: DocumentKind<T>): Document<T> {
  if (typeof input === 'string') return new TextDocument(input, kind, UTF8)
  const decoded = decodeXml(input)
  if ('code' in decoded) return new TextDocument('', kind, UTF8, [diagnosticOf(decoded)])
  const { text, encoding, bom } = decoded
  return new TextDocument(text, kind, { encoding, bom })
}

interface Coding {
  readonly encoding: XmlEncoding
  readonly bom: boolean
}

const UTF8: Coding = { encoding: 'utf-8', bom: false }

/** What a document knows of the edits that led to it. */
interface Memory {
  /** How the containers looked that an edit found empty: taking the last item out again leaves them as they were. */
  readonly forms: EmptyForms
  readonly history: History
}

const NOTHING: Memory = { forms: new Map(), history: [] }

class TextDocument<T> implements Document<T> {
  readonly text: string
  readonly diagnostics: readonly Diagnostic[]
  readonly #kind: DocumentKind<T>
  readonly #coding: Coding
  readonly #root: XmlElement | undefined
  readonly #memory: Memory
  /** What the first reading gave, until somebody is given it. */
  #reading: Readonly<Record<string, unknown>> | undefined
  #draft: Draft<T> | undefined
  #value: { readonly known: T | undefined } | undefined

  constructor(
    text: string,
    kind: DocumentKind<T>,
    coding: Coding,
    problems: readonly Diagnostic[] = [],
    memory: Memory = NOTHING,
  ) {
    this.text = text
    this.#kind = kind
    this.#coding = coding
    this.#memory = memory
    const scanned = problems.length > 0 ? { root: undefined, problems: [] } : scanXml(text)
    const diagnostics = [...problems, ...scanned.problems.map(diagnosticOf)]
    const { root } = scanned
    const fits = root?.name === kind.root && !isElsewhere(root)
    this.#root = fits ? root : undefined
    if (root !== undefined && !fits) diagnostics.push(wrongRoot(root, kind.root))
    const reading = this.#root === undefined ? undefined : readElement(kind.shape, this.#root)
    this.#reading = reading?.draft
    const beside = this.#root === undefined ? undefined : kind.beside?.(this.#root, text)
    this.diagnostics = [...diagnostics, ...(reading?.diagnostics ?? []), ...(beside ?? [])].sort(compareDiagnostics)
  }

  get draft(): Draft<T> {
    // The shape is declared for T, so what it reads is a draft of T.
    this.#draft ??= (this.#root === undefined ? {} : this.#readOwn(this.#root)) as Draft<T>
    return this.#draft
  }

  get value(): T | undefined {
    this.#value ??= { known: this.#readValue() }
    return this.#value.known
  }

  #readValue(): T | undefined {
    if (this.#root === undefined || this.diagnostics.some(({ severity }) => severity === 'error')) return undefined
    // Without an error every declared field was read, so the draft is a T; the caller gets objects of its own. Where there is
    // anything to tell, the draft may hold what libvirt drops, and the element is read once more without that.
    if (this.diagnostics.length === 0) return this.#readOwn(this.#root) as T
    return readValue(this.#kind.shape, this.#root) as T
  }

  /** A reading of the caller's own: the first is given away once, and then the element is read again. */
  #readOwn(root: XmlElement): Readonly<Record<string, unknown>> {
    const reading = this.#reading ?? readElement(this.#kind.shape, root).draft
    this.#reading = undefined
    return reading
  }

  unwrap(): T {
    const { value } = this
    if (value === undefined) throw new DocumentError(this.diagnostics)
    return value
  }

  spanOf(path: Path, part: SpanPart = 'element'): Span | undefined {
    if (this.#root === undefined) return undefined
    const location = locate(this.#kind.shape, this.#root, path)
    return location.found ? spanOfLocation(location, part) : undefined
  }

  nearestSpan(path: Path): Span {
    if (this.#root === undefined) return { start: 0, end: Math.min(1, this.text.length) }
    return nearestSpanOf(locate(this.#kind.shape, this.#root, path))
  }

  set<const P extends PathOf<T>>(path: P, value: At<T, P>): Document<T> {
    return this.#change({ kind: 'set', path: asPath(path), value })
  }

  append<K extends ListKey<T> & string>(list: K, item: ItemOf<T, K>): Document<T> {
    return this.#change({ kind: 'insert', path: [list, lengthOf(own(this.draft, list))], value: item })
  }

  insert<const P extends ItemPathOf<T>>(path: P, item: At<T, P>): Document<T> {
    return this.#change({ kind: 'insert', path: asPath(path), value: item })
  }

  replace<const P extends PathOf<T>>(path: P, item: At<T, P>): Document<T> {
    return this.#change({ kind: 'replace', path: asPath(path), value: item })
  }

  remove(path: PathOf<T>): Document<T> {
    return this.#change({ kind: 'remove', path: asPath(path) })
  }

  toBytes(): Uint8Array {
    return encodeXml(this.text, this.#coding.encoding, this.#coding.bom)
  }

  #change(wish: Change): Document<T> {
    if (this.#root === undefined) throw new DocumentError(this.diagnostics)
    const { forms, history } = this.#memory
    const back = takenBack(history, wish)
    if (back !== undefined) return this.#with(back.text, back.forms, back.history)
    const editor = new Editor(this.text, this.#root, forms)
    change(this.#kind.shape, wish, editor)
    if (editor.text === this.text) return this
    return this.#with(editor.text, editor.forms, this.#historyWith(wish))
  }

  #historyWith({ kind, path }: Change): History {
    if (kind !== 'set' && kind !== 'insert') return []
    const faulty = this.diagnostics.some((each) => each.severity === 'error' && isInside(each.path, path))
    const { forms, history } = this.#memory
    if (faulty && kind === 'set') return []
    return withEdit(history, {
      path,
      value: kind === 'set' ? valueAt(this.draft, path) : undefined,
      text: this.text,
      forms,
    })
  }

  #with(text: string, forms: EmptyForms, history: History): Document<T> {
    return new TextDocument(text, this.#kind, this.#coding, [], { forms, history })
  }
}

function lengthOf(list: unknown): number {
  return Array.isArray(list) ? list.length : 0
}

/** What a draft holds at a path. */
function valueAt(draft: unknown, path: Path): unknown {
  let value = draft
  for (const key of path) value = own(value, String(key))
  return value
}

function asPath(path: unknown): Path {
  if (!Array.isArray(path)) throw new TypeError(`A path must be a list of keys and indices, not ${typeof path}.`)
  return path.map((key: unknown) => {
    if (typeof key === 'string' || typeof key === 'number') return key
    throw new TypeError(`A path holds keys and indices, not ${typeof key}.`)
  })
}

function wrongRoot(root: XmlElement, wanted: string): Diagnostic {
  const start = root.start + 1
  return {
    code: 'read/root-unexpected',
    severity: 'error',
    message:
      root.name === wanted
        ? `The root element <${wanted}> is in a namespace, and libvirt looks for elements of none.`
        : `The root element is <${visible(root.name)}>, not <${wanted}>.`,
    path: [],
    span: { start, end: start + root.name.length },
    refusedBy: ['schema', 'parse'],
  }
}

/** What this library refuses although libvirt might read it. */
const OURS: ReadonlySet<XmlProblemCode> = new Set([
  'xml/doctype',
  'xml/too-long',
  'xml/too-deep',
  'xml/too-many-attributes',
  'xml/too-many-nodes',
  'xml/encoding-unsupported',
])

function diagnosticOf(problem: XmlProblem): Diagnostic {
  const { code, message, start, end, fatal } = problem
  return {
    code,
    severity: fatal ? 'error' : 'warning',
    message,
    path: [],
    span: { start, end },
    refusedBy: OURS.has(code) ? [] : fatal ? ['schema', 'parse'] : ['schema'],
    ...(OURS.has(code) ? { certainty: 'unknown' as const } : {}),
  }
}
