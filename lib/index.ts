export type { Diagnostic, Effect, Layer, Path, RelatedPlace, Severity, Span, TextEdit } from './diagnostic.js'
export { DocumentError, type Document } from './shape/document.js'
export type { At, Draft, ItemOf, ItemPathOf, ListKey, PathOf } from './shape/draft.js'
export type { SpanPart } from './shape/locate.js'
export type { ApCardCapability } from './libvirt/ap-card.js'
export type { ApMatrixCapability } from './libvirt/ap-matrix.js'
export type { ApQueueCapability } from './libvirt/ap-queue.js'
export type { HostdevIp, HostdevRoute, MiscHostdev, NetHostdev, StorageHostdev } from './libvirt/capability-hostdevs.js'
export { formatCcwAddress, parseCcwAddress, type CcwAddress } from './libvirt/ccw-address.js'
export type { CcwCapability, CcwState } from './libvirt/ccw.js'
export type { CcwGroupCapability, CcwGroupMember, Qeth } from './libvirt/ccwgroup.js'
export type { CssCapability } from './libvirt/css.js'
export {
  parseDomain,
  type Controller,
  type DeviceAddress,
  type Disk,
  type Domain,
  type Graphics,
  type GuestDevice,
  type NetworkInterface,
  type NumaMemory,
  type OsBoot,
  type VcpuPin,
  type Vcpus,
  type Video,
} from './libvirt/domain.js'
export {
  differencesOfHostdevs,
  differencesOfNodeDevices,
  sameHostdev,
  sameNodeDevice,
  type Difference,
  type HostdevComparison,
} from './libvirt/differences.js'
export type { DrmCapability } from './libvirt/drm.js'
export type {
  CcwGuestAddress,
  DriveGuestAddress,
  GuestAddress,
  CcidGuestAddress,
  DimmGuestAddress,
  IsaGuestAddress,
  SpaprVioGuestAddress,
  VirtioBusGuestAddress,
  VirtioSerialGuestAddress,
  PciGuestAddress,
  UnassignedGuestAddress,
  UsbGuestAddress,
  ZpciAddress,
} from './libvirt/guest-address.js'
export { hostdevFor, type HostdevOptions, type MdevSource } from './libvirt/hostdev-for.js'
export type { Acpi, Boot, HostdevParts, Rom, SubsystemHostdev, Teaming } from './libvirt/hostdev-parts.js'
export { formatHostdev, parseHostdev, type Hostdev } from './libvirt/hostdev.js'
export type { UntypedInterface } from './libvirt/untyped-interface.js'
export type { InterfaceHostdev, PciInterfaceSource, UsbInterfaceSource } from './libvirt/interface-hostdev.js'
export type { MdevHostdev, MdevModel } from './libvirt/mdev-hostdev.js'
export type { DeviceApi, MdevType } from './libvirt/mdev-types.js'
export type { MdevAttribute, MdevCapability, MdevTypesCapability } from './libvirt/mdev.js'
export { mdevName, nodeDeviceName, parseMdevName, type MdevName } from './libvirt/names.js'
export type { NetCapability, NetFeature, NetLink } from './libvirt/net.js'
export {
  capabilityOf,
  formatNodeDevice,
  parseNodeDevice,
  type DevNode,
  type NodeDevice,
  type NodeDeviceCapability,
  type NodeDeviceFormat,
} from './libvirt/node-device.js'
export { formatPciAddress, parsePciAddress, type PciAddress } from './libvirt/pci-address.js'
export type { PciHostdev, PciHostdevDriver } from './libvirt/pci-hostdev.js'
export type { PciVpd, PciVpdField, PciVpdReadOnly, PciVpdReadWrite } from './libvirt/pci-vpd.js'
export type {
  IommuGroup,
  PciCapability,
  PciExpress,
  PciExpressLink,
  PciId,
  PciVirtualFunctions,
} from './libvirt/pci.js'
export type { ScsiGenericCapability } from './libvirt/scsi-generic.js'
export type { ScsiHostHostdev } from './libvirt/scsi-host-hostdev.js'
export type { FcHost, ScsiHostCapability, VportOps } from './libvirt/scsi-host.js'
export type { ScsiHostdev } from './libvirt/scsi-hostdev.js'
export type {
  IscsiAuth,
  IscsiHost,
  IscsiSecret,
  IscsiSource,
  ScsiAdapterSource,
  ScsiAddress,
} from './libvirt/scsi-source.js'
export type { FcRemotePort, ScsiTargetCapability } from './libvirt/scsi-target.js'
export type { ScsiUnit } from './libvirt/scsi-unit.js'
export type { ScsiCapability } from './libvirt/scsi.js'
export type { RemovableStorage, StorageBlocks, StorageCapability } from './libvirt/storage.js'
export type { SystemCapability, SystemFirmware, SystemHardware } from './libvirt/system.js'
export type { UsbAddress, UsbHostAddress } from './libvirt/usb-address.js'
export type { UsbDeviceCapability, UsbId } from './libvirt/usb-device.js'
export type { UsbHostdev, UsbSource } from './libvirt/usb-hostdev.js'
export type { UsbCapability } from './libvirt/usb.js'
export { parseUuid } from './libvirt/uuid.js'
export type { VdpaCapability } from './libvirt/vdpa.js'
export { HostError, type HostErrorCode, type HostErrorDetails, type OtherDevice } from './machine/host-error.js'
export type {
  Aggregation,
  Backend,
  HostApMatrixNode,
  HostCssNode,
  HostDevice,
  HostNode,
  HostNodeBase,
  HostPciNode,
  HostProblem,
  HostNumaNode,
  HostSnapshot,
  HostType,
  HostVirtualNode,
  UnfinishedWork,
} from './machine/snapshot/host-snapshot.js'
export type {
  CreateOptions,
  CreateRequest,
  DefineOptions,
  DefineRequest,
  DefinitionOptions,
  DestroyOptions,
  Host,
  OperationOptions,
  Recovery,
  StartOptions,
} from './machine/host.js'
export { hostErrorTable, type HostErrorDescription } from './machine/host-error-table.js'
export type { HostEvent, HostEventOf, HostThings } from './machine/watch/host-events.js'
export type { WatchOptions } from './machine/watch/watch-host.js'
export type { RecordOptions } from './machine/recording/record-machine.js'
export type { RecordedEntry, RecordedFiles } from './machine/tree/recorded-tree.js'
export type { Recording } from './machine/tree/recorded-tree-schema.js'
export { detailsOfType, type DescribedType } from './machine/description/details-of-type.js'
export type { DescriptionPair, Resolution, TypeDetails } from './machine/description/type-details.js'
export { parseVgpuName, type VgpuName } from './machine/description/vgpu-name.js'
export { attributeFaults } from './machine/attribute-schema/attribute-faults.js'
export type { AttributeFault } from './machine/attribute-schema/attribute-fault.js'
export { attributeSchemasFor, type AttributedType } from './machine/attribute-schema/attribute-schemas-for.js'
export type {
  AttributeFormat,
  AttributeSchema,
  DriverAttributes,
  ParameterSchema,
} from './machine/attribute-schema/attribute-schema.js'
export { nodeDeviceOf, nodeDevices } from './machine/snapshot/node-devices.js'
export {
  parseDefinition,
  type Definition,
  type DefinitionKey,
  type DefinitionReading,
} from './machine/definition/definition.js'
export {
  capacity,
  probeCapacity,
  type CapacityEffect,
  type DeviceCapacity,
  type HostCapacity,
  type PoolUse,
  type ProbedDevice,
  type ProbedEffect,
  type ProbedType,
  type ProbeOptions,
  type ProbeResult,
  type TypeCapacity,
  type TypeTotal,
} from './planning/capacity/index.js'
export {
  judgePartition,
  parsePartition,
  readPartition,
  type Partition,
  type PartitionDevice,
  type PartitionJudgement,
  type PartitionPart,
  type PartitionReading,
} from './planning/pools/index.js'
export * from './planning/plan/index.js'
export {
  checkMigration,
  parseCompatibilityFields,
  parseCompatibilityJson,
  parseCompatibilityText,
  parseCompatiblePatterns,
  readHostCompatibility,
  settleMigration,
  tryMigrationVersion,
  type Compatibility,
  type CompatibilityFields,
  type CompatibilityReading,
  type CompatibleSet,
  type HostCompatibility,
  type MigratedDevice,
  type MigrationAnswer,
  type MigrationComparison,
  type MigrationDirection,
  type MigrationOptions,
  type MigrationQuestion,
  type MigrationReason,
  type MigrationResult,
  type MigrationTarget,
  type MigrationVerdict,
  type MigrationVersionAnswer,
} from './planning/migration/index.js'
export { checkDefinition, type CheckDefinitionOptions } from './rules/check-definition.js'
export { checkDomains } from './rules/check-domains.js'
export { checkNodeDevice, type CheckNodeDeviceOptions } from './rules/check-node-device.js'
export { checkDomain, type CheckOptions } from './rules/check-domain.js'
export type { CheckResult, NotRun } from './rules/check-result.js'
export { defineRule } from './rules/define-rule.js'
export { knownDevice, type KnownDevice } from './rules/known-device.js'
export type { DefinitionFile } from './rules/described-rule.js'
export type { DomainFile } from './rules/set-rule.js'
export type { DomainFacts, DomainRule, Finding, RuleExample, Undecided } from './rules/rule.js'
export type { Chipset, GuestMachine } from './rules/facts/guest-machine.js'
export type { LibvirtDriver } from './rules/facts/libvirt-driver.js'
export type { LibvirtVersion } from './rules/facts/libvirt-version.js'
export { verdict, verdictOf, type Judgement, type Verdict, type VerdictOptions } from './rules/verdict.js'
