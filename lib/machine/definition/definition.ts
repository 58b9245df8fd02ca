import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { Diagnostic, Path, Span } from '../../diagnostic.js'
import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { Draft } from '../../shape/draft.js'
import { visible } from '../../xml/visible.js'

/** What mdevctl stores of a mediated device in `/etc/mdevctl.d/<parent>/<uuid>`; the file's name and folder say the rest. */
export interface Definition {
  /** The id of its type. */
  type: string
  /** Whether it is started when its parent appears. */
  start: 'auto' | 'manual'
  /** Written in this order when it is started. */
  attributes: MdevAttribute[]
}

/** One key of a definition, in the order of the text. */
export interface DefinitionKey {
  readonly name: string
  /** Where the name stands, in its quotes. */
  readonly span: Span
  /** The value where it is a text, a number, a boolean or `null`. */
  readonly value: unknown
  /** Where the value stands. */
  readonly valueSpan: Span
}

/** A definition's text as far as it could be read. */
export interface DefinitionReading {
  /** There when no diagnostic is an error. */
  readonly definition: Definition | undefined
  readonly diagnostics: readonly Diagnostic[]
  /** What could be read; always there, every field possibly missing, one attribute for each item of the text. */
  readonly draft: Draft<Definition>
  /** Every key of the object, also those that mdevctl does not know and those that a later one overrules. */
  readonly keys: readonly DefinitionKey[]
  /** Where a value of the definition stands; what is nearest to it where there is none. */
  readonly spanOf: (path: Path) => Span
}

/**
 * Reads a definition in mdevctl's format, by the rules of mdevctl 1.4.0: `mdev_type` and `start` must be there, any start but
 * `auto` is manual, attributes are objects with one key and a text. Unknown keys are no fault. Never throws.
 */
export function parseDefinition(text: string): DefinitionReading {
  const errors: ParseError[] = []
  let root: Node | undefined
  try {
    root = parseTree(text, errors, { disallowComments: true, allowTrailingComma: false })
  } catch (error) {
    // the parser calls itself for each level
    if (!(error instanceof RangeError)) throw error
    const span = { start: 0, end: text.length }
    return nothing([fault('json-invalid', 'This is no definition: it is nested too deeply.', [], span)], span)
  }
  const [error] = errors
  if (error !== undefined || root === undefined) {
    const what = error === undefined ? 'the text is empty' : printParseErrorCode(error.error)
    const span = error === undefined ? { start: 0, end: 0 } : { start: error.offset, end: error.offset + error.length }
    return nothing([fault('json-invalid', `This is no JSON: ${what}.`, [], span)], span)
  }
  return new DefinitionReader().read(root)
}

class DefinitionReader {
  readonly #diagnostics: Diagnostic[] = []

  read(root: Node): DefinitionReading {
    if (root.type !== 'object') {
      this.#fault('json-invalid', `A definition is a JSON object, not ${withArticle(root.type)}.`, [], root)
      return nothing(this.#diagnostics, spanOfNode(root))
    }
    const type = this.#text(root, 'mdev_type', 'type')
    const startNode = this.#present(root, 'start', 'start')
    const start = startNode === undefined ? undefined : startNode.value === 'auto' ? 'auto' : 'manual'
    const items = this.#attributes(root)
    const faulty = type === undefined || start === undefined || this.#diagnostics.length > 0
    const attributes = items.filter((item) => item !== undefined)
    return {
      definition: faulty ? undefined : { type, start, attributes },
      diagnostics: this.#diagnostics,
      draft: {
        ...(type !== undefined && { type }),
        ...(start !== undefined && { start }),
        attributes: items.map((item) => item ?? {}),
      },
      keys: (root.children ?? []).flatMap(keyOf),
      spanOf: (path) => spanOfNode(nodeAt(root, path)),
    }
  }

  #text(root: Node, key: string, field: string): string | undefined {
    const node = this.#present(root, key, field)
    if (node === undefined || node.type === 'string') return node === undefined ? undefined : String(node.value)
    this.#fault(`${field}-invalid`, `'${key}' must be a text, not ${withArticle(node.type)}.`, [field], node)
    return undefined
  }

  #present(root: Node, key: string, field: string): Node | undefined {
    const node = valueAt(root, key)
    if (node !== undefined && node.type !== 'null') return node
    this.#fault(
      `${field}-missing`,
      `'${key}' is missing in the definition.`,
      [field],
      node ?? { offset: root.offset, length: 1 },
    )
    return undefined
  }

  #attributes(root: Node): (MdevAttribute | undefined)[] {
    const node = valueAt(root, 'attrs')
    if (node === undefined || node.type === 'null') return []
    if (node.type !== 'array') {
      this.#fault('attributes-invalid', `'attrs' must be a list, not ${withArticle(node.type)}.`, ['attributes'], node)
      return []
    }
    return (node.children ?? []).map((item, index) => this.#attribute(item, index))
  }

  #attribute(item: Node, index: number): MdevAttribute | undefined {
    const path = ['attributes', index]
    const property = item.children?.[0]
    const [name, value] = property?.children ?? []
    if (item.type !== 'object' || item.children?.length !== 1 || name === undefined || value === undefined) {
      this.#fault('attributes-invalid', 'An attribute must be an object with one key and its value.', path, item)
      return undefined
    }
    if (value.type !== 'string') {
      const message = `The value of the attribute '${visible(String(name.value))}' must be a text, not ${withArticle(value.type)}.`
      this.#fault('attributes-invalid', message, [...path, 'value'], value)
      return undefined
    }
    return { name: String(name.value), value: String(value.value) }
  }

  #fault(
    code: string,
    message: string,
    path: Path,
    { offset, length }: { readonly offset: number; readonly length: number },
  ): void {
    this.#diagnostics.push(fault(code, message, path, { start: offset, end: offset + length }))
  }
}

function fault(code: string, message: string, path: Path, span: Span): Diagnostic {
  return { code: `definition/${code}`, severity: 'error', message, path, span, refusedBy: ['define'] }
}

function nothing(diagnostics: readonly Diagnostic[], span: Span): DefinitionReading {
  return { definition: undefined, diagnostics, draft: {}, keys: [], spanOf: () => span }
}

function keyOf(property: Node): DefinitionKey[] {
  const [name, value] = property.children ?? []
  if (name === undefined || value === undefined) return []
  // of lists and objects the tree holds children, not values
  const known: unknown = value.value
  return [{ name: String(name.value), span: spanOfNode(name), value: known, valueSpan: spanOfNode(value) }]
}

const KEYS: Readonly<Record<string, string>> = { type: 'mdev_type', start: 'start', attributes: 'attrs' }

/** The node that a path of the definition leads to, or the last one on the way. */
function nodeAt(root: Node, [field, index, part]: Path): Node {
  const node = valueAt(root, KEYS[String(field)] ?? '')
  if (node === undefined) return { ...root, length: 1 }
  const item = typeof index === 'number' ? node.children?.[index] : undefined
  const [name, value] = item?.children?.[0]?.children ?? []
  return (part === 'name' ? name : part === 'value' ? value : undefined) ?? item ?? node
}

function spanOfNode({ offset, length }: Node): Span {
  return { start: offset, end: offset + length }
}

/** The value of the last property of that name: JSON readers let the last one win. */
function valueAt(object: Node, key: string): Node | undefined {
  return object.children?.findLast((property) => property.children?.[0]?.value === key)?.children?.[1]
}

function withArticle(type: string): string {
  return `${/^[aeiou]/.test(type) ? 'an' : 'a'} ${type}`
}
