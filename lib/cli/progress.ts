import type { CliIo } from './cli-io.js'

/** How long a run is silent, and how often it tells, in milliseconds. */
const PATIENCE = 300
const PERIOD = 100

/** A line on a terminal that tells how far a long run is, and is gone when it ends. Where stderr is no terminal there is none. */
export class Progress {
  readonly #io: CliIo
  readonly #total: number
  readonly #enabled: boolean
  #next = Date.now() + PATIENCE
  #shown = false

  constructor(io: CliIo, total: number) {
    this.#io = io
    this.#total = total
    this.#enabled = io.stderr.isTTY === true && io.env.TERM !== 'dumb'
  }

  at(done: number): void {
    if (!this.#enabled || Date.now() < this.#next) return
    this.#io.stderr.write(`\r\u001b[K${done} of ${this.#total} files`)
    this.#shown = true
    this.#next = Date.now() + PERIOD
  }

  /** Takes the line away, also before something else is told on stderr. */
  clear(): void {
    if (this.#shown) this.#io.stderr.write('\r\u001b[K')
    this.#shown = false
  }
}
