import { escapeAttribute, escapeText } from '../xml/references.js'
import type { XmlElement } from '../xml/tree.js'
import {
  formOf,
  type FastXmlForm,
  type FastXmlObject,
  type FastXmlOptions,
  type FastXmlOrderedNode,
} from './fast-xml.js'
import type { FastXmlValue } from './fast-xml.js'
import { contentOf, rootOf } from './read-text.js'

/**
 * The tree that fast-xml-parser's XMLBuilder writes, of a text that `formatNodeDevice` or `formatHostdev` gave, or that a
 * document holds: in the plain form, or with `preserveOrder` in the ordered one. Comments, instructions and the XML
 * declaration are left out; the plain form forgets how children of different names were mixed.
 *
 * @param options The options that the builder is given.
 * @throws SyntaxError where the text is not well-formed
 * @throws RangeError naming the element, where XMLBuilder with these options would write something else than stands there
 */
export function toFastXml(
  text: string,
  options: FastXmlOptions & { readonly preserveOrder: true },
): FastXmlOrderedNode[]
export function toFastXml(text: string, options?: FastXmlOptions & { readonly preserveOrder?: false }): FastXmlObject
export function toFastXml(text: string, options: FastXmlOptions): FastXmlObject | FastXmlOrderedNode[]
export function toFastXml(text: string, options: FastXmlOptions = {}): FastXmlObject | FastXmlOrderedNode[] {
  const root = rootOf(text)
  const form = formOf(options)
  const writer = new TreeWriter(form)
  if (options.preserveOrder === true) return [writer.ordered(root, `/${root.name}`)]
  if (form.prefix === '' && form.group === undefined) {
    throw new TypeError('attributeNamePrefix must not be empty: attributes and children could not be told apart.')
  }
  const holder: FastXmlObject = {}
  put(holder, root.name, writer.plain(root, `/${root.name}`))
  return holder
}

class TreeWriter {
  readonly #form: FastXmlForm

  constructor(form: FastXmlForm) {
    this.#form = form
  }

  plain(element: XmlElement, path: string): string | FastXmlObject {
    const { text, group, prefix } = this.#form
    const content = contentOf(element)
    const [only] = content
    if (element.attributes.length === 0 && (only === undefined || (content.length === 1 && typeof only === 'string'))) {
      return only === undefined ? '' : this.#text(only, path)
    }
    const out: FastXmlObject = {}
    // XMLBuilder takes the keys of a group for the names themselves
    const attributes = this.#attributes(element, path, group === undefined ? prefix : '')
    if (group === undefined) for (const [name, value] of attributes) put(out, name, value)
    else if (attributes.length > 0) put(out, group, collected(attributes))
    const several = new Map<string, (string | FastXmlObject)[]>()
    for (const each of content) {
      if (typeof each === 'string') {
        if (content.length > 1) throw new RangeError(`${path} has text beside elements, which needs preserveOrder.`)
        put(out, text, this.#text(each, path))
        continue
      }
      const siblings = several.get(each.name) ?? []
      siblings.push(this.plain(each, `${path}/${each.name}`))
      several.set(each.name, siblings)
    }
    for (const [name, siblings] of several) put(out, name, siblings.length === 1 ? (siblings[0] ?? '') : siblings)
    return out
  }

  ordered(element: XmlElement, path: string): FastXmlOrderedNode {
    const out: FastXmlOrderedNode = {}
    const children = contentOf(element).map((each) =>
      typeof each === 'string'
        ? { [this.#form.text]: this.#text(each, path) }
        : this.ordered(each, `${path}/${each.name}`),
    )
    put(out, element.name, children)
    const attributes = this.#attributes(element, path, this.#form.prefix)
    if (attributes.length > 0) out[':@'] = collected(attributes)
    return out
  }

  #attributes(element: XmlElement, path: string, prefix: string): [string, string][] {
    const { suppressesTrue } = this.#form
    return element.attributes.map(({ name, value }) => {
      if (value === 'true' && suppressesTrue) {
        throw new RangeError(
          `${path}/@${name} is 'true', which XMLBuilder writes without a value: give both suppressBooleanAttributes: false.`,
        )
      }
      return [`${prefix}${name}`, this.#escaped(value, escapeAttribute, /[\t\n\r]/, `${path}/@${name}`)]
    })
  }

  #text(value: string, path: string): string {
    return this.#escaped(value, escapeText, /\r/, path)
  }

  #escaped(value: string, escape: (value: string) => string, unwritable: RegExp, path: string): string {
    if (this.#form.resolved === false) return escape(value)
    if (unwritable.test(value)) {
      throw new RangeError(
        `${path} has a tab or line end that XMLBuilder writes only with fastXmlOptions (processEntities: false).`,
      )
    }
    return value
  }
}

function collected(attributes: readonly (readonly [string, string])[]): { [attribute: string]: string } {
  const out: { [attribute: string]: string } = {}
  for (const [name, value] of attributes) put(out, name, value)
  return out
}

/** Sets a key that may be `__proto__`, too. */
function put(target: object, key: string, value: FastXmlValue | FastXmlOrderedNode[]): void {
  Object.defineProperty(target, key, { value, enumerable: true, configurable: true, writable: true })
}
