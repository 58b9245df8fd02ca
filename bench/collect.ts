import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'

setFlagsFromString('--expose-gc')
const gc: unknown = runInNewContext('gc')

/** Collects all garbage now. */
export function collect(): void {
  if (typeof gc === 'function') Reflect.apply(gc, undefined, [])
}
