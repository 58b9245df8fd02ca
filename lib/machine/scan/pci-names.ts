/** What the PCI database calls a vendor and one of its products, where it knows them. */
export interface PciNameEntry {
  vendor?: string
  product?: string
}

/** Looks a vendor and a product up in a PCI database. */
export type PciNames = (vendor: number, product: number) => PciNameEntry

/**
 * A look-up over the text of `pci.ids` (https://pci-ids.ucw.cz). Only the vendors that are asked for are read.
 */
export function pciNamesFrom(text: string): PciNames {
  const sections = new Map<number, { name?: string; products: string }>()
  return (vendor, product) => {
    let section = sections.get(vendor)
    if (!section) {
      section = vendorSection(text, vendor)
      sections.set(vendor, section)
    }
    const entry: PciNameEntry = {}
    if (section.name !== undefined) entry.vendor = section.name
    const name = lineAfter(section.products, `\n\t${hex(product)}  `)
    if (name !== undefined) entry.product = name
    return entry
  }
}

function vendorSection(text: string, vendor: number): { name?: string; products: string } {
  const key = `${hex(vendor)}  `
  const start = text.startsWith(key) ? 0 : text.indexOf(`\n${key}`) + 1
  if (start === 0 && !text.startsWith(key)) return { products: '' }
  const end = /\n[^\t#\n]/g
  end.lastIndex = start
  const section = text.slice(start, end.exec(text)?.index)
  return { name: section.slice(key.length).split('\n', 1)[0]?.trimEnd() ?? '', products: section }
}

function lineAfter(text: string, key: string): string | undefined {
  const at = text.indexOf(key)
  if (at < 0) return undefined
  return text
    .slice(at + key.length)
    .split('\n', 1)[0]
    ?.trimEnd()
}

function hex(value: number): string {
  return value.toString(16).padStart(4, '0')
}
