import type { TypeDetails } from '../machine/description/type-details.js'

/** The details of a type on one line, for people: `2048 MiB, 4 heads, 7680x4320, 60 fps, at most 8`; empty where there are none. */
export function detailsText(details: TypeDetails = {}): string {
  const { framebufferMiB, lowGmMiB, highGmMiB, fences, weight, vgpu, heads, maxResolution, frameRateLimit } = details
  const parts = [
    framebufferMiB === undefined ? '' : `${framebufferMiB} MiB`,
    lowGmMiB === undefined ? '' : `${lowGmMiB} MiB low`,
    highGmMiB === undefined ? '' : `${highGmMiB} MiB high`,
    counted(fences, 'fence'),
    weight === undefined ? '' : `weight ${weight}`,
    counted(vgpu?.migSlices, 'MIG slice'),
    counted(heads, 'head'),
    maxResolution === undefined ? '' : `${maxResolution.width}x${maxResolution.height}`,
    frameRateLimit === undefined ? '' : `${frameRateLimit} fps`,
    details.maxInstances === undefined ? '' : `at most ${details.maxInstances}`,
    ...(details.other ?? []).map(({ name, value }) => `${name}=${value}`),
  ]
  return parts.filter((part) => part !== '').join(', ')
}

function counted(count: number | undefined, what: string): string {
  return count === undefined ? '' : `${count} ${what}${count === 1 ? '' : 's'}`
}
