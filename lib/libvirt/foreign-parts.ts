import type { Diagnostic, Span } from '../diagnostic.js'
import { isElsewhere } from '../shape/place.js'
import { nameSpan } from '../shape/spans.js'
import { childrenOf } from '../xml/select.js'
import type { XmlElement } from '../xml/tree.js'
import { visible } from '../xml/visible.js'

/**
 * What is in a namespace among a domain's devices, where libvirt's schema allows nothing of that: elements, which the parser
 * never sees, and attributes of devices that nothing else here judges.
 */
export function foreignParts(domain: XmlElement, text: string): Diagnostic[] {
  // Without one of these nothing is in a namespace that is bound.
  if (!text.includes('xmlns') && !text.includes('xml:')) return []
  return childrenOf(domain).flatMap((child) => {
    if (localName(child.name) !== 'devices') return []
    return isForeign(child) ? [dropped(child, domain)] : amongDevices(child)
  })
}

function amongDevices(devices: XmlElement): Diagnostic[] {
  return childrenOf(devices).flatMap((device) => {
    if (isForeign(device)) return [dropped(device, devices)]
    return isRead(device) ? [] : inside(device)
  })
}

/** Whether a device is read by a declaration that knows all its parts. */
function isRead({ name, attributes }: XmlElement): boolean {
  if (name === 'hostdev') return true
  return name === 'interface' && attributes.find((each) => localName(each.name) === 'type')?.value === 'hostdev'
}

function inside(element: XmlElement): Diagnostic[] {
  const attributes = element.attributes.filter(({ name }) => name.includes(':') && !name.startsWith('xmlns:'))
  return [
    ...attributes.map((attribute) =>
      unknownPart(
        `libvirt's schema knows no attribute '${visible(attribute.name)}' of <${visible(element.name)}>.`,
        attribute,
      ),
    ),
    ...childrenOf(element).flatMap((child) => (isForeign(child) ? [dropped(child, element)] : inside(child))),
  ]
}

function isForeign(element: XmlElement): boolean {
  return element.name.includes(':') || isElsewhere(element)
}

function localName(name: string): string {
  return name.slice(name.indexOf(':') + 1)
}

function dropped(element: XmlElement, parent: XmlElement): Diagnostic {
  const what = `<${visible(element.name)}> inside <${visible(parent.name)}>`
  return { ...unknownPart(`libvirt drops ${what}, which is in a namespace.`, nameSpan(element)), effect: 'dropped' }
}

function unknownPart(message: string, { start, end }: Span): Diagnostic {
  return {
    code: 'read/part-unknown',
    severity: 'warning',
    message,
    path: [],
    span: { start, end },
    refusedBy: ['schema'],
  }
}
