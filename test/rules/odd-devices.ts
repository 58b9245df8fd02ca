import type { OddDevice } from './odd-device.js'
import { oddDrivers } from './odd-drivers.js'
import { oddInterfaces } from './odd-interfaces.js'
import { oddNamespaces } from './odd-namespaces.js'
import { oddPlaces } from './odd-places.js'
import { prefixedAttributes } from './prefixed-attributes.js'

/** Odd devices of every kind. */
export const oddDevices: readonly OddDevice[] = [
  ...oddInterfaces,
  ...prefixedAttributes,
  ...oddNamespaces,
  ...oddDrivers,
  ...oddPlaces,
  [
    'define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/sdf1</char></source><address type='drive'/></hostdev><hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x05' function='0x0'/></source><teaming type='transient'/><teaming persistent='ua-net'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x05' function='0x0'/></source><teaming/><teaming type='foo' persistent='ua-net'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x05' function='0x0'/></source><source startupPolicy='optional'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x05' function='0x0'/></source><address type='pci'><zpci uid='0x0001'/><zpci uid='0xfffffffff'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x05' function='0x0'><zpci uid='0xfffffffff'/></address></source></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x05' function='0x0'><zpci uid='0xfffffffff'/></address></source></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='example.org'/><auth username='me'><secret type='ceph' usage='it'/></auth></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='zz'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='192.168.122.2' family='ipv6'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='192.168.122.2' peer='zz'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='33'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='example.org'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='127.1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='usb'><source><address bus='-0' device='2'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='usb'><source><address bus='1' device='-0'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='-0'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><address type='usb' bus='-0' port='1'/></hostdev>`,
  ],
  [
    '',
    `<hostdev mode='subsystem' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><address type='usb' bus='0' port='1.0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='example.org'/><auth username='me' type='foo'><secret type='iscsi' usage='x'/></auth></source></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='' port='-0'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='a' transport='foo'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='a' transport='unix'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='a' socket='/x'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='' name='a' port='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='-0' target='0' unit='0'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source><source startupPolicy='optional'/></hostdev>`,
  ],
  ['parse define', `<hostdev mode='subsystem' type='pci'><source><address bus='-0'/></source></hostdev>`],
  ['schema', `<hostdev mode='subsystem' type='pci'><source><address function='9'/></source></hostdev>`],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><address type='pci' function='9'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><address type='pci' slot='-0'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci uid='-0'/></address></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci uid='0'/><zpci uid='1' fid='1'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci uid='1' fid='1'/><zpci uid='0'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'parse define',
    `<hostdev mode='subsystem' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source><address type='ccw' cssid='-0' ssid='0' devno='0'/></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='-0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><master startport='-0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><master startport=''/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><alias name='ua-x'/></hostdev><hostdev mode='subsystem' type='pci'><source><address bus='6' slot='2'/></source><alias/><alias name='ua-x'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><teaming type='' persistent=''/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='storage'><source><block><foo>/x</foo></block></source></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' peer='fe80::1'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' family=''/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix=''/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' peer=''/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route gateway='fe80::1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route family='ipv6' gateway='fe80::1'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route family='ipv4' address='::' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route family='ipv6' address='10.0.0.0' gateway='fe80::1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' netmask='255.255.255.0' prefix='24' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' netmask='zz' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' prefix='33' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' prefix='8' gateway='zz'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.1' prefix='8' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='10.0.0.0' prefix='8' gateway='10.0.0.1' metric='0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route family='ipv6' address='fe80::' prefix='8' netmask='ffff::' gateway='fe80::1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route address='0.0.0.0' gateway='10.0.0.1' prefix='-0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route prefix='8' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><route netmask='255.0.0.0' gateway='10.0.0.1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id=''/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='4096'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='-0'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='0x2a'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='zz'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan trunk='no'><tag id='1'/><tag id='2'/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan trunk='no'><tag id='1'/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan trunk=''><tag id='1'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan trunk='foo'><tag id='1'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan trunk='yes'><tag id='1' nativeMode='foo'/></vlan></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan trunk='yes'><tag id='1' nativeMode='tagged'/><tag id='2' nativeMode='tagged'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='1' nativeMode=''/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='1'/></vlan><vlan><tag id='zz'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan/><vlan><tag id='zz'/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan foo='1'><tag id='1'/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><foo/><tag id='1'/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='1'><foo/></tag></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='1'/>text</vlan></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='1 '/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><vlan><tag id='+1'/></vlan></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport/></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport type='802.1Qbh'/></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport type='802.1Qbg'><parameters managerid='11'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport type='midonet'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport type='none'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport type='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport type=''/></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><virtualport><parameters profileid='p'/></virtualport></interface>`,
  ],
  [
    'define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><ip address='10.0.0.1'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><ip address='zz'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><ip/></interface>`,
  ],
  [
    'define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><ip address='10.0.0.1' prefix='24'/><ip address='fe80::1' family='ipv6' prefix='64'/></interface>`,
  ],
  [
    'define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><route address='10.0.0.0' prefix='8' gateway='10.0.0.1'/></interface>`,
  ],
  [
    'define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><route family='ipv4' address='0.0.0.0' gateway='192.168.122.1'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><route/></interface>`,
  ],
  [
    'define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><ip address='10.0.0.1' prefix='24' peer='10.0.0.2'/></interface>`,
  ],
  [
    'define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><mtu size='1500'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><mtu/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><mtu size=''/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><link state='foo'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><link/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><model/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><model type='a b'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target/></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><port isolated='yes'/></interface>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci uid='zz'/><zpci uid='1' fid='1'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'><zpci uid='zz'/></address></source></hostdev>`,
    's390-ccw-virtio',
  ],
  ['schema', `<interface type='hostdev'><source/><source><address type='pci' bus='6' slot='1'/></source></interface>`],
  [
    'schema',
    `<interface type='hostdev'><source><address bus='6' slot='1'/></source><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source/><source><address type='usb' bus='6' device='1'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><vendor id='1'/><product id='2'/></source><source><address type='usb' bus='6' device='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='1'/><address type='usb' bus='6' device='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><product id='1'/><address type='usb' bus='6' device='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='0'/><product id='1'/><address type='usb' bus='6' device='1'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source guestReset='foo'><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><source startupPolicy='optional'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><driver name='foo'/><source><address type='usb' bus='6' device='1'/></source></interface>`,
  ],
  [
    '',
    `<interface type='hostdev'><driver name='qemu'/><source><address type='usb' bus='6' device='1'/></source></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><driver name='vfio' iommu='on'/><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><driver name='vfio' packed='on'/><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    '',
    `<interface type='hostdev'><driver name='vfio'><host/></driver><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    '',
    `<interface type='hostdev' trustGuestRxFilters='yes'><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev' trustGuestRxFilters='foo'><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><teaming type='transient'/><teaming persistent='ua-x'/><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><teaming type='' persistent=''/><source><address type='pci' bus='6' slot='1'/></source></interface>`,
  ],
  ['schema', `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source>text</interface>`],
  ['schema', `<interface type='hostdev'><source>text<address type='pci' bus='6' slot='1'/></source></interface>`],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch'><parameters/><parameters interfaceid='zz'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch'><parameters interfaceid='zz'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch'><parameters interfaceid=''/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch'><parameters managerid='1'/></virtualport></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch'><parameters foo='1'/></virtualport></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch'><foo/></virtualport></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch' foo='1'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='openvswitch'/><virtualport type='foo'/></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbh'><parameters profileid=''/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbh'><parameters profileid='p' instanceid='zz'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbh'><parameters profileid='p' interfaceid='zz'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbh'><parameters profileid='p' interfaceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbg'><parameters managerid='256' typeid='1' typeidversion='2' instanceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbg'><parameters managerid='0x1' typeid='16777216' typeidversion='2' instanceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbg'><parameters managerid='zz' typeid='1' typeidversion='2' instanceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='802.1Qbg'><parameters managerid='1' typeid='1' typeidversion='2' instanceid='zz'/></virtualport></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='midonet'><parameters interfaceid='zz'/></virtualport></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><virtualport type='midonet'><parameters profileid='p' interfaceid='09b11c53-8b5c-4eeb-8f00-d84eaa0aaa4f'/></virtualport></interface>`,
  ],
  ['schema', `<hostdev mode='subsystem' type='pci'><source>text<address bus='6' slot='1'/></source></hostdev>`],
  ['schema', `<hostdev mode='subsystem' type='pci'>text<source><address bus='6' slot='1'/></source></hostdev>`],
  ['schema', `<hostdev mode='subsystem' type='pci'>&#160;<source><address bus='6' slot='1'/></source></hostdev>`],
  ['schema', `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'>x</address></source></hostdev>`],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><boot order='1'>x</boot></hostdev>`,
  ],
  [
    '',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><readonly> </readonly></hostdev>`,
  ],
  [
    '',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1'/></source><readonly><!-- c --></readonly></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><readonly>x</readonly></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci'><source xmlns='urn:x'><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci'><source><address bus='6' slot='1' xmlns='urn:x'/></source></hostdev>`,
  ],
  ['parse define', `<hostdev mode='subsystem' type='pci&#10;'><source><address bus='6' slot='1'/></source></hostdev>`],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target dev=''/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target dev='a b'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target dev='x' managed='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target managed='no'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target dev='x'/><target dev='y'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target dev='x' foo='1'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target dev='x' managed=''/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source><target><foo/></target></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><target/><target managed='foo'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><target managed='yes'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='1'/></source><target dev='' managed='no'/></interface>`,
  ],
  [
    'schema define',
    `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='1000'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='subsystem' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='1000'/></hostdev>`,
    'q35',
  ],
  [
    'parse define',
    `<hostdev mode='subsystem' type='pci'><source startupPolicy='optional'><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='pci'><source startupPolicy='256'><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'parse define',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><address type='drive'/></hostdev>`,
  ],
  [
    'parse define',
    `<controller type='usb' index='0' model='none'/><hostdev mode='capabilities' type='storage'><source><block>/dev/sdf1</block></source></hostdev>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='usb' bus='1' device='2'><product id='0xbeef'/></address></source></interface>`,
  ],
  [
    'parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.1992-01.com.example'><host name='example.org'/></source></hostdev><hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn.1992-01.com.example/0'><host name='example.org'/></source></hostdev>`,
  ],
  ['', `<interface type='hostdev'><source missing='yes'><address type='usb' bus='1' device='2'/></source></interface>`],
  ['', `<interface type='hostdev'><source missing='no'><address type='usb' bus='1' device='2'/></source></interface>`],
  [
    '',
    `<interface type='hostdev'><source missing='yes '><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  ['', `<interface type='hostdev'><source missing='yes'><address type='pci' bus='1'/></source></interface>`],
  [
    'parse define',
    `<hostdev mode='subsystem' type='usb'><source><address bus='1' device='2'/></source><address type='dimm' slot='4294967295'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='dimm' slot='4294967296'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='isa' iobase='4294967296'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='isa' iobase='0x100000000'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='isa' irq='4294967296'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='isa' irq='0x100000000'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='ccid' controller='4294967296'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='ccid' slot='4294967296'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='virtio-serial' controller='4294967296'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='virtio-serial' bus='4294967296'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='dimm' base='4294967296'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='dimm' base='0x100000000'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='misc'><source><char>/dev/x</char></source><address type='virtio-s390'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='pci'><source><address domain='0' bus='0' slot='0' function='&#10;0xff'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address bus='0x06' slot='0x10'/><address type='pci' bus='0x06' slot='0x10' xmlns='urn:x'/></source></interface>`,
  ],
]
