import { consumeDeclaration, isDeclarationAt } from './declaration.js'
import { maxLength } from './scan.js'
import type { XmlProblem, XmlProblemCode } from './tree.js'
import { firstInvalidUtf8 } from './utf8.js'
import { visible } from './visible.js'

/** The encodings that are read and written. */
export type XmlEncoding = 'utf-8' | 'utf-16le' | 'utf-16be' | 'iso-8859-1' | 'us-ascii'

/** Bytes as text, with what it takes to write the same bytes again. */
export interface DecodedXml {
  /** The text without the byte order mark. */
  readonly text: string
  readonly encoding: XmlEncoding
  /** Whether a byte order mark stood before the text. */
  readonly bom: boolean
}

/** What the first bytes say: those of the narrow encodings begin as UTF-8 does. */
type Family = 'utf-8' | 'utf-16le' | 'utf-16be'

interface Detected {
  readonly family: Family | 'unsupported'
  readonly bom: boolean
}

// How a document may begin, the longer ones first
const beginnings: readonly (readonly [bytes: readonly number[], detected: Detected])[] = [
  [[0xff, 0xfe, 0, 0], { family: 'unsupported', bom: true }], // UTF-32
  [[0, 0, 0xfe, 0xff], { family: 'unsupported', bom: true }],
  [[0x3c, 0, 0, 0], { family: 'unsupported', bom: false }],
  [[0, 0, 0, 0x3c], { family: 'unsupported', bom: false }],
  [[0x4c, 0x6f, 0xa7, 0x94], { family: 'unsupported', bom: false }], // EBCDIC
  [[0x3c, 0, 0x3f, 0], { family: 'utf-16le', bom: false }],
  [[0, 0x3c, 0, 0x3f], { family: 'utf-16be', bom: false }],
  [[0xef, 0xbb, 0xbf], { family: 'utf-8', bom: true }],
  [[0xff, 0xfe], { family: 'utf-16le', bom: true }],
  [[0xfe, 0xff], { family: 'utf-16be', bom: true }],
]

// What a declaration may say, in lower case; the names are those that libxml2 knows too
const declarable: ReadonlyMap<string, 'utf-8' | 'utf-16' | XmlEncoding> = new Map([
  ['utf-8', 'utf-8'],
  ['utf8', 'utf-8'],
  ['utf-16', 'utf-16'],
  ['utf16', 'utf-16'],
  ['utf-16le', 'utf-16le'],
  ['utf-16be', 'utf-16be'],
  ['iso-8859-1', 'iso-8859-1'],
  ['iso_8859-1', 'iso-8859-1'],
  ['iso8859-1', 'iso-8859-1'],
  ['iso-latin-1', 'iso-8859-1'],
  ['latin1', 'iso-8859-1'],
  ['l1', 'iso-8859-1'],
  ['us-ascii', 'us-ascii'],
  ['ascii', 'us-ascii'],
  ['iso646-us', 'us-ascii'],
] as const)

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/**
 * Decodes a document: UTF-8, UTF-16 by its byte order mark or by how `<?` looks in it, ISO-8859-1 (the true one, not
 * windows-1252) and US-ASCII by the XML declaration. `encodeXml` makes the same bytes again. Never throws: what cannot be
 * decoded is a fatal problem whose message has the offset of the first bad byte; its span is empty, for there is no text.
 *
 * @see https://www.w3.org/TR/xml/#charencoding
 * @see https://www.w3.org/TR/xml/#sec-guessing
 */
export function decodeXml(bytes: Uint8Array): DecodedXml | XmlProblem {
  if (bytes.length > 3 * maxLength) {
    return problem('xml/too-long', `The document has ${bytes.length} bytes; at most ${3 * maxLength} are decoded.`)
  }
  const { family, bom } = detect(bytes)
  if (family === 'unsupported') {
    return problem('xml/encoding-unsupported', 'The document begins like UTF-32 or EBCDIC, which are not read.')
  }
  const content = !bom ? bytes : bytes.subarray(family === 'utf-8' ? 3 : 2)
  const name = declaredIn(family === 'utf-8' ? fromBytes(untilTagEnd(content)) : fromUtf16(content, family))
  const encoding = name === undefined ? family : reconcile(name, family, bom)
  if (typeof encoding !== 'string') return encoding
  const text = decoded(content, encoding)
  if (typeof text === 'number') {
    const at = bytes.length - content.length + text
    const value = Number(bytes[at]).toString(16).padStart(2, '0')
    return problem('xml/encoding-invalid', `The byte 0x${value} at offset ${at} is not ${encoding.toUpperCase()}.`)
  }
  if (text.startsWith('\ufeff')) {
    return problem('xml/text-outside-root', 'A second byte order mark must not stand before the text.')
  }
  return { text, encoding, bom }
}

