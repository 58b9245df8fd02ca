import type { TreeFile } from '../tree/file-tree.js'
import type { MdevDriver, SimulatedInstance } from './mdev-driver.js'
import type { VfioGroup } from './vfio-groups.js'

/** A registered parent. */
export interface MdevParent {
  readonly name: string
  /** Its directory, without a leading slash. */
  readonly path: string
  readonly driver: MdevDriver
  /** The instances that count: those that the driver has, and where the core counts also those that are unbound. */
  readonly live: Device[]
  /** It takes no new instances any more. */
  unregistering: boolean
  /** The instances that are being made. */
  readonly creating: Set<Promise<void>>
  /** The instances that are being removed by their `remove`. */
  readonly removing: Set<Promise<void>>
}

/** An instance with what the core keeps of it. */
export interface Device extends SimulatedInstance {
  readonly owner: MdevParent
  readonly path: string
  /** False while it is being made or removed. */
  active: boolean
  /** Its removal has begun. */
  isGoing: boolean
  /** A driver on the mdev bus has it. */
  bound: boolean
  /** The vendor's driver has it; before Linux 6.1 also where it is bound to none on the mdev bus. */
  isServed: boolean
  /** Of how many instances of its type it is made; 1 where absent. */
  aggregation?: number
  /** The vendor's files in its directory, by their path in it. */
  readonly files: Map<string, TreeFile>
  group?: VfioGroup
  vfioIndex?: number
  /** What was written to the vendor's files, in order. */
  readonly written: { name: string; value: string }[]
}

/** How the simulated core behaves where kernels differ, and where tests want to see what is otherwise over at once. */
export interface MdevCoreOptions {
  /** `'6.1'`: drivers of their own on the mdev bus, `name` always, `vfio-dev`. `'5.10'`: everything is bound to `vfio_mdev`. */
  kernel: '5.10' | '6.1'
  /** Whether class and bus are there from the beginning; yes where absent. */
  bus?: boolean
}
