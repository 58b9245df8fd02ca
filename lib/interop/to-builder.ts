import { builderReference } from './builder-reference.js'
import type { XmlElement } from '../xml/tree.js'
import { contentOf, rootOf } from './read-text.js'

/** What is used of a builder of xmlbuilder2. */
export interface Builder<B> {
  ele(name: string): B
  att(name: string, value: string): B
  txt(content: string): B
}

/**
 * Adds the element of a text, which `formatNodeDevice` or `formatHostdev` gave or a document holds, to a builder of
 * xmlbuilder2: `create()`, `fragment()` or any element. Comments and instructions are left out.
 *
 * @returns the builder of the new element
 * @throws SyntaxError where the text is not well-formed
 * @throws RangeError naming the element, where xmlbuilder2 would write something else than stands there; nothing was added
 */
export function toBuilder<B extends Builder<B>>(parent: B, text: string): B {
  const root = rootOf(text)
  check(root, `/${root.name}`)
  return add(parent, root)
}

function add<B extends Builder<B>>(parent: B, element: XmlElement): B {
  const builder = parent.ele(element.name)
  for (const { name, value } of element.attributes) builder.att(name, value)
  for (const each of contentOf(element)) {
    if (typeof each === 'string') builder.txt(each)
    else add(builder, each)
  }
  return builder
}

function check(element: XmlElement, path: string): void {
  for (const { name, value } of element.attributes) checkValue(value, /[\t\n\r]/, `${path}/@${name}`)
  for (const each of contentOf(element)) {
    if (typeof each === 'string') checkValue(each, /\r/, path)
    else check(each, `${path}/${each.name}`)
  }
}

function checkValue(value: string, unwritable: RegExp, path: string): void {
  const reference = builderReference.exec(value)
  if (reference !== null) {
    throw new RangeError(`${path} holds '${reference[0]}', whose '&' xmlbuilder2 would not escape.`)
  }
  if (unwritable.test(value)) throw new RangeError(`${path} has a tab or line end that xmlbuilder2 would not escape.`)
}
