/** What reading a machine costs. */
export interface MachineReading {
  /** The directory that stands for the machine. */
  root: string
  /** How many files, links and directories are looked at. */
  looks: number
  types: number
  devices: number
  problems: number
  /** Nanoseconds of a snapshot, the median. */
  snapshot: number
  /** Nanoseconds of the same looks in C, the median; `null` where there is no compiler. */
  floor: number | null
  /** The longest time that the event loop could do nothing else, in milliseconds. */
  longestTurn: number
}

/** What `measure-machine.ts` prints. */
export function readingFrom(text: string): MachineReading {
  return JSON.parse(text) as MachineReading
}
