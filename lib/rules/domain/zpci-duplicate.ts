import type { Path } from '../../diagnostic.js'
import { visible } from '../../xml/visible.js'
import { numberIn } from '../facts/number-in.js'
import { placedDevices, type PlacedDevice } from '../facts/placed-devices.js'
import type { DomainFacts, DomainRule, Finding } from '../rule.js'

export const zpciDuplicate: DomainRule = {
  code: 'address/zpci-duplicate',
  severity: 'error',
  refusedBy: ['define'],
  summary: 'Two PCI functions of a guest have the same zPCI uid or fid.',
  why: 'The numbers tell the functions apart.',
  examples: {
    bad: [
      {
        arch: 's390x',
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci'><zpci uid='0x0001' fid='0x00000001'/></address></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source><address type='pci'><zpci uid='[[0x0001]]' fid='0x00000002'/></address></hostdev>`,
      },
    ],
    good: [
      {
        arch: 's390x',
        devices: `<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x01' function='0x0'/></source><address type='pci'><zpci uid='0x0001' fid='0x00000001'/></address></hostdev>
<hostdev mode='subsystem' type='pci' managed='yes'><source><address domain='0x0000' bus='0x06' slot='0x02' function='0x0'/></source><address type='pci'><zpci uid='0x0002' fid='0x00000002'/></address></hostdev>`,
      },
    ],
  },
  check,
}

function* check({ document, domain, machine }: DomainFacts): Iterable<Finding> {
  if (!machine.emulator.has('zpci')) return
  const uids = new Numbers(1)
  const fids = new Numbers(0)
  const told = placedDevices(domain, 'pci').filter(
    ({ address }) => address.zpciUid !== undefined || address.zpciFid !== undefined,
  )
  if (told.length < 2) return
  // libvirt looks at interfaces before it looks at other devices of the host, and at these before it looks at controllers.
  const startOf = (path: Path): number => document.nearestSpan(path).start
  const interfaces = new Set((domain.networks ?? []).map((_, index) => startOf(['networks', index])))
  const rank = ({ index, isPassed }: PlacedDevice): number =>
    interfaces.has(startOf(['devices', index])) ? 0 : isPassed ? 1 : 2
  for (const { index, address } of told.toSorted((a, b) => rank(a) - rank(b))) {
    // libvirt gives a function the number that it lacks before it looks at the next function.
    const found = [
      { key: 'zpciUid', what: 'uid', before: uids.take(address.zpciUid, index), value: address.zpciUid },
      { key: 'zpciFid', what: 'fid', before: fids.take(address.zpciFid, index), value: address.zpciFid },
    ]
    for (const { key, what, before, value } of found) {
      if (before === undefined || value === undefined) continue
      yield {
        path: ['devices', index, 'address', key],
        message: `The zPCI ${what} ${visible(value)} is taken by another function.`,
        related: [{ path: ['devices', before, 'address'], message: 'It is taken here.' }],
      }
    }
  }
}

/** The numbers that are taken, and by which device. */
class Numbers {
  readonly #taken = new Map<number, number>()
  readonly #first: number

  constructor(first: number) {
    this.#first = first
  }

  /** Takes a number, or the lowest free one; gives the device that had it before. */
  take(text: string | undefined, index: number): number | undefined {
    const number = text === undefined ? this.#lowest() : numberIn(text, 0)
    if (number === undefined) return undefined
    const before = this.#taken.get(number)
    if (before === undefined) this.#taken.set(number, index)
    return before
  }

  #lowest(): number {
    let number = this.#first
    while (this.#taken.has(number)) number++
    return number
  }
}
