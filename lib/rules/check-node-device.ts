import type { Path, Span } from '../diagnostic.js'
import type { NodeDevice } from '../libvirt/node-device.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { Document } from '../shape/document.js'
import type { Draft } from '../shape/draft.js'
import { own } from '../shape/values.js'
import type { CheckResult } from './check-result.js'
import type { DescribedMdev } from './described-rule.js'
import { libvirtVersion } from './facts/libvirt-version.js'
import { nodeDeviceRules } from './lists/node-device-rules.js'
import { runDescribedRules } from './running/run-described-rules.js'
import { withUuidFix } from './running/reading-fixes.js'

export interface CheckNodeDeviceOptions {
  /** The host that the device is to be made on. */
  readonly host?: HostSnapshot
  /** The release of libvirt that is asked about, for example `9.0`; the newest where absent. */
  readonly libvirt?: string
}

/**
 * Checks whether `virsh nodedev-define` or `nodedev-create` would take a node device, and what they do not look at: whether the
 * parent offers the type, an instance is left, and the UUID is free. A layer of `refusedBy` is here: `schema`, the RELAX NG
 * schema (`--validate`); `parse`, the parser; `define`, the node device driver; `start`, mdevctl and the kernel when the device
 * is created or started. Never throws.
 */
export function checkNodeDevice(document: Document<NodeDevice>, options: CheckNodeDeviceOptions = {}): CheckResult {
  const { host } = options
  const libvirt = libvirtVersion(options.libvirt)
  const facts = { nodeDevice: document, file: {}, mdev: describedMdev(document.draft), host, libvirt }
  const found = document.diagnostics.map((each) => withUuidFix(each, document))
  return runDescribedRules(nodeDeviceRules, facts, found, (path) => spanOf(document, path))
}

/** libvirt takes the first capability that is a mediated device. */
function describedMdev({ capabilities = [], parent }: Draft<NodeDevice>): DescribedMdev | undefined {
  for (const [index, capability] of capabilities.entries()) {
    if (capability.type !== 'mdev') continue
    const { uuid, typeId, attributes = [] } = capability
    const at = ['capabilities', index]
    return {
      ...(uuid !== undefined && { uuid: uuid.toLowerCase() }),
      ...(typeId !== undefined && { type: typeId }),
      ...(parent !== undefined && { parent }),
      attributes,
      paths: {
        uuid: [...at, 'uuid'],
        type: [...at, 'typeId'],
        parent: ['parent'],
        attributes: [...at, 'attributes'],
      },
    }
  }
  return undefined
}

/** A text is shown as it stands, in an element or an attribute; anything else by the name of its element, or of the nearest one. */
function spanOf(document: Document<NodeDevice>, path: Path): Span {
  let value: unknown = document.draft
  for (const key of path) value = own(value, String(key))
  const text = typeof value === 'string' ? document.spanOf(path, 'value') : undefined
  return text ?? document.nearestSpan(path)
}
