import { firstInvalidCharacter, isName } from '../xml/characters.js'
import { escapeAttribute, escapeText } from '../xml/references.js'
import { maxDepth } from '../xml/scan.js'
import { codeAt, visible } from '../xml/visible.js'

/** An element on its way from a foreign tree to text. All values are markup: escaped already. */
export interface Piece {
  readonly name: string
  readonly attributes: (readonly [name: string, markup: string])[]
  readonly content: (string | Piece)[]
}

/**
 * A new element, not yet filled.
 * @throws TypeError if the name is none, or the element lies deeper than any that is read: a tree that holds itself would
 *   never end
 */
export function pieceOf(name: string, where: string, depth: number): Piece {
  checkName(name, where)
  if (depth > maxDepth) throw new TypeError(`${where.slice(0, 60)}... lies deeper than ${maxDepth} levels.`)
  return { name, attributes: [], content: [] }
}

/** @throws TypeError naming the place, if the name is no XML name */
export function checkName(name: string, where: string): void {
  if (!isName(name)) throw new TypeError(`${where}: '${visible(name)}' is not an XML name.`)
}

/** A text as markup. @throws TypeError naming the place, if XML cannot carry it */
export function textMarkup(value: string, where: string): string {
  return escapeText(checked(value, where))
}

/** An attribute's value as markup. @throws TypeError naming the place, if XML cannot carry it */
export function attributeMarkup(value: string, where: string): string {
  return escapeAttribute(checked(value, where))
}

/** A value whose references are still as they were written: only what would end it is escaped, the reader judges the rest. */
export function rawMarkup(value: string, where: string): string {
  return checked(value, where).replaceAll('<', '&lt;').replaceAll('>', '&gt;').replaceAll("'", '&apos;')
}

function checked(value: string, where: string): string {
  const at = firstInvalidCharacter(value)
  if (at >= 0) throw new TypeError(`${where} has the character ${codeAt(value, at)}, which XML cannot carry.`)
  return value
}

/** The text of an element, in libvirt's layout; on one line from where text stands beside elements. */
export function printPiece(piece: Piece, margin = ''): string {
  const { name, content } = piece
  const attributes = piece.attributes.map(([key, markup]) => ` ${key}='${markup}'`).join('')
  const open = `${margin}<${name}${attributes}`
  const elements = content.filter((each) => typeof each !== 'string')
  const text = content.filter((each) => typeof each === 'string').join('')
  if (elements.length === 0) return text === '' ? `${open}/>` : `${open}>${text}</${name}>`
  if (text.trim() === '') {
    const lines = elements.map((each) => printPiece(each, `${margin}  `))
    return [`${open}>`, ...lines, `${margin}</${name}>`].join('\n')
  }
  const inside = content.map((each) => (typeof each === 'string' ? each : inline(each))).join('')
  return `${open}>${inside}</${name}>`
}

function inline({ name, attributes, content }: Piece): string {
  const open = `<${name}${attributes.map(([key, markup]) => ` ${key}='${markup}'`).join('')}`
  if (content.length === 0) return `${open}/>`
  return `${open}>${content.map((each) => (typeof each === 'string' ? each : inline(each))).join('')}</${name}>`
}
