import type { Path } from '../../diagnostic.js'
import type { Domain } from '../../libvirt/domain.js'
import type { DriveGuestAddress } from '../../libvirt/guest-address.js'
import type { UntypedInterface } from '../../libvirt/untyped-interface.js'
import type { Draft } from '../../shape/draft.js'
import { visible } from '../../xml/visible.js'
import { diskPlaces, scsiModel } from '../facts/drive-places.js'
import { inWords } from '../facts/guest-bus.js'
import type { GuestMachine } from '../facts/guest-machine.js'
import { faultOfPlace } from '../facts/pci-places.js'
import { virtioFaults } from '../facts/virtio-faults.js'
import type { DomainFacts, DomainRule, Finding, Undecided } from '../rule.js'

export const interfaceUntyped: DomainRule = {
  code: 'device/interface-untyped',
  severity: 'error',
  // The schema wants a type in any case.
  refusedBy: ['schema', 'define'],
  summary: 'An interface without a type has a setting that one of type user cannot have.',
  why: 'libvirt takes an interface without a type for one of type user; what was meant for a device of the host is then refused.',
  examples: {
    bad: [
      {
        devices: `<interface><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><mtu size='[[1500]]'/></interface>`,
      },
      {
        devices: `<interface><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><[[teaming]] type='transient' persistent='ua-net'/></interface>`,
      },
      {
        devices: `<interface><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><model type='virtio'/><driver rx_queue_size='[[300]]'/></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><teaming type='transient' persistent='ua-net'/></interface>`,
      },
    ],
  },
  check,
}

type Untyped = Draft<UntypedInterface>

/** A finding or what is not known, as seen from the interface. */
type Found = Finding | Undecided

/** What the parser itself refuses. */
const PARSE = { refusedBy: ['schema', 'parse'] } as const

const VIRTIO: readonly string[] = ['virtio', 'virtio-transitional', 'virtio-non-transitional']

function* check(facts: DomainFacts): Iterable<Found> {
  const { domain, machine } = facts
  for (const [index, device] of (domain.untypedInterfaces ?? []).entries()) {
    const path = ['untypedInterfaces', index]
    yield* parserFaults(device, path, (domain.osBoot ?? []).length > 0)
    yield* teamingFaults(device, path, machine)
    yield* driverFaults(device, path, machine)
    yield* placeFaults(device, path, facts)
    yield* networkFaults(device, path)
    if (device.model === 'usb-net') {
      yield { why: 'Where a card of model usb-net stands in the guest is not known.', refusedBy: ['define'] }
    }
  }
}

function* parserFaults(device: Untyped, path: Path, hasOsBoot: boolean): Iterable<Found> {
  const { address, boot, driver, hasVirtualPort, isolated, model, targetManaged } = device
  if (hasVirtualPort === true) {
    yield { path: [...path, 'hasVirtualPort'], message: 'An interface of type user has no virtual port.', ...PARSE }
  }
  if (isolated === 'yes') {
    yield { path: [...path, 'isolated'], message: 'An interface of type user is on no bridge.', ...PARSE }
  }
  if (targetManaged === 'no') {
    yield { path: [...path, 'targetManaged'], message: 'libvirt makes the target of such an interface.', ...PARSE }
  }
  if (address?.type === 'unassigned') {
    yield { path: [...path, 'address'], message: 'Host devices alone can be unassigned.', ...PARSE }
  }
  if (driver !== undefined && model !== undefined && VIRTIO.includes(model) && !['qemu', 'vhost'].includes(driver)) {
    yield {
      path: [...path, 'driver'],
      message: `A card of model ${model} has no driver '${visible(driver)}'.`,
      ...PARSE,
    }
  }
  if (hasOsBoot && boot?.order !== undefined) {
    const message = `The boot order ${boot.order} stands beside a <boot> in <os>.`
    yield { path: [...path, 'boot', 'order'], message, ...PARSE }
  }
}

function* teamingFaults({ teaming, model }: Untyped, path: Path, { chipset }: GuestMachine): Iterable<Found> {
  const at = [...path, 'teaming']
  if (teaming?.type === 'transient') {
    yield teaming.persistent === undefined
      ? { path: at, message: 'The teaming names no persistent interface.', ...PARSE }
      : { path: at, message: 'An interface of type user cannot be the transient one of a team.' }
  } else if (teaming?.type === 'persistent') {
    if (teaming.persistent !== undefined) {
      yield { path: at, message: 'The persistent one of a team names no other one.', ...PARSE }
    } else if (model === undefined && chipset === 'unknown') {
      yield { why: 'Which card the interface shows the guest is not known.', refusedBy: ['define'] }
    } else if (!isVirtio(model, chipset)) {
      yield { path: at, message: 'The persistent one of a team is of model virtio.' }
    }
  }
}

function* driverFaults({ model, virtio }: Untyped, path: Path, { chipset }: GuestMachine): Iterable<Finding> {
  if (virtio === undefined) return
  const isTold = model !== undefined && VIRTIO.includes(model)
  // On a machine that is not known the card may be one of virtio.
  const isVirtioAtLast = isTold || (model === undefined && (chipset === 'ccw' || chipset === 'unknown'))
  for (const fault of virtioFaults(virtio, { isTold, isVirtio: isVirtioAtLast })) {
    yield { ...fault, path: [...path, 'virtio', ...fault.path] }
  }
}

