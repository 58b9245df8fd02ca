import type { SimulatedKernel } from '../../lib/machine/sim.js'
import { errnoSymbol, SysfsError } from '../../lib/machine/sim.js'

/** A step as it was recorded: what the JavaScript call gave, or its error. */
export interface RecordedStep {
  label: string
  ok: boolean
  value?: unknown
  code?: string
  /** Negative. */
  errno?: number
  syscall?: string
}

/** How a step of a recording is done through the ports, or why that cannot be. */
export type StepLine = { label: string | RegExp } & (
  | {
      act: (machine: RecordedMachine, match: readonly string[]) => unknown
      /** What of the recorded value is the same in every run. */
      stable?: (value: unknown) => unknown
    }
  | {
      why: string
      /** What leaves the machine as the step did. */
      instead?: (machine: RecordedMachine) => unknown
    }
)

/** What came of a step. */
export type Answer = { value?: unknown } | { code: string; errno: number; syscall: string }

export const DEVICES = 'sys/bus/mdev/devices'

/** A simulated kernel with the words that the recordings' steps are told in. */
export class RecordedMachine {
  /** What the last step that exhausted a parent has made, and on which. */
  exhausted: { parent: string; created: string[] } = { parent: '', created: [] }

  constructor(readonly kernel: SimulatedKernel) {}

  /** One write; gives its length, as the system call does. */
  async write(file: string, text: string): Promise<number> {
    const bytes = new TextEncoder().encode(text)
    await this.kernel.write(file, bytes)
    return bytes.length
  }

  read(file: string): string {
    return new TextDecoder().decode(this.kernel.read(file))
  }

  list(directory: string): string[] {
    return this.kernel.list(directory).sort()
  }

  exists(path: string): boolean {
    try {
      this.kernel.resolve(path)
      return true
    } catch {
      return false
    }
  }

  typeOf(parent: string, type: string): string {
    return `sys/class/mdev_bus/${parent}/mdev_supported_types/${type}`
  }

  create(parent: string, type: string, text: string): Promise<number> {
    return this.write(`${this.typeOf(parent, type)}/create`, text)
  }

  remove(uuid: string): Promise<number> {
    return this.write(`${DEVICES}/${uuid}/remove`, '1')
  }

  available(parent: string, type: string): string {
    return this.read(`${this.typeOf(parent, type)}/available_instances`).trim()
  }

  availableOfAll(parent: string): [type: string, available: string][] {
    return this.list(`sys/class/mdev_bus/${parent}/mdev_supported_types`).map((type) => [
      type,
      this.available(parent, type),
    ])
  }

  /** Makes devices until one is refused. */
  async exhaust(parent: string, type: string, first: number): Promise<unknown> {
    const created: string[] = []
    const series = [this.available(parent, type)]
    this.exhausted = { parent, created }
    for (let number = first; number < first + 100; number++) {
      const uuid = uuidOf(number)
      const answer = await answerOf(() => this.create(parent, type, uuid))
      if (!('value' in answer)) return { count: created.length, availSeries: series.join(','), last: answer }
      created.push(uuid)
      series.push(this.available(parent, type))
    }
    throw new Error(`${parent} has no end`)
  }
}

/** The UUIDs of the recordings, by their numbers. */
export function uuidOf(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-aaaa-4bbb-8ccc-ddddeeeeffff`
}

/** What a deed comes to: its value, or the kernel's error. */
export async function answerOf(deed: () => unknown): Promise<Answer> {
  try {
    const value = await deed()
    return value === undefined ? {} : { value }
  } catch (error) {
    if (!(error instanceof SysfsError)) throw error
    return { code: error.code, errno: -error.errno, syscall: error.syscall }
  }
}

/** How writes that were begun together came out, in the form of the recordings, without the times. */
export async function outcomes(writes: readonly Promise<unknown>[]): Promise<unknown[]> {
  return Promise.all(
    writes.map(async (write) => {
      const answer = await answerOf(() => write)
      return 'errno' in answer ? [answer.code, answer.errno] : ['ok']
    }),
  )
}

/** A recorded value without times, which differ: `["ok", 1042]` and `["EEXIST", -17, 30]` end with one. */
export function withoutTimes(value: unknown): unknown {
  if (Array.isArray(value)) {
    const list: unknown[] = value
    return typeof list[0] === 'string' && typeof list.at(-1) === 'number' ? list.slice(0, -1) : list.map(withoutTimes)
  }
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, withoutTimes(part)]))
}

/** A recorded answer with the kernel's names also for those numbers that Node calls `UNKNOWN`. */
export function recordedAnswer(step: RecordedStep, stable: (value: unknown) => unknown = (value) => value): Answer {
  if (step.ok) return step.value === undefined ? {} : { value: stable(named(step.value)) }
  const { code = '', errno = 0, syscall = '' } = step
  return { code: symbolOf(code, errno), errno, syscall }
}

/** The kernel's symbol: Node has none for some numbers, and another one of two for 95. */
function symbolOf(code: string, errno: number): string {
  return code === 'UNKNOWN' || code === 'ENOTSUP' ? (errnoSymbol(errno) ?? code) : code
}

function named(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(named)
  if (typeof value !== 'object' || value === null) return value
  const parts = Object.entries(value).map(([key, part]): [string, unknown] => [key, named(part)])
  const errno = Number(parts.find(([key]) => key === 'errno')?.[1])
  return Object.fromEntries(
    parts.map(([key, part]) => [key, key === 'code' && typeof part === 'string' ? symbolOf(part, errno) : part]),
  )
}
