import { flagsOf, isNameSurrogate, NAME_START } from './characters.js'
import type { XmlAttribute, XmlElement, XmlProblem, XmlProblemCode } from './tree.js'
import { visible } from './visible.js'

const xmlNamespace = 'http://www.w3.org/XML/1998/namespace'
const xmlnsNamespace = 'http://www.w3.org/2000/xmlns/'

/** So many findings are kept; what a hostile text would add to them is left out. */
export const maxFindings = 1000

/** The root elements of documents in which a name has a colon or a namespace is declared. */
const namespaced = new WeakSet<XmlElement>()

/** Whether a name in the document of a root element has a colon, or a namespace is declared in it: most have neither. */
export function hasNamespaces(root: XmlElement): boolean {
  return namespaced.has(root)
}

interface Scope {
  readonly element: XmlElement
  /** What the prefixes were bound to outside. */
  readonly outer: (readonly [prefix: string, id: number | undefined])[]
}

/**
 * Follows the namespace bindings through a document and collects what is wrong with them. It is asked only about elements
 * that have a colon or `xmlns` in their start tag, so other documents pay nothing.
 *
 * @see https://www.w3.org/TR/xml-names/
 */
export class Namespaces {
  /** What was found so far, in the order of the text. */
  readonly findings: XmlProblem[] = []
  // Namespace names are compared as small numbers, so that a long one is looked at only once
  readonly #ids = new Map<string, number>()
  readonly #bindings = new Map<string, number>()
  readonly #scopes: Scope[] = []
  #areUsed = false

  /** Takes in the start tag of an element, which `close` has to end. */
  open(element: XmlElement): void {
    this.#areUsed = true
    this.#bind(element)
    this.#checkElement(element)
    const declared = new Set<string>()
    const expanded = new Set<string>()
    for (const attribute of element.attributes) {
      if (attribute.name === 'xmlns' || attribute.name.startsWith('xmlns:')) {
        this.#checkRepeated(attribute, declared)
        this.#checkDeclaration(attribute)
      } else if (attribute.name.includes(':')) this.#checkAttribute(attribute, expanded)
    }
  }

  /** Ends the document of a root element, which `hasNamespaces` can then be asked about. */
  end(root: XmlElement): void {
    if (this.#areUsed) namespaced.add(root)
  }

  /** Leaves an element: what it bound is bound as before. Elements that were never opened are no matter. */
  close(element: XmlElement): void {
    const scope = this.#scopes.at(-1)
    if (scope?.element !== element) return
    this.#scopes.pop()
    for (const [prefix, id] of scope.outer.reverse()) {
      if (id === undefined) this.#bindings.delete(prefix)
      else this.#bindings.set(prefix, id)
    }
  }

  /** Reports a processing instruction whose target has a colon. */
  checkTarget(target: string, start: number): void {
    if (!target.includes(':')) return
    const message = `The target '${visible(target)}' of a processing instruction must not have a colon.`
    this.#report('xml/namespace-invalid', start, start + target.length, message)
  }

  #bind(element: XmlElement): void {
    const outer: [string, number | undefined][] = []
    for (const { name, value } of element.attributes) {
      if (!name.startsWith('xmlns:') || value === '') continue
      const prefix = name.slice(6)
      outer.push([prefix, this.#bindings.get(prefix)])
      this.#bindings.set(prefix, this.#idOf(value))
    }
    if (outer.length > 0) this.#scopes.push({ element, outer })
  }

  #idOf(namespace: string): number {
    let id = this.#ids.get(namespace)
    if (id === undefined) {
      id = this.#ids.size
      this.#ids.set(namespace, id)
    }
    return id
  }

  #checkElement({ name, start }: XmlElement): void {
    const colon = name.indexOf(':')
    if (colon < 0) return
    const end = start + 1 + name.length
    if (!isQName(name, colon)) this.#reportName('element', name, start + 1, end)
    else this.#checkPrefix('element', name, colon, start + 1)
  }

