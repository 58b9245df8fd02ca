import type { OddDevice } from './odd-device.js'

/** Elements and attributes of a namespace: libvirt sees few of them, and its schema allows none. */
export const oddNamespaces: readonly OddDevice[] = [
  ['schema', `<x:hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source></x:hostdev>`],
  ['schema', `<x:hostdev type='pci'><source><address bus='6' slot='1'/></source></x:hostdev>`],
  ['schema', `<hostdev xmlns='urn:x' type='pci'><source><address bus='6' slot='1'/></source></hostdev>`],
  ['schema', `<hostdev xmlns='urn:x' type='foo'/>`],
  ['schema', `<x:hostdev xmlns:x='urn:x' type='foo'/>`],
  ['schema', `<x:hostdev type='foo'/>`],
  [
    'schema parse define',
    `<hostdev type='pci' xmlns:x='urn:x'><x:source><address bus='6' slot='1'/></x:source></hostdev>`,
  ],
  ['schema', `<hostdev type='pci' xmlns:x='urn:x'><source><x:address bus='6' slot='1'/></source></hostdev>`],
  ['schema parse define', `<hostdev type='pci'><x:source><address bus='6' slot='1'/></x:source></hostdev>`],
  [
    'schema',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><x:address type='foo'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><x:alias name='ua-x'/></hostdev>`,
  ],
  ['schema', `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><x:readonly/></hostdev>`],
  [
    'schema',
    `<hostdev type='usb' xmlns:x='urn:x'><source><x:vendor id='0x1234'/><x:product id='0x1'/></source></hostdev>`,
  ],
  ['schema', `<hostdev type='usb' xmlns:x='urn:x'><source><x:address bus='1' device='2'/></source></hostdev>`],
  [
    'schema parse define',
    `<hostdev type='scsi' xmlns:x='urn:x'><source><x:adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='scsi' xmlns:x='urn:x'><source><adapter name='scsi_host0'/><x:address bus='0' target='0' unit='0'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='mdev' model='vfio-pci' xmlns:x='urn:x'><source><x:address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='mdev' model='vfio-pci'><source><x:address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><address type='pci'><x:zpci uid='99999999'/></address></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev' xmlns:x='urn:x'><source><x:address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev' xmlns:x='urn:x'><x:source><address type='pci' bus='6' slot='0x10'/></x:source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev' xmlns:x='urn:x'><source><address type='pci' bus='6' slot='0x10'/></source><x:mac address='zz'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev' xmlns:x='urn:x'><source><address type='pci' bus='6' slot='0x10'/></source><x:virtualport/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev' xmlns:x='urn:x'><source><address type='pci' bus='6' slot='0x10'/></source><x:ip address='1.2.3.4'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev' xmlns:x='urn:x'><source><address type='pci' bus='6' slot='0x10'/></source><x:target managed='no'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev' xmlns:x='urn:x'><source><address type='pci' bus='6' slot='0x10'/></source><x:port isolated='yes'/></interface>`,
  ],
  ['schema', `<x:interface type='hostdev' xmlns:x='urn:x'/>`],
  ['schema', `<interface xmlns='urn:x' type='hostdev'/>`],
  [
    'schema parse define',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><address type='pci'><x:zpci uid='zz'/></address></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci xmlns='urn:x' uid='zz'/></address></hostdev>`,
  ],
  [
    'schema',
    `<hostdev type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><x:zpci uid='zz'/></address></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'><x:zpci uid='zz'/></address></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><address type='pci'><x:zpci uid='1' fid='2'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema parse define',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><address type='pci'><zpci uid='1'/><x:zpci x:uid='zz' fid='2'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<interface type='hostdev' xmlns:x='urn:x'><source><address type='pci' domain='0' bus='6' slot='0x10' function='0'/></source><virtualport type='802.1Qbh'><x:parameters profileid='x'/></virtualport></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev' xmlns:x='urn:x'><source><address type='pci' domain='0' bus='6' slot='0x10' function='0'/></source><virtualport type='802.1Qbh'><x:parameters x:profileid='x'/><parameters/></virtualport></interface>`,
  ],
  [
    'schema',
    `<hostdev type='pci' xmlns:x='urn:x'><source><address bus='6' slot='1'/></source><readonly xmlns='urn:y'/></hostdev>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='0'/></source><guest xmlns='urn:x' dev='a'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev type='pci' xmlns:x='urn:x' x:sgio='filtered'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  ['', `<interface type='network'><source network='default'/></interface>`],
  ['schema', `<interface type='network' xmlns:x='urn:x' x:foo='1'><source network='default'/></interface>`],
  ['schema', `<interface type='network' xmlns:x='urn:x'><source network='default' x:foo='1'/></interface>`],
  ['schema', `<interface type='network' x:foo='1'><source network='default'/></interface>`],
  ['schema', `<interface xmlns:x='urn:x' x:type='network'><source network='default'/></interface>`],
  ['schema', `<interface xmlns:x='urn:x' x:type='network' type='hostdev'><source network='default'/></interface>`],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' x:type='hostdev' type='network'><source network='default'/></interface>`,
  ],
  ['schema', `<interface type='user' xmlns:x='urn:x'><x:foo/></interface>`],
  ['schema', `<interface type='user' xmlns:x='urn:x' x:foo='1'/>`],
  ['schema', `<interface type='user' xml:lang='en'/>`],
  ['schema', `<interface type='bridge' xmlns:x='urn:x' x:managed='zz'><source bridge='br0'/></interface>`],
  ['schema', `<disk type='file' xmlns:x='urn:x' x:foo='1'><source file='/x'/><target dev='vda'/></disk>`],
  ['schema', `<controller type='scsi' index='0' xmlns:x='urn:x' x:index='4'/>`],
]
