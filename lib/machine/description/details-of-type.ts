import type { HostType } from '../snapshot/host-snapshot.js'
import { descriptionPairs } from './description-pairs.js'
import type { Resolution, TypeDetails } from './type-details.js'
import { parseVgpuName } from './vgpu-name.js'

/** The facts of a type that its details are read from. */
export type DescribedType = Pick<HostType, 'id' | 'backend' | 'name' | 'description'>

/** Sets one field from the text behind its word; `false` where the text is not as it should be. */
type Reader = (details: TypeDetails, value: string) => boolean

/** By the driver's word. */
const READERS: ReadonlyMap<string, Reader> = new Map<string, Reader>([
  ['num_heads', counted('heads')],
  ['frl_config', counted('frameRateLimit')],
  ['framebuffer', sized('framebufferMiB')],
  ['max_resolution', resolved],
  ['max_instance', counted('maxInstances')],
  ['low_gm_size', sized('lowGmMiB')],
  ['high_gm_size', sized('highGmMiB')],
  ['fence', counted('fences')],
  ['resolution', resolved],
  ['weight', counted('weight')],
])

/** The kernel's sample drivers mdpy and mbochs. */
const SAMPLE = /^virtual display, (?:(\d{1,5}x\d{1,5}) framebuffer|(\d{1,9} ?[KMG]B) video memory)$/

/**
 * What is known of a type in numbers with units, from its description and, with NVIDIA, its name. Never throws: of a text that is
 * damaged, hostile or endless comes what could be read. `undefined` where there is nothing.
 */
export function detailsOfType(type: DescribedType): TypeDetails | undefined {
  const details: TypeDetails = {}
  if (type.description !== undefined) readDescription(details, type.description)
  const vgpu = isNvidia(type) && type.name !== undefined ? parseVgpuName(type.name) : undefined
  if (vgpu !== undefined) {
    details.vgpu = vgpu
    details.framebufferMiB ??= vgpu.framebufferMiB
  }
  return Object.keys(details).length === 0 ? undefined : details
}

/** Puts the details of types beside their descriptions. Many parents offer the same ones: what is alike is read once. */
export class DetailsReader {
  readonly #known = new Map<string, TypeDetails | undefined>()

  add(types: readonly HostType[]): void {
    for (const type of types) {
      const details = this.#detailsOf(type)
      if (details !== undefined) type.details = details
    }
  }

  #detailsOf(type: HostType): TypeDetails | undefined {
    const { backend, id, name = '', description = '' } = type
    const key = `${backend}\0${id}\0${name}\0${description}`
    if (!this.#known.has(key)) this.#known.set(key, detailsOfType(type))
    return this.#known.get(key)
  }
}

function readDescription(details: TypeDetails, description: string): void {
  const [, resolution, memory] = SAMPLE.exec(description.slice(0, 80)) ?? []
  if (resolution !== undefined) resolved(details, resolution)
  if (memory !== undefined) sized('framebufferMiB')(details, memory)
  for (const { name, value } of descriptionPairs(description)) {
    if (READERS.get(name)?.(details, value) === true) continue
    details.other ??= []
    details.other.push({ name, value })
  }
}

/** Only there does a name follow the vendor's scheme; names of others could look alike. */
function isNvidia({ id, backend, name }: DescribedType): boolean {
  return backend === 'nvidia-vf' || id.startsWith('nvidia-') || (name !== undefined && /^(?:GRID|NVIDIA) /.test(name))
}

/** The keys of `TypeDetails` that are numbers. */
type NumberKey = {
  [K in keyof TypeDetails]-?: Exclude<TypeDetails[K], undefined> extends number ? K : never
}[keyof TypeDetails]

/** A word that is repeated counts only once. */
function counted(key: NumberKey): Reader {
  return (details, value) => {
    if (details[key] !== undefined || !/^\d{1,9}$/.test(value)) return false
    details[key] = Number(value)
    return true
  }
}

const PER_UNIT: Readonly<Record<string, number>> = { K: 1 / 1024, M: 1, G: 1024, T: 1024 * 1024 }

/** All of these drivers count in powers of two, whether they write `M`, `MB` or `MiB`. */
function sized(key: NumberKey): Reader {
  return (details, value) => {
    const [, digits, unit = ''] = /^(\d{1,9}) ?([KMGT])(?:i?B)?$/i.exec(value) ?? []
    const mebibytes = Number(digits) * (PER_UNIT[unit.toUpperCase()] ?? Number.NaN)
    if (details[key] !== undefined || !Number.isSafeInteger(mebibytes)) return false
    details[key] = mebibytes
    return true
  }
}

function resolved(details: TypeDetails, value: string): boolean {
  const resolution = parseResolution(value)
  if (details.maxResolution !== undefined || resolution === undefined) return false
  details.maxResolution = resolution
  return true
}

function parseResolution(value: string): Resolution | undefined {
  const [, width, height] = /^(\d{1,6})x(\d{1,6})$/.exec(value) ?? []
  return width === undefined ? undefined : { width: Number(width), height: Number(height) }
}
