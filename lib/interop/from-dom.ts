import { visible } from '../xml/visible.js'
import { builderReference } from './builder-reference.js'
import { attributeMarkup, checkName, pieceOf, printPiece, textMarkup, type Piece } from './piece.js'

/** What is looked at of a DOM node: those of xmlbuilder2, of browsers, of jsdom and xmldom all have it. */
export interface DomNode {
  readonly nodeType: number
  readonly nodeName: string
  readonly nodeValue: string | null
  readonly firstChild: DomNode | null
  readonly nextSibling: DomNode | null
  readonly attributes?: DomAttributes
}

export interface DomAttributes {
  readonly length: number
  item(index: number): { readonly name: string; readonly value: string } | null
}

/** A builder of xmlbuilder2. */
export interface DomBuilder {
  readonly node: DomNode
}

const ELEMENT = 1
const TEXT = 3
const CDATA = 4
const INSTRUCTION = 7
const COMMENT = 8
const DOCUMENT = 9
const DOCTYPE = 10
const FRAGMENT = 11

/**
 * The XML text of an element, a document or a fragment with one element, for `parseNodeDevice`, `parseHostdev` or
 * `parseDomain`: a builder of xmlbuilder2, or a DOM node of any make. Comments and instructions are left out. A document with
 * a DOCTYPE keeps it, so that reading refuses it, as it refuses every other.
 *
 * @throws TypeError naming the place, where it is no such node, or where a value of a builder looks like a reference:
 *   xmlbuilder2 takes `&lt;` for `<` when it writes and for itself in its nodes, so what was meant is not known
 */
export function fromDom(source: DomNode | DomBuilder): string {
  const builder = isBuilder(source)
  const node: unknown = builder ? source.node : source
  if (!isNode(node)) throw new TypeError('The source must be a DOM node or a builder of xmlbuilder2.')
  const tops = node.nodeType === DOCUMENT || node.nodeType === FRAGMENT ? [...childrenOf(node, '')] : [node]
  const roots = tops.filter(({ nodeType }) => nodeType === ELEMENT)
  const [root] = roots
  if (root === undefined || roots.length > 1) {
    throw new TypeError(`The node must be or hold one element, not ${roots.length}.`)
  }
  const doctype = tops.some(({ nodeType }) => nodeType === DOCTYPE) ? `<!DOCTYPE ${visible(root.nodeName)}>\n` : ''
  return `${doctype}${printPiece(pieceFrom(root, '', 1, builder))}\n`
}

function pieceFrom(element: DomNode, parent: string, depth: number, builder: boolean): Piece {
  const where = `${parent}/${visible(element.nodeName)}`
  const piece = pieceOf(element.nodeName, where, depth)
  const { attributes } = element
  for (let index = 0; index < (attributes?.length ?? 0); index++) {
    const attribute = attributes?.item(index)
    if (typeof attribute?.name !== 'string') throw new TypeError(`${where} has an attribute without a name.`)
    const place = `${where}/@${visible(attribute.name)}`
    checkName(attribute.name, place)
    piece.attributes.push([attribute.name, attributeMarkup(valueOf(attribute.value, place, builder), place)])
  }
  for (const child of childrenOf(element, where)) {
    if (child.nodeType === ELEMENT) piece.content.push(pieceFrom(child, where, depth + 1, builder))
    else if (child.nodeType === TEXT) piece.content.push(textMarkup(valueOf(child.nodeValue, where, builder), where))
    else if (child.nodeType === CDATA) piece.content.push(textMarkup(valueOf(child.nodeValue, where, false), where))
    else if (child.nodeType !== INSTRUCTION && child.nodeType !== COMMENT) {
      throw new TypeError(`${where} has a node of type ${child.nodeType}, which is not read.`)
    }
  }
  return piece
}

/** The children in order. A list that never ends would be the fault of a DOM, not of a document. */
function* childrenOf(node: DomNode, where: string): Generator<DomNode> {
  for (let child = node.firstChild; child !== null; child = child.nextSibling) {
    if (!isNode(child)) throw new TypeError(`${where === '' ? 'The node' : where} has a child that is no DOM node.`)
    yield child
  }
}

function valueOf(value: unknown, where: string, builder: boolean): string {
  if (typeof value !== 'string') throw new TypeError(`${where} must have a text, not ${String(value)}.`)
  const reference = builder ? builderReference.exec(value) : null
  if (reference !== null) {
    throw new TypeError(
      `${where} holds '${reference[0]}', which xmlbuilder2 writes as it is; give its node, not the builder, if it means itself.`,
    )
  }
  return value
}

function isBuilder(value: unknown): value is DomBuilder {
  return typeof value === 'object' && value !== null && 'node' in value
}

function isNode(value: unknown): value is DomNode {
  return (
    typeof value === 'object' &&
    value !== null &&
    'nodeType' in value &&
    typeof value.nodeType === 'number' &&
    'nodeName' in value &&
    typeof value.nodeName === 'string' &&
    'firstChild' in value &&
    'nextSibling' in value
  )
}
