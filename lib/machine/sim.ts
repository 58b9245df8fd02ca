/** Simulated and recorded machines, and the driver layer over any port: what the entry `./sim` exports. Needs no Node built-in. */
export type { CcwAddress } from '../libvirt/ccw-address.js'
export type { DeviceApi } from '../libvirt/mdev-types.js'
export type { NodeDevice } from '../libvirt/node-device.js'
export type { PciAddress } from '../libvirt/pci-address.js'
export type { IommuGroup, PciExpress, PciId, PciVirtualFunctions } from '../libvirt/pci.js'
export { capacitiesOf, capacityOf } from './capacity/capacity-of.js'
export type { CapacityLimit, CapacityRule, CapacityType } from './capacity/capacity-rules.js'
export { availableInstances, capacityLimit } from './capacity/capacity-rules.js'
export type { Certainty, LiveDevice, OfferedType, PhysicalCapacity } from './capacity/physical-capacity.js'
export type { PhysicalDevice } from './capacity/physical-devices.js'
export { physicalDevices } from './capacity/physical-devices.js'
export type { PredictedAvailability } from './capacity/predict-availability.js'
export { predictAvailability, predictAvailabilityOf } from './capacity/predict-availability.js'
export { Errno, errnoNumber, errnoSymbol } from './port/errno.js'
export type { ErrnoSymbol } from './port/errno.js'
export { FileTree } from './tree/file-tree.js'
export type { TreeEntry, TreeFile } from './tree/file-tree.js'
export { HostError } from './host-error.js'
export type { HostErrorCode, HostErrorDetails, OtherDevice } from './host-error.js'
export { hostErrorTable } from './host-error-table.js'
export type { HostErrorDescription } from './host-error-table.js'
export { attributeFaults } from './attribute-schema/attribute-faults.js'
export type { AttributeFault } from './attribute-schema/attribute-fault.js'
export { attributeSchemasFor } from './attribute-schema/attribute-schemas-for.js'
export type { AttributedType } from './attribute-schema/attribute-schemas-for.js'
export type {
  AttributeFormat,
  AttributeSchema,
  DriverAttributes,
  ParameterSchema,
} from './attribute-schema/attribute-schema.js'
export { detailsOfType } from './description/details-of-type.js'
export type { DescribedType } from './description/details-of-type.js'
export type { DescriptionPair, Resolution, TypeDetails } from './description/type-details.js'
export { parseVgpuName } from './description/vgpu-name.js'
export type { VgpuName } from './description/vgpu-name.js'
export type * from './snapshot/host-snapshot.js'
export type { MdevAttribute } from '../libvirt/mdev.js'
export type {
  CreateOptions,
  CreateRequest,
  DefineOptions,
  DefineRequest,
  DefinitionOptions,
  DestroyOptions,
  Host,
  MachineCompatibility,
  OperationOptions,
  Recovery,
  StartOptions,
} from './host.js'
export type { Compatibility, CompatibilityFields, CompatibleSet, HostCompatibility } from './migration/compatibility.js'
export type { HostEvent, HostEventOf, HostThings } from './watch/host-events.js'
export type { WatchOptions } from './watch/watch-host.js'
export { ProcessKilled } from './simulation/fault.js'
export type { Fault, FaultMoment, FaultPlace, PortOperation, PortOperationKind } from './simulation/fault.js'
export { Faults } from './simulation/faults.js'
export type { MachinePorts } from './simulation/faults.js'
export type {
  FlatVariant,
  MdevDriver,
  SimulatedInstance,
  SimulatedType,
  SketchVariant,
} from './simulation/mdev-driver.js'
export { configurePool } from './sketch/configure-pool.js'
export type { PoolCounts } from './sketch/pool-counts.js'
export type { MdevDelays } from './simulation/mdev-core.js'
export type { MdevParent } from './simulation/mdev-state.js'
export { nodeDeviceOf, nodeDevices } from './snapshot/node-devices.js'
export { parseSnapshot, readSnapshot } from './snapshot/read-snapshot.js'
export type { ReadSnapshot } from './snapshot/read-snapshot.js'
export { openSnapshot } from './snapshot/open-snapshot.js'
export { openSysfs } from './open-sysfs.js'
export type { OpenSysfsOptions } from './open-sysfs.js'
export { pciNamesFrom } from './scan/pci-names.js'
export type { PciNameEntry, PciNames } from './scan/pci-names.js'
export { kernelOf } from './simulation/personality.js'
export type { Personality, PersonalityParent, SimulatedBehaviour } from './simulation/personality.js'
export { personalities } from './simulation/personalities/index.js'
export type { RecordOptions } from './recording/record-machine.js'
export { recordedStore, recordedTree } from './tree/recorded-tree.js'
export type { RecordedEntry, RecordedFiles } from './tree/recorded-tree.js'
export type { Recording } from './tree/recorded-tree-schema.js'
export { parsePersonality, readPersonality } from './simulation/read-personality.js'
export type { ReadPersonality } from './simulation/read-personality.js'
export type * from './simulation/written-personality.js'
export { simulateHost } from './simulation/simulate-host.js'
export type { SimulatedHost, SimulateHostOptions } from './simulation/simulate-host.js'
export type { SimulatedCore } from './simulation/simulated-core.js'
export type { SimulatedDeviceState, SimulatedParentState, SimulatedState } from './simulation/simulated-state.js'
export { SimulatedKernel } from './simulation/simulated-kernel.js'
export type { SimulatedKernelOptions } from './simulation/simulated-kernel.js'
export type { ApMatrixOptions } from './simulation/ap-matrix-driver.js'
export type { SimulatedAp } from './simulation/simulated-ap.js'
export type { SimulatedSubchannel } from './simulation/simulated-css.js'
export type { SimulatedPciFunction, SimulatedPciLink } from './simulation/simulated-pci.js'
export { SysfsError } from './port/sysfs.js'
export type { DeviceUser, Sysfs, SysfsWriteOptions } from './port/sysfs.js'
export type { Store, StoreLockOptions } from './port/store.js'
export { MemoryStore } from './tree/memory-store.js'
