import { timerLength } from '../port/timer-length.js'
import type { HostSnapshot } from '../snapshot/host-snapshot.js'
import type { HostEvent } from './host-events.js'
import { hostEvents } from './host-events.js'

export interface WatchOptions {
  /**
   * How often the machine is looked at, in milliseconds; 2,000 where absent. Where the machine tells of changes itself (uevents),
   * it is looked at then as well, and `Infinity` leaves it at that; the number of instances that are left changes without an
   * event.
   */
  interval?: number
  signal?: AbortSignal
}

/** How long events are gathered before the machine is looked at, in milliseconds: one device comes with several. */
const GATHER = 20

/** What is watched. */
export interface Watched {
  /** Gives the machine as it is. */
  look(signal: AbortSignal): Promise<HostSnapshot>
  /** Calls back when something may have changed; what it returns ends that. Absent where the machine tells nothing. */
  listen?: (changed: () => void) => () => void
  /** Aborted when the machine is closed, which ends the watching without a fault. */
  closed: AbortSignal
}

/**
 * Tells what comes, goes and changes on a machine, from the moment the first event is asked for. Ends when the caller leaves the
 * loop or aborts, or the machine is closed; what it waits for is given up then.
 */
export function watchHost(watched: Watched, options: WatchOptions = {}): AsyncIterableIterator<HostEvent> {
  return new Watch(watched, options)
}

class Watch implements AsyncIterableIterator<HostEvent> {
  readonly #watched: Watched
  readonly #interval: number
  readonly #signal: AbortSignal | undefined
  readonly #end = new AbortController()
  readonly #ready: HostEvent[] = []
  #before: HostSnapshot | undefined
  #close: (() => void) | undefined
  #wake: (() => void) | undefined
  #changed = false
  /** The caller wants no more, not even of what is ready. */
  #isLeft = false
  #turn: Promise<unknown> = Promise.resolve()

  constructor(watched: Watched, options: WatchOptions) {
    this.#watched = watched
    this.#interval = options.interval ?? 2000
    this.#signal = options.signal
    this.#signal?.addEventListener('abort', this.#abort, { once: true })
    watched.closed.addEventListener('abort', this.#abort, { once: true })
    if (watched.closed.aborted) this.#stop()
  }

  [Symbol.asyncIterator](): this {
    return this
  }

  next(): Promise<IteratorResult<HostEvent>> {
    const result = this.#turn.then(() => this.#next())
    this.#turn = result.catch(() => {})
    return result
  }

  async return(): Promise<IteratorResult<HostEvent>> {
    this.#isLeft = true
    this.#stop()
    return { done: true, value: undefined }
  }

  async #next(): Promise<IteratorResult<HostEvent>> {
    try {
      for (;;) {
        this.#signal?.throwIfAborted()
        if (this.#isLeft) return { done: true, value: undefined }
        const event = this.#ready.shift()
        if (event !== undefined) return { done: false, value: event }
        if (this.#end.signal.aborted) return { done: true, value: undefined }
        await this.#lookOnce()
      }
    } catch (error) {
      const ended = this.#end.signal.aborted && this.#signal?.aborted !== true
      this.#stop()
      this.#signal?.throwIfAborted()
      if (ended) return { done: true, value: undefined }
      throw error
    }
  }

  async #lookOnce(): Promise<void> {
    if (this.#before === undefined) {
      // listening begins before the first look, so that nothing between the two is missed
      this.#close = this.#watched.listen?.(this.#note)
      this.#before = await this.#watched.look(this.#end.signal)
    }
    if (!this.#changed) await this.#sleep(this.#interval)
    if (this.#changed) await this.#sleep(GATHER)
    if (this.#end.signal.aborted) return
    this.#changed = false
    const now = await this.#watched.look(this.#end.signal)
    this.#ready.push(...hostEvents(this.#before, now))
    this.#before = now
  }

  /** Waits, or less long when something may have changed or it is over. */
  #sleep(milliseconds: number): Promise<void> {
    if (this.#end.signal.aborted) return Promise.resolve()
    return new Promise((resolve) => {
      const timer = setTimeout(done, timerLength(milliseconds))
      const wake = done
      this.#wake = wake
      function done(): void {
        clearTimeout(timer)
        resolve()
      }
    })
  }

  readonly #note = (): void => {
    if (this.#changed) return
    this.#changed = true
    this.#wake?.()
  }

  readonly #abort = (): void => this.#stop()

  #stop(): void {
    this.#close?.()
    this.#close = undefined
    this.#signal?.removeEventListener('abort', this.#abort)
    this.#watched.closed.removeEventListener('abort', this.#abort)
    this.#end.abort()
    this.#wake?.()
  }
}
