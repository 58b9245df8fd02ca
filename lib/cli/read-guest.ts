import { parseDomain, type Domain } from '../libvirt/domain.js'
import type { Document } from '../shape/document.js'
import { InvalidInput } from './cli-failure.js'
import type { CliIo } from './cli-io.js'
import { nameOfFile, readInput } from './files.js'

/**
 * Reads the XML of a guest; faults in it that do not stop it are in its `diagnostics`.
 * @throws InvalidInput where it is no XML or not that of a domain
 */
export async function readGuest(io: CliIo, file: string): Promise<Document<Domain>> {
  return guestIn(file, await readInput(io, file))
}

/** The same of bytes that are there. */
export function guestIn(file: string, bytes: Uint8Array): Document<Domain> {
  const guest = parseDomain(bytes)
  if (guest.spanOf([]) !== undefined) return guest
  const { text, diagnostics } = guest
  throw new InvalidInput({ file: nameOfFile(file), kind: 'domain', text, diagnostics, notRun: [] })
}
