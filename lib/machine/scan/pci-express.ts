import type { PciExpress, PciExpressLink } from '../../libvirt/pci.js'

const CAPABILITY_LIST = 0x10
const PCI_EXPRESS = 0x10
const ROOT_COMPLEX_ENDPOINT = 0x9
const ROOT_COMPLEX_EVENT_COLLECTOR = 0xa
const SPEEDS = [undefined, '2.5', '5', '8', '16', '32', '64'] as const

/** What libvirt reads from a PCI function's configuration space. */
export interface PciConfig {
  bridge?: 'pci-bridge' | 'cardbus-bridge'
  pciExpress?: PciExpress
}

/**
 * Reads a configuration space as libvirt does (`src/util/virpci.c`): header type, and the PCI Express capability with its
 * link. Bytes that are not there, as for an unprivileged reader, count as zero.
 */
export function readPciConfig(bytes: Uint8Array): PciConfig {
  const config: PciConfig = {}
  const at = (offset: number) => bytes[offset] ?? 0
  const headerType = at(0x0e) & 0x7f
  if (headerType === 1) config.bridge = 'pci-bridge'
  if (headerType === 2) config.bridge = 'cardbus-bridge'
  const capability = findCapability(at, PCI_EXPRESS)
  if (capability === undefined) {
    // the extended space that only PCI Express functions have
    if (bytes.length > 256) config.pciExpress = { links: [] }
    return config
  }
  const word = (offset: number) => at(capability + offset) | (at(capability + offset + 1) << 8)
  const links: PciExpressLink[] = []
  const portType = (word(0x02) & 0xf0) >> 4
  if (portType !== ROOT_COMPLEX_ENDPOINT && portType !== ROOT_COMPLEX_EVENT_COLLECTOR) {
    links.push({ validity: 'cap', port: at(capability + 0x0f), ...speedAndWidth(word(0x0c)) })
    links.push({ validity: 'sta', ...speedAndWidth(word(0x12)) })
  }
  config.pciExpress = { links }
  return config
}

function findCapability(at: (offset: number) => number, id: number): number | undefined {
  if ((at(0x06) & CAPABILITY_LIST) === 0) return undefined
  const seen = new Set<number>()
  // 0 ends the list; 0xff is what the kernel gives for bytes that the reader may not see; a loop ends it too
  for (let offset = at(0x34); offset >= 0x40 && offset !== 0xff && !seen.has(offset); offset = at(offset + 1)) {
    if (at(offset) === id) return offset
    seen.add(offset)
  }
  return undefined
}

function speedAndWidth(word: number): Pick<PciExpressLink, 'speed' | 'width'> {
  const speed = SPEEDS[word & 0xf]
  return { ...(speed !== undefined && { speed }), width: (word & 0x3f0) >> 4 }
}
