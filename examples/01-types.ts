// Which mediated devices can a parent make? The XML is what `virsh nodedev-dumpxml pci_0000_06_00_0` prints.
import { capabilityOf, parseNodeDevice } from 'nodedev-xml'

const xml = `<device>
  <name>pci_0000_06_00_0</name>
  <capability type='pci'>
    <class>0x030200</class>
    <domain>0</domain>
    <bus>6</bus>
    <slot>0</slot>
    <function>0</function>
    <product id='0x1eb8'>TU104GL [Tesla T4]</product>
    <vendor id='0x10de'>NVIDIA Corporation</vendor>
    <capability type='mdev_types'>
      <type id='nvidia-222'>
        <name>GRID T4-1B</name>
        <deviceAPI>vfio-pci</deviceAPI>
        <availableInstances>16</availableInstances>
      </type>
      <type id='nvidia-231'>
        <name>GRID T4-2Q</name>
        <deviceAPI>vfio-pci</deviceAPI>
        <availableInstances>8</availableInstances>
      </type>
    </capability>
  </capability>
</device>`

const device = parseNodeDevice(xml).unwrap()
for (const type of capabilityOf(device, 'pci')?.mdevTypes ?? []) {
  console.log(`${type.id}  ${type.name}  ${type.availableInstances} left`)
}

// nvidia-222  GRID T4-1B  16 left
// nvidia-231  GRID T4-2Q  8 left
