export type { Diagnostic, Effect, Layer, Path, RelatedPlace, Severity, Span, TextEdit } from './diagnostic.js'
export { DocumentError, type Document } from './shape/document.js'
export type { At, Draft, ItemOf, ListKey, PathOf } from './shape/draft.js'
export type { SpanPart } from './shape/locate.js'
export { formatCcwAddress, parseCcwAddress, type CcwAddress } from './libvirt/ccw-address.js'
export { formatPciAddress, parsePciAddress, type PciAddress } from './libvirt/pci-address.js'
export { mdevName, nodeDeviceName, parseMdevName, type MdevName } from './libvirt/names.js'
export { parseUuid } from './libvirt/uuid.js'
export type { DeviceApi, MdevType } from './libvirt/mdev-types.js'
export type { MdevAttribute, MdevCapability, MdevTypesCapability } from './libvirt/mdev.js'
export type * from './libvirt/pci.js'
export type { PciVpd, PciVpdField, PciVpdReadOnly, PciVpdReadWrite } from './libvirt/pci-vpd.js'
export type { CssCapability } from './libvirt/css.js'
export type { ApMatrixCapability } from './libvirt/ap-matrix.js'
export {
  capabilityOf,
  formatNodeDevice,
  parseNodeDevice,
  type DevNode,
  type NodeDevice,
  type NodeDeviceCapability,
} from './libvirt/node-device.js'
export type * from './libvirt/guest-address.js'
export type { Acpi, Boot, Rom, Teaming } from './libvirt/hostdev-parts.js'
export {
  formatHostdev,
  parseHostdev,
  type Hostdev,
  type MdevHostdev,
  type MdevModel,
  type PciHostdev,
  type PciHostdevDriver,
} from './libvirt/hostdev.js'
export { hostdevFor, type HostdevOptions, type MdevSource } from './libvirt/hostdev-for.js'
export { parseDomain, type Domain, type Graphics } from './libvirt/domain.js'
export { HostError, type HostErrorCode, type HostErrorDetails } from './machine/host-error.js'
export type * from './machine/host-snapshot.js'
export type { CreateRequest, DestroyOptions, Host, OperationOptions } from './machine/host.js'
export { nodeDeviceOf, nodeDevices } from './machine/node-devices.js'
export { parseDefinition, type Definition, type DefinitionReading } from './machine/definition.js'
export { checkDomain, type CheckOptions, type CheckResult, type NotRun } from './rules/check-domain.js'
export { knownDevice, type KnownDevice } from './rules/known-device.js'
