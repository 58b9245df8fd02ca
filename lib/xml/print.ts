import { firstInvalidCharacter, isName } from './characters.js'
import { escapeAttribute, escapeText } from './references.js'
import { codeAt, visible } from './visible.js'

/** An element to be written; it may be filled while it is built. It has children, or text, or neither. */
export interface OutElement {
  name: string
  attributes: [name: string, value: string][]
  children: OutElement[]
  /** Written between the tags as it is; an empty string gives `<name></name>` instead of `<name/>`. */
  text?: string
  /** Without text and children: an end tag on a line of its own instead of `<name/>`, as libvirt writes a capability. */
  unfolded?: boolean
  /** Without text and children: `<name />` instead of `<name/>`, as libvirt writes the ids of a USB device. */
  spaced?: boolean
}

/** The layout of `printElement`; left out, it is that of libvirt. */
export interface PrintOptions {
  /** What one level is indented by; two spaces. */
  readonly indent?: string
  /** What ends a line; LF. */
  readonly newline?: string
  /** The level of the element itself, whose first line is indented by it; 0. */
  readonly level?: number
  /** The quote around attribute values; `'`. */
  readonly quote?: "'" | '"'
}

/**
 * An element as text in libvirt's layout: two spaces a level, single quotes, `<a/>` when empty, text on one line with its
 * tags, all of `& < > ' "` escaped. There is no XML declaration, and no line end behind the last tag: the caller adds it.
 *
 * @throws RangeError if a name is no XML name, if a value has a character that XML cannot carry (the message names the
 *   element by its path), or if an element has both text and children
 */
export function printElement(element: OutElement, options: PrintOptions = {}): string {
  const { indent = '  ', newline = '\n', level = 0, quote = "'" } = options
  return printAt(element, { indent, newline, quote }, indent.repeat(level), '')
}

type Layout = Required<Omit<PrintOptions, 'level'>>

function printAt(element: OutElement, layout: Layout, margin: string, parentPath: string): string {
  const { name, attributes, children, text } = element
  const { newline, quote } = layout
  const path = `${parentPath}/${name}`
  checkName(name, path)
  let out = `${margin}<${name}`
  for (const [attribute, value] of attributes) {
    checkName(attribute, `${path}/@${attribute}`)
    checkValue(value, path, attribute)
    out += ` ${attribute}=${quote}${escapeAttribute(value)}${quote}`
  }
  if (text !== undefined) {
    if (children.length > 0) throw new RangeError(`${visible(path)} cannot be written with both text and children`)
    checkValue(text, path)
    return `${out}>${escapeText(text)}</${name}>`
  }
  if (children.length === 0 && element.unfolded !== true) return element.spaced === true ? `${out} />` : `${out}/>`
  out += `>${newline}`
  for (const child of children) out += printAt(child, layout, margin + layout.indent, path) + newline
  return `${out}${margin}</${name}>`
}

function checkName(name: string, path: string): void {
  if (!isName(name)) throw new RangeError(`'${visible(name)}' in ${visible(path)} is not an XML name`)
}

function checkValue(value: string, path: string, attribute?: string): void {
  const at = firstInvalidCharacter(value)
  if (at < 0) return
  const where = visible(attribute === undefined ? path : `${path}/@${attribute}`)
  throw new RangeError(`${where} has the character ${codeAt(value, at)} at offset ${at}, which XML cannot carry`)
}
