import { visible } from '../../xml/visible.js'
import type { CompatibilityFields } from './compatibility.js'

/** A variable where it stands in a pattern. */
export interface TemplateVariable {
  readonly name: string
}

/** A pattern of one field: texts and variables behind one another; with a divisor it is one variable, divided. */
export interface Template {
  readonly parts: readonly (string | TemplateVariable)[]
  readonly divisor?: number
}

/** The patterns of one set, with what their variables may be. */
export interface CompiledSet {
  readonly fields: ReadonlyMap<string, Template>
  /** The values of each variable, each once, in the order given. */
  readonly variables: ReadonlyMap<string, readonly string[]>
}

/** Something in a pattern that cannot be read; the offsets are in the pattern. */
export interface TemplateFault {
  readonly field: string
  readonly message: string
  readonly start: number
  readonly end: number
}

/** A variable has no more values than these. */
const MOST_VALUES = 4096
/** A set has no more texts and variables than these in all its patterns. */
const MOST_PARTS = 2048

const NAME = /[A-Za-z_][A-Za-z0-9_-]*/y
const INTEGER = /^-?[0-9]{1,15}$/

/** A text as the pattern that means just it; `undefined` for one that no pattern means. */
export function literalPattern(text: string): string | undefined {
  if (!text.includes('{') && !text.startsWith('"')) return text
  return text.includes('"') ? undefined : `"${text}"`
}

/** Reads the patterns of a set. A variable may be declared in any field, once. */
export function compileSet(patterns: CompatibilityFields): CompiledSet | { readonly faults: readonly TemplateFault[] } {
  const reader = new SetReader()
  for (const [field, pattern] of Object.entries(patterns)) reader.read(field, pattern)
  return reader.result()
}

interface Use {
  readonly field: string
  readonly name: string
  readonly start: number
  readonly end: number
  readonly divided: boolean
}

class SetReader {
  readonly #fields = new Map<string, Template>()
  readonly #variables = new Map<string, { readonly type: string; readonly values: readonly string[] }>()
  readonly #uses: Use[] = []
  readonly #faults: TemplateFault[] = []
  #parts = 0

