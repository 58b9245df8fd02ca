import type { TextEdit } from '../diagnostic.js'
import { printElement, type OutElement } from '../xml/print.js'
import { escapeAttribute, escapeText } from '../xml/references.js'
import type { XmlAttribute, XmlElement, XmlNode } from '../xml/tree.js'
import { gapOf, headEnd, isBlank, layoutOf, lineOf, quoteAt, quoteOf, type Layout, type Line } from './layout.js'

/**
 * Where a new part goes among those that are there: behind the last of `after`, else in front of the first of `before`, else
 * at the end.
 */
export interface Position<Part> {
  readonly after: readonly Part[]
  readonly before: readonly Part[]
}

/**
 * Makes the text edits of one change to an element, in the layout of what stands around it: quotes, indentation, line ends,
 * blank lines, attributes on lines of their own, everything on one line. Removing what was inserted among other nodes gives
 * the first text back.
 */
export class Modifier {
  readonly #text: string
  readonly #layout: Layout
  readonly #oneLine: boolean

  constructor(text: string, root: XmlElement) {
    this.#text = text
    this.#layout = layoutOf(text, root)
    this.#oneLine = !/[\r\n]/.test(text)
  }

  /** Gives an attribute that is there another value. */
  replaceValue(attribute: XmlAttribute, value: string): TextEdit {
    const { valueStart: start, valueEnd: end } = attribute
    return { start, end, text: escapeAttribute(value, quoteAt(this.#text, end)) }
  }

  insertAttribute(element: XmlElement, name: string, value: string, position: Position<XmlAttribute>): TextEdit {
    const { attributes } = element
    const neighbour = position.after.at(-1) ?? position.before[0] ?? attributes.at(-1)
    const quote = neighbour === undefined ? this.#layout.quote : quoteAt(this.#text, neighbour.valueEnd)
    const behind = neighbour === undefined ? headEnd(element) : endBefore(element, neighbour)
    const gap = neighbour === undefined ? ' ' : this.#text.slice(behind, neighbour.start)
    const inFront = position.after.length === 0 && position.before.length > 0
    const offset = neighbour === undefined || inFront ? behind : neighbour.end
    return { start: offset, end: offset, text: `${gap}${name}=${quote}${escapeAttribute(value, quote)}${quote}` }
  }

  /** Removes an attribute with the white space in front of it. */
  removeAttribute(element: XmlElement, attribute: XmlAttribute): TextEdit {
    return { start: endBefore(element, attribute), end: attribute.end, text: '' }
  }

  /** Gives an element another text; comments inside it stay. */
  replaceText(element: XmlElement, value: string): TextEdit[] {
    const text = escapeText(value)
    if (element.selfClosing) return [this.#unfold(element, text)]
    const [first, ...rest] = element.children.filter(({ kind }) => kind === 'text' || kind === 'cdata')
    if (first === undefined) return [{ start: element.openEnd, end: element.openEnd, text }]
    return [{ start: first.start, end: first.end, text }, ...rest.map(({ start, end }) => ({ start, end, text: '' }))]
  }

  /** Puts a new element among the children of another. */
  insertChild(parent: XmlElement, child: OutElement, position: Position<XmlElement>): TextEdit {
    const nodes = parent.children.filter((node) => !isBlank(this.#text, node))
    const after = position.after.at(-1)
    const before = position.before[0]
    if (after === undefined && before !== undefined) return this.#inFront(before, child)
    const node = after ?? nodes.at(-1)
    if (node === undefined) return this.#inside(parent, child)
    return node.kind === 'text' ? this.#behindText(node, child) : this.#behind(nodes, node, child)
  }

  /** Puts another element in the place of one. */
  replaceElement(element: XmlElement, replacement: OutElement): TextEdit {
    const text = this.#print(replacement, this.#lineOf(element), element)
    return { start: element.start, end: element.end, text }
  }

  /** Removes an element with the white space in front of it; a comment behind it keeps the line. */
  removeElement(element: XmlElement): TextEdit {
    const gap = gapOf(this.#text, element)
    const untilComment = /^[ \t]*(?=<!--)/.exec(this.#text.slice(element.end))
    if (untilComment !== null && lineOf(gap) !== undefined) {
      return { start: element.start, end: element.end + untilComment[0].length, text: '' }
    }
    return { start: element.start - gap.length, end: element.end, text: '' }
  }

  /** Gives an element that holds one child its look from before that child came. */
  restore(element: XmlElement, rest: string): TextEdit {
    return { start: headEnd(element), end: element.end, text: rest }
  }

  #inFront(node: XmlElement, child: OutElement): TextEdit {
    const gap = gapOf(this.#text, node)
    return { start: node.start, end: node.start, text: `${this.#print(child, lineOf(gap), node)}${gap}` }
  }

  /** Behind a node and the comments that end its line, in the manner of the first node of that line. */
  #behind(nodes: readonly XmlNode[], node: XmlNode, child: OutElement): TextEdit {
    const index = nodes.indexOf(node)
    let last = node
    for (const next of nodes.slice(index + 1)) {
      if (!this.#endsLine(next)) break
      last = next
    }
    let first = node
    for (const previous of nodes.slice(0, index).toReversed()) {
      if (!this.#endsLine(first)) break
      first = previous
    }
    const gap = first.kind === 'text' ? '' : gapOf(this.#text, first)
    return { start: last.end, end: last.end, text: `${gap}${this.#print(child, lineOf(gap), first)}` }
  }

  #endsLine(node: XmlNode): boolean {
    return node.kind === 'comment' && lineOf(gapOf(this.#text, node)) === undefined
  }

  /** Behind text, in front of the white space that it ends with. */
  #behindText(node: XmlNode, child: OutElement): TextEdit {
    const space = trailingSpace(this.#text.slice(node.start, node.end))
    const line = this.#within(lineOf(space))
    const offset = node.end - space.length
    const gap = line === undefined ? '' : `${line.newline}${line.indent}`
    return { start: offset, end: offset, text: `${gap}${this.#print(child, line, node)}` }
  }

  /** Into an element that holds nothing but perhaps white space. */
  #inside(parent: XmlElement, child: OutElement): TextEdit {
    const space = this.#text.slice(parent.openEnd, parent.closeStart)
    const own = lineOf(space)
    const closing = own ?? this.#lineOf(parent)
    const line = this.#within(closing)
    const printed = this.#print(child, line, parent)
    if (closing === undefined || line === undefined) {
      if (parent.selfClosing) return this.#unfold(parent, printed)
      return { start: parent.openEnd, end: parent.openEnd, text: printed }
    }
    const content = `${line.newline}${line.indent}${printed}`
    const whole = `${content}${closing.newline}${closing.indent}`
    if (parent.selfClosing) return this.#unfold(parent, whole)
    if (own !== undefined) return { start: parent.openEnd, end: parent.openEnd, text: content }
    return { start: parent.openEnd, end: parent.closeStart, text: whole }
  }

  /** `<a/>` becomes `<a>content</a>`. */
  #unfold(element: XmlElement, content: string): TextEdit {
    return { start: headEnd(element), end: element.end, text: `>${content}</${element.name}>` }
  }

  /** The line that an element begins; absent where something else stands in front of it, or all is on one line. */
  #lineOf(element: XmlElement): Line | undefined {
    const gap = gapOf(this.#text, element)
    const line = lineOf(gap)
    if (line !== undefined) return { newline: this.#layout.newline, indent: line.indent }
    const before = this.#text.slice(0, element.start - gap.length)
    const first = before === '' || before === '\ufeff'
    return first && !this.#oneLine ? { newline: this.#layout.newline, indent: gap } : undefined
  }

  /** A line one level further in. */
  #within(line: Line | undefined): Line | undefined {
    return line && { newline: line.newline, indent: `${line.indent}${this.#layout.indent}` }
  }

  /** @param line The line of its start tag; absent for all on one line. */
  #print(element: OutElement, line: Line | undefined, model: XmlNode): string {
    const newline = line === undefined ? '' : `${line.newline}${line.indent}`
    const indent = line === undefined ? '' : this.#layout.indent
    const quote = model.kind === 'element' ? quoteOf(this.#text, model) : undefined
    return printElement(element, { indent, newline, quote: quote ?? this.#layout.quote })
  }
}

function trailingSpace(text: string): string {
  let end = text.length
  while (' \t\r\n'.includes(text.charAt(end - 1)) && end > 0) end--
  return text.slice(end)
}

/** Where what stands in front of an attribute ends: the attribute before it, or the element's name. */
function endBefore(element: XmlElement, attribute: XmlAttribute): number {
  const before = element.attributes[element.attributes.indexOf(attribute) - 1]
  return before?.end ?? element.start + 1 + element.name.length
}
