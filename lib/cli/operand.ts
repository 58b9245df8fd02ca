import { parseMdevName } from '../libvirt/names.js'
import { parsePciAddress } from '../libvirt/pci-address.js'
import { parseUuid } from '../libvirt/uuid.js'
import type { CliIo } from './cli-io.js'
import { kindOfPath } from './files.js'

/**
 * Whether an argument that may be a DEVICE or a FILE is a file: `-`, what has a slash or ends in `.xml`, and what is there
 * under that name and is not spelt as a device.
 */
export async function isFileOperand(io: CliIo, operand: string): Promise<boolean> {
  if (operand === '-' || operand.includes('/') || operand.endsWith('.xml')) return true
  if (parseUuid(operand) !== undefined || parseMdevName(operand) !== undefined) return false
  if (parsePciAddress(operand) !== undefined) return false
  return (await kindOfPath(io, operand)) !== undefined
}
