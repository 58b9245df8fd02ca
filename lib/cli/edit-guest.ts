import { parseDomain, type Domain } from '../libvirt/domain.js'
import type { Document } from '../shape/document.js'
import type { CliIo } from './cli-io.js'
import { InvalidInput, UsageError } from './cli-failure.js'
import { nameOfFile } from './files.js'
import { readDocument } from './read-document.js'
import { replaceFile } from './replace-file.js'

/** What `attach` and `detach` take. */
export const guestOptions = { 'in-place': { type: 'boolean' } } as const

/** @throws UsageError where stdin would be read twice or written to */
export function checkGuestArguments(guest: string, operand: string, inPlace: boolean): void {
  if (guest === '-' && operand === '-') throw new UsageError('Only one of the two files can be stdin.')
  if (guest === '-' && inPlace) throw new UsageError('--in-place needs a file, not stdin.')
}

/**
 * Reads a guest, changes it, and writes it to stdout or in the place of the file: bytes in, bytes out, in its encoding.
 * @throws InvalidInput where the guest cannot be read, and whatever `edit` throws; nothing is written then
 */
export async function editGuest(
  io: CliIo,
  file: string,
  inPlace: boolean,
  edit: (guest: Document<Domain>) => Document<Domain>,
): Promise<void> {
  const guest = await readDocument(io, file, parseDomain)
  if (guest.spanOf([]) === undefined) {
    const { text, diagnostics } = guest
    throw new InvalidInput({ file: nameOfFile(file), kind: 'domain', text, diagnostics, notRun: [] })
  }
  const bytes = edit(guest).toBytes()
  if (inPlace) await replaceFile(io, file, bytes)
  else io.stdout.write(bytes)
}
