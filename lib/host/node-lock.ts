import { randomBytes } from 'node:crypto'
import { closeSync, openSync, readdirSync, unlinkSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import type { StoreLockOptions } from '../machine/port/store.js'
import { sysfsError } from '../machine/port/sysfs-path.js'
import { timerLength } from '../machine/port/timer-length.js'
import { hasEnded, isProcessMark, processMark } from './process-mark.js'

/** Two who want a lock at the same moment both step back; after that many tries it was no accident. */
const TRIES = 5

/** The longest pause between two tries, in milliseconds. */
const PAUSE = 20

/** How long somebody of this process who waits for no other process waits for this one, in milliseconds. */
const SHORT = 20

/** The locks that this process has or tries to take, each with who comes next. */
const queues = new Map<string, (() => void)[]>()

/**
 * Takes a lock that processes share by a path. Within this process everybody gets it in turn. Between processes, whoever wants it lays a file beside the path whose name says who that is, and
 * only then looks for such files of others: of two, the later one sees the earlier one's, so both cannot have it. What belongs to a
 * process that has ended counts for nothing and is swept away; no name is used twice, so that cannot hit anybody else.
 * Nothing stands at the path itself.
 * @param path Absolute; its directory exists.
 * @param file What errors call it.
 * @returns gives the lock back
 * @throws SysfsError `EAGAIN`; an error of `node:fs`; the signal's reason
 */
export async function takeLock(path: string, file: string, options: StoreLockOptions): Promise<() => Promise<void>> {
  const { timeout = 0, signal } = options
  const end = performance.now() + timeout
  signal?.throwIfAborted()
  await inTurn(path, file, Math.max(timeout, SHORT), signal)
  let release: () => Promise<void>
  try {
    release = await lockBetweenProcesses(path, file, end, signal)
  } catch (error) {
    letNext(path)
    throw error
  }
  let isHeld = true
  return async () => {
    if (!isHeld) return
    isHeld = false
    try {
      await release()
    } finally {
      letNext(path)
    }
  }
}

async function lockBetweenProcesses(
  path: string,
  file: string,
  end: number,
  signal: AbortSignal | undefined,
): Promise<() => Promise<void>> {
  for (let tries = 1; ; tries++) {
    signal?.throwIfAborted()
    const release = tryLock(path)
    if (release !== undefined) return release
    if (tries >= TRIES && performance.now() >= end) throw sysfsError('EAGAIN', 'flock', file)
    await sleep(Math.random() * Math.min(PAUSE, 2 ** tries))
  }
}

/** Waits until nobody of this process who came before has the lock. */
async function inTurn(path: string, file: string, timeout: number, signal: AbortSignal | undefined): Promise<void> {
  const queue = queues.get(path)
  if (queue === undefined) {
    queues.set(path, [])
    return
  }
  const end = await new Promise<'turn' | 'late' | 'aborted'>((resolve) => {
    const settle = (how: 'turn' | 'late' | 'aborted') => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      if (how !== 'turn') queue.splice(queue.indexOf(turn), 1)
      resolve(how)
    }
    const turn = () => settle('turn')
    const abort = () => settle('aborted')
    const timer = setTimeout(() => settle('late'), timerLength(timeout))
    signal?.addEventListener('abort', abort, { once: true })
    queue.push(turn)
  })
  if (end === 'late') throw sysfsError('EAGAIN', 'flock', file)
  if (end === 'aborted') signal?.throwIfAborted()
}

function letNext(path: string): void {
  const next = queues.get(path)?.shift()
  if (next === undefined) queues.delete(path)
  else next()
}

function tryLock(path: string): (() => Promise<void>) | undefined {
  const claim = `${path}.${randomBytes(8).toString('hex')}.${processMark()}`
  closeSync(openSync(claim, 'wx', 0o600))
  try {
    if (!isClaimedByOthers(path, basename(claim))) return async () => removeClaim(claim)
  } catch (error) {
    removeClaim(claim)
    throw error
  }
  removeClaim(claim)
  return undefined
}

function isClaimedByOthers(path: string, own: string): boolean {
  const directory = dirname(path)
  const prefix = `${basename(path)}.`
  let claimed = false
  for (const name of readdirSync(directory)) {
    if (name === own || !name.startsWith(prefix)) continue
    const [random = '', mark = '', ...more] = name.slice(prefix.length).split('.')
    if (!/^[0-9a-f]{16}$/.test(random) || !isProcessMark(mark) || more.length > 0) continue
    if (hasEnded(mark)) removeClaim(join(directory, name))
    else claimed = true
  }
  return claimed
}

function removeClaim(claim: string): void {
  try {
    unlinkSync(claim)
  } catch {
    // somebody swept it away; or it may not be removed, and is the next boot's at the latest
  }
}
