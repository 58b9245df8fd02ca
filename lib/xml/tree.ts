import type { Span } from '../diagnostic.js'

/** One attribute as it stands in the text: `name="value"`. */
export interface XmlAttribute extends Span {
  /** The qualified name, as written. */
  readonly name: string
  /** The value after references are resolved and white space is normalized (XML 1.0, 3.3.3). */
  readonly value: string
  /** Offset behind the name; the name begins at `start`. */
  readonly nameEnd: number
  /** Offsets of the raw value between the quotes; the quotes stand at `valueStart - 1` and `valueEnd`. */
  readonly valueStart: number
  readonly valueEnd: number
}

/** An element; `start` is its `<`, `end` the offset behind its last `>`. */
export interface XmlElement extends Span {
  readonly kind: 'element'
  /** The qualified name, as written. */
  readonly name: string
  /** Offset behind the `>` (or `/>`) of the start tag. */
  readonly openEnd: number
  /** Offset of the `<` of the end tag; equal to `openEnd` and `end` for `<a/>`. */
  readonly closeStart: number
  readonly selfClosing: boolean
  readonly attributes: readonly XmlAttribute[]
  readonly children: readonly XmlNode[]
  readonly parent: XmlElement | undefined
}

/** A run of character data; `value` has its references resolved and line ends normalized to LF. */
export interface XmlText extends Span {
  readonly kind: 'text'
  readonly value: string
}

/** A CDATA section; `value` is its content. */
export interface XmlCData extends Span {
  readonly kind: 'cdata'
  readonly value: string
}

/** A comment; `value` is what stands between `<!--` and `-->`. */
export interface XmlComment extends Span {
  readonly kind: 'comment'
  readonly value: string
}

/** A processing instruction `<?target value?>`. */
export interface XmlInstruction extends Span {
  readonly kind: 'instruction'
  readonly target: string
  readonly value: string
}

export type XmlNode = XmlElement | XmlText | XmlCData | XmlComment | XmlInstruction

/** What the XML declaration said. */
export interface XmlDeclaration extends Span {
  readonly version: string
  readonly encoding?: string
  readonly standalone?: 'yes' | 'no'
}

/** Why a text is not read as XML, or what is wrong with its namespaces. */
export interface XmlProblem extends Span {
  readonly code: XmlProblemCode
  readonly message: string
  /** Fatal: the text is refused and there is no tree. Otherwise a finding about a document that is read. */
  readonly fatal: boolean
}

/** The closed set of problems that the scanner reports; part of the API. */
export type XmlProblemCode =
  | 'xml/empty'
  | 'xml/too-long'
  | 'xml/too-deep'
  | 'xml/too-many-attributes'
  | 'xml/too-many-nodes'
  | 'xml/doctype'
  | 'xml/encoding-unsupported'
  | 'xml/encoding-invalid'
  | 'xml/declaration-invalid'
  | 'xml/version-unsupported'
  | 'xml/character-invalid'
  | 'xml/markup-invalid'
  | 'xml/name-invalid'
  | 'xml/tag-unclosed'
  | 'xml/tag-mismatch'
  | 'xml/attribute-invalid'
  | 'xml/attribute-duplicate'
  | 'xml/reference-invalid'
  | 'xml/reference-undefined'
  | 'xml/comment-invalid'
  | 'xml/cdata-invalid'
  | 'xml/text-invalid'
  | 'xml/instruction-invalid'
  | 'xml/root-second'
  | 'xml/text-outside-root'
  | 'xml/namespace-prefix-unbound'
  | 'xml/namespace-prefix-empty'
  | 'xml/namespace-invalid'
  | 'xml/namespace-attribute-duplicate'

/** What `scanXml` makes of a text. */
export interface XmlDocument {
  readonly text: string
  /** The root element; absent exactly when a problem is fatal. */
  readonly root: XmlElement | undefined
  /** All top-level nodes in order: comments and instructions around the root, and the root. Empty when refused. */
  readonly prolog: readonly XmlNode[]
  readonly declaration: XmlDeclaration | undefined
  /** At most one fatal problem, the first in the text; else up to 1,000 namespace findings, in the order of the text. */
  readonly problems: readonly XmlProblem[]
}
