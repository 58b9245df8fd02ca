import type { Diagnostic } from '../diagnostic.js'
import { parseUuid } from '../libvirt/uuid.js'
import type { Document } from '../shape/document.js'

/**
 * The same diagnostic; one about a spelling of a UUID that only libvirt's schema refuses with the edit that writes the UUID as
 * libvirt prints it. Of other values there is more than one good spelling.
 */
export function withSpelling<T>(diagnostic: Diagnostic, document: Document<T>): Diagnostic {
  if (diagnostic.code !== 'read/value-spelling') return diagnostic
  const { start, end } = diagnostic.span
  const uuid = parseUuid(document.text.slice(start, end))
  return uuid === undefined ? diagnostic : { ...diagnostic, fix: [{ start, end, text: uuid }] }
}
