import type { Domain } from '../../libvirt/domain.js'
import type { MdevHostdev } from '../../libvirt/hostdev.js'
import type { Draft } from '../../shape/draft.js'
import { onceFor } from './once-for.js'

/** A mediated host device of a domain, and its place among the host devices. */
export interface MdevAt {
  readonly index: number
  readonly hostdev: Draft<MdevHostdev>
}

/** The mediated host devices of a domain, in its order. */
export function mdevsOf(domain: Draft<Domain>): readonly MdevAt[] {
  return mdevs(domain)
}

const mdevs = onceFor(({ hostdevs = [] }: Draft<Domain>): readonly MdevAt[] =>
  hostdevs.flatMap((hostdev, index) => (hostdev.type === 'mdev' ? [{ index, hostdev }] : [])),
)
