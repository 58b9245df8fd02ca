import type { MdevAttribute } from '../../libvirt/mdev.js'
import type { AttributeFault } from './attribute-fault.js'
import { kernelInteger } from './kernel-integer.js'

const CHANGE = /^(un)?assign_(adapter|domain|control_domain)$/

/**
 * What is legal for a crypto device and has no effect: an adapter without a domain or the reverse (a queue is a pair of both),
 * what is assigned twice, what is taken away without having been there, what `ap_config` replaces afterwards.
 */
export function apOrderRemarks(attributes: readonly Partial<MdevAttribute>[]): AttributeFault[] {
  const remarks: AttributeFault[] = []
  // by kind, each number with the attribute that assigned it
  let assigned = new Map<string, Map<number, number>>()
  let isWhole = false
  for (const [index, { name = '', value = '' }] of attributes.entries()) {
    if (name === 'ap_config') {
      for (const index of places(assigned)) {
        remarks.push({ index, part: 'name', message: "A later 'ap_config' replaces what is assigned here." })
      }
      assigned = new Map()
      isWhole = true
      continue
    }
    const [, without, kind = ''] = CHANGE.exec(name) ?? []
    const number = kernelInteger(value)
    if (kind === '' || number === undefined) continue
    const numbers = assigned.get(kind) ?? new Map<number, number>()
    assigned.set(kind, numbers)
    const what = `The ${kind.replace('_', ' ')} ${number}`
    if (without === undefined) {
      if (numbers.has(number)) remarks.push({ index, part: 'value', message: `${what} is assigned already.` })
      else numbers.set(number, index)
    } else if (!numbers.delete(number) && !isWhole) {
      remarks.push({
        index,
        part: 'value',
        message: `${what} is not assigned at this place, so nothing is taken away.`,
      })
    }
  }
  return isWhole ? remarks : [...remarks, ...lonely(assigned)]
}

function lonely(assigned: ReadonlyMap<string, ReadonlyMap<number, number>>): AttributeFault[] {
  const adapters = [...(assigned.get('adapter')?.values() ?? [])]
  const domains = [...(assigned.get('domain')?.values() ?? [])]
  if (adapters.length === 0 && domains.length === 0) return []
  if (adapters.length > 0 && domains.length > 0) return []
  const [there, missing] = domains.length === 0 ? ['an adapter', 'domain'] : ['a domain', 'adapter']
  return [...adapters, ...domains].map((index) => ({
    index,
    part: 'name',
    message: `No queue is assigned: there is ${there} and no ${missing}.`,
    help: `A queue is a pair of both: assign the ${missing} as well.`,
  }))
}

function places(assigned: ReadonlyMap<string, ReadonlyMap<number, number>>): number[] {
  return [...assigned.values()].flatMap((numbers) => [...numbers.values()])
}
