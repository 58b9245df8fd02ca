import type { Domain } from '../libvirt/domain.js'
import type { Document } from '../shape/document.js'
import type { CliIo } from './cli-io.js'
import { UsageError } from './cli-failure.js'
import { readInput } from './files.js'
import { guestIn } from './read-guest.js'
import { replaceUnchanged } from './replace-unchanged.js'

/** What `attach` and `detach` take. */
export const guestOptions = { 'in-place': { type: 'boolean' } } as const

/** @throws UsageError where stdin would be read twice or written to */
export function checkGuestArguments(guest: string, operand: string, inPlace: boolean): void {
  if (guest === '-' && operand === '-') throw new UsageError('Only one of the two files can be stdin.')
  if (guest === '-' && inPlace) throw new UsageError('--in-place needs a file, not stdin.')
}

/**
 * Reads a guest, changes it, and writes it to stdout or in the place of the file: bytes in, bytes out, in its encoding.
 * @throws InvalidInput where the guest cannot be read, CliFailure where somebody else changed it meanwhile, and whatever `edit` throws; nothing is written then
 */
export async function editGuest(
  io: CliIo,
  file: string,
  inPlace: boolean,
  edit: (guest: Document<Domain>) => Document<Domain>,
): Promise<void> {
  const before = await readInput(io, file)
  const bytes = edit(guestIn(file, before)).toBytes()
  if (inPlace) await replaceUnchanged(io, file, before, bytes)
  else io.stdout.write(bytes)
}
