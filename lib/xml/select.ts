import type { XmlAttribute, XmlElement } from './tree.js'

/** The attribute with a qualified name, as written. */
export function attributeOf(element: XmlElement, name: string): XmlAttribute | undefined {
  for (const attribute of element.attributes) if (attribute.name === name) return attribute
  return undefined
}

/** The first child element with a qualified name, as written. */
export function childOf(element: XmlElement, name: string): XmlElement | undefined {
  for (const child of element.children) if (child.kind === 'element' && child.name === name) return child
  return undefined
}

/** The child elements in order: all, or those with a qualified name, as written. */
export function childrenOf(element: XmlElement, name?: string): XmlElement[] {
  const found: XmlElement[] = []
  for (const child of element.children) {
    if (child.kind === 'element' && (name === undefined || child.name === name)) found.push(child)
  }
  return found
}

/** The text and CDATA directly in an element, joined; comments, instructions and child elements are passed over. */
export function textOf(element: XmlElement): string {
  let text = ''
  for (const child of element.children) if (child.kind === 'text' || child.kind === 'cdata') text += child.value
  return text
}
