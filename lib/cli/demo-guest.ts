/** The guest that the demo gives a device to. */
export const demoGuest = `<domain type='kvm'>
  <name>workstation</name>
  <memory unit='GiB'>8</memory>
  <vcpu>4</vcpu>
  <os>
    <type arch='x86_64' machine='q35'>hvm</type>
  </os>
  <devices>
    <disk type='file' device='disk'>
      <source file='/var/lib/libvirt/images/workstation.qcow2'/>
      <target dev='vda' bus='virtio'/>
    </disk>
    <graphics type='vnc' port='-1'/>   <!-- our own remark stays -->
  </devices>
</domain>
`
