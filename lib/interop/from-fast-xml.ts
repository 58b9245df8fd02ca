import { visible } from '../xml/visible.js'
import { formOf, type FastXmlForm, type FastXmlOptions } from './fast-xml.js'
import { attributeMarkup, checkName, pieceOf, printPiece, rawMarkup, textMarkup, type Piece } from './piece.js'

/**
 * The XML text of a tree that fast-xml-parser made, in its plain or its ordered form, for `parseNodeDevice`, `parseHostdev`
 * or `parseDomain`. For a part of a tree, put its name above it: `fromFastXml({ hostdev: tree.domain.devices.hostdev })`.
 *
 * @param options The options that the parser was given, where they say how the tree is to be understood.
 * @throws TypeError naming the place in the tree, where it is no such tree, or where the parser has lost or may have changed
 *   what stood in the text: numbers made of texts, attributes left out, references of which it is not known whether they are
 *   resolved
 */
export function fromFastXml(tree: object, options: FastXmlOptions = {}): string {
  const reader = new TreeReader(formOf(options))
  const pieces = Array.isArray(tree) ? reader.ordered(tree, '', 1) : reader.plain(entriesOf(tree, 'The tree'))
  const roots = pieces.filter((piece) => typeof piece !== 'string')
  const [root] = roots
  if (root === undefined || roots.length > 1) {
    throw new TypeError(`The tree must hold one root element, not ${roots.length}.`)
  }
  if (!reader.sawAttribute) {
    throw new TypeError(
      'The tree holds no attributes: parse with ignoreAttributes: false, and give attributeNamePrefix or attributesGroupName where they are not the default.',
    )
  }
  return `${printPiece(root)}\n`
}

