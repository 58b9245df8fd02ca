import type { OddDevice } from './odd-device.js'

/** Devices whose attributes have a prefix: libvirt asks libxml2 for most of them by the local name. */
export const prefixedAttributes: readonly OddDevice[] = [
  [
    'schema',
    `<hostdev mode='subsystem' xmlns:x='urn:x' type='pci' x:type='usb'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' xmlns:x='urn:x' x:type='usb' type='pci'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' mode='subsystem' x:type='pci'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' x:type='pci'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci' x:mode='capabilities'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci' x:mode='foo'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='mdev' x:model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-pci'><source><address x:uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1' x:function='9'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><address type='pci' x:slot='99'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><alias x:name='ua-a'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><boot x:order='0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><boot x:order='0'/></interface>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><boot order='1' x:order='0'/></hostdev>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><boot order='1' x:order='0'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><boot x:order='0' order='1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><boot x:order='0' order='1'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><rom x:bar='foo'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><rom x:bar='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><acpi x:index='0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><acpi x:index='0'/></interface>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><teaming x:type='foo'/></hostdev>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><teaming x:type='foo'/></interface>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><teaming x:persistent='foo'/></hostdev>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><teaming x:persistent='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><driver x:name='foo'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><driver x:name='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><master x:startport='foo'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><master x:startport='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><address x:type='foo'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><address x:type='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><address x:type='drive'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><address x:type='drive'/></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><alias x:name='ua-a'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><mac x:address='zz'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><mac address='52:54:00:11:22:33' x:type='foo'/></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><mtu x:size='foo'/></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><link x:state='foo'/></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><model x:type='a b'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><target x:dev='a' x:managed='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><port x:isolated='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><vlan x:trunk='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><virtualport x:type='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><ip address='10.0.0.1' x:family='ipv6'/></interface>`,
  ],
  [
    'schema define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><ip x:address='10.0.0.1'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><ip address='10.0.0.1' x:prefix='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><ip address='10.0.0.1' x:peer='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><route address='10.0.0.0' prefix='8' gateway='10.0.0.1' x:metric='0'/></interface>`,
  ],
  [
    'schema define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><route x:address='10.0.0.0' prefix='8' gateway='10.0.0.1'/></interface>`,
  ],
  [
    'schema define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><route address='10.0.0.0' prefix='8' x:gateway='10.0.0.1'/></interface>`,
  ],
  [
    'schema define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><route address='10.0.0.0' x:prefix='8' gateway='10.0.0.1'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><route x:family='ipv6' address='10.0.0.0' prefix='8' gateway='10.0.0.1'/></interface>`,
  ],
  [
    'schema define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><route x:netmask='255.0.0.0' address='10.0.0.0' gateway='10.0.0.1'/></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><vlan><tag x:id='5'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><vlan><tag id='5' x:nativeMode='foo'/></vlan></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><virtualport type='802.1Qbh'><parameters x:profileid='a'/></virtualport></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' x:type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address x:type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev' x:managed='foo' x:trustGuestRxFilters='foo'><source><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev' x:sgio='filtered'><source><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source x:startupPolicy='optional'><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source x:startupPolicy='optional'><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci' x:model='foo'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci' x:sgio='filtered'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci' x:rawio='yes'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci' x:display='on'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci' x:managed='yes'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source x:protocol='iscsi' name='a'><host name='b'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source><adapter x:name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source><adapter name='scsi_host0'/><address x:bus='0' target='0' unit='0'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' x:name='a'><host name='b'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host x:name='b'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b'/><auth x:username='a'><secret type='iscsi' usage='b'/></auth></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b'/><auth username='a'><secret type='iscsi' x:usage='b'/></auth></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b'/><initiator><iqn x:name='b'/></initiator></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi_host'><source x:protocol='vhost' wwpn='naa.5123456789abcde0'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi_host'><source protocol='vhost' x:wwpn='naa.5123456789abcde0'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='usb'><source><vendor x:id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='usb'><source x:guestReset='foo'><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci x:uid='0'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci x:uid='1' fid='1'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><vlan x:trunk='foo'><tag id='5'/></vlan></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><vlan><tag id='5'/></vlan><mac address='52:54:00:11:22:33' x:check='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><boot order='1' x:loadparm='%'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><rom x:enabled='no' bar='on'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><rom enabled='no' x:file='/x'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source x:writeFiltering='foo'><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source x:guestReset='foo'><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface xmlns:x='urn:x' type='hostdev'><source><address type='usb' x:bus='foo' device='2' bus='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-pci' x:display='foo'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-pci' x:ramfb='foo'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-pci' x:display='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-pci' x:managed='foo'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-pci' display='on' x:display='off'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-pci' x:display='off' display='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b'/><auth username='a' x:type='foo'><secret type='iscsi' usage='b'/></auth></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b'/><auth username='a'><secret x:type='ceph' usage='b'/></auth></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b'/><auth username='a'><secret x:type='iscsi' usage='b'/></auth></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b'/><auth username='a'><secret type='iscsi' x:uuid='b'/></auth></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b' x:port='x'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b' x:transport='x'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source protocol='iscsi' name='a'><host name='b' x:socket='x'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' x:controller='foo'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev xmlns:x='urn:x' type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' x:bus='3'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><address type='usb' x:bus='0' port='1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source><address type='usb' bus='0' x:port='foo'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='usb'><source x:startupPolicy='foo'><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='usb'><source x:autoAddress='foo'><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi' x:rawio='foo'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi' x:sgio='foo'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='mdev' model='vfio-ccw'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source><address type='ccw' x:cssid='0xfe' ssid='0' devno='1'/></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><address type='pci' x:multifunction='foo'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' type='scsi_host' x:model='foo'><source protocol='vhost' wwpn='naa.5123456789abcde0'/></hostdev>`,
  ],
  ['schema', `<hostdev xml:type='pci'><source><address bus='6' slot='1'/></source></hostdev>`],
  ['schema', `<hostdev type='pci' xml:type='foo'><source><address bus='6' slot='1'/></source></hostdev>`],
  ['schema parse define', `<hostdev xml:type='foo' type='pci'><source><address bus='6' slot='1'/></source></hostdev>`],
  ['schema parse define', `<hostdev xmlns:x='' x:type='pci'><source><address bus='6' slot='1'/></source></hostdev>`],
  [
    'schema parse define',
    `<hostdev xmlns:x='urn:x' x:type='foo' xmlns:y='urn:y' y:type='pci'><source><address bus='6' slot='1'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><x:boot order='0'/></hostdev>`,
  ],
  [
    'schema',
    `<hostdev xmlns:x='urn:x' type='pci'><source><address bus='6' slot='1'/></source><x:rom bar='foo'/></hostdev>`,
  ],
  ['schema parse define', `<interface xmlns:x='urn:x' x:type='foo'/>`],
  [
    'schema',
    `<interface xmlns:x='urn:x' x:type='hostdev' type='network'><source network='default'><address type='pci' bus='6'/></source></interface>`,
  ],
]
