import { readdirSync, readFileSync, readlinkSync } from 'node:fs'

/** The first PID namespace of every Linux machine (`PROC_PID_INIT_INO`): all processes are seen from there. */
const FIRST_NAMESPACE = '4026531836'

/** What stands where this system does not tell. */
const UNKNOWN = 'x'

const MARK = /^(\d+)-(\d+|x)-(\d+|x)-([0-9a-f]{8}|x)$/

let own: string | undefined

/**
 * Names this process so that others can find out whether it still runs: its number, when it was started, its PID namespace
 * and the boot. A later process with the same number has another mark. It is fit for the name of a file.
 */
export function processMark(): string {
  return (own ??= [process.pid, startOf('self'), namespaceOf('self'), boot()].join('-'))
}

/** Whether a text is a mark of `processMark`. */
export function isProcessMark(text: string): boolean {
  return MARK.test(text)
}

/**
 * Whether the process with this mark has surely ended. What cannot be known is no: a process of another container that does not
 * show its processes, or one that another user hides.
 */
export function hasEnded(mark: string): boolean {
  const [, number = '', start = UNKNOWN, namespace = UNKNOWN, itsBoot = UNKNOWN] = MARK.exec(mark) ?? []
  if (number === '') return false
  if (itsBoot !== UNKNOWN && boot() !== UNKNOWN && itsBoot !== boot()) return true
  const here = namespaceOf('self')
  if (namespace !== here) return here === FIRST_NAMESPACE && namespace !== UNKNOWN && !hasMembers(namespace)
  if (!isThere(Number(number))) return true
  const now = showsOwnProcesses() ? startOf(number) : UNKNOWN
  return now === 'ended' || (start !== UNKNOWN && now !== UNKNOWN && now !== start)
}

function isThere(number: number): boolean {
  try {
    process.kill(number, 0)
    return true
  } catch (error) {
    // a process of somebody else may not be asked, but it is there
    return !(error instanceof Error && 'code' in error && error.code === 'ESRCH')
  }
}

/** When a process was started, in clock ticks since the boot; `ended` where only its number is left, which its parent has not asked for. */
function startOf(process: string): string {
  const stat = contentOf(`/proc/${process}/stat`)
  // the command stands in parentheses, and may hold any character
  const [state, ...fields] = stat.slice(stat.lastIndexOf(')') + 2).split(' ')
  if (state === 'Z' || state === 'X') return 'ended'
  const start = fields[18] ?? ''
  return /^\d+$/.test(start) ? start : UNKNOWN
}

function namespaceOf(process: string): string {
  try {
    return /^pid:\[(\d+)\]$/.exec(readlinkSync(`/proc/${process}/ns/pid`))?.[1] ?? UNKNOWN
  } catch {
    return UNKNOWN
  }
}

/** Whether a process runs in another PID namespace than the first, or may: one that cannot be looked at counts. */
function hasMembers(namespace: string): boolean {
  try {
    // process 1 is that of the first namespace, and may hide
    const members = readdirSync('/proc').filter((name) => /^\d+$/.test(name) && name !== '1')
    return members.some((name) => {
      const its = namespaceOf(name)
      return its === namespace || (its === UNKNOWN && isThere(Number(name)) && startOf(name) !== 'ended')
    })
  } catch {
    return true
  }
}

function boot(): string {
  const id = contentOf('/proc/sys/kernel/random/boot_id').slice(0, 8)
  return /^[0-9a-f]{8}$/.test(id) ? id : UNKNOWN
}

/** Whether `/proc` counts as this process does, and does not show another namespace. */
function showsOwnProcesses(): boolean {
  try {
    return readlinkSync('/proc/self') === String(process.pid)
  } catch {
    return false
  }
}

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'latin1')
  } catch {
    return ''
  }
}
