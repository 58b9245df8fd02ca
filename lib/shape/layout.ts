import type { XmlElement, XmlNode } from '../xml/tree.js'

/** How a document is laid out, as far as an edit has to follow it. */
export interface Layout {
  /** One level of indentation. */
  readonly indent: string
  /** How lines end. */
  readonly newline: string
  readonly quote: Quote
}

export type Quote = "'" | '"'

/** A line end and what indents the line behind it. */
export interface Line {
  readonly newline: string
  readonly indent: string
}

/** Reads the layout off a document: the first indented child, the first line end, the first attribute. */
export function layoutOf(text: string, root: XmlElement): Layout {
  return {
    indent: indentOf(text, root) ?? '  ',
    newline: /\r\n?|\n/.exec(text)?.[0] ?? '\n',
    quote: quoteIn(text, root) ?? "'",
  }
}

function indentOf(text: string, root: XmlElement): string | undefined {
  const own = lineOf(gapOf(text, root))?.indent ?? ''
  for (const child of root.children) {
    const line = child.kind === 'element' ? lineOf(gapOf(text, child)) : undefined
    if (line !== undefined) return line.indent.startsWith(own) ? line.indent.slice(own.length) : undefined
  }
  return undefined
}

/** The quote around the first attribute in an element. */
function quoteIn(text: string, element: XmlElement): Quote | undefined {
  const own = quoteOf(text, element)
  if (own !== undefined) return own
  for (const child of element.children) {
    const quote = child.kind === 'element' ? quoteIn(text, child) : undefined
    if (quote !== undefined) return quote
  }
  return undefined
}

/** The quote around an element's own first attribute. */
export function quoteOf(text: string, element: XmlElement): Quote | undefined {
  const first = element.attributes[0]
  return first === undefined ? undefined : quoteAt(text, first.valueEnd)
}

/** The quote that stands at an offset. */
export function quoteAt(text: string, offset: number): Quote {
  return text[offset] === '"' ? '"' : "'"
}

/** The white space in front of a node. */
export function gapOf(text: string, node: XmlNode): string {
  let start = node.start
  while (start > 0 && isSpace(text[start - 1])) start--
  return text.slice(start, node.start)
}

/** The last line end in some white space, and the indentation behind it; absent where all is on one line. */
export function lineOf(space: string): Line | undefined {
  const end = Math.max(space.lastIndexOf('\n'), space.lastIndexOf('\r'))
  if (end === -1) return undefined
  return { newline: space.endsWith('\r\n', end + 1) ? '\r\n' : space.charAt(end), indent: space.slice(end + 1) }
}

/** Where an element's name and attributes end; behind it stands the rest of the start tag. */
export function headEnd(element: XmlElement): number {
  return element.attributes.at(-1)?.end ?? element.start + 1 + element.name.length
}

/** Whether a node is text in which only white space stands. */
export function isBlank(text: string, node: XmlNode): boolean {
  return node.kind === 'text' && /^[ \t\r\n]*$/.test(text.slice(node.start, node.end))
}

function isSpace(character: string | undefined): boolean {
  return character === ' ' || character === '\t' || character === '\n' || character === '\r'
}
