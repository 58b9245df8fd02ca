import type { Path } from '../diagnostic.js'
import { visible } from '../xml/visible.js'

/** A path as messages show it: `hostdevs[1].uuid`. */
export function spelled(path: Path): string {
  return path
    .map((key, index) => (typeof key === 'number' ? `[${key}]` : index === 0 ? visible(key) : `.${visible(key)}`))
    .join('')
}

/** Whether a path leads to what another one leads to, or to something inside it. */
export function isInside(path: Path, outer: Path): boolean {
  return outer.every((key, index) => path[index] === key)
}
