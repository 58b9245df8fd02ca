import type { HostDevice, HostSnapshot, HostType } from '../../machine/snapshot/host-snapshot.js'
import type { Domain } from '../../libvirt/domain.js'
import type { Draft } from '../../shape/draft.js'
import { visible } from '../../xml/visible.js'
import type { KnownDevice } from '../known-device.js'
import { mdevsOf, type MdevAt } from './mdevs.js'
import { onceFor } from './once-for.js'
import type { DomainFacts, Undecided } from '../rule.js'

/** A mediated host device whose UUID could be read. */
export interface NamedMdev extends MdevAt {
  readonly uuid: string
}

/** The mediated host devices of a domain that name a UUID. */
export function namedMdevs({ domain }: Pick<DomainFacts, 'domain'>): readonly NamedMdev[] {
  return named(domain)
}

const named = onceFor((domain: Draft<Domain>): readonly NamedMdev[] =>
  mdevsOf(domain).flatMap(({ index, hostdev }) => {
    const { uuid } = hostdev
    return uuid === undefined ? [] : [{ index, hostdev, uuid }]
  }),
)

/** The devices of a host that are running under a UUID: one, except where a snapshot is wrong. */
export function activeDevice(host: HostSnapshot, uuid: string): HostDevice | undefined {
  return host.devices.find((device) => device.active && device.uuid?.toLowerCase() === uuid)
}

/** The mediated host devices that name no running device of the host. */
export function missingMdevs(facts: DomainFacts, host: HostSnapshot): NamedMdev[] {
  return namedMdevs(facts).filter(({ uuid }) => activeDevice(host, uuid) === undefined)
}

/** What is known of a device that is not running: from a file given beside the domain, else from the host's definitions. */
export function knownFor(
  facts: Pick<DomainFacts, 'devices'>,
  host: HostSnapshot,
  uuid: string,
): KnownDevice | undefined {
  const given = facts.devices.find((device) => device.uuid === uuid)
  if (given !== undefined) return given
  const defined = definedDevice(host, uuid)
  return defined?.type === undefined ? undefined : { uuid, type: defined.type, parent: defined.parent }
}

/** The parent of a device that runs on a host, or that is known from elsewhere. */
export function parentOfMdev(
  facts: Pick<DomainFacts, 'devices'>,
  host: HostSnapshot,
  uuid: string,
): string | undefined {
  return activeDevice(host, uuid)?.parent ?? knownFor(facts, host, uuid)?.parent
}

/** Says that a rule needs the type of a missing device, which nothing tells. */
export function typeUntold(uuid: string): Undecided {
  return { why: `The type of ${uuid} is not known; give its node device XML or its definition beside the domain.` }
}

/** The offers of a type, at one parent where that is named, else at all of them. */
export function offersOf(host: HostSnapshot, type: string, parent?: string): HostType[] {
  return host.types.filter((each) => each.id === type && isParent(each, parent))
}

/** How many more devices the parents say they could make; they may share their hardware, so this is the most. */
export function instancesLeft(offers: readonly HostType[]): number {
  return offers.reduce((sum, { availableInstances = 0 }) => sum + Math.max(0, availableInstances), 0)
}

/** The host's definition of a device that is not running. */
export function definedDevice(host: HostSnapshot, uuid: string): HostDevice | undefined {
  return host.devices.find(({ active, uuid: own }) => !active && own?.toLowerCase() === uuid)
}

/** Whether a type's parent has this name, the kernel's or libvirt's. */
export function isParent(type: HostType, parent: string | undefined): boolean {
  return parent === undefined || type.parent === parent || type.parentName === parent
}

/** How a message names the type of a missing device, with the file that it is known from. */
export function typeNamed({ type, file }: KnownDevice): string {
  return file === undefined ? `the type ${visible(type)}` : `the type ${visible(type)} (from ${visible(file)})`
}
