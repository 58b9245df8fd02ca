import type { Span } from '../diagnostic.js'
import type { XmlAttribute, XmlElement } from '../xml/tree.js'

/** The name in an element's start tag. */
export function nameSpan(element: XmlElement): Span {
  const start = element.start + 1
  return { start, end: start + element.name.length }
}

/** An attribute's value between the quotes; the whole attribute where the value is empty, so that there is something to show. */
export function valueSpan(attribute: XmlAttribute): Span {
  return attribute.valueStart === attribute.valueEnd
    ? attribute
    : { start: attribute.valueStart, end: attribute.valueEnd }
}

/** What stands between an element's tags; the whole element where that is nothing. */
export function contentSpan(element: XmlElement): Span {
  return element.openEnd === element.closeStart ? element : { start: element.openEnd, end: element.closeStart }
}