/**
 * The bytes of a text, the inverse of `decodeXml`. What ISO-8859-1 and US-ASCII cannot carry becomes character references,
 * which mean the character in text and attribute values only. The text has to be free of lone surrogates.
 */
export function encodeXml(text: string, encoding: XmlEncoding, bom: boolean): Uint8Array {
  const marked = bom ? `\ufeff${text}` : text
  switch (encoding) {
    case 'utf-8':
      return new TextEncoder().encode(marked)
    case 'utf-16le':
    case 'utf-16be':
      return toUtf16(marked, encoding)
    case 'iso-8859-1':
      return toBytes(text.replace(/[^\0-\xff]/gu, toReference))
    case 'us-ascii':
      return toBytes(text.replace(/[^\0-\x7f]/gu, toReference))
  }
}

function problem(code: XmlProblemCode, message: string): XmlProblem {
  return { code, message, fatal: true, start: 0, end: 0 }
}

function detect(bytes: Uint8Array): Detected {
  for (const [beginning, detected] of beginnings) {
    if (beginning.every((byte, i) => bytes[i] === byte)) return detected
  }
  return { family: 'utf-8', bom: false }
}

/** The encoding that the XML declaration names; a malformed declaration is left to the scanner. */
function declaredIn(text: string): string | undefined {
  if (!isDeclarationAt(text, 0)) return undefined
  try {
    return consumeDeclaration(text, 0).encoding
  } catch {
    return undefined
  }
}

/** The encoding of a document that declares one, if that agrees with how the document begins. */
function reconcile(name: string, family: Family, bom: boolean): XmlEncoding | XmlProblem {
  const declared = declarable.get(name.toLowerCase())
  if (declared === undefined) {
    const message = `The encoding '${visible(name)}' is not read; only UTF-8, UTF-16, ISO-8859-1 and US-ASCII are.`
    return problem('xml/encoding-unsupported', message)
  }
  if (declared === family) return family
  // Like libxml2: what is UTF-16 by its bytes may be declared UTF-8, as it is after a careless conversion
  if (family !== 'utf-8' && (declared === 'utf-16' || declared === 'utf-8')) return family
  if (family === 'utf-8' && !bom && (declared === 'iso-8859-1' || declared === 'us-ascii')) return declared
  const message = `The XML declaration says '${visible(name)}', but the document begins as ${family.toUpperCase()} does.`
  return problem('xml/encoding-invalid', message)
}

/** The text, or the offset of the first byte that the encoding does not have. */
function decoded(bytes: Uint8Array, encoding: XmlEncoding): string | number {
  switch (encoding) {
    case 'utf-8':
      try {
        return utf8.decode(bytes)
      } catch {
        return firstInvalidUtf8(bytes)
      }
    case 'utf-16le':
    case 'utf-16be': // a lone surrogate is left to the scanner, which knows where it stands
      return bytes.length % 2 === 0 ? fromUtf16(bytes, encoding) : bytes.length - 1
    case 'us-ascii': {
      const bad = bytes.findIndex((byte) => byte > 0x7f)
      return bad < 0 ? fromBytes(bytes) : bad
    }
    case 'iso-8859-1':
      return fromBytes(bytes)
  }
}

function untilTagEnd(bytes: Uint8Array): Uint8Array {
  return bytes.subarray(0, bytes.indexOf(0x3e) + 1)
}

function fromUtf16(bytes: Uint8Array, encoding: 'utf-16le' | 'utf-16be'): string {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const units = new Uint16Array(bytes.length >>> 1)
  for (let i = 0; i < units.length; i++) units[i] = view.getUint16(2 * i, encoding === 'utf-16le')
  return fromBytes(units)
}

function toUtf16(text: string, encoding: 'utf-16le' | 'utf-16be'): Uint8Array {
  const bytes = new Uint8Array(2 * text.length)
  const view = new DataView(bytes.buffer)
  for (let i = 0; i < text.length; i++) view.setUint16(2 * i, text.charCodeAt(i), encoding === 'utf-16le')
  return bytes
}

/** Each byte or 16-bit unit as the UTF-16 unit of the same value. */
function fromBytes(units: Uint8Array | Uint16Array): string {
  let text = ''
  for (let i = 0; i < units.length; i += 8192) text += String.fromCharCode(...units.subarray(i, i + 8192))
  return text
}

function toBytes(text: string): Uint8Array {
  const bytes = new Uint8Array(text.length)
  for (let i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i)
  return bytes
}

function toReference(character: string): string {
  return `&#${Number(character.codePointAt(0))};`
}
