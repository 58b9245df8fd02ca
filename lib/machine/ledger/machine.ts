import type { Sysfs } from '../port/sysfs.js'
import type { Ledger } from './ledger.js'

/** What the operations that make and remove devices work on. */
export interface Machine {
  readonly sysfs: Sysfs
  readonly ledger: Ledger
}
