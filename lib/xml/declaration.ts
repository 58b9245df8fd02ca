import { spaceEnd } from './characters.js'
import { Refusal } from './refusal.js'
import type { XmlDeclaration } from './tree.js'
import { visible, visibleAt } from './visible.js'

interface PseudoAttribute {
  readonly value: string
  /** Where the value begins, behind the quote. */
  readonly start: number
  /** Offset behind the closing quote. */
  readonly end: number
}

/** Whether an XML declaration begins at `start`: `<?xml` and white space. */
export function isDeclarationAt(text: string, start: number): boolean {
  return text.startsWith('<?xml', start) && spaceEnd(text, start + 5) > start + 5
}

/**
 * Reads the XML declaration that begins at `start` (see `isDeclarationAt`). Like libxml2 it reads every version `1.N`, also
 * `1.` with no digit behind it, and needs no white space between `encoding='UTF-8'` and `standalone`.
 *
 * @throws Refusal `xml/declaration-invalid` or `xml/version-unsupported`
 * @see https://www.w3.org/TR/xml/#NT-XMLDecl
 */
export function consumeDeclaration(text: string, start: number): XmlDeclaration {
  const version = consumePseudoAttribute(text, spaceEnd(text, start + 5), 'version')
  if (version === undefined) {
    const at = spaceEnd(text, start + 5)
    throw invalid(text, at, `The XML declaration must begin with the version, but ${visibleAt(text, at)} follows.`)
  }
  if (!/^[0-9]\.[0-9]*$/.test(version.value)) {
    throw refuseValue('version', version)
  }
  if (!version.value.startsWith('1.')) {
    const message = `XML version '${visible(version.value)}' is not supported; only 1.0 and other versions 1.N are read.`
    throw new Refusal('xml/version-unsupported', version.start, version.end - 1, message)
  }
  let end = version.end
  let at = spaceEnd(text, end)
  const encoding = consumePseudoAttribute(text, at, 'encoding')
  if (encoding !== undefined) {
    requireSpace(text, end, at)
    if (!/^[A-Za-z][A-Za-z0-9._-]*$/.test(encoding.value)) throw refuseValue('encoding', encoding)
    end = encoding.end
    at = spaceEnd(text, end)
  }
  const standalone = consumePseudoAttribute(text, at, 'standalone')
  if (standalone !== undefined) {
    if (encoding === undefined || !/^utf-?8$/i.test(encoding.value)) requireSpace(text, end, at)
    if (standalone.value !== 'yes' && standalone.value !== 'no') throw refuseValue('standalone', standalone)
    at = spaceEnd(text, standalone.end)
  }
  if (!text.startsWith('?>', at)) {
    throw invalid(text, at, `The XML declaration must end with '?>', but ${visibleAt(text, at)} follows.`)
  }
  return {
    start,
    end: at + 2,
    version: version.value,
    ...(encoding && { encoding: encoding.value }),
    ...(standalone && { standalone: standalone.value === 'yes' ? 'yes' : 'no' }),
  }
}

/** Reads `name = 'value'` at `start`; undefined if another name stands there. */
function consumePseudoAttribute(text: string, start: number, name: string): PseudoAttribute | undefined {
  if (!text.startsWith(name, start)) return undefined
  const equals = spaceEnd(text, start + name.length)
  if (text.charCodeAt(equals) !== 0x3d) {
    throw invalid(
      text,
      equals,
      `'=' must follow ${name} in the XML declaration, but ${visibleAt(text, equals)} follows.`,
    )
  }
  const open = spaceEnd(text, equals + 1)
  const quote = text.charAt(open)
  if (quote !== "'" && quote !== '"') {
    const message = `The ${name} in the XML declaration must stand in quotes, but ${visibleAt(text, open)} follows.`
    throw invalid(text, open, message)
  }
  const close = text.indexOf(quote, open + 1)
  if (close < 0) {
    throw invalid(text, open, `The ${name} in the XML declaration has no closing quote.`)
  }
  return { value: text.slice(open + 1, close), start: open + 1, end: close + 1 }
}

function requireSpace(text: string, before: number, after: number): void {
  if (before < after) return
  throw invalid(text, after, `White space must stand before ${visibleAt(text, after)} in the XML declaration.`)
}

function refuseValue(name: string, { value, start, end }: PseudoAttribute): Refusal {
  const message = `'${visible(value)}' is not a valid ${name} in the XML declaration.`
  return new Refusal('xml/declaration-invalid', start, end - 1, message)
}

function invalid(text: string, at: number, message: string): Refusal {
  return new Refusal('xml/declaration-invalid', at, Math.min(at + 1, text.length), message)
}
