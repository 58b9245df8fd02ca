import { escapeAttribute, escapeText } from '../../lib/xml/references.js'
import { scanXml } from '../../lib/xml/scan.js'
import type { XmlElement } from '../../lib/xml/tree.js'

/** An element that can be changed, for mutations. */
export interface Markup {
  name: string
  /** In order; a name may stand twice, which no parser accepts. */
  attributes: [name: string, value: string][]
  children: (Markup | string)[]
}

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
    children: children.flatMap((child): (Markup | string)[] => {
      if (child.kind === 'element') return [asMarkup(child)]
      return child.kind === 'text' || child.kind === 'cdata' ? [child.value] : []
    }),
  }
}

/** Writes an element, as it is and nothing around it. */
export function textOfMarkup({ name, attributes, children }: Markup): string {
  const start = [name, ...attributes.map(([key, value]) => `${key}='${escapeAttribute(value)}'`)].join(' ')
  const inside = children.map((child) => (typeof child === 'string' ? escapeText(child) : textOfMarkup(child)))
  return inside.length === 0 ? `<${start}/>` : `<${start}>${inside.join('')}</${name}>`
}

/** The elements directly inside. */
export function elementsIn({ children }: Markup): Markup[] {
  return children.filter((child) => typeof child !== 'string')
}

/** A copy that shares nothing. */
export function copied({ name, attributes, children }: Markup): Markup {
  return {
    name,
    attributes: attributes.map(([key, value]) => [key, value]),
    children: children.map((child) => (typeof child === 'string' ? child : copied(child))),
  }
}
