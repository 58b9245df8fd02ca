import type { Diagnostic, Path, Span } from '../../diagnostic.js'
import type { Domain } from '../../libvirt/domain.js'
import { asToken } from '../../shape/codecs.js'
import type { Document } from '../../shape/document.js'
import type { Draft } from '../../shape/draft.js'
import { scanXml } from '../../xml/scan.js'
import type { LibvirtVersion } from '../facts/libvirt-version.js'
import { numberIn } from '../facts/number-in.js'
import { isNewer } from '../facts/newer-parts.js'

/** What reading a domain found, as a release of libvirt takes it: it drops the parts that it does not know, whatever they say. */
export function readingDiagnostics(document: Document<Domain>, libvirt: LibvirtVersion): readonly Diagnostic[] {
  const { hostdevs = [] } = document.draft
  return document.diagnostics.map((diagnostic) => {
    const [list, index, ...path] = diagnostic.path
    if ((list !== 'hostdevs' && list !== 'interfaces') || typeof index !== 'number') return diagnostic
    const type = list === 'interfaces' ? 'hostdev' : hostdevs[index]?.type
    if (isNewer(type, path, libvirt)) {
      return { ...diagnostic, severity: 'warning', refusedBy: ['schema'], effect: 'dropped' }
    }
    if (list === 'interfaces' && isOfOtherBus(document.draft, index, path)) {
      const refusedBy = diagnostic.refusedBy.filter((layer) => layer === 'schema')
      return { ...diagnostic, severity: 'warning', refusedBy, effect: 'ignored' }
    }
    if (isTeamingUnfit(diagnostic, document)) return { ...diagnostic, refusedBy: ['schema', ...diagnostic.refusedBy] }
    return isFunctionOfZeros(diagnostic, document) ? { ...diagnostic, refusedBy: ['schema'] } : diagnostic
  })
}

/** Whether a type of teaming that the schema reads in spite of white space does not go with the rest of the teaming. */
function isTeamingUnfit({ code, path, refusedBy, span }: Diagnostic, { draft, text }: Document<Domain>): boolean {
  if (code !== 'read/value-invalid' || path.at(-1) !== 'type' || path.at(-2) !== 'teaming') return false
  const hasOther = new Map(Object.entries(valueAt(draft, path.slice(0, -1)) ?? {})).has('persistent')
  return !refusedBy.includes('schema') && (asToken(attributeText(text, span)) === 'transient') !== hasOther
}

/** What an attribute says, its references read. */
function attributeText(text: string, { start, end }: Span): string {
  // With its quotes it is an attribute of its own.
  return scanXml(`<a v=${text.slice(start - 1, end + 1)}/>`).root?.attributes[0]?.value ?? ''
}

/** Whether libvirt reads a part of interfaces on the other bus alone. */
function isOfOtherBus({ interfaces = [] }: Draft<Domain>, index: number, [part, of]: Path): boolean {
  const bus = interfaces[index]?.source?.type
  return bus === 'usb'
    ? (part === 'driver' && of === 'name') || part === 'writeFiltering'
    : bus === 'pci' && (part === 'guestReset' || part === 'autoAddress')
}

/** Whether libvirt reads a function above 7 all the same: of an address of zeros, which names nothing, it does not look at it. */
function isFunctionOfZeros({ code, path, span }: Diagnostic, { draft, text }: Document<Domain>): boolean {
  if (code !== 'read/value-invalid' || path.at(-1) !== 'function') return false
  if (numberIn(attributeText(text, span), 0) === undefined) return false
  const siblings = new Map(Object.entries(valueAt(draft, path.slice(0, -1)) ?? {}))
  return ['domain', 'bus', 'slot'].every((part) => (siblings.get(part) ?? 0) === 0)
}

function valueAt(draft: object, path: Path): object | undefined {
  let current: unknown = draft
  for (const key of path) {
    if (typeof current !== 'object' || current === null) return undefined
    current = new Map<string, unknown>(Object.entries(current)).get(String(key))
  }
  return typeof current === 'object' && current !== null ? current : undefined
}
