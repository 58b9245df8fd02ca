import { indentationOf } from '../xml/characters.js'
import type { XmlNode } from '../xml/tree.js'

/** Whether a node is text that is more than white space. */
export function isWords(node: XmlNode): boolean {
  if (node.kind !== 'text' && node.kind !== 'cdata') return false
  const { value } = node
  if (value === indentationOf(value.length)) return false
  for (let at = 0; at < value.length; at++) {
    const unit = value.charCodeAt(at)
    if (unit !== 0x20 && unit !== 0x0a && unit !== 0x09 && unit !== 0x0d) return true
  }
  return false
}
