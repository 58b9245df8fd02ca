import type { Domain } from '../../libvirt/domain.js'
import type { Document } from '../../shape/document.js'
import { listedNames } from './device-names.js'
import type { MigrationOptions } from './migration-options.js'
import type { MigratedDevice } from './migration-result.js'
import { unknownNames } from './target-places.js'

/** What is to be known beside what becomes of each device, in sentences. */
export function notesOn(
  { domain, target, targetInUse }: MigrationOptions,
  devices: readonly MigratedDevice[],
): string[] {
  return [
    ...aboutDomain(domain, devices),
    ...(targetInUse === undefined ? takenToBeFree(devices) : unknownInUse(unknownNames(target, targetInUse))),
  ]
}

function aboutDomain(domain: Document<Domain>, devices: readonly MigratedDevice[]): string[] {
  if (domain.spanOf([]) === undefined) return [`The domain cannot be read: ${domain.diagnostics[0]?.message ?? ''}`]
  return devices.length === 0 ? ['The guest has no host devices, so nothing was compared.'] : []
}

function takenToBeFree(devices: readonly MigratedDevice[]): string[] {
  const names = devices.flatMap(({ target }) => (target?.use === 'existing' ? [target.id] : []))
  return names.length === 0
    ? []
    : [`Which devices of the target are in use was not said; taken to be free: ${listedNames(names)}.`]
}

function unknownInUse(names: readonly string[]): string[] {
  return names.length === 0
    ? []
    : [`The target has nothing of the name of what was said to be in use there: ${listedNames(names)}.`]
}
