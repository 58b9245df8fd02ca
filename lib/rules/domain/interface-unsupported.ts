import { passedDevices } from '../facts/passed-devices.js'
import { settingName } from '../facts/virtio-faults.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const interfaceUnsupported: DomainRule = {
  code: 'device/interface-unsupported',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'An interface that is a host device has a setting that it cannot have.',
  why: "The guest's own system gives a passed-through card its addresses, routes and packet size.",
  examples: {
    bad: [
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><[[ip]] address='192.168.122.2'/></interface>`,
      },
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><[[route]] address='10.0.0.0' prefix='8' gateway='192.168.122.1'/></interface>`,
      },
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><mtu size='[[1500]]'/></interface>`,
      },
      {
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><coalesce><rx><frames max='[[7]]'/></rx></coalesce></interface>`,
      },
      {
        arch: 's390x',
        devices: `<interface type='hostdev'><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><model type='[[virtio]]'/></interface>`,
      },
    ],
    good: [
      {
        devices: `<interface type='hostdev'><mac address='52:54:00:6d:90:02'/><source><address type='pci' domain='0x0000' bus='0x06' slot='0x10' function='0x1'/></source><vlan><tag id='42'/></vlan></interface>`,
      },
    ],
  },
  check,
}

/** The models that libvirt puts on channels where the machine has them. */
const VIRTIO: readonly string[] = ['virtio', 'virtio-transitional', 'virtio-non-transitional']

/** What libvirt has for virtio devices alone. */
const OPTIONS = ['iommu', 'ats', 'packed', 'pagePerVq'] as const

function* check({ domain, machine }: DomainFacts): Iterable<Finding> {
  for (const { list, index, device } of passedDevices(domain)) {
    if (list === 'hostdevs') continue
    const path = [list, index]
    const { ips = [], routes = [], mtu = 0, coalescedFrames, driver = {}, model, address } = device
    if (machine.chipset === 'ccw' && address === undefined && model !== undefined && VIRTIO.includes(model)) {
      yield {
        path: [...path, 'model'],
        message: `On this machine libvirt gives a card of model ${model} a channel address, which a host device cannot have.`,
        help: 'Remove the <model>: a host device shows the guest its own.',
      }
    }
    for (const position of ips.keys()) {
      yield { path: [...path, 'ips', position], message: 'QEMU cannot give the guest an address.' }
    }
    for (const position of routes.keys()) {
      yield { path: [...path, 'routes', position], message: 'QEMU cannot give the guest a route.' }
    }
    if (mtu > 0) {
      yield { path: [...path, 'mtu'], message: `QEMU cannot set the packet size ${mtu} of a host device.` }
    }
    if (coalescedFrames !== undefined) {
      yield {
        path: [...path, 'coalescedFrames'],
        message: `QEMU cannot let ${coalescedFrames} packets of a host device wait.`,
      }
    }
    if (model !== undefined && VIRTIO.includes(model)) continue
    for (const option of OPTIONS) {
      const value = driver[option]
      if (value === undefined) continue
      const message = `The driver has ${settingName(option)} '${value}', and the interface does not say that it is a virtio card.`
      yield { path: [...path, 'driver', option], message, refusedBy: ['parse'] }
    }
  }
}
