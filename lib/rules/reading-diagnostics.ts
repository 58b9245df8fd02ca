import type { Diagnostic } from '../diagnostic.js'
import type { Domain } from '../libvirt/domain.js'
import type { Document } from '../shape/document.js'
import type { LibvirtVersion } from './libvirt-version.js'
import { isNewer } from './since.js'

/** What reading a domain found, as a release of libvirt takes it: it drops the parts that it does not know, whatever they say. */
export function readingDiagnostics(document: Document<Domain>, libvirt: LibvirtVersion): readonly Diagnostic[] {
  const { hostdevs = [] } = document.draft
  return document.diagnostics.map((diagnostic) => {
    const [list, index, ...path] = diagnostic.path
    if ((list !== 'hostdevs' && list !== 'interfaces') || typeof index !== 'number') return diagnostic
    const type = list === 'interfaces' ? 'hostdev' : hostdevs[index]?.type
    if (!isNewer(type, path, libvirt)) return diagnostic
    return { ...diagnostic, severity: 'warning', refusedBy: ['schema'], effect: 'dropped' }
  })
}
