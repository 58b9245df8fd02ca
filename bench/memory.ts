import { checkDomain, parseDomain } from '../lib/index.js'
import { collect } from './collect.js'

/** What is left on the heap while many domains are read and checked one after the other, in bytes. */
export interface HeapUse {
  readonly documents: number
  readonly before: number
  readonly after: number
}

export function heapOver(documents: number, textOf: (index: number) => string): HeapUse {
  const used = (): number => {
    collect()
    return process.memoryUsage().heapUsed
  }
  const read = (index: number): void => {
    if (parseDomain(textOf(index)).value === undefined) throw new Error('The domain has errors.')
    checkDomain(parseDomain(textOf(index)))
  }
  for (let index = 0; index < documents / 10; index++) read(index)
  const before = used()
  for (let index = 0; index < documents; index++) read(index)
  return { documents, before, after: used() }
}
