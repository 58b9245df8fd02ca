import type { OddDevice } from './odd-device.js'

/** Places in the guest that depend on how many ports a USB controller has, or how many controllers there is room for. */
export const oddPlaces: readonly OddDevice[] = [
  [
    '',
    `<controller type='usb' model='qemu-xhci' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='4'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='qemu-xhci' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='qemu-xhci' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
    'q35',
  ],
  [
    '',
    `<controller type='usb' model='qemu-xhci' index='0' ports='8'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='8'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='qemu-xhci' index='0' ports='8'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='9'/></hostdev>`,
  ],
  [
    '',
    `<controller type='usb' model='nec-xhci' index='0' ports='8'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='8'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='nec-xhci' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='nec-xhci' index='0' ports='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<controller type='usb' model='nec-xhci' index='0' ports='x'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='nec-xhci' index='0' ports='16'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='piix3-uhci' index='0' ports='8'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='8'/></hostdev>`,
  ],
  [
    '',
    `<controller type='usb' model='ich9-ehci1' index='0'/><controller type='usb' model='ich9-uhci1' index='0'><master startport='0'/></controller><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='6'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='ich9-ehci1' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='7'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='pci-ohci' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='4'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='ehci' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='7'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='qemu-xhci' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'define',
    `<hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='1'/></hostdev>`,
    's390-ccw-virtio',
  ],
  ['define', `<hostdev type='usb'><source><address bus='1' device='2'/></source></hostdev>`, 's390-ccw-virtio'],
  [
    'define',
    `<controller type='usb' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='3'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' index='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
    'q35',
  ],
  [
    'define',
    `<hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='5'/></hostdev>`,
    'q35',
  ],
  [
    'define',
    `<hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='16'/></hostdev>`,
    'q35',
  ],
  [
    'define',
    `<controller type='usb' model='nec-xhci' index='0' ports='16'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='1'/></hostdev>`,
  ],
  [
    'define',
    `<controller type='usb' model='nec-xhci' index='0' ports='0'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='1'/></hostdev>`,
  ],
  [
    '',
    `<controller type='usb' model='ich9-ehci1' index='0' ports='8'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='6'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<controller type='usb' model='nec-xhci' index='0' ports='-1'/><hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='4'/></hostdev>`,
  ],
  [
    '',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='15' bus='0' target='0' unit='0'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='300' bus='0' target='0' unit='0'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='999' bus='0' target='0' unit='0'/></hostdev>`,
  ],
  [
    '',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='60' bus='0' target='0' unit='0'/></hostdev>`,
    'q35',
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='300' bus='0' target='0' unit='0'/></hostdev>`,
    'q35',
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='300' bus='0' target='0' unit='0'/></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    '',
    `<interface type='user'/><sound model='ich6'/><hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='80' bus='0' target='0' unit='0'/></hostdev>`,
  ],
  [
    '',
    `<controller type='pci' index='1' model='pci-bridge'/><hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='40' bus='0' target='0' unit='0'/></hostdev>`,
  ],
]
