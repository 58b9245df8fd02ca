import { formatHostdev, formatNodeDevice, type NodeDevice } from '../lib/index.js'

/** A PCI function with 16 virtual ones that offers some types, as a GPU does; a Tesla T4 has 17. */
export function gpuDevice(types: number): NodeDevice {
  const address = { domain: 0, bus: 0x41, slot: 0, function: 0 }
  const addresses = Array.from({ length: 16 }, (_, index) => ({ ...address, slot: index >> 3, function: index & 7 }))
  return {
    name: 'pci_0000_41_00_0',
    path: '/sys/devices/pci0000:40/0000:40:03.1/0000:41:00.0',
    devnodes: [],
    parent: 'pci_0000_40_03_1',
    driver: 'nvidia',
    capabilities: [
      {
        type: 'pci',
        class: 0x030200,
        ...address,
        product: { id: 0x1eb8, name: 'TU104GL [Tesla T4]' },
        vendor: { id: 0x10de, name: 'NVIDIA Corporation' },
        virtFunctions: { maxCount: 16, addresses },
        mdevTypes: Array.from({ length: types }, (_, index) => ({
          id: `nvidia-${222 + index}`,
          name: `GRID T4-${1 << (index % 5)}${'ABCQ'.charAt(index % 4)}`,
          deviceApi: 'vfio-pci',
          availableInstances: 16 >> (index % 5),
        })),
        iommuGroup: { number: 24, addresses: [address] },
        numaNode: 1,
        pciExpress: {
          links: [
            { validity: 'cap', port: 0, speed: '8', width: 16 },
            { validity: 'sta', speed: '2.5', width: 16 },
          ],
        },
      },
    ],
  }
}

/** The text of `gpuDevice`, of about so many bytes. */
export function gpuText(bytes: number): string {
  const one = formatNodeDevice(gpuDevice(1)).length
  const each = formatNodeDevice(gpuDevice(2)).length - one
  return formatNodeDevice(gpuDevice(1 + Math.max(0, Math.round((bytes - one) / each))))
}

/** A domain with so many disks and host devices, as `virsh dumpxml` prints it. */
export function domainText(disks: number, hostdevs: number): string {
  const devices = [
    `<emulator>/usr/bin/qemu-system-x86_64</emulator>`,
    ...Array.from({ length: disks }, (_, index) => diskText(index)),
    ...Array.from({ length: hostdevs }, (_, index) => hostdevText(index)),
    `<graphics type='vnc' port='-1' autoport='yes' listen='127.0.0.1'>\n  <listen type='address' address='127.0.0.1'/>\n</graphics>`,
    `<memballoon model='virtio'>\n  <address type='pci' domain='0x0000' bus='0x00' slot='0x01' function='0x0'/>\n</memballoon>`,
  ]
  return `<domain type='kvm'>
  <name>guest</name>
  <uuid>3e2a3a2c-0a3d-4b8e-9a86-3f1a6f6e2f10</uuid>
  <memory unit='KiB'>8388608</memory>
  <vcpu placement='static'>8</vcpu>
  <os>
    <type arch='x86_64' machine='pc-q35-7.2'>hvm</type>
    <boot dev='hd'/>
  </os>
  <features>
    <acpi/>
    <apic/>
  </features>
  <cpu mode='host-passthrough' check='none' migratable='on'/>
  <devices>
${devices.map((text) => text.replace(/^/gm, '    ')).join('\n')}
  </devices>
</domain>
`
}

function diskText(index: number): string {
  return `<disk type='file' device='disk'>
  <driver name='qemu' type='qcow2' cache='none' io='native'/>
  <source file='/var/lib/libvirt/images/guest-${index}.qcow2'/>
  <target dev='vd${index}' bus='virtio'/>
  <address type='pci' domain='0x0000' bus='0x${hex(1 + (index % 254))}' slot='0x00' function='0x0'/>
</disk>
<controller type='pci' index='${index + 1}' model='pcie-root-port'>
  <model name='pcie-root-port'/>
  <target chassis='${index + 1}' port='0x${(index % 256).toString(16)}'/>
  <address type='pci' domain='0x0000' bus='0x00' slot='0x${hex(2 + ((index >> 3) % 29))}' function='0x${index & 7}'${(index & 7) === 0 ? " multifunction='on'" : ''}/>
</controller>`
}

function hex(number: number): string {
  return number.toString(16).padStart(2, '0')
}

function hostdevText(index: number): string {
  const uuid = `${(0x4b20d080 + index).toString(16)}-1b54-4048-85b3-a6a62d165c01`
  return formatHostdev({ type: 'mdev', model: 'vfio-pci', display: 'off', uuid }).trimEnd()
}
