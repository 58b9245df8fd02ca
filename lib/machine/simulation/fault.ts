import type { ErrnoSymbol } from '../port/errno.js'

/** One operation of a machine's ports. */
export interface PortOperation {
  /** Counted over both ports, from 1 up. */
  number: number
  /** `sysfs`: the device files; `store`: the stored files. */
  port: 'sysfs' | 'store'
  /** What was called; `unlock` is giving back a lock of the store. */
  kind: PortOperationKind
  /** The path below the root; of `inUse` and `users` the file of the VFIO group. */
  file: string
}

/** The operations of both ports by their names. */
export type PortOperationKind =
  | ('list' | 'read' | 'link' | 'resolve' | 'write' | 'inUse' | 'users' | 'mode' | 'watch')
  | ('replace' | 'remove' | 'lock' | 'unlock')

/** Which operations a fault hits. */
export interface FaultPlace {
  /** Only operations of this kind, or those that this tells; every operation where absent. */
  on?: PortOperationKind | ((operation: PortOperation) => boolean)
  /** The first one that is hit, counted from 1 up among those that `on` names; 1 where absent. */
  at?: number
  /** How many are hit from there on; 1 where absent, `Infinity` for all. */
  times?: number
}

/**
 * When something befalls an operation: `before` it has any effect, `after` the machine has done it, or `during`: the machine
 * has begun and goes on with it, and the caller is told at once. `before` where absent.
 */
export type FaultMoment = 'before' | 'during' | 'after'

/** Something that goes wrong with a machine, and when. Exactly one thing goes wrong in one fault. */
export type Fault = FaultPlace &
  (
    | { /** The operation fails with this number. */ fails: ErrnoSymbol; when?: FaultMoment }
    | {
        /** The process ends: nothing that it does from then on reaches the machine, and its locks are free. */
        killed: true
        when?: FaultMoment
      }
    | { /** A write, or another operation that is waited for, takes so many milliseconds longer. */ slow: number }
    | { /** `inUse` answers that the device is open. */ held: true }
    | {
        /** Called before the operation, for all else: a parent that vanishes, a signal that aborts. */
        call: (operation: PortOperation) => void
      }
  )

/** What every operation of a process fails with that was killed by a fault. No code of the library knows it. */
export class ProcessKilled extends Error {
  override readonly name = 'ProcessKilled'

  constructor() {
    super('The process was killed by a planned fault.')
  }
}
