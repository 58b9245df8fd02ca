import { visible } from '../../xml/visible.js'
import type { MigrationComparison, Subject } from './comparison.js'
import { listedNames } from './device-names.js'
import type { MigrationReason } from './migration-result.js'
import type { ComparedPlace } from './place-comparisons.js'

/** So many reasons are told for one device. */
const MOST_REASONS = 8

/** What was compared and does not fit, or is not known. */
export function reasonsOf(compared: readonly MigrationComparison[], candidate: string): MigrationReason[] {
  return compared.flatMap(({ field, source, target, outcome, message }) =>
    outcome === 'fits' || message === undefined
      ? []
      : [
          {
            field,
            ...(source !== undefined && { source }),
            ...(target !== undefined && { target }),
            candidate,
            message,
          },
        ],
  )
}

/** Why none of the places will do: what keeps out those that come nearest. */
export function whyNot(
  subject: Subject,
  compared: readonly ComparedPlace[],
): { compared: MigrationComparison[]; reasons: MigrationReason[] } {
  const ranked = compared
    .map(({ place, comparison }) => {
      const differences = comparison.compared.filter(({ outcome }) => outcome === 'differs')
      // Another kind of device is farther away than one of the same kind that lacks much.
      const far = differences.some(({ field }) => field === 'mdev_type' || field === 'pci_id' || field === 'device_api')
      return { place, comparison, differences, far }
    })
    .sort((a, b) => Number(a.far) - Number(b.far) || a.differences.length - b.differences.length)
  const [nearest] = ranked
  if (nearest === undefined || nearest.far) return { compared: [], reasons: [nothingOfItsKind(subject, compared)] }
  const least = nearest.differences.length
  const seen = new Set<string>()
  const reasons: MigrationReason[] = []
  for (const { place, differences, far } of ranked) {
    if (far || differences.length > least || reasons.length >= MOST_REASONS) break
    for (const reason of reasonsOf(differences, place.key)) {
      const same = JSON.stringify([reason.field, reason.source, reason.target])
      if (!seen.has(same)) reasons.push(reason)
      seen.add(same)
    }
  }
  return { compared: [...nearest.comparison.compared], reasons: reasons.slice(0, MOST_REASONS) }
}

function nothingOfItsKind(subject: Subject, compared: readonly ComparedPlace[]): MigrationReason {
  const same = compared.filter(({ place }) => place.type === subject.type)
  if (subject.kind !== 'pci' && same.length > 0) {
    const [field, values, own] =
      subject.kind === 'vgpu' && same.every(({ place }) => place.subject.pciId !== subject.pciId)
        ? (['pci_id', same.map(({ place }) => place.subject.pciId), subject.pciId] as const)
        : (['device_api', same.map(({ place }) => place.subject.deviceApi), subject.deviceApi] as const)
    const target = listedNames(values.flatMap((value) => value ?? []))
    const message = `The target's ${field} of type ${visible(subject.type ?? '')} is ${target}, the source's is ${visible(own ?? '')}.`
    return { field, ...(own !== undefined && { source: own }), target, message }
  }
  const [field, values, own] =
    subject.kind === 'pci'
      ? (['pci_id', compared.map(({ place }) => place.subject.pciId), subject.pciId] as const)
      : (['mdev_type', compared.map(({ place }) => place.type), subject.type] as const)
  const target = listedNames(values.flatMap((value) => value ?? []))
  const offers = target === '' ? 'none at all' : target
  const what = subject.kind === 'pci' ? 'function' : 'type'
  const message = `The target has no free ${what} ${visible(own ?? '')}; what it has: ${offers}.`
  return { field, ...(own !== undefined && { source: own }), ...(target !== '' && { target }), message }
}
