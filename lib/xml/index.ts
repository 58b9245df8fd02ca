export type { Span, TextEdit } from '../diagnostic.js'
export { firstInvalidCharacter, isName } from './characters.js'
export { applyEdits } from './edits.js'
export { decodeXml, type DecodedXml, encodeXml, type XmlEncoding } from './encoding.js'
export { LineCounter, type LinePosition } from './lines.js'
export { type OutElement, printElement, type PrintOptions } from './print.js'
export { escapeAttribute, escapeText } from './references.js'
export { maxAttributes, maxDepth, maxLength, maxNodes, scanXml } from './scan.js'
export { attributeOf, childOf, childrenOf, textOf } from './select.js'
export type {
  XmlAttribute,
  XmlCData,
  XmlComment,
  XmlDeclaration,
  XmlDocument,
  XmlElement,
  XmlInstruction,
  XmlNode,
  XmlProblem,
  XmlProblemCode,
  XmlText,
} from './tree.js'
export { visible } from './visible.js'
