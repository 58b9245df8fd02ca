import type { MdevType } from '../../libvirt/mdev-types.js'
import { mdevName } from '../../libvirt/names.js'
import type { NodeDevice, NodeDeviceCapability } from '../../libvirt/node-device.js'
import type { PciCapability } from '../../libvirt/pci.js'
import { parsePciAddress } from '../../libvirt/pci-address.js'
import { parseUuid } from '../../libvirt/uuid.js'
import { HostError } from '../host-error.js'
import type { HostDevice, HostNode, HostPciNode, HostSnapshot, HostType } from './host-snapshot.js'
import { shown } from '../scan/scan.js'

/** What XML 1.0 cannot hold, not even as a character reference. */

const NOT_XML =
  /[\u0000-\u0008\u000b\u000c\u000e-\u001f\ufffe\uffff]|[\ud800-\udbff](?![\udc00-\udfff])|(?<![\ud800-\udbff])[\udc00-\udfff]/
const EVERY_NOT_XML = new RegExp(NOT_XML, 'g')

/** The machine's devices as libvirt's node devices: parents and other nodes first, then the devices made from types. */
export function nodeDevices(snapshot: HostSnapshot): NodeDevice[] {
  const types = typesByParent(snapshot)
  return [
    ...snapshot.nodes.map((node) => nodeDeviceOfNode(node, types.get(node.id) ?? [])),
    ...snapshot.devices.filter((device) => device.uuid !== undefined).flatMap(nodeDeviceOfDevice),
  ]
}

/**
 * One of them, by libvirt's name, by the kernel's, by the UUID of a device in any spelling, or by the old form of its name.
 * `undefined` when there is none.
 * @throws HostError `uuid-ambiguous` when more than one device answers to it
 */
export function nodeDeviceOf(snapshot: HostSnapshot, idOrName: string): NodeDevice | undefined {
  const node =
    snapshot.nodes.find((candidate) => candidate.name === idOrName) ??
    snapshot.nodes.find((candidate) => candidate.id === idOrName) ??
    pciNodeOf(snapshot, idOrName)
  if (node) return nodeDeviceOfNode(node, typesByParent(snapshot).get(node.id) ?? [])
  const devices = snapshot.devices.filter((device) => answersTo(device, idOrName))
  const [first, second] = devices
  if (first !== undefined && second !== undefined) {
    const names = devices.map((device) => shown(device.name)).join(', ')
    throw new HostError('uuid-ambiguous', `${shown(idOrName)} names more than one device: ${names}.`, {
      help: "Use libvirt's name, which has the parent in it.",
    })
  }
  return first === undefined ? undefined : nodeDeviceOfDevice(first)[0]
}

function pciNodeOf(snapshot: HostSnapshot, text: string): HostNode | undefined {
  const address = parsePciAddress(text)
  if (!address) return undefined
  return snapshot.nodes.find(
    (node) =>
      node.kind === 'pci' &&
      node.address.domain === address.domain &&
      node.address.bus === address.bus &&
      node.address.slot === address.slot &&
      node.address.function === address.function,
  )
}

function answersTo(device: HostDevice, text: string): boolean {
  if (device.name === text || device.id === text) return true
  if (device.uuid === undefined) return false
  const uuid = parseUuid(text)
  return uuid === undefined ? mdevName(device.uuid) === text : device.uuid.toLowerCase() === uuid
}

function typesByParent(snapshot: HostSnapshot): Map<string, HostType[]> {
  const types = new Map<string, HostType[]>()
  for (const type of snapshot.types) {
    if (type.backend !== 'mdev') continue
    const siblings = types.get(type.parent)
    if (siblings) siblings.push(type)
    else types.set(type.parent, [type])
  }
  return types
}

function nodeDeviceOfNode(node: HostNode, hostTypes: readonly HostType[]): NodeDevice {
  const { name, path, parentName, driver } = node
  return {
    name,
    path,
    devnodes: [],
    parent: parentName,
    ...(driver !== undefined && { driver }),
    capabilities: [capabilityOf(node, hostTypes.flatMap(mdevType))],
  }
}

function capabilityOf(node: HostNode, mdevTypes: MdevType[]): NodeDeviceCapability {
  const types: { mdevTypes?: MdevType[] } = mdevTypes.length > 0 ? { mdevTypes } : {}
  switch (node.kind) {
    case 'pci':
      return pciCapability(node, mdevTypes)
    case 'css': {
      const { channelDevAddr } = node
      return { type: 'css', ...node.address, ...(channelDevAddr && { channelDevAddr }), ...types }
    }
    case 'ap_matrix':
      return { type: 'ap_matrix', ...types }
    case 'virtual':
      return { type: 'mdev_types', mdevTypes }
  }
}

function pciCapability(node: HostPciNode, mdevTypes: MdevType[]): PciCapability {
  const { address, product, vendor, physFunction, virtFunctions, bridge, iommuGroup, numaNode, pciExpress } = node
  const capability: PciCapability = { type: 'pci', ...address, product, vendor }
  if (node.class !== undefined) capability.class = node.class
  if (physFunction) capability.physFunction = physFunction
  if (virtFunctions) capability.virtFunctions = virtFunctions
  if (bridge === 'pci-bridge') capability.pciBridge = true
  if (bridge === 'cardbus-bridge') capability.cardbusBridge = true
  if (mdevTypes.length > 0) capability.mdevTypes = mdevTypes
  if (iommuGroup) capability.iommuGroup = iommuGroup
  if (numaNode !== undefined) capability.numaNode = numaNode
  if (pciExpress) capability.pciExpress = pciExpress
  return capability
}

/** A type as libvirt can show it; none where its device API or its count is not known, or XML cannot carry it. */
function mdevType(type: HostType): MdevType[] {
  const { id, name, deviceApi, availableInstances } = type
  if (deviceApi === undefined || availableInstances === undefined || availableInstances < 0) return []
  if (NOT_XML.test(id) || NOT_XML.test(deviceApi)) return []
  // libvirt drops what XML cannot carry from names, too
  const readable = name?.replace(EVERY_NOT_XML, '')
  return [{ id, ...(readable !== undefined && { name: readable }), deviceApi, availableInstances }]
}

function nodeDeviceOfDevice(device: HostDevice): NodeDevice[] {
  const { name, path, parentName, driver, type, uuid, parent, iommuGroup, attributes } = device
  if (type === undefined) return []
  return [
    {
      name,
      ...(path !== undefined && { path }),
      devnodes: [],
      parent: parentName,
      ...(driver !== undefined && { driver }),
      capabilities: [
        {
          type: 'mdev',
          typeId: type,
          ...(uuid !== undefined && { uuid }),
          parentAddr: parent,
          ...(iommuGroup !== undefined && { iommuGroup }),
          attributes: (attributes ?? []).map(({ name, value }) => ({ name, value })),
        },
      ],
    },
  ]
}
