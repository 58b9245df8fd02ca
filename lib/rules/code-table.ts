import type { Severity } from '../diagnostic.js'
import type { XmlProblemCode } from '../xml/tree.js'
import { definitionRules } from './definition-rules.js'
import { domainRules } from './domain-rules.js'
import { nodeDeviceRules } from './node-device-rules.js'
import { setRules } from './set-rules.js'
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

/** What reading a document finds, whatever it is a document of. */
const READING: readonly CodeDescription[] = [
  { code: 'read/root-unexpected', severity: 'error', summary: 'The root element is that of another kind of document.' },
  {
    code: 'read/value-missing',
    severity: 'error',
    summary: 'A part is missing without which libvirt refuses the document.',
  },
  { code: 'read/value-invalid', severity: 'error', summary: 'A value is not of the kind that libvirt reads there.' },
  { code: 'read/part-refused', severity: 'error', summary: 'libvirt refuses the part on this kind of device.' },
  { code: 'read/type-unknown', severity: 'error', summary: 'A word that tells what kind of thing follows is unknown.' },
  {
    code: 'read/value-changed',
    severity: 'warning',
    summary: 'libvirt takes the value for another one without a word.',
  },
  {
    code: 'read/part-unknown',
    severity: 'warning',
    summary: 'libvirt does not know the attribute or element, and drops it.',
  },
  {
    code: 'read/part-repeated',
    severity: 'warning',
    summary: 'libvirt uses the first of these elements, and drops this one.',
  },
  {
    code: 'read/part-dropped',
    severity: 'warning',
    summary: "libvirt's schema allows the element here, and its parser drops it.",
  },
  {
    code: 'read/value-spelling',
    severity: 'info',
    summary: 'libvirt reads the value in this spelling; only its schema refuses it.',
  },
  {
    code: 'read/part-beyond-schema',
    severity: 'info',
    summary: 'libvirt reads the part; only its schema does not know it.',
  },
  {
    code: 'read/part-order',
    severity: 'info',
    summary: 'libvirt reads the elements in any order; only its schema wants another one.',
  },
  {
    code: 'read/value-implied',
    severity: 'info',
    summary: 'A part is missing that libvirt takes for zero; only its schema asks for it.',
  },
  { code: 'hostdev/type-missing', severity: 'error', summary: 'A host device does not say what type it is of.' },
  {
    code: 'hostdev/type-unknown',
    severity: 'error',
    summary: 'A host device is of a type that libvirt does not know.',
  },
  { code: 'address/type-missing', severity: 'error', summary: 'A guest address does not say what type it is of.' },
  {
    code: 'address/type-unknown',
    severity: 'error',
    summary: 'A guest address is of a type that libvirt does not know.',
  },
  {
    code: 'hostdev/usb-id-incomplete',
    severity: 'error',
    summary: 'A USB host device has a vendor without a product, or a product without a vendor.',
  },
  {
    code: 'hostdev/teaming-untold',
    severity: 'error',
    summary: 'A team names its persistent one, and not which one of the two the device is.',
  },
  { code: 'hostdev/rom-disabled', severity: 'error', summary: 'A disabled option ROM has a bar or a file.' },
  { code: 'hostdev/iscsi-host-repeated', severity: 'error', summary: 'An iSCSI host device has more than one host.' },
  {
    code: 'hostdev/iscsi-secret-unclear',
    severity: 'error',
    summary: 'An iSCSI secret has neither or both of a UUID and a usage.',
  },
  {
    code: 'address/ccw-incomplete',
    severity: 'error',
    summary: 'A channel address has some of its three parts and not all.',
  },
]

/** Each rule once: what is said of a mediated device is asked of node devices and of definitions. */
const RULES: readonly CodeDescription[] = [
  ...domainRules,
  ...setRules,
  ...new Set([...nodeDeviceRules, ...definitionRules]),
]

/** Every code that a diagnostic can have, in the order of the documentation. */
export const codeTable: readonly CodeDescription[] = [
  ...RULES.map(({ code, severity, summary }) => ({ code, severity, summary })),
  ...READING,
  ...suppressionCodes,
  ...Object.entries(XML).map(([code, summary]) => ({
    code,
    severity: code.startsWith('xml/namespace') ? ('warning' as const) : ('error' as const),
    summary,
  })),
]
