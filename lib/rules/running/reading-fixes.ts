import type { Diagnostic, TextEdit } from '../../diagnostic.js'
import type { Domain } from '../../libvirt/domain.js'
import { mdevModelOf } from '../../libvirt/mdev-hostdev.js'
import { parseUuid } from '../../libvirt/uuid.js'
import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import type { Document } from '../../shape/document.js'
import type { Mender } from './mender.js'
import { activeDevice } from '../facts/host-facts.js'

/** A UUID in a spelling that libvirt refuses, and that can mean no other one. */
const REFUSED_SPELLING = /^(?:\{([^{}]*)\}|urn:uuid:(.*))$/i

const OF_UUIDS: readonly string[] = ['read/value-spelling', 'hostdev/uuid-invalid', 'mdev/uuid-invalid']
const OF_MODELS: readonly string[] = ['hostdev/model-missing', 'hostdev/model-unknown']

/**
 * The same diagnostic of reading; one about the spelling of a UUID with the edit that writes it as libvirt prints it. Of other
 * values there is more than one good spelling.
 */
export function withUuidFix<T>(diagnostic: Diagnostic, document: Document<T>): Diagnostic {
  if (!OF_UUIDS.includes(diagnostic.code)) return diagnostic
  const { start, end } = diagnostic.span
  const text = document.text.slice(start, end)
  const [, inBraces, inUrn] = REFUSED_SPELLING.exec(text.trim()) ?? []
  const uuid = parseUuid(inBraces ?? inUrn ?? text)
  return uuid === undefined ? diagnostic : withFix(diagnostic, [{ start, end, text: uuid }])
}

/** The same diagnostic; one about a model with the edits that say the device API of the host's running device. */
export function withModelFix(
  diagnostic: Diagnostic,
  document: Document<Domain>,
  host: HostSnapshot | undefined,
  mender: Mender<Domain>,
): Diagnostic {
  const [list, index] = diagnostic.path
  if (host === undefined || !OF_MODELS.includes(diagnostic.code) || list !== 'hostdevs' || typeof index !== 'number')
    return diagnostic
  const hostdev = document.draft.hostdevs?.[index]
  const uuid = hostdev?.type === 'mdev' ? hostdev.uuid : undefined
  const deviceApi = uuid === undefined ? undefined : activeDevice(host, uuid)?.deviceApi
  const model = deviceApi === undefined ? undefined : mdevModelOf(deviceApi)
  if (model === undefined) return diagnostic
  const fix = mender.edits((each) => each.set(['hostdevs', index, 'model'], model))
  return fix === undefined ? diagnostic : withFix(diagnostic, fix)
}

function withFix(diagnostic: Diagnostic, fix: readonly TextEdit[]): Diagnostic {
  return { ...diagnostic, fix }
}
