import type { Diagnostic, Layer } from '../diagnostic.js'
import type { Domain } from '../libvirt/domain.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { Document } from '../shape/document.js'
import { checkDomain, type CheckResult } from './check-domain.js'

/** What libvirt says of a domain at one point; `undecided` where what it looks at is not known. */
export type Judgement = 'accepts' | 'refuses' | 'undecided'

/** What libvirt says of a domain. */
export interface Verdict {
  /** `virsh define`. */
  readonly define: Judgement
  /** `virsh define --validate`, which asks the schema first. */
  readonly defineValidate: Judgement
  /** `virsh start` of the defined domain; without a host it is never more than `undecided`. */
  readonly start: Judgement
}

export interface VerdictOptions {
  /** The release of libvirt, for example `9.0`; the newest where absent. */
  readonly libvirt?: string
  /** The driver: `qemu`, or `test`, which checks nothing of its own. The driver of the domain's type where absent. */
  readonly driver?: 'qemu' | 'test'
  /** The architecture of the guest where the domain does not say it. */
  readonly arch?: string
  /** The device models that the emulator has, by QEMU's names (`vfio-ccw`, ...); those of the architecture where absent. */
  readonly emulatorCapabilities?: readonly string[]
  /** The host that the domain is to run on. */
  readonly host?: HostSnapshot
}

/** The types of domains that the QEMU driver runs. */
const OF_QEMU: readonly (string | undefined)[] = ['qemu', 'kvm', 'hvf']

/**
 * Says whether libvirt would accept a domain, as far as that depends on its devices of the host: what stands elsewhere in the
 * domain is not judged. Never throws.
 */
export function verdict(document: Document<Domain>, options: VerdictOptions = {}): Verdict {
  const { driver, host } = options
  const result = checkDomain(document, options)
  const byQemu = driver === undefined ? OF_QEMU.includes(document.draft.type) : driver === 'qemu'
  const byTest = driver === 'test'
  const defining: readonly Layer[] = byQemu ? ['parse', 'define'] : ['parse']
  const known = byQemu || byTest
  const define = judge(result, defining, known)
  const defineValidate = judge(result, ['schema', ...defining], known)
  // Nothing is started that could not be defined.
  const start = judge(result, [...defining, 'start'], known && (byTest || host !== undefined))
  return { define, defineValidate, start }
}

function judge({ diagnostics, notRun }: CheckResult, layers: readonly Layer[], known: boolean): Judgement {
  const isAsked = (layer: Layer): boolean => layers.includes(layer)
  if (diagnostics.some(({ refusedBy }) => refusedBy.some(isAsked))) return 'refuses'
  if (!known || diagnostics.some(isUnread)) return 'undecided'
  return notRun.some(({ refusedBy = [] }) => refusedBy.some(isAsked)) ? 'undecided' : 'accepts'
}

/** Whether the text was not read at all, for a reason that is none to libvirt. */
function isUnread({ code, severity, refusedBy }: Diagnostic): boolean {
  return code.startsWith('xml/') && severity === 'error' && refusedBy.length === 0
}
