import type { Severity } from '../../diagnostic.js'
import type { XmlProblemCode } from '../../xml/tree.js'
import { definitionRules } from '../lists/definition-rules.js'
import { domainRules } from '../lists/domain-rules.js'
import { nodeDeviceRules } from '../lists/node-device-rules.js'
import { setRules } from '../lists/set-rules.js'
import { suppressionCodes } from './suppression-codes.js'

/** One diagnostic code: what it means, and how grave it is. */
export interface CodeDescription {
  readonly code: string
  readonly severity: Severity
  /** One sentence: what is wrong. */
  readonly summary: string
}

/** Why a text is not read as XML. */
const XML: Readonly<Record<XmlProblemCode, string>> = {
  'xml/empty': 'The text is empty or has no element.',
  'xml/too-long': 'The text is longer than 64 Mi UTF-16 units.',
  'xml/too-deep': 'Elements are nested more than 256 deep.',
  'xml/too-many-attributes': 'An element has more than 1,000 attributes.',
  'xml/too-many-nodes': 'The text has more than 2,000,000 nodes.',
  'xml/doctype': 'The text has a document type declaration, which is not read: libvirt would expand its entities.',
  'xml/encoding-unsupported': 'The bytes are in an encoding that is not read.',
  'xml/encoding-invalid': 'The bytes are not what their encoding allows.',
  'xml/declaration-invalid': 'The XML declaration is malformed or out of place.',
  'xml/version-unsupported': 'The version of XML is not 1.N.',
  'xml/character-invalid': 'The text holds a character that XML cannot carry.',
  'xml/markup-invalid': 'A `<` begins nothing that XML knows.',
  'xml/name-invalid': 'A name is malformed.',
  'xml/tag-unclosed': 'An element has no end tag.',
  'xml/tag-mismatch': 'An end tag closes another element than the open one.',
  'xml/attribute-invalid': 'An attribute is malformed.',
  'xml/attribute-duplicate': 'An element has an attribute twice.',
  'xml/reference-invalid': 'A reference is malformed, or names a character that XML cannot carry.',
  'xml/reference-undefined': 'An entity is not defined.',
  'xml/comment-invalid': 'A comment is malformed.',
  'xml/cdata-invalid': 'A CDATA section is malformed or out of place.',
  'xml/text-invalid': 'Text holds `]]>`.',
  'xml/instruction-invalid': 'A processing instruction is malformed.',
  'xml/root-second': 'There is more than one root element.',
  'xml/text-outside-root': 'There is text in front of or behind the root element.',
  'xml/namespace-prefix-unbound': 'A prefix is bound to no namespace.',
  'xml/namespace-prefix-empty': 'A prefix is bound to an empty namespace.',
  'xml/namespace-invalid': 'A name or a namespace declaration breaks the rules of namespaces.',
  'xml/namespace-attribute-duplicate': 'An element has the same attribute twice under two prefixes.',
}

/** What no example of a rule can show: the document is of another kind. */
const ROOT: CodeDescription = {
  code: 'read/root-unexpected',
  severity: 'error',
  summary: 'The root element is that of another kind of document.',
}

/** Each rule once: what is said of a mediated device is asked of node devices and of definitions. */
const RULES: readonly CodeDescription[] = [
  ...domainRules,
  ...setRules,
  ...new Set([...nodeDeviceRules, ...definitionRules]),
]

/** Every code that a diagnostic can have, in the order of the documentation. */
export const codeTable: readonly CodeDescription[] = [
  ...RULES.map(({ code, severity, summary }) => ({ code, severity, summary })),
  ROOT,
  ...suppressionCodes,
  ...Object.entries(XML).map(([code, summary]) => ({
    code,
    severity: code.startsWith('xml/namespace') ? ('warning' as const) : ('error' as const),
    summary,
  })),
]
