import type { Controller } from '../../libvirt/domain.js'
import type { Draft } from '../../shape/draft.js'
import type { DomainFacts } from '../rule.js'

/** How many ports a controller has by its model, where it is not told. */
const PORTS: Readonly<Record<string, number>> = {
  'piix3-uhci': 2,
  'piix4-uhci': 2,
  'vt82c686b-uhci': 2,
  'ich9-uhci1': 2,
  'ich9-uhci2': 2,
  'ich9-uhci3': 2,
  'pci-ohci': 3,
  ehci: 6,
  'ich9-ehci1': 6,
  'nec-xhci': 4,
  'qemu-xhci': 4,
}

/** The models that can be told how many ports they have. */
const TOLD: readonly string[] = ['nec-xhci', 'qemu-xhci']
const MOST_PORTS = 15

/** The ports from the root hub down, as they are compared; `undefined` where that is none: libvirt then chooses one. */
export function portPath(port: string | undefined): string | undefined {
  const numbers = (port ?? '').split('.').map((each) => Number(each))
  while (numbers.at(-1) === 0) numbers.pop()
  return numbers.length === 0 ? undefined : numbers.join('.')
}

/** What is wrong with a USB port of the guest, or why that is not known. */
export function faultOfPort(
  bus: number,
  given: string | undefined,
  { domain, machine }: DomainFacts,
): { readonly message: string } | { readonly why: string } | undefined {
  const controllers = (domain.controllers ?? []).filter(({ type }) => type === 'usb')
  const own = controllers.filter((each, position) => (each.index ?? position) === bus)
  if (own.length === 0 && (bus > 0 || controllers.length > 0)) {
    return { message: `The guest has no USB bus ${bus}.` }
  }
  const port = portPath(given)
  if (port === undefined) return undefined
  const [first = '', ...behind] = port.split('.')
  if (behind.length > 0) {
    const hub = [first, ...behind.slice(0, -1)].join('.')
    const isThere = (domain.hubs ?? []).some(
      ({ address }) => address?.type === 'usb' && Number(address.bus ?? 0) === bus && portPath(address.port) === hub,
    )
    return isThere ? undefined : { message: `The guest has no USB hub at port ${hub} of bus ${bus}.` }
  }
  const ports = portsOf(own, machine.chipset)
  if (ports === undefined) return { why: `How many ports the USB bus ${bus} of the guest has is not known.` }
  if (ports > MOST_PORTS) return { message: `A USB controller has ${MOST_PORTS} ports at most, not ${ports}.` }
  return Number(first) > ports
    ? { message: `The USB bus ${bus} of the guest has ${ports} ports, and no port ${first}.` }
    : undefined
}

function portsOf(controllers: readonly Draft<Controller>[], chipset: string): number | undefined {
  const known = controllers.flatMap(({ model, ports }) => (model === undefined ? [] : [{ model, ports }]))
  if (known.length === 0) return chipset === 'pc' ? 2 : chipset === 'q35' ? 4 : undefined
  const ports = known.map(({ model, ports: told }) => (TOLD.includes(model) ? told : undefined) ?? PORTS[model])
  return ports.includes(undefined) ? undefined : Math.max(...ports.filter((each) => each !== undefined))
}
