/** What the name of an NVIDIA vGPU type says: `NVIDIA A2-4Q`, `GRID T4-2B4`, `NVIDIA A100-3-20C`, `NVIDIA A100-1-5CME`. */
export interface VgpuName {
  /** The card, without the brand in front: `A2`, `RTX6000-Ada`. */
  card: string
  /** What the type is meant and licensed for: `A` applications, `B` desktops, `C` computing, `Q` workstations. */
  series: 'A' | 'B' | 'C' | 'Q'
  /** The framebuffer in MiB, rounded by the vendor to whole GiB; 512 where the name says 0. */
  framebufferMiB: number
  /** How many slices of a card divided by MIG one instance takes; absent where the type does not need MIG. */
  migSlices?: number
  /** What stands behind the series: `4` (of `2B4`, another number of displays), `ME` (with media engines). */
  variant?: string
}

/** The longest name that is looked at; the vendor's are shorter than 64. */
const LONGEST = 256

const NAME = /^(?:(?:NVIDIA|GRID|Tesla|Quadro) )*([\w ./+-]*?\w)-(?:(\d{1,2})-)?(\d{1,4})([ABCQ])([A-Z0-9]{0,8})$/

/** Reads the name of a vGPU type; `undefined` where it is built in another way. */
export function parseVgpuName(name: string): VgpuName | undefined {
  if (name.length > LONGEST) return undefined
  const [, card, slices, gigabytes, series, variant] = NAME.exec(name.trim()) ?? []
  if (card === undefined || gigabytes === undefined || !isSeries(series)) return undefined
  return {
    card,
    series,
    framebufferMiB: gigabytes === '0' ? 512 : Number(gigabytes) * 1024,
    ...(slices !== undefined && { migSlices: Number(slices) }),
    ...(variant !== undefined && variant !== '' && { variant }),
  }
}

function isSeries(text: string | undefined): text is VgpuName['series'] {
  return text === 'A' || text === 'B' || text === 'C' || text === 'Q'
}