function isVirtio(model: string | undefined, chipset: GuestMachine['chipset']): boolean {
  return model === undefined ? chipset === 'ccw' : VIRTIO.includes(model)
}

function* placeFaults(device: Untyped, path: Path, facts: DomainFacts): Iterable<Found> {
  const { address, rom, acpi, model } = device
  const { chipset, arch } = facts.machine
  if (address?.type === 'ccw' && chipset !== 'ccw' && arch !== undefined) {
    yield { path: [...path, 'address'], message: `A machine of ${visible(arch)} has no channels.` }
  }
  if (address?.type === 'pci') {
    const { domain = 0, bus = 0, slot = 0, function: fn = 0 } = address
    const kind = isVirtio(model, chipset) || model === 'e1000e' ? 'express' : 'conventional'
    const place = { domain, bus, slot, function: fn }
    const fault = domain + bus + slot === 0 ? undefined : faultOfPlace(place, facts, kind)
    if (fault !== undefined) {
      yield 'why' in fault
        ? { ...fault, refusedBy: ['define'] }
        : { path: [...path, 'address'], message: fault.message }
    }
  }
  if (address?.type === 'drive') yield* driveFaults(address, [...path, 'address'], facts)
  const isTuned = rom !== undefined && (rom.enabled ?? rom.bar ?? rom.file) !== undefined
  if (!isTuned && acpi?.index === undefined) return
  const place =
    address?.type ?? (chipset === 'unknown' ? chipset : isVirtio(model, chipset) && chipset === 'ccw' ? 'ccw' : 'pci')
  if (place === 'pci') return
  if (place === 'unknown') {
    yield { why: 'Where the interface stands in the guest is not known.', refusedBy: ['define'] }
    return
  }
  const at = isTuned ? [...path, 'rom'] : [...path, 'acpi', 'index']
  const what = isTuned ? 'An option ROM' : 'An ACPI index'
  yield { path: at, message: `${what} belongs to PCI devices; this interface has ${inWords(place)} in the guest.` }
}

/** libvirt looks for the SCSI controller of any address of this type, and adds none for an interface. */
function* driveFaults(
  address: Draft<DriveGuestAddress>,
  path: Path,
  { domain, machine }: DomainFacts,
): Iterable<Found> {
  const { controller = 0, bus = 0, target = 0 } = address
  if (bus > 0) yield { path, message: `A SCSI controller has the bus 0 alone, and no bus ${bus}.` }
  if (target === 0 || !hasScsiController(domain, controller)) return
  const model = scsiModel(domain, controller, machine)
  if (model === undefined) {
    yield { why: `The model of the SCSI controller ${controller} is not known.`, refusedBy: ['define'] }
  } else if (model === 'lsilogic') {
    const message = `The SCSI controller ${controller} of model lsilogic has the target 0 alone, and no target ${target}.`
    yield { path, message }
  }
}

/** Whether a SCSI controller is there, in the text or because libvirt adds all up to the last one that a device is on. */
function hasScsiController(domain: Draft<Domain>, wanted: number): boolean {
  const { controllers = [], hostdevs = [] } = domain
  if (controllers.some(({ type, index = wanted }) => type === 'scsi' && index === wanted)) return true
  const { given, derived } = diskPlaces(domain)
  return (
    [...given, ...derived].some((place) => Number.parseInt(place, 10) >= wanted) ||
    hostdevs.some((each) => {
      if (each.type !== 'scsi') return false
      const { controller = 0 } = 'address' in each && each.address.type === 'drive' ? each.address : {}
      return controller >= wanted
    })
  )
}

function* networkFaults({ ips = [], routes = [], mtu = 0, coalescedFrames }: Untyped, path: Path): Iterable<Found> {
  const told = new Set<string>()
  for (const [position, { address, family: version, prefix = 0, peer }] of ips.entries()) {
    const at = [...path, 'ips', position]
    const family = version !== 'ipv4' && address?.includes(':') === true ? 'IPv6' : 'IPv4'
    if (told.has(family)) yield { path: at, message: `The guest is given one ${family} address by an interface.` }
    told.add(family)
    if (peer !== undefined) yield { path: [...at, 'peer'], message: 'The guest is given no peer by an interface.' }
    if (prefix !== 0 && (family === 'IPv6' ? prefix !== 64 : prefix < 4 || prefix > 27)) {
      const allowed = family === 'IPv6' ? '64' : '4 to 27'
      yield {
        path: [...at, 'prefix'],
        message: `The prefix of such an ${family} address is ${allowed}, not ${prefix}.`,
      }
    }
  }
  for (const position of routes.keys()) {
    yield { path: [...path, 'routes', position], message: 'QEMU cannot give the guest a route.' }
  }
  if (mtu > 0) yield { path: [...path, 'mtu'], message: `QEMU cannot set the packet size ${mtu} of such an interface.` }
  if (coalescedFrames !== undefined) {
    yield {
      path: [...path, 'coalescedFrames'],
      message: `QEMU cannot let ${coalescedFrames} packets of such an interface wait.`,
    }
  }
}
