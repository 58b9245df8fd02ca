import type { GuestMachine } from './guest-machine.js'
import type { PassedDevice } from './passed-devices.js'

/** The type of address that a device has in the guest in the end, given or chosen by libvirt. */
export function guestBusOf({ list, device }: PassedDevice, machine: GuestMachine): string {
  const type = list === 'interfaces' ? device.source?.type : 'type' in device ? device.type : undefined
  const model = 'model' in device ? device.model : undefined
  // The address of a crypto device is erased.
  if (type === 'mdev' && model === 'vfio-ap') return 'none'
  const given = device.address?.type
  if (given !== undefined) return given
  if (type === 'usb') return 'usb'
  if (type === 'scsi') return 'drive'
  if (type === 'pci') return 'pci'
  if (type === 'mdev') return model === 'vfio-ccw' ? 'ccw' : 'pci'
  if (type === 'scsi_host') return machine.chipset === 'unknown' ? 'unknown' : machine.chipset === 'ccw' ? 'ccw' : 'pci'
  return 'none'
}

/** An address type in a sentence. */
export function inWords(type: string): string {
  return type === 'none' ? 'no address' : `an address of type ${type}`
}
