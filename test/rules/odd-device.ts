/**
 * Devices of which it is not easy to tell what libvirt 9.0.0 says: the layers that refuse the domain, what stands in its
 * `<devices>`, and its machine where that is not pc.
 */
export type OddDevice = readonly [refusedBy: string, devices: string, machine?: 'q35' | 's390-ccw-virtio']
