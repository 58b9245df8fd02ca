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
    const after = position.after.at(-1)
    if (after !== undefined) return this.#behind(this.#withComments(parent, after), child)
    const before = position.before[0]
    if (before !== undefined) return this.#inFront(before, child)
    const last = parent.children.findLast((node) => !isBlank(this.#text, node))
    return last === undefined ? this.#inside(parent, child) : this.#behind(last, child)
  }

  /** Puts another element in the place of one. */
  replaceElement(element: XmlElement, replacement: OutElement): TextEdit {
    const text = this.#print(replacement, this.#lineOfStart(element), element)
    return { start: element.start, end: element.end, text }
  }

  /** Removes an element with the white space in front of it; a comment behind it keeps the line. */
  removeElement(element: XmlElement): TextEdit {
    const gap = gapOf(this.#text, element)
    const rest = /^[ \t]*(?=<!--)/.exec(this.#text.slice(element.end))
    if (rest !== null && lineOf(gap) !== undefined) {
      return { start: element.start, end: element.end + rest[0].length, text: '' }
    }
    return { start: element.start - gap.length, end: element.end, text: '' }
  }

  /** The last of the comments that follow a node on its line, or the node. */
  #withComments(parent: XmlElement, node: XmlNode): XmlNode {
    let last = node
    for (const next of parent.children.slice(parent.children.indexOf(node) + 1)) {
      if (next.kind === 'comment') last = next
      else if (!isBlank(this.#text, next) || lineOf(this.#text.slice(next.start, next.end)) !== undefined) break
    }
    return last
  }

  #behind(node: XmlNode, child: OutElement): TextEdit {
    const { end, gap } = this.#endOf(node)
    const line = lineOf(gap)
    return { start: end, end, text: `${gap}${this.#print(child, line, node)}` }
  }

  /** Where a node ends, without white space that text ends with, and what stands between it and a node behind it. */
  #endOf(node: XmlNode): { readonly end: number; readonly gap: string } {
    if (node.kind !== 'text') {
      const line = lineOf(gapOf(this.#text, node))
      return { end: node.end, gap: line === undefined ? gapOf(this.#text, node) : this.#blankLines(node, line) }
    }
    const space = /[ \t\r\n]*$/.exec(this.#text.slice(node.start, node.end))?.[0] ?? ''
    const line = lineOf(space)
    return { end: node.end - space.length, gap: line === undefined ? '' : `${line.newline}${line.indent}${this.#layout.indent}` }
  }
}

/** Where what stands in front of an attribute ends: the attribute before it, or the element's name. */
function endBefore(element: XmlElement, attribute: XmlAttribute): number {
  const before = element.attributes[element.attributes.indexOf(attribute) - 1]
  return before?.end ?? element.start + 1 + element.name.length
}
