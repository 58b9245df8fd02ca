import { escapeAttribute, escapeText } from '../../lib/xml/references.js'
import { scanXml } from '../../lib/xml/scan.js'
import type { XmlElement } from '../../lib/xml/tree.js'

/** An element that can be changed, for mutations. */
export interface Markup {
  name: string
  /** In order; a name may stand twice, which no parser accepts. */
  attributes: [name: string, value: string][]
  children: MarkupNode[]
}

/** What stands in a text as it is: a comment, a CDATA section, a reference. */
export interface Raw {
  readonly raw: string
}

/** An element, text, or what is neither. */
export type MarkupNode = Markup | string | Raw

/** Reads a text, which has to be well-formed; comments and instructions are left out. */
export function markupOf(text: string): Markup {
  const { root } = scanXml(text)
  if (root === undefined) throw new Error(`not well-formed: ${text}`)
  return asMarkup(root)
}

function asMarkup({ name, attributes, children }: XmlElement): Markup {
  return {
    name,
    attributes: attributes.map(({ name, value }) => [name, value]),
    children: children.flatMap((child): MarkupNode[] => {
      if (child.kind === 'element') return [asMarkup(child)]
      return child.kind === 'text' || child.kind === 'cdata' ? [child.value] : []
    }),
  }
}

/** Writes an element, as it is and nothing around it. */
export function textOfMarkup({ name, attributes, children }: Markup): string {
  const start = [name, ...attributes.map(([key, value]) => `${key}='${escapeAttribute(value)}'`)].join(' ')
  const inside = children.map((child) =>
    typeof child === 'string' ? escapeText(child) : 'raw' in child ? child.raw : textOfMarkup(child),
  )
  return inside.length === 0 ? `<${start}/>` : `<${start}>${inside.join('')}</${name}>`
}

/** The elements directly inside. */
export function elementsIn({ children }: Markup): Markup[] {
  return children.filter(isElement)
}

/** A copy that shares nothing. */
export function copied({ name, attributes, children }: Markup): Markup {
  return {
    name,
    attributes: attributes.map(([key, value]) => [key, value]),
    children: children.map((child) => (isElement(child) ? copied(child) : child)),
  }
}

function isElement(node: MarkupNode): node is Markup {
  return typeof node !== 'string' && 'name' in node
}