  #checkAttribute(attribute: XmlAttribute, expanded: Set<string>): void {
    const { name, start, nameEnd } = attribute
    const colon = name.indexOf(':')
    if (!isQName(name, colon)) {
      this.#reportName('attribute', name, start, nameEnd)
      return
    }
    this.#checkPrefix('attribute', name, colon, start)
    const id = this.#bindings.get(name.slice(0, colon))
    if (id === undefined) return
    const key = `${id}${name.slice(colon)}`
    if (expanded.has(key)) {
      const message = `The attribute '${visible(name)}' has the same namespace and local name as another one.`
      this.#report('xml/namespace-attribute-duplicate', start, nameEnd, message)
    }
    expanded.add(key)
  }

  #checkPrefix(what: string, name: string, colon: number, start: number): void {
    const prefix = name.slice(0, colon)
    if (prefix === 'xml' || this.#bindings.has(prefix)) return
    if (prefix === 'xmlns') {
      const message = `The prefix 'xmlns' of the ${what} '${visible(name)}' is reserved for namespace declarations.`
      this.#report('xml/namespace-invalid', start, start + colon, message)
      return
    }
    const message = `The prefix '${visible(prefix)}' of the ${what} '${visible(name)}' is not bound to a namespace.`
    this.#report('xml/namespace-prefix-unbound', start, start + colon, message)
  }

  #checkDeclaration({ name, value, start, nameEnd, valueStart, valueEnd }: XmlAttribute): void {
    if (name.length > 5 && !isQName(name, 5)) {
      this.#reportName('attribute', name, start, nameEnd)
      return
    }
    const prefix = name.slice(6)
    if (prefix === 'xmlns') {
      this.#report('xml/namespace-invalid', start, nameEnd, `The prefix 'xmlns' must not be declared.`)
    } else if (prefix === 'xml') {
      if (value === xmlNamespace) return
      const message = `The prefix 'xml' must not be bound to '${visible(value)}', only to '${xmlNamespace}'.`
      this.#report('xml/namespace-invalid', valueStart, valueEnd, message)
    } else if (value === xmlNamespace || value === xmlnsNamespace) {
      const message = `The namespace '${value}' must not be declared by '${visible(name)}'.`
      this.#report('xml/namespace-invalid', valueStart, valueEnd, message)
    } else if (value === '' && name !== 'xmlns') {
      const message = `The prefix '${visible(prefix)}' must not be bound to an empty namespace name.`
      this.#report('xml/namespace-prefix-empty', start, valueEnd + 1, message)
    }
  }

  #checkRepeated({ name, start, nameEnd }: XmlAttribute, declared: Set<string>): void {
    if (declared.has(name)) {
      const message = `The element has two declarations '${visible(name)}'.`
      this.#report('xml/namespace-attribute-duplicate', start, nameEnd, message)
    }
    declared.add(name)
  }

  #reportName(what: string, name: string, start: number, end: number): void {
    const message = `The ${what} name '${visible(name)}' must have one colon at most, between two names.`
    this.#report('xml/namespace-invalid', start, end, message)
  }

  #report(code: XmlProblemCode, start: number, end: number, message: string): void {
    if (this.findings.length < maxFindings) this.findings.push({ code, message, fatal: false, start, end })
  }
}

/**
 * Whether a name whose first colon is at `colon` is a qualified name.
 *
 * @see https://www.w3.org/TR/xml-names/#NT-QName
 */
function isQName(name: string, colon: number): boolean {
  if (colon === 0 || name.includes(':', colon + 1)) return false
  return isNameStartAt(name, colon + 1)
}

function isNameStartAt(name: string, at: number): boolean {
  if (at >= name.length) return false
  const unit = name.charCodeAt(at)
  return (flagsOf(unit) & NAME_START) !== 0 || isNameSurrogate(unit)
}

/**
 * Whether libxml2 drops a namespace declaration as faulty or needless, without looking for another one of the same name.
 * So it reads an element with two of these, though XML 1.0 has it that no attribute stands twice; here that is a finding.
 */
export function isDroppedDeclaration({ name, value }: XmlAttribute): boolean {
  if (name === 'xmlns') return value === xmlNamespace || value === xmlnsNamespace
  if (!name.startsWith('xmlns:') || !isNameStartAt(name, 6)) return false
  const prefix = name.slice(6)
  return prefix === 'xml' || prefix === 'xmlns' || value === '' || value === xmlNamespace || value === xmlnsNamespace
}
