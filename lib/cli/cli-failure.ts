import type { CheckedFile } from '../report/index.js'

/** Why the command ends without having done what it was asked. */
export class CliFailure extends Error {
  override readonly name: string = 'CliFailure'
  /** What to do about it, as one sentence. */
  readonly help: string | undefined
  /** 1: the operation was refused; 2: it could not be tried. */
  readonly exitCode: 1 | 2

  constructor(message: string, options: { help?: string; exitCode?: 1 | 2; cause?: unknown } = {}) {
    super(message, options.cause === undefined ? undefined : { cause: options.cause })
    this.help = options.help
    this.exitCode = options.exitCode ?? 2
  }
}

/** The command was called in a way that it does not know. */
export class UsageError extends CliFailure {
  override readonly name = 'UsageError'
}

/** An operation was refused by the command itself; `code` is as in a finding or a `HostError`. */
export class Refusal extends CliFailure {
  override readonly name = 'Refusal'
  readonly code: string

  constructor(code: string, message: string, help?: string) {
    super(message, { exitCode: 1, ...(help !== undefined && { help }) })
    this.code = code
  }
}

/** A document that was given cannot be used, because of errors in it. */
export class InvalidInput extends CliFailure {
  override readonly name = 'InvalidInput'
  readonly checked: CheckedFile

  constructor(checked: CheckedFile) {
    super(`${checked.file} has errors.`, { exitCode: 1 })
    this.checked = checked
  }
}
