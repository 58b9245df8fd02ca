/** A device of a machine under test: its parent and the id of its type. */
export interface Placed {
  parent: string
  type: string
  /** How many of them there are; 1 where absent. */
  count?: number
}

/**
 * How the hardware of a machine is shared, written anew from what is known of the vendors and not from the library's rules: says
 * whether devices can be there together.
 */
export type Possible = (devices: readonly Placed[]) => boolean

/** A model of a personality; `names` gives the name of each type by its id. */
export type Model = (names: ReadonlyMap<string, string>) => Possible

/** How many more of a type fit: so many that one more would not. */
export function bruteForce(possible: Possible, devices: readonly Placed[], wanted: Placed): number {
  const fits = (more: number) => possible([...devices, { ...wanted, count: more }])
  let most = 1
  while (fits(most)) {
    most *= 2
    if (most > 1_000_000) throw new Error(`there is no end to ${wanted.type}`)
  }
  // what is too many stays too many
  let least = most >> 1
  while (most - least > 1) {
    const middle = (least + most) >> 1
    if (fits(middle)) least = middle
    else most = middle
  }
  return least
}

/** The models by the names of their personalities. More can be added. */
export const models: Readonly<Record<string, Model>> = {
  mtty: () => (devices) => sum(devices, ({ type }) => Number(type.slice(-1))) <= 24,
  mdpy: () => (devices) => total(devices) <= 4,
  mbochs: () => (devices) =>
    sum(devices, ({ type }) => (type.endsWith('small') ? 4 : type.endsWith('medium') ? 16 : 64)) <= 256,
  samples: (names) => {
    const own = (driver: string) => models[driver]?.(names) ?? (() => false)
    const parts = ['mtty', 'mdpy', 'mbochs'].map((driver) => ({ driver, possible: own(driver) }))
    return (devices) =>
      parts.every(({ driver, possible }) => possible(devices.filter(({ parent }) => parent === driver)))
  },
  'i915-gvtg': () => (devices) => {
    const eighths = total(devices.filter(({ type }) => type.endsWith('_8')))
    const quarters = total(devices.filter(({ type }) => type.endsWith('_4')))
    // the aperture of 256 MB less what the host keeps, the 4 GB behind it less both, 32 fences less the host's
    return (
      64 * eighths + 128 * quarters <= 256 - 96 &&
      384 * eighths + 512 * quarters <= 4096 - 256 - 384 &&
      4 * (eighths + quarters) <= 32 - 4
    )
  },
  // twice the aperture, and a larger type
  'i915-gvtg-aggregation': () => (devices) => {
    const shares = sum(devices, ({ type }) => 8 / Number(type.slice(-1)))
    const high = sum(devices, ({ type }) => (type.endsWith('_8') ? 384 : type.endsWith('_4') ? 512 : 1024))
    return 64 * shares <= 512 - 96 && high <= 4096 - 512 - 384 && 4 * total(devices) <= 32 - 4
  },
  'nvidia-t4': (names) => (devices) => byCard(devices).every((card) => oneType(names, card, 16)),
  'grid-m60': (names) => (devices) => byCard(devices).every((card) => oneType(names, card, 8)),
  // nobody has divided it, so that all of it is the smallest type's
  'pool-2016': () => (devices) => total(devices) <= 1024 / 128 && devices.every(({ type }) => type === 'vgpu-128'),
  pmdev: (names) => (devices) => {
    const own = devices.filter(({ parent }) => parent !== 'mtty')
    return (
      (models['mtty']?.(names)(devices.filter(({ parent }) => parent === 'mtty')) ?? false) &&
      [...groups(own, ({ parent }) => parent)].every((one) => oneType(names, one, 8))
    )
  },
  'vfio-ccw': () => oneEach,
  'vfio-ccw-5.10': () => oneEach,
  'vfio-ap': () => (devices) => total(devices) <= 256 * 256,
  'vfio-ap-5.10': () => (devices) => total(devices) <= 256 * 256,
  'nvidia-a2': (names) => (devices) => oneEach(devices) && byCard(devices).every((card) => oneSize(names, card, 16)),
  'nvidia-a40': (names) => (devices) => oneEach(devices) && byCard(devices).every((card) => oneSize(names, card, 48)),
  'nvidia-l40s': (names) => (devices) => oneEach(devices) && byCard(devices).every((card) => oneSize(names, card, 48)),
  'nvidia-l40s-heterogeneous': (names) => (devices) =>
    oneEach(devices) && byCard(devices).every((card) => gigabytes(names, card) <= 48),
}

/** The functions of one card share its bus. */
function byCard(devices: readonly Placed[]): Placed[][] {
  return groups(devices, ({ parent }) => parent.slice(0, 7))
}

function groups(devices: readonly Placed[], of: (device: Placed) => string): Placed[][] {
  const found = new Map<string, Placed[]>()
  for (const device of devices) {
    const group = found.get(of(device))
    if (group) group.push(device)
    else found.set(of(device), [device])
  }
  return [...found.values()]
}

function oneType(names: ReadonlyMap<string, string>, card: readonly Placed[], most: number): boolean {
  return new Set(card.map(({ type }) => type)).size <= 1 && gigabytes(names, card) <= most
}

function oneEach(devices: readonly Placed[]): boolean {
  return groups(devices, ({ parent }) => parent).every((own) => total(own) <= 1)
}

function oneSize(names: ReadonlyMap<string, string>, card: readonly Placed[], most: number): boolean {
  return new Set(card.map((device) => sizeOf(names, device))).size <= 1 && gigabytes(names, card) <= most
}

function gigabytes(names: ReadonlyMap<string, string>, card: readonly Placed[]): number {
  return sum(card, (device) => sizeOf(names, device))
}

/** The number behind the last dash of a vGPU's name. */
function sizeOf(names: ReadonlyMap<string, string>, { type }: Placed): number {
  const name = names.get(type) ?? ''
  // the smallest, with half a GB, is called 0
  return parseInt(name.slice(name.lastIndexOf('-') + 1), 10) || 0.5
}

function total(devices: readonly Placed[]): number {
  return sum(devices, () => 1)
}

function sum(devices: readonly Placed[], of: (device: Placed) => number): number {
  return devices.reduce((all, device) => all + of(device) * (device.count ?? 1), 0)
}
