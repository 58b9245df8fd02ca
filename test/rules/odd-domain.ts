/** A domain that libvirt accepts where it accepts the devices; its machine is pc unless told otherwise. */
export function domainWith(devices: string, machine = 'pc'): string {
  const arch = machine.startsWith('s390') ? 's390x' : 'x86_64'
  return `<domain type='qemu'><name>guest</name><memory unit='MiB'>64</memory><os><type arch='${arch}' machine='${machine}'>hvm</type></os><devices>${devices}</devices></domain>`
}