/** What a text may hold if its references were left as they are. */
const REFERENCE = /&(?:#[0-9]+|#x[0-9a-f]+|lt|gt|amp|apos|quot);/i
const CHARACTER_REFERENCE = /&#(?:[0-9]+|x[0-9a-f]+);/i

class TreeReader {
  sawAttribute = false
  readonly #form: FastXmlForm

  constructor(form: FastXmlForm) {
    this.#form = form
  }

  /** What holds the root, in the plain form. */
  plain(entries: readonly (readonly [string, unknown])[]): (string | Piece)[] {
    const holder: Piece = { name: '', attributes: [], content: [] }
    for (const [key, value] of entries) this.#member(holder, key, value, visible(key), 1)
    if (holder.attributes.length > 0) throw new TypeError('The tree has attributes where its root element must be.')
    return holder.content
  }

  /** A list of nodes in the ordered form. */
  ordered(nodes: readonly unknown[], where: string, depth: number): (string | Piece)[] {
    const { text, cdata, comment } = this.#form
    const content: (string | Piece)[] = []
    nodes.forEach((node, index) => {
      const place = `${where}[${index}]`
      const entries = entriesOf(node, place)
      const [entry, more] = entries.filter(([key]) => key !== ':@')
      if (entry === undefined || more !== undefined) {
        throw new TypeError(
          `${place} must have one key beside ':@', as a node has in the form that preserveOrder gives.`,
        )
      }
      const [key, value] = entry
      const inside = `${place}.${visible(key)}`
      if (key === text) content.push(this.#text(value, inside))
      else if (key === cdata) content.push(this.#orderedCData(value, inside))
      else if (key !== comment && !key.startsWith('?')) {
        const piece = pieceOf(key, inside, depth)
        for (const [name, attribute] of entries.filter(([other]) => other === ':@')) {
          this.#attributes(piece, attribute, `${place}.${name}`)
        }
        if (!Array.isArray(value)) throw wrong(value, inside, 'a list of nodes')
        piece.content.push(...this.ordered(value, inside, depth + 1))
        content.push(piece)
      }
    })
    return content
  }

  #orderedCData(value: unknown, where: string): string {
    if (!Array.isArray(value)) throw wrong(value, where, 'a list of nodes')
    const texts = value.flatMap((node: unknown, index) => entriesOf(node, `${where}[${index}]`))
    return texts.map(([key, text]) => this.#cdata(text, `${where}.${visible(key)}`)).join('')
  }

  /** One key of an element in the plain form. */
  #member(owner: Piece, key: string, value: unknown, where: string, depth: number): void {
    const { prefix, group, text, cdata, comment } = this.#form
    if (value === undefined || key === comment || key.startsWith('?')) return
    if (key === text) owner.content.push(this.#text(value, where))
    else if (key === cdata) {
      const parts: unknown[] = Array.isArray(value) ? value : [value]
      for (const part of parts) owner.content.push(this.#cdata(part, where))
    } else if (group === undefined ? prefix !== '' && key.startsWith(prefix) : key === group) {
      if (group === undefined) this.#attribute(owner, key.slice(prefix.length), value, where)
      else this.#attributes(owner, value, where)
    } else if (Array.isArray(value)) {
      value.forEach((item: unknown, index) => owner.content.push(this.#element(key, item, `${where}[${index}]`, depth)))
    } else owner.content.push(this.#element(key, value, where, depth))
  }

  #element(name: string, value: unknown, where: string, depth: number): Piece {
    const piece = pieceOf(name, where, depth)
    if (typeof value === 'string' || typeof value !== 'object' || value === null) {
      const markup = this.#text(value, where)
      if (markup !== '') piece.content.push(markup)
      return piece
    }
    const entries = entriesOf(value, where)
    this.#checkOrder(entries, where)
    for (const [key, member] of entries) this.#member(piece, key, member, `${where}.${visible(key)}`, depth + 1)
    return piece
  }

  /** In the plain form it is not known where CDATA stood in the text around it. */
  #checkOrder(entries: readonly (readonly [string, unknown])[], where: string): void {
    const { text, cdata } = this.#form
    const around = entries.some(([key, value]) => key === text && typeof value === 'string' && value.trim() !== '')
    if (around && entries.some(([key]) => key === cdata)) {
      throw new TypeError(`${where} has text and CDATA, whose order the plain form has lost: parse with preserveOrder.`)
    }
  }

  /** The attributes of one element where they stand together, each with the prefix, as the parser gives it, or without. */
  #attributes(owner: Piece, value: unknown, where: string): void {
    const { prefix } = this.#form
    for (const [key, attribute] of entriesOf(value, where)) {
      const name = key.startsWith(prefix) ? key.slice(prefix.length) : key
      this.#attribute(owner, name, attribute, `${where}.${visible(key)}`)
    }
  }

  #attribute(owner: Piece, name: string, value: unknown, where: string): void {
    checkName(name, where)
    const given = stringOf(value, where, 'parseAttributeValue')
    this.sawAttribute = true
    owner.attributes.push([name, this.#isRaw(given, where) ? rawMarkup(given, where) : attributeMarkup(given, where)])
  }

  #text(value: unknown, where: string): string {
    const given = stringOf(value, where, 'parseTagValue')
    if (!this.#isRaw(given, where)) return textMarkup(given, where)
    if (this.#form.cdata === undefined && given.includes('&')) {
      throw new TypeError(
        `${where} may hold CDATA, in which '&' stands for itself: with processEntities: false, parse with cdataPropName.`,
      )
    }
    return rawMarkup(given, where)
  }

  #cdata(value: unknown, where: string): string {
    return textMarkup(stringOf(value, where, 'parseTagValue'), where)
  }

  /** Whether a value's references are as they were written. @throws TypeError where that is in doubt */
  #isRaw(value: string, where: string): boolean {
    const { resolved, numericResolved } = this.#form
    if (resolved === false) return true
    if (resolved === undefined && REFERENCE.test(value)) {
      const advice = `give the parser's processEntities (and htmlEntities), best fastXmlOptions to both`
      throw new TypeError(`${where} holds '${found(REFERENCE, value)}', resolved or not: ${advice}.`)
    }
    if (!numericResolved && CHARACTER_REFERENCE.test(value)) {
      const advice = `which fast-xml-parser leaves as it is without htmlEntities: parse with fastXmlOptions`
      throw new TypeError(`${where} holds '${found(CHARACTER_REFERENCE, value)}', ${advice}.`)
    }
    return false
  }
}

function found(pattern: RegExp, value: string): string {
  return pattern.exec(value)?.[0] ?? ''
}

function stringOf(value: unknown, where: string, option: string): string {
  if (typeof value === 'string') return value
  if (typeof value === 'number' || typeof value === 'bigint' || typeof value === 'boolean') {
    const advice = `how it was written is lost: parse with ${option}: false, or write it as a text`
    throw new TypeError(`${where} is the ${typeof value} ${String(value)}; ${advice}.`)
  }
  throw wrong(value, where, 'a text')
}

function entriesOf(value: unknown, where: string): [string, unknown][] {
  const plain =
    typeof value === 'object' && value !== null && Object.prototype.toString.call(value) === '[object Object]'
  if (!plain) throw wrong(value, where, 'a plain object')
  return Object.entries(value)
}

function wrong(value: unknown, where: string, wanted: string): TypeError {
  const kind = Object.prototype.toString.call(value).slice(8, -1)
  return new TypeError(
    `${where} must be ${wanted}, not ${typeof value === 'object' && value !== null ? `an object (${kind})` : String(value)}.`,
  )
}
