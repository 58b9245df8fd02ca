import { nodeDeviceName } from '../../libvirt/names.js'
import type { PciId } from '../../libvirt/pci.js'
import type { PciAddress } from '../../libvirt/pci-address.js'
import { formatPciAddress, parsePciAddress } from '../../libvirt/pci-address.js'
import type { HostPciNode } from '../snapshot/host-snapshot.js'
import type { PciConfig } from './pci-express.js'
import { readPciConfig } from './pci-express.js'
import type { PciNames } from './pci-names.js'
import type { Scan } from './scan.js'
import { reasonOf, shown } from './scan.js'
import { baseName } from '../port/sysfs-path.js'

const DEVICES = 'sys/bus/pci/devices'

/** The PCI functions of a machine, before anything is read of them. */
export function pciNodeEntries(scan: Scan): { id: string; path: string; address: PciAddress }[] {
  const found: { id: string; path: string; address: PciAddress }[] = []
  for (const id of scan.list(DEVICES)) {
    const address = parsePciAddress(id)
    if (!address || formatPciAddress(address) !== id) {
      scan.problem(`${DEVICES}/${id}`, `The name ${shown(id)} is no PCI address.`)
      continue
    }
    const path = scan.device(`${DEVICES}/${id}`)
    if (path !== undefined) found.push({ id, path, address })
  }
  return found
}

/** One PCI function as libvirt sees it (`udevProcessPCI`); `undefined` when its vendor or product cannot be read. */
export function pciNode(
  scan: Scan,
  id: string,
  path: string,
  address: PciAddress,
  pciNames?: PciNames,
): HostPciNode | undefined {
  const entries = new Set(scan.list(path))
  const vendor = scan.hexadecimal(`${path}/vendor`, 0xffff)
  const product = scan.hexadecimal(`${path}/device`, 0xffff)
  if (vendor === undefined || product === undefined) return undefined
  const names = pciNames?.(vendor, product) ?? {}
  const node: HostPciNode = {
    kind: 'pci',
    id,
    name: nodeDeviceName('pci', id),
    path: `/${path}`,
    parentName: 'computer',
    address,
    product: pciId(product, names.product),
    vendor: pciId(vendor, names.vendor),
  }
  if (entries.has('driver')) {
    const driver = scan.targetName(`${path}/driver`)
    if (driver !== undefined) node.driver = driver
  }
  const value = classOf(scan, path)
  if (value !== undefined) node.class = value
  addSriov(scan, node, path, entries)
  if (entries.has('config')) {
    const { bridge, pciExpress } = config(scan, path)
    if (bridge) node.bridge = bridge
    if (pciExpress) node.pciExpress = pciExpress
  }
  if (entries.has('iommu_group')) addIommuGroup(scan, node, path)
  if (entries.has('numa_node')) {
    const numaNode = scan.decimal(`${path}/numa_node`, -1, 0x7fffffff)
    if (numaNode !== undefined && numaNode >= 0) node.numaNode = numaNode
  }
  return node
}

/** libvirt takes the class from `uevent`; the file `class` says the same. */
function classOf(scan: Scan, path: string): number | undefined {
  const uevent = scan.value(`${path}/uevent`, undefined, true)
  const text = uevent === undefined ? undefined : /^PCI_CLASS=([0-9a-f]{1,6})$/im.exec(uevent)?.[1]
  return text === undefined ? scan.hexadecimal(`${path}/class`, 0xffffff, undefined, true) : parseInt(text, 16)
}

function addSriov(scan: Scan, node: HostPciNode, path: string, entries: ReadonlySet<string>): void {
  if (entries.has('physfn')) {
    const address = addressAt(scan, `${path}/physfn`)
    if (address) node.physFunction = address
  }
  const addresses: PciAddress[] = []
  // libvirt counts from 0 and stops at the first that is not there
  for (let index = 0; entries.has(`virtfn${index}`); index++) {
    const address = addressAt(scan, `${path}/virtfn${index}`)
    if (address) addresses.push(address)
  }
  const maxCount = entries.has('sriov_totalvfs') ? scan.decimal(`${path}/sriov_totalvfs`, 0, 0xffff) : undefined
  if (addresses.length === 0 && !maxCount) return
  node.virtFunctions = { ...(maxCount !== undefined && maxCount > 0 && { maxCount }), addresses }
}

function addressAt(scan: Scan, link: string): PciAddress | undefined {
  const name = scan.targetName(link)
  if (name === undefined) return undefined
  const address = parsePciAddress(name)
  if (!address) scan.problem(link, `The link leads to ${shown(name)}, which is no PCI address.`)
  return address
}

function addIommuGroup(scan: Scan, node: HostPciNode, path: string): void {
  const group = scan.target(`${path}/iommu_group`)
  if (group === undefined) return
  const text = baseName(group)
  if (!/^\d{1,9}$/.test(text)) {
    scan.problem(`${path}/iommu_group`, `The link leads to ${shown(text)}, which is no number of a group.`)
    return
  }
  const addresses = scan.names(`${group}/devices`)?.flatMap((name) => parsePciAddress(name) ?? [])
  if (addresses?.length === 0) return
  node.iommuGroup = { number: Number(text), addresses: addresses ?? [node.address] }
}

function config(scan: Scan, path: string): PciConfig {
  try {
    return readPciConfig(scan.sysfs.read(`${path}/config`))
  } catch (error) {
    scan.problem(`${path}/config`, `The file cannot be read: ${reasonOf(error)}.`)
    return {}
  }
}

function pciId(id: number, name: string | undefined): PciId {
  return name === undefined ? { id } : { id, name }
}
