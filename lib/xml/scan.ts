import { flagsOf, isHighSurrogate, isLowSurrogate, isNameSurrogate, nameEnd } from './characters.js'
import { indentationOf, NAME, NAME_START, PLAIN_TEXT, PLAIN_VALUE, SPACE } from './characters.js'
import { consumeDeclaration, isDeclarationAt } from './declaration.js'
import { consumeCData, consumeComment, consumeInstruction, refuseCharacter, withLines, withSpaces } from './markup.js'
import { isDroppedDeclaration, Namespaces } from './namespaces.js'
import { consumeReference } from './references.js'
import { Refusal } from './refusal.js'
import * as refuse from './refusals.js'
import type { XmlAttribute, XmlDeclaration, XmlDocument, XmlElement, XmlNode, XmlText } from './tree.js'
import { unitAt, unitsOf, type Units } from './units.js'

/** The longest text that is read, in UTF-16 units: 64 Mi. */
export const maxLength = 64 * 1024 * 1024
/** How deep elements may nest, the root counted. */
export const maxDepth = 256
/** How many attributes an element may have. */
export const maxAttributes = 1000
/** How many nodes and attributes a document may have in all, so that its tree fits into memory. */
export const maxNodes = 2_000_000

/** From so many attributes on, duplicates are looked up in a set; below, comparing with each is faster. */
const manyAttributes = 12

/** An element while it is read. */
interface OpenElement extends XmlElement {
  end: number
  closeStart: number
  readonly attributes: XmlAttribute[]
  readonly children: XmlNode[]
  readonly parent: OpenElement | undefined
}

/**
 * Reads a text as XML 1.0 into a tree that keeps all offsets. Never throws: what is wrong is in `problems`. A fatal problem
 * is the first one in the text, and then there is no tree; namespace faults are findings (at most 1,000 are kept) about a
 * document that is read, as libxml2 and libvirt read it.
 *
 * A document type declaration is refused by name, so there are only the five named entities and character references.
 * A leading U+FEFF is skipped; the encoding in the XML declaration is not looked at, because a string has none. Texts over
 * 64 Mi UTF-16 units, 256 levels, 1,000 attributes an element or 2,000,000 nodes are refused.
 *
 * @see https://www.w3.org/TR/xml/#NT-document
 */
export function scanXml(text: string): XmlDocument {
  try {
    if (text.length > maxLength) throw refuse.tooLong(text, maxLength)
    return new Scanner(text).consumeDocument()
  } catch (error) {
    if (!(error instanceof Refusal)) throw error
    return { text, root: undefined, prolog: [], declaration: undefined, problems: [error.problem] }
  }
}

class Scanner {
  readonly #text: string
  readonly #units: Units
  readonly #namespaces = new Namespaces()
  #pos = 0
  #nodes = 0
  #depth = 0
  /** Whether the name that was read last has a colon. */
  #colon = false

  constructor(text: string) {
    this.#text = text
    this.#units = unitsOf(text)
  }

