import { addressDropped } from '../domain/address-dropped.js'
import { addressType } from '../domain/address-type.js'
import { displayIgnored } from '../domain/display-ignored.js'
import { displayWithoutGraphics } from '../domain/display-without-graphics.js'
import { modelMissing } from '../domain/model-missing.js'
import { modelUnknown } from '../domain/model-unknown.js'
import { ramfbMultiple } from '../domain/ramfb-multiple.js'
import { uuidDuplicate } from '../domain/uuid-duplicate.js'
import { uuidInvalid } from '../domain/uuid-invalid.js'
import { uuidMissing } from '../domain/uuid-missing.js'
import { sourceDuplicate } from '../domain/source-duplicate.js'
import { bootOrderDuplicate } from '../domain/boot-order-duplicate.js'
import { bootOrderWithOsBoot } from '../domain/boot-order-with-os-boot.js'
import { aliasDuplicate } from '../domain/alias-duplicate.js'
import { aliasDropped } from '../domain/alias-dropped.js'
import { teamingUnsuitable } from '../domain/teaming-unsuitable.js'
import { sgioUnfiltered } from '../domain/sgio-unfiltered.js'
import { modeCapabilities } from '../domain/mode-capabilities.js'
import { bootRefused } from '../domain/boot-refused.js'
import { vfioApMultiple } from '../domain/vfio-ap-multiple.js'
import { modelUnavailable } from '../domain/model-unavailable.js'
import { romWithoutPci } from '../domain/rom-without-pci.js'
import { acpiIndexWithoutPci } from '../domain/acpi-index-without-pci.js'
import { writeFiltering } from '../domain/write-filtering.js'
import { driverUnsupported } from '../domain/driver-unsupported.js'
import { usbDisabled } from '../domain/usb-disabled.js'
import { ramfbWithoutDisplay } from '../domain/ramfb-without-display.js'
import { managedIgnored } from '../domain/managed-ignored.js'
import { iommufdOnMdev } from '../domain/iommufd-on-mdev.js'
import { newerLibvirt } from '../domain/newer-libvirt.js'
import { addressPciDuplicate } from '../domain/address-pci-duplicate.js'
import { addressPciUnreachable } from '../domain/address-pci-unreachable.js'
import { addressCcwUnavailable } from '../domain/address-ccw-unavailable.js'
import { addressCcwDuplicate } from '../domain/address-ccw-duplicate.js'
import { zpciUnavailable } from '../domain/zpci-unavailable.js'
import { zpciUidRange } from '../domain/zpci-uid-range.js'
import { zpciDuplicate } from '../domain/zpci-duplicate.js'
import { addressDriveDuplicate } from '../domain/address-drive-duplicate.js'
import { addressDriveUnreachable } from '../domain/address-drive-unreachable.js'
import { addressUsbUnreachable } from '../domain/address-usb-unreachable.js'
import { interfaceType } from '../domain/interface-type.js'
import { typeMissing } from '../domain/type-missing.js'
import { typeUnknown } from '../domain/type-unknown.js'
import { addressTypeMissing } from '../domain/address-type-missing.js'
import { addressTypeUnknown } from '../domain/address-type-unknown.js'
import { usbIdIncomplete } from '../domain/usb-id-incomplete.js'
import { teamingUntold } from '../domain/teaming-untold.js'
import { romDisabled } from '../domain/rom-disabled.js'
import { iscsiHostRepeated } from '../domain/iscsi-host-repeated.js'
import { iscsiSecretUnclear } from '../domain/iscsi-secret-unclear.js'
import { addressCcwIncomplete } from '../domain/address-ccw-incomplete.js'
import { interfaceUnsupported } from '../domain/interface-unsupported.js'
import { interfaceUntyped } from '../domain/interface-untyped.js'
import { iscsiSocket } from '../domain/iscsi-socket.js'
import { ipMixed } from '../domain/ip-mixed.js'
import { routeUnclear } from '../domain/route-unclear.js'
import { vlanUntagged } from '../domain/vlan-untagged.js'
import { vlanTrunk } from '../domain/vlan-trunk.js'
import { virtualPortIncomplete } from '../domain/virtual-port-incomplete.js'
import { virtualPortUnfit } from '../domain/virtual-port-unfit.js'
import { virtualPortIgnored } from '../domain/virtual-port-ignored.js'
import { portIsolated } from '../domain/port-isolated.js'
import type { DomainRule } from '../rule.js'

/** What the document of a domain shows by itself. */
export const documentRules: readonly DomainRule[] = [
  typeMissing,
  typeUnknown,
  uuidMissing,
  uuidInvalid,
  modelMissing,
  modelUnknown,
  uuidDuplicate,
  ramfbMultiple,
  displayWithoutGraphics,
  displayIgnored,
  addressTypeMissing,
  addressTypeUnknown,
  addressType,
  addressDropped,
  interfaceType,
  interfaceUntyped,
  interfaceUnsupported,
  portIsolated,
  sourceDuplicate,
  bootOrderDuplicate,
  bootOrderWithOsBoot,
  aliasDuplicate,
  aliasDropped,
  teamingUntold,
  teamingUnsuitable,
  iscsiHostRepeated,
  iscsiSecretUnclear,
  sgioUnfiltered,
  modeCapabilities,
  bootRefused,
  vfioApMultiple,
  modelUnavailable,
  romDisabled,
  romWithoutPci,
  acpiIndexWithoutPci,
  writeFiltering,
  driverUnsupported,
  usbIdIncomplete,
  iscsiSocket,
  ipMixed,
  routeUnclear,
  vlanUntagged,
  vlanTrunk,
  virtualPortIncomplete,
  virtualPortUnfit,
  virtualPortIgnored,
  usbDisabled,
  ramfbWithoutDisplay,
  managedIgnored,
  iommufdOnMdev,
  newerLibvirt,
  addressPciDuplicate,
  addressPciUnreachable,
  addressCcwIncomplete,
  addressCcwUnavailable,
  addressCcwDuplicate,
  zpciUnavailable,
  zpciUidRange,
  zpciDuplicate,
  addressDriveDuplicate,
  addressDriveUnreachable,
  addressUsbUnreachable,
]
