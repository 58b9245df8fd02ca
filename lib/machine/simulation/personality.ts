import type { CapacityRule } from '../capacity/capacity-rules.js'
import { availableInstances } from '../capacity/capacity-rules.js'
import type { ErrnoSymbol } from '../port/errno.js'
import { Errno } from '../port/errno.js'
import type { TreeFile } from '../tree/file-tree.js'
import type { HostNumaNode } from '../snapshot/host-snapshot.js'
import type { MdevDriver, SimulatedInstance, SimulatedType } from './mdev-driver.js'
import { SimulatedKernel } from './simulated-kernel.js'
import type { SimulatedPciFunction } from './simulated-pci.js'

/** A parent of a simulated machine. */
export interface PersonalityParent {
  /** The kernel's name of one of the machine's devices. */
  device: string
  /** The vendor driver's name on the mdev bus. */
  driver: string
  /** The vendor driver's module; its name on the bus where absent. */
  module?: string
  /** The module's parameters, as they are read in `/sys/module`. */
  parameters?: Readonly<Record<string, string>>
  types: readonly SimulatedType[]
  capacity: CapacityRule
  /** What `create` answers when no instance is left. */
  whenFull: ErrnoSymbol
  /** The vendor's files in the directory of an instance. */
  attributes?: (instance: SimulatedInstance) => Readonly<Record<string, TreeFile>>
}

/** A machine to simulate: what is in it, and how its drivers share the hardware. */
export interface Personality {
  name: string
  /** One sentence for a person who has to choose. */
  summary: string
  kernel?: '5.10' | '6.1'
  /** IOMMU groups below this number are taken by devices that are left out. */
  firstIommuGroup?: number
  /** NUMA nodes with their CPUs; a machine without them is one whose kernel does not tell. */
  numaNodes?: readonly HostNumaNode[]
  /** Bridges before what is behind them. */
  pciFunctions?: readonly SimulatedPciFunction[]
  virtualDevices?: readonly { class: string; name: string }[]
  parents: readonly PersonalityParent[]
}

/** Builds the machine, with nothing made yet. */
export function kernelOf(personality: Personality): SimulatedKernel {
  const { kernel, firstIommuGroup } = personality
  const machine = new SimulatedKernel({
    ...(kernel !== undefined && { kernel }),
    ...(firstIommuGroup !== undefined && { firstIommuGroup }),
  })
  for (const node of personality.numaNodes ?? []) machine.addNumaNode(node)
  for (const pci of personality.pciFunctions ?? []) machine.addPciFunction(pci)
  for (const device of personality.virtualDevices ?? []) machine.addVirtualDevice(device.class, device.name)
  for (const parent of personality.parents) machine.registerParent(parent.device, driverOf(parent))
  return machine
}

function driverOf(parent: PersonalityParent): MdevDriver {
  const { types, capacity, attributes, parameters } = parent
  const available = (type: SimulatedType, live: readonly SimulatedInstance[]) =>
    availableInstances(
      capacity,
      type,
      live.map((instance) => instance.type),
    )
  return {
    name: parent.driver,
    module: parent.module ?? parent.driver,
    types,
    available,
    create(instance, live) {
      if (available(instance.type, live) <= 0) throw new Errno(parent.whenFull)
    },
    ...(parameters && { parameters }),
    ...(attributes && { attributes }),
  }
}
