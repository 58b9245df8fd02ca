import type { RecordedEntry, RecordedFiles } from '../tree/recorded-tree.js'

const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi
/** A PCI function's extended capabilities begin here; number 3 is the device's serial number. */
const EXTENDED = 0x100
const SERIAL_NUMBER = 3
const SERIAL_FILES = /(?:^|\/)(?:serial|serial_number|board_serial|product_serial|vpd|wwid)$/

/**
 * The recording of a machine without what names it in the world: every UUID is replaced, the same one by the same, in names, links
 * and texts; serial numbers in files of that name and in PCI configuration space are blanked.
 */
export function redacted(files: RecordedFiles): RecordedFiles {
  const names = new Map<string, string>()
  const hide = (text: string) => text.replaceAll(UUID, (uuid) => replacement(uuid, names))
  return Object.fromEntries(
    Object.entries(files).map(([path, entry]) => [hide(path), redactedEntry(path, entry, hide)]),
  )
}

function redactedEntry(path: string, entry: RecordedEntry, hide: (text: string) => string): RecordedEntry {
  if ('link' in entry) return { ...entry, link: hide(entry.link) }
  if ('text' in entry) return { ...entry, text: SERIAL_FILES.test(path) ? blank(entry.text) : hide(entry.text) }
  if (!('base64' in entry)) return entry
  if (SERIAL_FILES.test(path)) return { ...entry, base64: '' }
  return path.endsWith('/config') ? { ...entry, base64: withoutSerial(entry.base64) } : entry
}

/** A UUID that says nothing but that it stands for one: `00000000-0000-4000-8000-000000000001` and on, in order of appearance. */
function replacement(uuid: string, names: Map<string, string>): string {
  const key = uuid.toLowerCase()
  const known = names.get(key)
  if (known !== undefined) return known
  const made = `00000000-0000-4000-8000-${(names.size + 1).toString(16).padStart(12, '0')}`
  names.set(key, made)
  return made
}

function blank(text: string): string {
  return text.replaceAll(/[^\s]/g, '0')
}

function withoutSerial(base64: string): string {
  const bytes = Uint8Array.from(atob(base64), (character) => character.charCodeAt(0))
  const view = new DataView(bytes.buffer)
  const seen = new Set<number>()
  let at = EXTENDED
  while (at >= EXTENDED && at + 4 <= bytes.length && !seen.has(at)) {
    seen.add(at)
    const header = view.getUint32(at, true)
    if ((header & 0xffff) === SERIAL_NUMBER) bytes.fill(0, at + 4, Math.min(at + 12, bytes.length))
    at = header >>> 20
  }
  let binary = ''
  for (const byte of bytes) binary += String.fromCharCode(byte)
  return btoa(binary)
}
