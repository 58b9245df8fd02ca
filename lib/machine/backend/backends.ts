import { flatBackend } from '../flat/flat-backend.js'
import { mdevBackend } from '../mdev/mdev-backend.js'
import { nvidiaVfBackend } from '../nvidia-vf/nvidia-vf-backend.js'
import { sketchBackend } from '../sketch/sketch-backend.js'
import type { Backend } from '../snapshot/host-snapshot.js'
import type { ParentBackend } from './backend.js'

/** Every back end, in the order in which a parent is looked for. */
export const backends: readonly ParentBackend[] = [mdevBackend, nvidiaVfBackend, sketchBackend, flatBackend]

const BY_NAME = new Map(backends.map((backend) => [backend.backend, backend]))

/** @throws RangeError for one that is not there */
export function backendOf(name: Backend): ParentBackend {
  const backend = BY_NAME.get(name)
  if (backend === undefined) throw new RangeError(`There is no back end ${JSON.stringify(name)}.`)
  return backend
}
