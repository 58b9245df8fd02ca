/**
 * Bridges to the trees that users of fast-xml-parser, xmlbuilder2 and any DOM already hold: what the entry `./interop`
 * exports. Text is what both sides share: a tree becomes XML text, which `parseNodeDevice` and its siblings read with all
 * their diagnostics, and what `formatNodeDevice` and its siblings write becomes a tree. Neither package is imported.
 */
export {
  fastXmlOptions,
  type FastXmlObject,
  type FastXmlOptions,
  type FastXmlOrderedNode,
  type FastXmlValue,
} from './fast-xml.js'
export { fromDom, type DomAttributes, type DomBuilder, type DomNode } from './from-dom.js'
export { fromFastXml } from './from-fast-xml.js'
export { toBuilder, type Builder } from './to-builder.js'
export { toFastXml } from './to-fast-xml.js'
