import type { Layer, Path } from '../../diagnostic.js'
import type { VirtioSettings } from '../../libvirt/virtio-settings.js'
import type { Draft } from '../../shape/draft.js'
import { visible } from '../../xml/visible.js'
import { numberIn } from './number-in.js'

/** What is wrong with one setting. */
export interface VirtioFault {
  /** Seen from the settings. */
  readonly path: Path
  readonly message: string
  readonly refusedBy: readonly Layer[]
}

/** The words that libvirt reads of a virtio card alone. */
const SWITCHES = ['ioeventfd', 'eventIdx', 'rss', 'rssHashReport'] as const
/** Those that it reads of any card. */
const OPTIONS = ['iommu', 'ats', 'packed', 'pagePerVq'] as const
const ON_HOST = ['csum', 'gso', 'tso4', 'tso6', 'ecn', 'ufo', 'mrgRxbuf'] as const
const IN_GUEST = ['csum', 'tso4', 'tso6', 'ecn', 'ufo'] as const
const NUMBERS = ['queues', 'rxQueueSize', 'txQueueSize'] as const

// The schema wants a type of an interface in any case.
const PARSE: readonly Layer[] = ['schema', 'parse']
const DEFINE: readonly Layer[] = ['schema', 'define']

/**
 * What libvirt refuses of the driver's settings of an interface without a type.
 * @param isTold Whether the interface itself says that its card is one of virtio: only then libvirt reads most of them.
 * @param isVirtio Whether the card is one of virtio in the end.
 */
export function* virtioFaults(
  settings: Draft<VirtioSettings>,
  { isTold, isVirtio }: { readonly isTold: boolean; readonly isVirtio: boolean },
): Iterable<VirtioFault> {
  for (const key of OPTIONS) {
    const value = settings[key]
    if (value === undefined) continue
    if (!isSwitch(value)) yield wrong([key], value, "'on' or 'off'")
    else if (!isVirtio) {
      const message = `The driver has ${settingName(key)} '${value}', and the card is none of virtio.`
      yield { path: [key], message, refusedBy: PARSE }
    }
  }
  if (!isTold) return
  const { txmode, host = {}, guest = {} } = settings
  if (txmode !== undefined && txmode !== 'iothread' && txmode !== 'timer') {
    yield wrong(['txmode'], txmode, "'iothread' or 'timer'")
  }
  yield* switchFaults(settings, SWITCHES, [])
  yield* switchFaults(host, ON_HOST, ['host'])
  yield* switchFaults(guest, IN_GUEST, ['guest'])
  yield* numberFaults(settings)
}

function* switchFaults<K extends string>(
  from: Readonly<Partial<Record<K, string | undefined>>>,
  keys: readonly K[],
  path: Path,
): Iterable<VirtioFault> {
  for (const key of keys) {
    const value = from[key]
    if (value !== undefined && !isSwitch(value)) yield wrong([...path, key], value, "'on' or 'off'")
  }
}

function* numberFaults(settings: Draft<VirtioSettings>): Iterable<VirtioFault> {
  for (const key of NUMBERS) {
    const value = settings[key]
    if (value === undefined) continue
    const number = value.includes('-') ? undefined : numberIn(value, 10)
    if (number === undefined) yield wrong([key], value, 'a number of 0 or higher')
    else if (key !== 'queues' && number > 0 && !Number.isInteger(Math.log2(number))) {
      yield { path: [key], message: `The ${settingName(key)} ${number} is no power of two.`, refusedBy: DEFINE }
    }
  }
}

function isSwitch(value: string): boolean {
  return value === 'on' || value === 'off'
}

function wrong(path: Path, value: string, wanted: string): VirtioFault {
  return {
    path,
    message: `The driver's ${settingName(String(path.at(-1)))} '${visible(value)}' is not ${wanted}.`,
    refusedBy: PARSE,
  }
}

/** A setting as libvirt calls it. */
export function settingName(key: string): string {
  return key.replace(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`)
}
