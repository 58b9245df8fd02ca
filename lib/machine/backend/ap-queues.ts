import { isKernelUuid } from '../../libvirt/uuid.js'
import { kernelInteger } from '../attribute-schema/kernel-integer.js'
import type { OtherDevice } from '../host-error.js'
import { baseName, directoryName } from '../port/sysfs-path.js'
import type { Scan } from '../scan/scan.js'

/** Adapters and domains of a crypto device, as its file `matrix` lists its queues: `05.0047`, `05.`, `.0047`. */
interface Matrix {
  adapters: ReadonlySet<number>
  domains: ReadonlySet<number>
}

/**
 * The other crypto devices that hold a queue which assigning an adapter or a domain to the device at a path would give it as
 * well.
 */
export function otherQueueHolders(scan: Scan, path: string, name: string, value: string): OtherDevice[] {
  const number = kernelInteger(value)
  const isAdapter = name === 'assign_adapter'
  if (number === undefined || (!isAdapter && name !== 'assign_domain')) return []
  const own = matrixOf(scan, path)
  const above = directoryName(path)
  return scan
    .list(above)
    .filter((id) => isKernelUuid(id) && `${above}/${id}` !== path)
    .filter((id) => {
      const { adapters, domains } = matrixOf(scan, `${above}/${id}`)
      return isAdapter
        ? adapters.has(number) && haveCommon(domains, own.domains)
        : domains.has(number) && haveCommon(adapters, own.adapters)
    })
    .map((id) => {
      const type = scan.targetName(`${above}/${id}/mdev_type`)
      return { id, parent: baseName(above), ...(type !== undefined && { type }) }
    })
}

/** The largest number of an adapter or a domain that this machine can have, where the attribute assigns one. */
export function largestApNumber(scan: Scan, name: string): number | undefined {
  const kind = /_(adapter|domain)$/.exec(name)?.[1]
  return kind === undefined ? undefined : scan.decimal(`sys/bus/ap/ap_max_${kind}_id`, 0, 255, undefined, true)
}

function matrixOf(scan: Scan, path: string): Matrix {
  const adapters = new Set<number>()
  const domains = new Set<number>()
  for (const line of (scan.value(`${path}/matrix`, undefined, true) ?? '').split('\n')) {
    const [, adapter = '', domain = ''] = /^([0-9a-f]{2})?\.([0-9a-f]{4})?$/i.exec(line) ?? []
    if (adapter !== '') adapters.add(parseInt(adapter, 16))
    if (domain !== '') domains.add(parseInt(domain, 16))
  }
  return { adapters, domains }
}

function haveCommon(a: ReadonlySet<number>, b: ReadonlySet<number>): boolean {
  return [...a].some((number) => b.has(number))
}