  /** @see https://www.w3.org/TR/xml/#NT-document */
  consumeDocument(): XmlDocument {
    const text = this.#text
    const units = this.#units
    if (unitAt(units, 0) === 0xfeff) this.#pos = 1
    let declaration: XmlDeclaration | undefined
    if (isDeclarationAt(text, this.#pos)) {
      declaration = consumeDeclaration(text, this.#pos)
      this.#pos = declaration.end
    }
    const prolog: XmlNode[] = []
    let root: OpenElement | undefined
    while ((this.#pos = this.#spaceEnd(this.#pos)) < text.length) {
      if (unitAt(units, this.#pos) !== 0x3c) throw refuse.textOutside(text, this.#pos)
      const next = unitAt(units, this.#pos + 1)
      if (next === 0x21 || next === 0x3f) prolog.push(this.#consumeSpecial(next, false))
      else if (next === 0x2f) throw refuse.endTagOutside(text, this.#pos)
      else {
        if (root !== undefined) throw refuse.secondRoot(this.#pos, root)
        root = this.#consumeRoot()
        prolog.push(root)
      }
    }
    if (root === undefined) throw refuse.noRoot(text)
    this.#namespaces.end(root)
    return { text, root, prolog, declaration, problems: this.#namespaces.findings }
  }

  /** Reads the root and all that is in it; the open elements are the chain of parents. */
  #consumeRoot(): OpenElement {
    const text = this.#text
    const units = this.#units
    const root = this.#consumeStartTag(undefined)
    let open: OpenElement | undefined = root.selfClosing ? undefined : root
    while (open !== undefined) {
      if (this.#pos >= text.length) throw refuse.unclosed(open)
      if (unitAt(units, this.#pos) !== 0x3c) {
        open.children.push(this.#consumeText())
        continue
      }
      const next = unitAt(units, this.#pos + 1)
      if (next === 0x2f) {
        this.#consumeEndTag(open)
        open = open.parent
      } else if (next === 0x21 || next === 0x3f) open.children.push(this.#consumeSpecial(next, true))
      else {
        const child = this.#consumeStartTag(open)
        open.children.push(child)
        if (!child.selfClosing) open = child
      }
    }
    return root
  }

  /** Reads what begins with `<!` or `<?`: a comment, an instruction or, inside the root, a CDATA section. */
  #consumeSpecial(next: number, inside: boolean): XmlNode {
    const text = this.#text
    const start = this.#pos
    this.#count(start)
    let node: XmlNode
    if (next === 0x3f) {
      node = consumeInstruction(text, start)
      this.#namespaces.checkTarget(node.target, start + 2)
    } else if (text.startsWith('<!--', start)) node = consumeComment(text, start)
    else if (inside && text.startsWith('<![CDATA[', start)) node = consumeCData(text, start)
    else throw refuse.declaration(text, start)
    this.#pos = node.end
    return node
  }

  /**
   * @see https://www.w3.org/TR/xml/#NT-STag
   * @see https://www.w3.org/TR/xml/#NT-EmptyElemTag
   */
  #consumeStartTag(parent: OpenElement | undefined): OpenElement {
    const text = this.#text
    const units = this.#units
    const start = this.#pos
    this.#pos++
    const name = this.#consumeName('element')
    if (this.#depth >= maxDepth) throw refuse.tooDeep(start, name, maxDepth)
    this.#count(start)
    let namespaced = this.#colon
    const attributes: XmlAttribute[] = []
    let names: Set<string> | undefined
    for (;;) {
      const unit = unitAt(units, this.#pos)
      if (unit === 0x3e || unit === 0x2f) break
      const next = this.#spaceEnd(this.#pos)
      if (next >= text.length) throw refuse.tagUnclosed(start, name)
      if (next === this.#pos) throw refuse.inTag(text, next, name, attributes.length)
      this.#pos = next
      const first = unitAt(units, next)
      if (first === 0x3e || first === 0x2f) break
      const attribute = this.#consumeAttribute(name)
      const declares = this.#colon || attribute.name === 'xmlns'
      if (declares) namespaced = true
      if (attributes.length >= manyAttributes) names ??= namesOf(attributes)
      if (!(declares && isDroppedDeclaration(attribute))) {
        if (names === undefined ? hasName(attributes, attribute.name) : names.has(attribute.name)) {
          throw refuse.duplicate(attribute, name)
        }
        names?.add(attribute.name)
      }
      if (attributes.length >= maxAttributes) throw refuse.tooManyAttributes(attribute, name, maxAttributes)
      attributes.push(attribute)
    }
    const selfClosing = unitAt(units, this.#pos) === 0x2f
    if (selfClosing && unitAt(units, ++this.#pos) !== 0x3e) throw refuse.afterSlash(text, this.#pos, name)
    const openEnd = ++this.#pos
    const isEmpty = selfClosing || unitAt(units, openEnd) === 0x3c
    const element: OpenElement = {
      kind: 'element',
      name,
      start,
      end: openEnd,
      openEnd,
      closeStart: openEnd,
      selfClosing,
      attributes,
      // most have a text first, and many nothing else: an array that is made for it is smaller than one that grows
      children: isEmpty ? [] : [this.#consumeText()],
      parent,
    }
    if (namespaced) this.#namespaces.open(element)
    if (!selfClosing) this.#depth++
    else if (namespaced) this.#namespaces.close(element)
    return element
  }

  /** @see https://www.w3.org/TR/xml/#NT-ETag */
  #consumeEndTag(open: OpenElement): void {
    const text = this.#text
    const units = this.#units
    const start = this.#pos
    const nameEnd = start + 2 + open.name.length
    if (!this.#isSame(start + 2, open.start + 1, open.name.length)) throw refuse.endTag(text, start, open)
    const close = unitAt(units, nameEnd) === 0x3e ? nameEnd : this.#spaceEnd(nameEnd)
    if (unitAt(units, close) !== 0x3e) throw refuse.endTag(text, start, open)
    open.closeStart = start
    open.end = this.#pos = close + 1
    this.#depth--
    this.#namespaces.close(open)
  }

  /** @see https://www.w3.org/TR/xml/#NT-Attribute */
  #consumeAttribute(element: string): XmlAttribute {
    const text = this.#text
    const units = this.#units
    const start = this.#pos
    const name = this.#consumeName('attribute')
    const nameEnd = this.#pos
    this.#count(start)
    const equals = unitAt(units, nameEnd) === 0x3d ? nameEnd : this.#spaceEnd(nameEnd)
    if (unitAt(units, equals) !== 0x3d) throw refuse.noEquals(text, equals, name, element)
    let open = equals + 1
    let quote = unitAt(units, open)
    if (quote !== 0x27 && quote !== 0x22) {
      open = this.#spaceEnd(open)
      quote = unitAt(units, open)
      if (quote !== 0x27 && quote !== 0x22) throw refuse.noQuote(text, open, name)
    }
    const valueStart = open + 1
    const value = this.#consumeValue(name, valueStart, quote)
    const valueEnd = this.#pos++
    return { name, value, start, end: valueEnd + 1, nameEnd, valueStart, valueEnd }
  }

  /**
   * Reads up to the closing quote, which it leaves, and normalizes the value.
   *
   * @see https://www.w3.org/TR/xml/#NT-AttValue
   * @see https://www.w3.org/TR/xml/#AVNormalize
   */
  #consumeValue(name: string, start: number, quote: number): string {
    const text = this.#text
    const units = this.#units
    let parts: string[] | undefined
    let spaces = false
    let done = start
    let i = start
    for (;;) {
      const unit = unitAt(units, i)
      if ((flagsOf(unit) & PLAIN_VALUE) !== 0) i++
      else if (unit === quote) break
      else if (unit === 0x22 || unit === 0x27) i++
      else if (unit === 0x26) {
        parts ??= []
        if (i > done) parts.push(withSpaces(text.slice(done, i), spaces))
        done = i = consumeReference(text, i, parts)
      } else if (unit === 0x3c) throw refuse.lessThanInValue(i, name)
      else if ((flagsOf(unit) & SPACE) !== 0) {
        spaces = true
        i++
      } else if (i >= text.length) throw refuse.valueUnclosed(start - 1, name)
      else i = this.#consumePair(i)
    }
    this.#pos = i
    const rest = withSpaces(text.slice(done, i), spaces)
    return parts === undefined ? rest : parts.join('') + rest
  }

  /** @see https://www.w3.org/TR/xml/#NT-CharData */
  #consumeText(): XmlText {
    const text = this.#text
    const units = this.#units
    const start = this.#pos
    const indented = this.#consumeIndentation(start)
    if (indented !== undefined) return indented
    let parts: string[] | undefined
    let returns = false
    let done = start
    let i = start
    for (;;) {
      const unit = unitAt(units, i)
      if ((flagsOf(unit) & PLAIN_TEXT) !== 0) i++
      else if (unit === 0x3c || i >= text.length) break
      else if (unit === 0x26) {
        parts ??= []
        if (i > done) parts.push(withLines(text.slice(done, i), returns))
        done = i = consumeReference(text, i, parts)
      } else if (unit === 0x5d) {
        if (text.startsWith(']]>', i)) throw refuse.cdataEndInText(i)
        i++
      } else if (unit === 0xd) {
        returns = true
        i++
      } else i = this.#consumePair(i)
    }
    this.#pos = i
    this.#count(start)
    const rest = withLines(text.slice(done, i), returns)
    return { kind: 'text', value: parts === undefined ? rest : parts.join('') + rest, start, end: i }
  }

  /** Reads the text in front of a tag on a line of its own, which is half of all nodes: its value is at hand, and is not cut out. */
  #consumeIndentation(start: number): XmlText | undefined {
    const units = this.#units
    if (unitAt(units, start) !== 0x0a) return undefined
    let end = start + 1
    while (unitAt(units, end) === 0x20) end++
    const value = indentationOf(end - start)
    if (value === undefined || unitAt(units, end) !== 0x3c) return undefined
    this.#pos = end
    this.#count(start)
    return { kind: 'text', value, start, end }
  }

  /** The offset of the first unit from `start` on that is not white space. */
  #spaceEnd(start: number): number {
    const units = this.#units
    let i = start
    while ((flagsOf(unitAt(units, i)) & SPACE) !== 0) i++
    return i
  }

  /** Whether so many units are the same from two offsets on. */
  #isSame(one: number, other: number, length: number): boolean {
    const units = this.#units
    for (let i = 0; i < length; i++) if (unitAt(units, one + i) !== unitAt(units, other + i)) return false
    return true
  }

  /** Steps over a surrogate pair; anything else that comes here is a character that XML cannot carry. */
  #consumePair(at: number): number {
    const text = this.#text
    const units = this.#units
    if (isHighSurrogate(unitAt(units, at)) && isLowSurrogate(unitAt(units, at + 1))) return at + 2
    throw refuseCharacter(text, at)
  }

  /**
   * Reads the name at the current offset.
   *
   * @see https://www.w3.org/TR/xml/#NT-Name
   */
  #consumeName(what: 'element' | 'attribute'): string {
    const text = this.#text
    const units = this.#units
    const start = this.#pos
    let colon = -1
    let wanted = NAME_START
    let i = start
    for (;;) {
      const unit = unitAt(units, i)
      if ((flagsOf(unit) & wanted) !== 0) i++
      else if (unit === 0x3a) {
        if (colon < 0) colon = i
        i++
      } else if (isNameSurrogate(unit) && isLowSurrogate(unitAt(units, i + 1))) i += 2
      else break
      wanted = NAME
    }
    if (i === start) throw refuse.name(text, start, what)
    this.#pos = i
    this.#colon = colon >= 0
    if (colon > start) checkSecondColon(text, start, colon, i, what)
    return text.slice(start, i)
  }

  /** Counts a node or attribute that begins at `start`. */
  #count(start: number): void {
    if (++this.#nodes <= maxNodes) return
    const message = `The document has more than ${maxNodes} nodes and attributes.`
    throw new Refusal('xml/too-many-nodes', start, start + 1, message)
  }
}

/**
 * libxml2 stops reading a name behind its second colon, unless something that may begin a name follows: `a:b:1` is a name
 * by XML 1.0, and refused by libxml2 and here.
 */
function checkSecondColon(text: string, start: number, colon: number, end: number, what: string): void {
  const second = text.indexOf(':', colon + 1)
  if (second < 0 || second >= end - 1 || nameEnd(text, colon + 1) === colon + 1) return
  if (text.charCodeAt(colon + 1) !== 0x3a && nameEnd(text, second + 1) === second + 1) {
    throw refuse.nameAfterColon(text, start, second + 1, end, what)
  }
}

/** Whether an attribute has a name, where a second one is refused: see `isDroppedDeclaration`. */
function hasName(attributes: readonly XmlAttribute[], name: string): boolean {
  for (const other of attributes) if (other.name === name && !isDroppedDeclaration(other)) return true
  return false
}

function namesOf(attributes: readonly XmlAttribute[]): Set<string> {
  return new Set(attributes.filter((attribute) => !isDroppedDeclaration(attribute)).map(({ name }) => name))
}
