import { formatCcwAddress, parseCcwAddress } from './ccw-address.js'
import { formatPciAddress, parsePciAddress } from './pci-address.js'

/** What a mediated device's node device name says. */
export interface MdevName {
  /** Lower or upper case, as the name has it, with its dashes back. */
  uuid: string
  /**
   * The parent as the kernel names it. The name has lost the separators: PCI and channel addresses are recognized by their
   * shape and have them back, anything else stands as the name has it. Absent in the old form of the name (libvirt before 7.8).
   */
  parent?: string
}

/**
 * libvirt's name for a device: subsystem and kernel name joined by `_`, then every byte that is no ASCII letter or digit
 * becomes `_`. Not reversible. Source: libvirt `src/node_device/node_device_udev.c`, `udevGenerateDeviceName`.
 */
export function nodeDeviceName(subsystem: string, ...parts: readonly string[]): string {
  const joined = [subsystem, ...parts].join('_')
  if (/^[A-Za-z0-9_]*$/.test(joined)) return joined
  let name = ''
  for (const character of joined) name += /[A-Za-z0-9]/.test(character) ? character : '_'.repeat(utf8Length(character))
  return name
}

/** libvirt's name for a mediated device: `mdev_<uuid>_<parent>`; without a parent the old form `mdev_<uuid>`. */
export function mdevName(uuid: string, parent?: string): string {
  return parent === undefined ? nodeDeviceName('mdev', uuid) : nodeDeviceName('mdev', uuid, parent)
}

const MDEV_NAME = /^mdev_([0-9a-f]{8})_([0-9a-f]{4})_([0-9a-f]{4})_([0-9a-f]{4})_([0-9a-f]{12})(?:_(.+))?$/i

/** Reads a mediated device's name in the new form (with the parent) and in the old one. `undefined` for any other name. */
export function parseMdevName(name: string): MdevName | undefined {
  const parts = MDEV_NAME.exec(name)
  if (!parts) return undefined
  const uuid = parts.slice(1, 6).join('-')
  const rest = parts[6]
  if (rest === undefined) return { uuid }
  const pci = parsePciAddress(rest)
  if (pci) return { uuid, parent: formatPciAddress(pci) }
  const ccw = parseCcwAddress(rest)
  if (ccw) return { uuid, parent: formatCcwAddress(ccw) }
  return { uuid, parent: rest }
}

function utf8Length(character: string): number {
  const code = character.codePointAt(0) ?? 0
  return code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4
}
