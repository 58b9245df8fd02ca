import { parseTree, printParseErrorCode, type Node, type ParseError } from 'jsonc-parser'
import type { Path } from '../../diagnostic.js'
import type { MdevAttribute } from '../../libvirt/mdev.js'
import { visible } from '../../xml/visible.js'
import type { CompatibilityReading } from './compatibility-text.js'
import type { Compatibility, CompatibleSet } from './compatibility.js'
import { plainJson } from './lenient-json.js'
import { MigrationFaults } from './migration-fault.js'
import { literalPattern } from './template.js'

/**
 * Reads the JSON form (July 2020): a description, or a list of them, each with `device_api`, `vendor`, `version`, an object of
 * ids and `mdev_attrs`. Comments, hexadecimal numbers and missing or trailing commas are read and remarked. One description is
 * what the device is; each is a set that it accepts. What else stands in a description is compared, too. Never throws.
 */
export function parseCompatibilityJson(text: string): CompatibilityReading {
  const reader = new JsonReader(text)
  const value = reader.read()
  return { value: reader.faults.failed ? undefined : value, diagnostics: reader.faults.diagnostics }
}

class JsonReader {
  readonly faults = new MigrationFaults()
  readonly #text: string

  constructor(text: string) {
    this.#text = text
  }

  read(): Compatibility {
    if (this.faults.tooLong(this.#text)) return {}
    const plain = plainJson(this.#text, this.faults)
    if (plain === undefined) return {}
    const errors: ParseError[] = []
    const root = parseTree(plain, errors, { allowTrailingComma: true, disallowComments: true })
    for (const { error, offset, length } of errors) {
      const name = printParseErrorCode(error)
      if (name === 'CommaExpected') {
        const message = 'A comma is missing between two values; it was read nevertheless.'
        this.faults.add('json-lenient', message, offset, offset + length, { severity: 'warning' })
      } else {
        this.faults.add('json-invalid', `This is no JSON: ${name}.`, offset, offset + length)
      }
    }
    if (root === undefined) this.faults.add('json-invalid', 'This is no JSON: the text is empty.', 0, this.#text.length)
    if (root === undefined || this.faults.failed) return {}
    const items = root.type === 'array' ? (root.children ?? []) : [root]
    const sets = items.map((item, index) => this.#description(item, ['accepts', index]))
    const [first] = sets
    if (first === undefined) this.faults.add('empty', 'The list describes nothing.', ...placeOf(root))
    if (first === undefined || sets.length > 1) return { accepts: sets }
    const { fields, softwareVersion } = first
    return { self: unquoted(fields), accepts: sets, ...(softwareVersion !== undefined && { softwareVersion }) }
  }

  #description(item: Node, path: Path): CompatibleSet {
    const fields = new Map<string, string>()
    const set: { softwareVersion?: string; attributes?: MdevAttribute[] } = {}
    if (item.type !== 'object') {
      this.faults.add('value-invalid', `A description is an object, not ${item.type}.`, ...placeOf(item), { path })
      return { fields: {} }
    }
    for (const [name, value] of this.#properties(item, path)) {
      if (name === 'version') {
        const version = this.#version(value, path)
        if (version !== undefined) set.softwareVersion = version
      } else if (name === 'mdev_attrs') set.attributes = this.#attributes(value, path)
      else this.#flatten(name, value, fields, path)
    }
    return { fields: Object.fromEntries(fields), ...set }
  }

  #properties(object: Node, path: Path): [string, Node][] {
    const seen = new Map<string, Node>()
    for (const { children: [key, value] = [] } of object.children ?? []) {
      if (key === undefined || value === undefined) continue
      const name = String(key.value)
      if (seen.has(name))
        this.faults.add('field-repeated', `The key '${visible(name)}' stands twice in its object.`, ...placeOf(key), {
          path,
        })
      else seen.set(name, value)
    }
    return [...seen]
  }

  #version(value: Node, path: Path): string | undefined {
    const parts = new Map(value.type === 'object' ? this.#properties(value, path) : [])
    const numbers = ['major', 'minor', 'bugfix'].map((name) => parts.get(name)?.value as unknown)
    const [major, minor, bugfix = 0] = numbers
    if ([major, minor, bugfix].every((part) => Number.isInteger(part) && Number(part) >= 0 && Number(part) < 1e9))
      return `${String(major)}.${String(minor)}${parts.has('bugfix') ? `.${String(bugfix)}` : ''}`
    const message = "'version' must be an object of the whole numbers 'major' and 'minor'."
    this.faults.add('value-invalid', message, ...placeOf(value), { path: [...path, 'softwareVersion'] })
    return undefined
  }

  #attributes(value: Node, path: Path): MdevAttribute[] {
    const items = value.type === 'array' ? (value.children ?? []) : [value]
    return items.flatMap((item, index) => {
      const [first, ...more] = item.type === 'object' ? this.#properties(item, path) : []
      const text = first === undefined || more.length > 0 ? undefined : scalarText(first[1])
      if (first !== undefined && text !== undefined) return [{ name: first[0], value: text }]
      const message = 'An attribute must be an object with one key and a text or number.'
      this.faults.add('value-invalid', message, ...placeOf(item), { path: [...path, 'attributes', index] })
      return []
    })
  }

  /** The member `a.b` of a description for the member `b` of the object `a`, or of an object in the list `a`. */
  #flatten(name: string, value: Node, fields: Map<string, string>, path: Path): void {
    if (value.type === 'object') {
      for (const [key, inner] of this.#properties(value, path)) this.#flatten(`${name}.${key}`, inner, fields, path)
      return
    }
    if (value.type === 'array') {
      for (const item of value.children ?? []) this.#flatten(name, item, fields, path)
      return
    }
    const text = scalarText(value, name.startsWith('vfio-'))
    const pattern = text === undefined ? undefined : literalPattern(text)
    const place = placeOf(value)
    if (pattern === undefined)
      this.faults.add('value-invalid', `'${visible(name)}' is neither a text nor a number.`, ...place, { path })
    else if (fields.has(name))
      this.faults.add('field-repeated', `The field ${visible(name)} stands twice in its description.`, ...place, {
        path,
      })
    else fields.set(name, pattern)
  }
}

/** Numbers of devices are hexadecimal, as everywhere else. */
function scalarText(node: Node, hexadecimal = false): string | undefined {
  const value: unknown = node.value
  if (typeof value === 'string') return value
  if (typeof value === 'boolean') return String(value)
  if (typeof value !== 'number') return undefined
  return hexadecimal && Number.isSafeInteger(value) && value >= 0
    ? `0x${value.toString(16).padStart(4, '0')}`
    : String(value)
}

function unquoted(fields: Readonly<Record<string, string>>): Record<string, string> {
  return Object.fromEntries(
    Object.entries(fields).map(([name, value]) => [name, value.startsWith('"') ? value.slice(1, -1) : value]),
  )
}

function placeOf({ offset, length }: Node): [number, number] {
  return [offset, offset + length]
}
