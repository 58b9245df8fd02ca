import type { Document } from '../shape/document.js'
import { asText, type FileKind } from '../report/index.js'
import type { CliIo } from './cli-io.js'
import { InvalidInput } from './cli-failure.js'
import { nameOfFile, readInput } from './files.js'
import { textOptions } from './text-options.js'

/** Reads a file, or stdin for `-`, as a document; faults are in its `diagnostics`. */
export async function readDocument<T>(
  io: CliIo,
  file: string,
  parse: (bytes: Uint8Array) => Document<T>,
): Promise<Document<T>> {
  return parse(await readInput(io, file))
}

/**
 * The value in a file; faults that do not stop it are told on stderr.
 * @throws InvalidInput where it has errors
 */
export async function readValue<T>(
  io: CliIo,
  file: string,
  kind: FileKind,
  parse: (bytes: Uint8Array) => Document<T>,
): Promise<T> {
  return valueOf(io, file, kind, await readDocument(io, file, parse))
}

/** The same of a document that is there. */
export function valueOf<T>(io: CliIo, file: string, kind: FileKind, document: Document<T>): T {
  const { diagnostics, text, value } = document
  const checked = { file: nameOfFile(file), kind, text, diagnostics, notRun: [] }
  if (value === undefined) throw new InvalidInput(checked)
  io.stderr.write(asText([checked], textOptions(io, io.stderr)))
  return value
}
