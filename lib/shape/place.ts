import type { XmlElement } from '../xml/tree.js'

/**
 * One step down to a child element: its name, `*` for any without a prefix, and the attribute that tells it from others of that
 * name, by its value or, where that is `undefined`, by being absent.
 */
export interface Step {
  readonly name: string
  /**
   * Of several elements that it leads to, the first one that the next step is found in is meant, as XPath finds it; on the way to
   * a list all of them. At most one more step may follow.
   */
  readonly searched?: boolean
  readonly where: { readonly attribute: string; readonly value: string | undefined } | undefined
}

/** Where a field stands, seen from its object's element. */
export interface Place {
  readonly steps: readonly Step[]
  /** The attribute; absent where the element at the end of the steps is meant. */
  readonly attribute: string | undefined
}

const STEP = /^([\w:.-]+|\*)(\+)?(?:\[(?:@([\w:.-]+)='([^']*)'|not\(@([\w:.-]+)\))\])?$/

/** Reads the notation of `at`. A place that cannot be read is a mistake in a declaration: a `TypeError`. */
export function parsePlace(notation: string): Place {
  if (notation === '.') return { steps: [], attribute: undefined }
  const parts = notation.split('/')
  const last = parts.at(-1)
  const attribute = last?.startsWith('@') === true ? last.slice(1) : undefined
  if (attribute !== undefined) parts.pop()
  const steps = parts.map((part) => parseStep(part, notation))
  if (steps.slice(0, -2).some(({ searched }) => searched)) {
    throw new TypeError(`'${notation}' searches for more than one step.`)
  }
  return { attribute, steps }
}

function parseStep(part: string, notation: string): Step {
  const match = STEP.exec(part)
  if (match?.[1] === undefined) throw new TypeError(`'${notation}' is not a place in an element.`)
  const [, name, searched, told, value, untold] = match
  const attribute = told ?? untold
  return {
    name,
    ...(searched === undefined ? {} : { searched: true }),
    where: attribute === undefined ? undefined : { attribute, value },
  }
}

/** Whether the element is one that the step leads to. */
export function matches(element: XmlElement, step: Step): boolean {
  if (element.name !== step.name && (step.name !== '*' || element.name.includes(':'))) return false
  if (isElsewhere(element)) return false
  if (step.where === undefined) return true
  const { attribute, value } = step.where
  for (const candidate of element.attributes) if (candidate.name === attribute) return candidate.value === value
  return value === undefined
}

/** Whether the element declares a namespace for itself and what is in it: libvirt looks at elements of none. */
export function isElsewhere({ attributes }: XmlElement): boolean {
  for (const { name, value } of attributes) if (name === 'xmlns') return value !== ''
  return false
}

/** The first child that the step leads to: libvirt, too, uses the first and ignores the rest. */
export function follow(element: XmlElement, step: Step): XmlElement | undefined {
  for (const child of element.children) if (child.kind === 'element' && matches(child, step)) return child
  return undefined
}

/** The element at the end of the steps, or as far down as there is one. */
export function descend(
  element: XmlElement,
  steps: readonly Step[],
): { readonly element: XmlElement; readonly depth: number } {
  let depth = 0
  for (const step of steps) {
    const next =
      (step.searched === true ? search(element, step, steps.slice(depth + 1)) : undefined) ?? follow(element, step)
    if (next === undefined) break
    element = next
    depth++
  }
  return { element, depth }
}

/** The first child that the step leads to and that the rest of the steps can be gone from. */
function search(element: XmlElement, step: Step, rest: readonly Step[]): XmlElement | undefined {
  return element.children.find(
    (child): child is XmlElement =>
      child.kind === 'element' && matches(child, step) && descend(child, rest).depth === rest.length,
  )
}

/** The elements at the end of the steps to a list: one at most, but all that searched steps lead to. */
export function holdersOf(element: XmlElement, steps: readonly Step[], depth = 0): readonly XmlElement[] {
  const step = steps[depth]
  if (step === undefined) return [element]
  const found: XmlElement[] = []
  for (const child of element.children) {
    if (child.kind !== 'element' || !matches(child, step)) continue
    found.push(...holdersOf(child, steps, depth + 1))
    if (step.searched !== true) break
  }
  return found
}
