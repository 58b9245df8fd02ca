import { parseUuid } from '../libvirt/uuid.js'
import type { DefinitionReading } from '../machine/definition/definition.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { CheckResult } from './check-result.js'
import { definitionRules } from './lists/definition-rules.js'
import type { DefinitionFile, DescribedMdev } from './described-rule.js'
import { NEWEST } from './facts/libvirt-version.js'
import { runDescribedRules } from './running/run-described-rules.js'

export interface CheckDefinitionOptions {
  /** The host that the device is to be started on. */
  readonly host?: HostSnapshot
  /** What the file is called and where it lies; what is not told is not judged. */
  readonly file?: DefinitionFile
}

/**
 * Checks a definition of mdevctl: what reading it found, what mdevctl takes otherwise than it is written, and whether the device
 * could be started on a host: parent, type, a free instance, a free UUID. Never throws.
 */
export function checkDefinition(reading: DefinitionReading, options: CheckDefinitionOptions = {}): CheckResult {
  const { host, file = {} } = options
  const { type, attributes = [] } = reading.draft
  const uuid = file.name === undefined ? undefined : parseUuid(file.name.replace(/\.json$/, ''))
  const mdev: DescribedMdev = {
    ...(uuid !== undefined && { uuid }),
    ...(type !== undefined && { type }),
    ...(file.parent !== undefined && { parent: file.parent }),
    attributes,
    paths: { uuid: [], type: ['type'], parent: [], attributes: ['attributes'] },
  }
  const facts = { definition: reading, file, mdev, host, libvirt: NEWEST }
  return runDescribedRules(definitionRules, facts, reading.diagnostics, reading.spanOf)
}
