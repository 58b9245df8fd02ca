import type { CapacityRule } from '../capacity/capacity-rules.js'
import { availableInstances } from '../capacity/capacity-rules.js'
import type { ErrnoSymbol } from '../port/errno.js'
import { Errno } from '../port/errno.js'
import type { TreeFile } from '../tree/file-tree.js'
import type { Aggregation, Backend, HostNumaNode } from '../snapshot/host-snapshot.js'
import { aggregatedType } from '../capacity/aggregated-type.js'
import type { FlatVariant, MdevDriver, SimulatedInstance, SimulatedType, SketchVariant } from './mdev-driver.js'
import type { SimulatedAp } from './simulated-ap.js'
import type { SimulatedSubchannel } from './simulated-css.js'
import { SimulatedKernel } from './simulated-kernel.js'
import type { SimulatedPciFunction } from './simulated-pci.js'

/** A parent of a simulated machine. */
export interface PersonalityParent {
  /** The kernel's name of one of the machine's devices. */
  device: string
  /** The interface by which it offers its types; `mdev` where absent. */
  backend?: Backend
  /** The vendor driver's name on the mdev bus. */
  driver: string
  /** The vendor driver's module; its name on the bus where absent. */
  module?: string
  /** The module's parameters, as they are read in `/sys/module`. */
  parameters?: Readonly<Record<string, string>>
  /**
   * What the driver does beyond giving out instances. It is called once for each machine, and its answer is shared by all parents
   * with the same function: what a driver keeps must not outlive the machine.
   */
  behaviour?: () => SimulatedBehaviour
  /** The types that it offers. */
  types: readonly SimulatedType[]
  /**
   * What the physical device is called whose hardware it shares with all parents that say the same: the card of a virtual function.
   * It has its own where absent.
   */
  hardware?: string
  /** How its types share the hardware. */
  capacity: CapacityRule
  /** What `create` answers when no instance is left. */
  whenFull: ErrnoSymbol
  /** How devices are made of several instances of a type that has `maxAggregation`. */
  aggregation?: Aggregation['form']
  /** What the flat interface has that patch v6 has not. */
  flat?: FlatVariant
  /** How the sketch is, where it left a choice. */
  sketch?: SketchVariant
  /** The vendor's files in the directory of an instance. */
  attributes?: (instance: SimulatedInstance) => Readonly<Record<string, TreeFile>>
}

/** A driver's part that is more than types and numbers; each as in `MdevDriver`. */
export interface SimulatedBehaviour extends Pick<
  MdevDriver,
  'parameters' | 'parentFiles' | 'delay' | 'attributes' | 'start' | 'stop'
> {
  /** Called before an instance is counted. Throws an `Errno` to refuse it. */
  create?: (instance: SimulatedInstance) => void
  /** Called after an instance has left. */
  remove?: (instance: SimulatedInstance) => void
}

/** A machine to simulate: what is in it, and how its drivers share the hardware. */
export interface Personality {
  /** What it goes by, as in `sim:mtty`. */
  name: string
  /** One sentence for a person who has to choose. */
  summary: string
  /** The kernel that it behaves as; `6.1` where absent. */
  kernel?: '5.10' | '6.1'
  /** IOMMU groups below this number are taken by devices that are left out. */
  firstIommuGroup?: number
  /** NUMA nodes with their CPUs; a machine without them is one whose kernel does not tell. */
  numaNodes?: readonly HostNumaNode[]
  /** Bridges before what is behind them. */
  pciFunctions?: readonly SimulatedPciFunction[]
  /** Devices without hardware, in `/sys/devices/virtual/<class>/<name>`. */
  virtualDevices?: readonly { class: string; name: string }[]
  /** On s390: subchannels with the channel devices behind them. */
  subchannels?: readonly SimulatedSubchannel[]
  /** On s390: the crypto adapters; the machine has the device `matrix` then. */
  ap?: SimulatedAp
  /** The devices of the machine that offer types. */
  parents: readonly PersonalityParent[]
}

/** Builds the machine, with nothing made yet. */
export function kernelOf(personality: Personality): SimulatedKernel {
  const { kernel, firstIommuGroup } = personality
  const machine = new SimulatedKernel({
    ...(kernel !== undefined && { kernel }),
    ...(firstIommuGroup !== undefined && { firstIommuGroup }),
    mdev: !personality.parents.some(({ backend }) => backend === 'flat' || backend === 'sketch'),
  })
  for (const node of personality.numaNodes ?? []) machine.addNumaNode(node)
  for (const pci of personality.pciFunctions ?? []) machine.addPciFunction(pci)
  for (const device of personality.virtualDevices ?? []) machine.addVirtualDevice(device.class, device.name)
  for (const subchannel of personality.subchannels ?? []) machine.addSubchannel(subchannel)
  if (personality.ap !== undefined) machine.addAp(personality.ap)
  const shared = new Map<string, Set<SimulatedInstance>>()
  const behaviours = new Map<unknown, SimulatedBehaviour>()
  for (const parent of personality.parents) {
    const { device, hardware, backend, behaviour } = parent
    if (behaviour !== undefined && !behaviours.has(behaviour)) behaviours.set(behaviour, behaviour())
    if (hardware !== undefined && !shared.has(hardware)) shared.set(hardware, new Set())
    const onHardware = hardware === undefined ? undefined : shared.get(hardware)
    machine.registerParent(device, driverOf(parent, behaviours.get(behaviour), onHardware), backend)
  }
  return machine
}

/** @param shared The instances on all parents that have the same hardware. */
function driverOf(
  parent: PersonalityParent,
  behaviour: SimulatedBehaviour = {},
  shared?: Set<SimulatedInstance>,
): MdevDriver {
  const { types, capacity, attributes, parameters, aggregation, flat, sketch } = parent
  const { create, remove, ...rest } = behaviour
  const available = (type: SimulatedType, live: readonly SimulatedInstance[]) => {
    const elsewhere = [...(shared ?? [])].filter((instance) => instance.parent !== parent.device)
    return availableInstances(capacity, type, typesOf([...elsewhere, ...live]), typesOf(live))
  }
  return {
    name: parent.driver,
    module: parent.module ?? parent.driver,
    types,
    // nothing but the core's own counter answers that (Linux 6.1)
    isCountedByCore: parent.whenFull === 'EUSERS',
    available,
    create(instance, live) {
      create?.(instance)
      if (available(aggregatedType(instance.type, instance.aggregation ?? 1), live) <= 0)
        throw new Errno(parent.whenFull)
      shared?.add(instance)
    },
    remove(instance) {
      shared?.delete(instance)
      remove?.(instance)
    },
    ...(parameters && { parameters }),
    ...(attributes && { attributes }),
    ...(aggregation && { aggregation }),
    ...(flat && { flat }),
    ...(sketch && { sketch }),
    ...rest,
  }
}

function typesOf(instances: Iterable<SimulatedInstance>): SimulatedType[] {
  return Array.from(instances, ({ type, aggregation = 1 }) => aggregatedType(type, aggregation))
}
