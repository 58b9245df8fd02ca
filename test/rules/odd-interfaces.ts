import type { OddDevice } from './odd-device.js'

/** Interfaces without a type or an address, hosts behind a socket, odd numbers of IP, and more than one `<devices>`. */
export const oddInterfaces: readonly OddDevice[] = [
  [
    'schema parse define',
    `<hostdev type='pci'><source><address bus='6' slot='1'/></source><teaming type='transient&#9;'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev type='pci'><source><address bus='6' slot='1'/></source><teaming type='transient&#9;' persistent='ua-x'/></hostdev>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><address type='pci' domain='0' bus='6' slot='1' function='0'/></source><teaming type='persistent '/></interface>`,
  ],
  ['', `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address/></source></interface>`,
  ],
  [
    '',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address type='pci' domain='0' bus='6' slot='0x10' function='1'/></source></interface>`,
  ],
  ['schema parse define', `<interface type='hostdev'><source><vendor id='0x1234'/></source></interface>`],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/></source></interface>`,
  ],
  ['schema', `<interface type='hostdev'><source><product id='0xbeef'/><vendor id='0x1234'/></source></interface>`],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><product id='0xbeef'/><vendor id='0x1234'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`,
  ],
  ['', `<interface type='hostdev'><source><vendor id='1'/><product id='0xbeef'/></source></interface>`],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='1'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><vendor id='0x1234' a='b'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234' a='b'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><foo/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><foo/></source></interface>`,
  ],
  ['schema parse define', `<interface type='hostdev'><source><vendor/><product/></source></interface>`],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor/><product/></source></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><vendor id='0x0000'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x0000'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='0xzz'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0xzz'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address type='foo'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address type='foo'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address type=''/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address type=''/></source></interface>`,
  ],
  [
    'parse define',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='a' device='2'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address bus='a' device='2'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address bus='1'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/><address uuid='a'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/><address uuid='a'/></source></interface>`,
  ],
  ['schema', `<interface type='hostdev'><source><vendor id='0x1234'/><product id='0xbeef'/>text</source></interface>`],
  [
    'schema',
    `<interface type='hostdev'><source startupPolicy="optional"><vendor id='0x1234'/><product id='0xbeef'/>text</source></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' socket='/x'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' socket=''/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' name=''/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' name='' socket='/x'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' name='a' socket='/x'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' port='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' port='x'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' socket='/x' port='x'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' socket='/x' port='1'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='tcp'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='rdma'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='tcp' socket='/x'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='foo'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport=''/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' name='a' socket='/x' port='70000'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='a' transport='tcp' socket=''/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host transport='unix' socket='/x'/><host name='a'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='scsi'><source protocol='iscsi' name='iqn'><host name='a'/><host transport='unix' socket='/x'/></source></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::00001'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::12345'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::000001'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='00000::1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='0:0:0:0:0:0:0:00001'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1234:5678:9'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe800::1'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::0000'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::1.2.3.4'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::001.2.3.4'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::256.1.1.1'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1::00000'/></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::0fffff'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1:2:3:4:5:6:7:8'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1:2:3:4:5:6:7:8:9'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1:2:3:4:5:6:7::'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::2:3:4:5:6:7:8'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1::3:4:5:6:7:8'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1:2:3:4:5:6:7:8::'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address=':1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1:'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address=':::'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1%eth0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1%'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1%1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::g'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='FE80::A'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address=' fe80::1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1 '/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-1'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-1'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-0'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-0'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-24'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-24'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-4294967295'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-4294967295'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-4294967272'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-4294967272'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-4294967264'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-4294967264'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-4294967263'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-4294967263'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-4294967168'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-4294967168'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-4294967167'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-4294967167'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-4294967296'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-4294967296'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='+24'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='+24'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix=' 24'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix=' 24'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='0x18'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='0x18'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-9999999999'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-9999999999'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-18446744073709551592'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-18446744073709551592'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-18446744073709551615'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-18446744073709551615'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-18446744073709551616'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-18446744073709551616'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='10.0.0.1' prefix='-99999999999999999999'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' prefix='-99999999999999999999'/></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress='foo'><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress='foo'><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress='foo'><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source autoAddress='foo'><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source autoAddress='foo'><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress=''><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress=''><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress=''><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source autoAddress=''><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source autoAddress=''><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema',
    `<hostdev type='usb'><source autoAddress='yes'><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  ['schema', `<hostdev type='usb'><source autoAddress='yes'><address bus='1' device='2'/></source></hostdev>`],
  [
    'schema',
    `<hostdev type='usb'><source autoAddress='yes'><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source autoAddress='yes'><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source autoAddress='yes'><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress=' yes'><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress=' yes'><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev type='usb'><source autoAddress=' yes'><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source autoAddress=' yes'><vendor id='0x1234'/><product id='0xbeef'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source autoAddress=' yes'><address type='pci' bus='6' slot='0x10'/></source></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><master startport='1'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source><master startport='1'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><master startport='foo'/></interface>`,
  ],
  [
    'schema parse define',
    `<interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source><master startport='foo'/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='pci' bus='6' slot='0x10'/></source><master/></interface>`,
  ],
  [
    'schema',
    `<interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source><master/></interface>`,
  ],
  [
    'parse define',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    'parse define',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='0' device='0'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='0' device='0'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x42'/><product id='0xbeef'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x42'/><product id='0xbeef'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x42'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev type='usb'><source><vendor id='0x42'/><product id='0xbeef'/><address bus='1' device='2'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='1' device='2'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    'parse define',
    `<hostdev type='usb'><source><address bus='1' device='2'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='0' device='0'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='0' device='0'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='3'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='1' device='3'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='1' device='3'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='1' device='3'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='1' device='0'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='1' device='0'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='0' device='2'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><address bus='0' device='2'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    'parse define',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='0' device='2'/></source></hostdev><hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/></source></hostdev>`,
  ],
  [
    '',
    `<hostdev type='usb'><source><vendor id='0x1234'/><product id='0xbeef'/><address bus='0' device='2'/></source></hostdev><interface type='hostdev'><source><address type='usb' bus='1' device='2'/></source></interface>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4' family='ipv4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4' family='ipv4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4' family='ipv6'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4' family='ipv6' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:102:304'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:102:304' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:102:304' family='ipv4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:102:304' family='ipv4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:102:304' family='ipv6'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:102:304' family='ipv6' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='1.2.3.4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='fe80::1' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::1.2.3.4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='0:0:0:0:0:ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='0:0:0:0:0:ffff:1.2.3.4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='0:0:0:0:0:ffff:1.2.3.4' family='ipv4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='0:0:0:0:0:ffff:1.2.3.4' family='ipv4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='0:0:0:0:0:ffff:1.2.3.4' family='ipv6'/></hostdev>`,
  ],
  [
    'define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='0:0:0:0:0:ffff:1.2.3.4' family='ipv6' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4%1'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4%1' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4%1' family='ipv4'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4%1' family='ipv4' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4%1' family='ipv6'/></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev mode='capabilities' type='net'><source><interface>eth0</interface></source><ip address='::ffff:1.2.3.4%1' family='ipv6' peer='::ffff:1.2.3.4'/></hostdev>`,
  ],
  ['schema', `</devices><devices>`],
  [
    'schema',
    `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev></devices><devices>`,
  ],
  [
    'schema',
    `</devices><devices><hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev></devices><devices><hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev></devices><devices><hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c03'/></source></hostdev>`,
  ],
  [
    'schema parse define',
    `</devices><devices><hostdev mode='subsystem' type='mdev' model='foo'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema define',
    `</devices><devices><hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema',
    `<graphics type='vnc'/></devices><devices><hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev></devices><devices><graphics type='vnc'/>`,
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source></hostdev></devices><devices><interface><source/></interface>`,
  ],
  ['schema parse define', `</devices><devices><interface type='hostdev'/>`],
  ['schema', `</devices><devices><foo/>`],
  [
    'schema define',
    `<hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source><boot order='1'/></hostdev></devices><devices>`,
  ],
  [
    'schema parse define',
    `<controller type='usb' model='none'/></devices><devices><hostdev type='usb'><source><address bus='1' device='2'/></source></hostdev>`,
  ],
  [
    'schema define',
    `<hostdev type='usb'><source><address bus='1' device='2'/></source><address type='usb' bus='0' port='1'/></hostdev></devices><devices><hostdev type='usb'><source><address bus='1' device='3'/></source><address type='usb' bus='0' port='1'/></hostdev>`,
  ],
  ['schema', `<interface><address type='drive' controller='0' bus='0' target='0' unit='0'/></interface>`],
  ['schema define', `<interface><address type='drive' controller='2' bus='1'/></interface>`],
  ['schema', `<interface><address type='drive' unit='7'/></interface>`],
  ['schema define', `<interface><address type='drive' controller='1' bus='1'/></interface>`, 'q35'],
  ['schema', `<interface><address type='drive' unit='8'/></interface>`, 'q35'],
  [
    'schema',
    `<interface><address type='drive' controller='1' bus='0' target='4' unit='8'/></interface>`,
    's390-ccw-virtio',
  ],
  ['schema', `<interface><address type='drive' unit='300'/></interface>`, 's390-ccw-virtio'],
  [
    'schema',
    `<controller type='scsi' index='0' model='virtio-scsi'/><interface><address type='drive' controller='0' bus='0' target='4' unit='8'/></interface>`,
  ],
  [
    'schema define',
    `<controller type='scsi' index='0' model='virtio-scsi'/><interface><address type='drive' controller='5' bus='1'/></interface>`,
  ],
  [
    'schema define',
    `<controller type='scsi' index='0' model='virtio-scsi'/><interface><address type='drive' controller='0' bus='1' target='0' unit='0'/></interface>`,
    'q35',
  ],
  [
    'schema',
    `<controller type='scsi' index='0' model='virtio-scsi'/><interface><address type='drive' controller='2' target='1'/></interface>`,
    'q35',
  ],
  [
    'schema',
    `<controller type='scsi' index='0' model='virtio-scsi'/><interface><address type='drive' controller='0' bus='0' target='0' unit='0'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<controller type='scsi' index='0' model='virtio-scsi'/><interface><address type='drive' controller='2' bus='1'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<controller type='scsi' index='0' model='virtio-scsi'/><interface><address type='drive' unit='7'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<controller type='scsi' index='0'/><interface><address type='drive' controller='0' bus='1' target='0' unit='0'/></interface>`,
  ],
  [
    'schema',
    `<controller type='scsi' index='0'/><interface><address type='drive' controller='2' target='1'/></interface>`,
  ],
  [
    'schema',
    `<controller type='scsi' index='0'/><interface><address type='drive' controller='0' bus='0' target='0' unit='0'/></interface>`,
    'q35',
  ],
  [
    'schema define',
    `<controller type='scsi' index='0'/><interface><address type='drive' controller='2' bus='1'/></interface>`,
    'q35',
  ],
  ['schema', `<controller type='scsi' index='0'/><interface><address type='drive' unit='7'/></interface>`, 'q35'],
  [
    'schema define',
    `<controller type='scsi' index='0'/><interface><address type='drive' controller='1' bus='1'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<controller type='scsi' index='0'/><interface><address type='drive' unit='8'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<controller type='scsi' index='1'/><interface><address type='drive' controller='1' bus='0' target='4' unit='8'/></interface>`,
  ],
  ['schema', `<controller type='scsi' index='1'/><interface><address type='drive' unit='300'/></interface>`],
  [
    'schema',
    `<controller type='scsi' index='1'/><interface><address type='drive' controller='0' bus='0' target='4' unit='8'/></interface>`,
    'q35',
  ],
  [
    'schema define',
    `<controller type='scsi' index='1'/><interface><address type='drive' controller='5' bus='1'/></interface>`,
    'q35',
  ],
  [
    'schema define',
    `<controller type='scsi' index='1'/><interface><address type='drive' controller='0' bus='1' target='0' unit='0'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<controller type='scsi' index='1'/><interface><address type='drive' controller='2' target='1'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><interface><address type='drive' controller='0' bus='0' target='4' unit='8'/></interface>`,
  ],
  [
    'schema define',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><interface><address type='drive' controller='5' bus='1'/></interface>`,
  ],
  [
    'schema define',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><interface><address type='drive' controller='0' bus='1' target='0' unit='0'/></interface>`,
    'q35',
  ],
  [
    'schema',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><interface><address type='drive' controller='2' target='1'/></interface>`,
    'q35',
  ],
  [
    'schema',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><interface><address type='drive' controller='0' bus='0' target='0' unit='0'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><interface><address type='drive' controller='2' bus='1'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<disk type='file' device='disk'><source file='/tmp/a'/><target dev='sda' bus='scsi'/></disk><interface><address type='drive' unit='7'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev><interface><address type='drive' controller='0' bus='1' target='0' unit='0'/></interface>`,
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev><interface><address type='drive' controller='2' target='1'/></interface>`,
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev><interface><address type='drive' controller='0' bus='0' target='0' unit='0'/></interface>`,
    'q35',
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev><interface><address type='drive' controller='2' bus='1'/></interface>`,
    'q35',
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev><interface><address type='drive' unit='7'/></interface>`,
    'q35',
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev><interface><address type='drive' controller='1' bus='1'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source></hostdev><interface><address type='drive' unit='8'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='2' target='0'/></hostdev><interface><address type='drive' controller='1' bus='0' target='4' unit='8'/></interface>`,
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='2' target='0'/></hostdev><interface><address type='drive' unit='300'/></interface>`,
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='2' target='0'/></hostdev><interface><address type='drive' controller='0' bus='0' target='4' unit='8'/></interface>`,
    'q35',
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='2' target='0'/></hostdev><interface><address type='drive' controller='5' bus='1'/></interface>`,
    'q35',
  ],
  [
    'schema define',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='2' target='0'/></hostdev><interface><address type='drive' controller='0' bus='1' target='0' unit='0'/></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<hostdev type='scsi'><source><adapter name='scsi_host0'/><address bus='0' target='0' unit='0'/></source><address type='drive' controller='2' target='0'/></hostdev><interface><address type='drive' controller='2' target='1'/></interface>`,
    's390-ccw-virtio',
  ],
  ['schema', `<interface></interface>`],
  ['schema', `<interface><rom bar='off'/></interface>`],
  ['schema', `<interface><acpi index='3'/></interface>`],
  ['schema define', `<interface><teaming type='persistent'/></interface>`],
  ['schema parse define', `<interface><teaming type='persistent' persistent='ua-x'/></interface>`],
  ['schema parse define', `<interface><teaming type='transient'/></interface>`],
  ['schema define', `<interface><teaming type='transient' persistent='ua-x'/></interface>`],
  ['schema define', `<interface><ip address='10.0.0.1'/><ip address='10.0.0.2'/></interface>`],
  ['schema', `<interface><ip address='10.0.0.1'/><ip address='fe80::1'/></interface>`],
  ['schema define', `<interface><ip address='10.0.0.1' prefix='3'/></interface>`],
  ['schema', `<interface><ip address='10.0.0.1' prefix='27'/></interface>`],
  ['schema define', `<interface><ip address='10.0.0.1' prefix='28'/></interface>`],
  ['schema', `<interface><ip address='fe80::1' prefix='64'/></interface>`],
  ['schema define', `<interface><ip address='fe80::1' prefix='63'/></interface>`],
  ['schema define', `<interface><ip address='10.0.0.1' peer='10.0.0.2'/></interface>`],
  ['schema define', `<interface><route address='10.0.0.0' prefix='8' gateway='10.0.0.1'/></interface>`],
  ['schema parse define', `<interface><model type='virtio'/><driver name='vfio'/></interface>`],
  ['schema', `<interface><driver name='foo'/></interface>`],
  ['schema', `<interface><source startupPolicy='foo' guestReset='foo'/></interface>`],
  ['schema', `<interface><mac/></interface>`],
  ['schema parse define', `<interface><mac address='zz'/></interface>`],
  ['schema parse define', `<interface><target managed='no'/></interface>`],
  ['schema parse define', `<interface><link state='foo'/></interface>`],
  ['schema', `<interface><mtu size='0'/></interface>`],
  ['schema define', `<interface><mtu size='1500'/></interface>`],
  ['schema parse define', `<interface><port isolated='yes'/></interface>`],
  ['schema parse define', `<interface><boot/></interface>`],
  ['schema parse define', `<interface><master startport='foo'/></interface>`],
  ['schema parse define', `<interface><rom enabled='no' file='/x'/></interface>`],
  ['schema parse define', `<interface><virtualport/></interface>`],
  ['schema parse define', `<interface><vlan/></interface>`],
  ['schema parse define', `<interface><address type='unassigned'/></interface>`],
  ['schema parse define', `<interface><address type='none'/></interface>`],
  ['schema define', `<interface><address type='ccw'/></interface>`],
  ['schema define', `<interface><address type='drive'/><rom bar='off'/></interface>`],
  ['schema define', `<interface><address type='drive' bus='1'/></interface>`],
  ['schema', `<interface><address type='pci' bus='6' slot='0x10'/></interface>`],
  ['schema', `<interface><model type='virtio'/><address type='pci' bus='6' slot='0x10'/></interface>`],
  ['schema parse define', `<interface><address type='pci' slot='0x20'/></interface>`],
  ['schema define', `<interface><address type='pci' domain='1'/></interface>`],
  ['schema define', `<interface><address type='pci' bus='1' slot='0'/></interface>`],
  ['schema define', `<interface><rom bar='off'/></interface>`, 's390-ccw-virtio'],
  ['schema define', `<interface><acpi index='3'/></interface>`, 's390-ccw-virtio'],
  ['schema', `<interface><teaming type='persistent'/></interface>`, 's390-ccw-virtio'],
  ['schema', `<interface><address type='ccw'/></interface>`, 's390-ccw-virtio'],
  ['schema', `<interface><model type='e1000'/><rom bar='off'/></interface>`, 's390-ccw-virtio'],
  ['schema define', `<interface><model type='virtio'/><acpi index='3'/></interface>`, 's390-ccw-virtio'],
  ['schema', `<interface><address type='pci' bus='6' slot='0x10'/></interface>`, 'q35'],
  ['schema define', `<interface><model type='virtio'/><address type='pci' bus='6' slot='0x10'/></interface>`, 'q35'],
  ['schema define', `<interface><model type='e1000e'/><address type='pci' bus='6' slot='0x10'/></interface>`, 'q35'],
  ['schema', `<interface><model type='e1000'/><address type='pci' bus='6' slot='0x10'/></interface>`, 'q35'],
  [
    'schema define',
    `<interface><address type='pci'><zpci fid='0x00000002'/></address></interface><hostdev type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci uid='1' fid='1'/></address></hostdev>`,
    's390-ccw-virtio',
  ],
  [
    'define',
    `<hostdev type='pci'><source><address bus='6' slot='1'/></source><address type='pci'><zpci uid='1' fid='1'/></address></hostdev><interface type='hostdev'><source><address type='pci' bus='6' slot='2'/></source><address type='pci'><zpci fid='0x00000002'/></address></interface>`,
    's390-ccw-virtio',
  ],
  [
    'schema',
    `<hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c02'/></source><acpi index='7' nodeset=''/></hostdev>`,
  ],
]