  read(field: string, pattern: string): void {
    if (++this.#parts > MOST_PARTS) {
      this.#tooMany(field)
      return
    }
    const parts: (string | TemplateVariable)[] = []
    const whole = /^"([^"]*)"$/.exec(pattern)
    if (whole !== null) {
      this.#fields.set(field, { parts: whole[1] === '' || whole[1] === undefined ? [] : [whole[1]] })
      return
    }
    let at = 0
    while (at < pattern.length) {
      if (++this.#parts > MOST_PARTS) {
        this.#tooMany(field)
        return
      }
      const brace = pattern.indexOf('{', at)
      const end = brace === -1 ? pattern.length : brace
      if (end > at) parts.push(pattern.slice(at, end))
      if (brace === -1) break
      const variable = this.#variable(field, pattern, brace)
      if (variable === undefined) return
      parts.push({ name: variable.name })
      at = variable.end
    }
    this.#fields.set(field, this.#divided(field, parts, pattern) ?? { parts })
  }

  #tooMany(field: string): void {
    if (this.#parts === MOST_PARTS + 1)
      this.#fault(field, `The patterns of the set have more than ${MOST_PARTS} fields, texts and variables.`, 0, 0)
  }

  /** `{name}/2`: only where nothing else stands in the pattern. */
  #divided(
    field: string,
    [first, behind, ...more]: readonly (string | TemplateVariable)[],
    pattern: string,
  ): Template | undefined {
    if (typeof first !== 'object' || typeof behind !== 'string' || more.length > 0 || !/^\/[0-9]+$/.test(behind))
      return undefined
    const use = this.#uses.at(-1)
    const divisor = Number(behind.slice(1))
    if (use !== undefined) this.#uses[this.#uses.length - 1] = { ...use, divided: true }
    if (divisor > 0 && Number.isSafeInteger(divisor)) return { parts: [first], divisor }
    const start = pattern.length - behind.length
    this.#fault(field, `No number can be divided by ${visible(behind.slice(1))}.`, start, pattern.length)
    return undefined
  }

  #variable(field: string, pattern: string, start: number): { name: string; end: number } | undefined {
    NAME.lastIndex = start + 1
    const name = NAME.exec(pattern)?.[0]
    if (name === undefined) {
      this.#fault(field, `'{' is not followed by the name of a variable.`, start, start + 1)
      return undefined
    }
    const behind = start + 1 + name.length
    if (pattern[behind] === '}') {
      this.#uses.push({ field, name, start, end: behind + 1, divided: false })
      return { name, end: behind + 1 }
    }
    const type = /:(int|string):/y
    type.lastIndex = behind
    const word = type.exec(pattern)?.[1]
    if (word === undefined) {
      const message = `The variable ${visible(name)} is followed by neither '}' nor ':int:' nor ':string:'.`
      this.#fault(field, message, start, behind)
      return undefined
    }
    const list = readValues(pattern, behind + word.length + 2)
    if (typeof list === 'string' || list.values.length > MOST_VALUES) {
      const why = typeof list === 'string' ? list : `there are more than ${MOST_VALUES}`
      this.#fault(field, `The values of the variable ${visible(name)} cannot be read: ${why}.`, start, pattern.length)
      return undefined
    }
    this.#declare(field, name, word, list.values, start, list.end)
    this.#uses.push({ field, name, start, end: list.end, divided: false })
    return { name, end: list.end }
  }

  #declare(field: string, name: string, type: string, values: readonly string[], start: number, end: number): void {
    if (this.#variables.has(name))
      this.#fault(field, `The variable ${visible(name)} is declared a second time.`, start, end)
    const wrong = type === 'int' ? values.find((value) => !INTEGER.test(value)) : undefined
    if (wrong !== undefined)
      this.#fault(field, `'${visible(wrong)}', a value of the variable ${visible(name)}, is no integer.`, start, end)
    const known = type === 'int' ? values.map((value) => String(Number(value))) : values
    this.#variables.set(name, { type, values: [...new Set(known)] })
  }

  result(): CompiledSet | { readonly faults: readonly TemplateFault[] } {
    for (const { field, name, start, end, divided } of this.#uses) {
      const variable = this.#variables.get(name)
      if (variable === undefined)
        this.#fault(field, `The variable ${visible(name)} is declared nowhere in its set.`, start, end)
      else if (divided && variable.type !== 'int')
        this.#fault(field, `The variable ${visible(name)} is divided and is no integer.`, start, end)
    }
    if (this.#faults.length > 0) return { faults: this.#faults }
    const variables = new Map([...this.#variables].map(([name, { values }]) => [name, values]))
    return { fields: this.#fields, variables }
  }

  #fault(field: string, message: string, start: number, end: number): void {
    this.#faults.push({ field, message, start, end })
  }
}

/** The values of a declaration up to its `}`: bare, or in double quotes; or why they cannot be read. */
function readValues(pattern: string, start: number): { values: string[]; end: number } | string {
  const values: string[] = []
  for (let at = start; ;) {
    const from = skipBlanks(pattern, at)
    let end: number
    if (pattern[from] === '"') {
      const close = pattern.indexOf('"', from + 1)
      if (close === -1) return 'a quote is not closed'
      values.push(pattern.slice(from + 1, close))
      end = skipBlanks(pattern, close + 1)
    } else {
      end = from
      while (end < pattern.length && !'",}'.includes(pattern[end] ?? '')) end++
      const value = pattern.slice(from, end).trimEnd()
      if (value === '' && end < pattern.length) return 'a value is empty'
      values.push(value)
    }
    if (pattern[end] === '}') return { values, end: end + 1 }
    if (pattern[end] !== ',') return end < pattern.length ? 'a value is malformed' : "'}' is missing"
    at = end + 1
  }
}

function skipBlanks(text: string, start: number): number {
  let at = start
  while (text[at] === ' ' || text[at] === '\t') at++
  return at
}
