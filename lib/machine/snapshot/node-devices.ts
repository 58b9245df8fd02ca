import type { MdevType } from '../../libvirt/mdev-types.js'
import { mdevName } from '../../libvirt/names.js'
import type { NodeDevice, NodeDeviceCapability } from '../../libvirt/node-device.js'
import type { PciCapability } from '../../libvirt/pci.js'
import { isSameFunction, parsePciAddress } from '../../libvirt/pci-address.js'
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
    ...snapshot.devices
      .filter((device) => device.uuid !== undefined && othersOfUuid(snapshot, device).length === 0)
      .flatMap(nodeDeviceOfDevice),
  ]
}

/**
 * One of them, by libvirt's name, by the kernel's, by the UUID of a device in any spelling, or by the old form of its name.
 * What is active comes before what is only defined. `undefined` when there is none.
 * @throws HostError `uuid-ambiguous` when more than one device answers to it, `not-supported` for a device that libvirt could not
 *   tell from others
 */
export function nodeDeviceOf(snapshot: HostSnapshot, idOrName: string): NodeDevice | undefined {
  const node =
    snapshot.nodes.find((candidate) => candidate.name === idOrName) ??
    snapshot.nodes.find((candidate) => candidate.id === idOrName) ??
    pciNodeOf(snapshot, idOrName)
  if (node) return nodeDeviceOfNode(node, typesByParent(snapshot).get(node.id) ?? [])
  const named = snapshot.devices.filter((device) => answersTo(device, idOrName))
  const active = named.filter((device) => device.active)
  const devices = active.length > 0 ? active : named
  const [first, second] = devices
  if (first !== undefined && second !== undefined) {
    checkHasNodeDevice(snapshot, first)
    const names = devices.map((device) => shown(device.name)).join(', ')
    throw new HostError('uuid-ambiguous', `${shown(idOrName)} names more than one device: ${names}.`, {
      help: "Use libvirt's name, which has the parent in it.",
    })
  }
  if (first === undefined) return undefined
  checkHasNodeDevice(snapshot, first)
  return nodeDeviceOfDevice(first)[0]
}

/**
 * Whether a device can be one of libvirt's at all. Those of patch v6 came before libvirt's: a device that is the only one of its guest
 * looks like one of today, with the guest's UUID as its own; several of them cannot be told apart there.
 * @throws HostError `not-supported`
 */
function checkHasNodeDevice(snapshot: HostSnapshot, device: HostDevice): void {
  const others = othersOfUuid(snapshot, device)
  if (others.length > 0) {
    const ids = [device, ...others].map(({ id }) => shown(id)).join(', ')
    throw new HostError(
      'not-supported',
      `libvirt knows a mediated device by its UUID alone, and ${ids} share one, which is their guest's.`,
      { help: 'Give the guest a single device of this parent, or start it without libvirt.' },
    )
  }
  if (device.backend !== 'flat' || device.type !== undefined) return
  throw new HostError(
    'not-supported',
    `No file tells the type of ${shown(device.id)}, and it was not made by nodedev.`,
    {
      help: 'Only of devices that nodedev made on such a parent the type is known.',
    },
  )
}

/** The other active devices that have the UUID of a device of patch v6, where it is that of their guest. */
function othersOfUuid({ devices }: HostSnapshot, device: HostDevice): HostDevice[] {
  if (device.backend !== 'flat') return []
  return devices.filter((other) => other !== device && other.backend === 'flat' && other.uuid === device.uuid)
}

function pciNodeOf(snapshot: HostSnapshot, text: string): HostNode | undefined {
  const address = parsePciAddress(text)
  if (!address) return undefined
  return snapshot.nodes.find((node) => node.kind === 'pci' && isSameFunction(node.address, address))
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
