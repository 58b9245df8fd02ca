/** What of the options of fast-xml-parser's XMLParser and XMLBuilder says how a tree is to be understood. */
export interface FastXmlOptions {
  /** Whether the tree is a list that keeps the order of all nodes; false. Told by the tree itself on reading. */
  readonly preserveOrder?: boolean
  /** What the keys of attributes begin with; `@_`. */
  readonly attributeNamePrefix?: string
  /** The key under which the attributes of an element stand, if they have one of their own. */
  readonly attributesGroupName?: string | false
  /** The key of an element's text; `#text`. */
  readonly textNodeName?: string
  readonly cdataPropName?: string | false
  readonly commentPropName?: string | false
  /** Whether the values of the tree have their references resolved. Left out, values that leave it in doubt are refused. */
  readonly processEntities?: boolean | { readonly enabled?: boolean }
  /** Whether character references such as `&#10;` are resolved, too: fast-xml-parser leaves them as they are without it. */
  readonly htmlEntities?: boolean
  /** Whether XMLBuilder writes the attribute value `true` as no value at all, which is no XML; it does unless told not to. */
  readonly suppressBooleanAttributes?: boolean
}

/**
 * Options with which nothing is lost between XMLParser, XMLBuilder and this library: attributes are kept, `0x10de` stays a
 * text, and references stay as they are written until one reader, ours, resolves them.
 */
export const fastXmlOptions = {
  ignoreAttributes: false,
  attributeNamePrefix: '@_',
  textNodeName: '#text',
  cdataPropName: '#cdata',
  parseTagValue: false,
  parseAttributeValue: false,
  trimValues: false,
  processEntities: false,
  suppressBooleanAttributes: false,
} as const

/** A value in the plain form: the text of an element without attributes, an element, or several of one name. */
export type FastXmlValue = string | FastXmlObject | readonly (string | FastXmlObject)[]

/** An element in the plain form, or what holds the root. */
export interface FastXmlObject {
  [key: string]: FastXmlValue
}

/** A node in the form that keeps the order: one key, the name or `#text`, and the attributes under `:@`. */
export interface FastXmlOrderedNode {
  [key: string]: string | FastXmlOrderedNode[] | { [attribute: string]: string }
}

/** The options with the defaults of fast-xml-parser filled in. */
export interface FastXmlForm {
  readonly prefix: string
  readonly group: string | undefined
  readonly text: string
  readonly cdata: string | undefined
  readonly comment: string | undefined
  /** `undefined`: not said. */
  readonly resolved: boolean | undefined
  readonly numericResolved: boolean
  readonly suppressesTrue: boolean
}

export function formOf(options: FastXmlOptions): FastXmlForm {
  const { processEntities } = options
  return {
    prefix: options.attributeNamePrefix ?? '@_',
    group: nameOrNone(options.attributesGroupName),
    text: options.textNodeName ?? '#text',
    cdata: nameOrNone(options.cdataPropName),
    comment: nameOrNone(options.commentPropName),
    resolved: typeof processEntities === 'object' ? processEntities.enabled !== false : processEntities,
    numericResolved: options.htmlEntities === true,
    suppressesTrue: options.suppressBooleanAttributes !== false,
  }
}

function nameOrNone(name: string | false | undefined): string | undefined {
  return name === false || name === '' ? undefined : name
}
