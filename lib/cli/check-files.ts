import type { Diagnostic } from '../diagnostic.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import { parseDefinition } from '../machine/definition/definition.js'
import { type CheckedFile, judgeFile, unifiedDiff } from '../report/index.js'
import { checkDefinition } from '../rules/check-definition.js'
import { checkDomain, type CheckOptions } from '../rules/check-domain.js'
import type { CheckResult } from '../rules/check-result.js'
import { checkDomains } from '../rules/check-domains.js'
import { checkNodeDevice } from '../rules/check-node-device.js'
import { verdictOf } from '../rules/verdict.js'
import type { CheckSettings } from './check-settings.js'
import { CliFailure } from './cli-failure.js'
import type { CliIo } from './cli-io.js'
import { type CheckInput, checkInputOf, type DomainInput, readCheckInput, UnknownKind } from './check-input.js'
import { nameOfFile } from './files.js'
import { findFiles, type FoundFile } from './find-files.js'
import { fixFindings } from './fix-findings.js'
import { Progress } from './progress.js'
import { tellFailure, warn } from './remarks.js'
import { replaceUnchanged } from './replace-unchanged.js'

/** What became of the files. */
export interface CheckOutcome {
  readonly files: readonly CheckedFile[]
  /** Why files could not be checked; each has been told on stderr. */
  readonly failures: readonly string[]
  /** What `--fix --dry-run` shows. */
  readonly diff: string
  /** How many findings were mended, and in how many files. */
  readonly fixed: { readonly findings: number; readonly files: number }
}

/**
 * Reads files one by one, checks each by itself and guests together, and mends what can be mended where that is asked. Of a guest
 * without host devices nothing is kept but what was found.
 */
export async function checkFiles(
  io: CliIo,
  settings: CheckSettings,
  host: HostSnapshot | undefined,
): Promise<CheckOutcome> {
  return new CheckRun(io, settings, host).run()
}

/** A file in the order of the operands: done with, or waiting for what all files tell together. */
type Entry = { readonly checked: CheckedFile } | { readonly input: CheckInput }

class CheckRun {
  readonly #io: CliIo
  readonly #settings: CheckSettings
  readonly #host: HostSnapshot | undefined
  readonly #failures: string[] = []
  #progress: Progress
  #diff = ''
  readonly #fixed = { findings: 0, files: 0 }

  constructor(io: CliIo, settings: CheckSettings, host: HostSnapshot | undefined) {
    this.#io = io
    this.#settings = settings
    this.#host = host
    this.#progress = new Progress(io, 0)
  }

  async run(): Promise<CheckOutcome> {
    const found = await findFiles(this.#io, this.#settings.search, (failure) => {
      this.#fail(failure)
    })
    this.#progress = new Progress(this.#io, found.length)
    const entries: Entry[] = []
    for (const [index, file] of found.entries()) {
      this.#progress.at(index)
      const entry = await this.#read(file)
      if (entry !== undefined) entries.push(entry)
    }
    this.#progress.clear()
    const files = await this.#judged(entries)
    return { files, failures: this.#failures, diff: this.#diff, fixed: this.#fixed }
  }

  async #read({ path, named }: FoundFile): Promise<Entry | undefined> {
    try {
      const input = await readCheckInput(this.#io, path)
      if (input.kind === 'mdevctl' && input.place.name === undefined)
        this.#warn(`${nameOfFile(path)} tells of no device: it is not named by a UUID.`)
      return input.kind === 'domain' && isAlone(input) ? await this.#done(input) : { input }
    } catch (error) {
      if (!(error instanceof CliFailure)) throw error
      if (error instanceof UnknownKind && !named) this.#warn(`${path} is left out: ${error.why}.`)
      else this.#fail(error)
      return undefined
    }
  }

  /** A guest that has nothing to do with others: all but its findings is let go. */
  async #done(input: DomainInput): Promise<Entry> {
    const options = this.#options([])
    const mended = await this.#mended(input, options)
    const checked = this.#checked(mended, resultOf(mended, options))
    const silent = checked.diagnostics.length === 0 && checked.suppressed === undefined
    return { checked: silent ? { ...checked, text: '' } : checked }
  }

  async #judged(entries: readonly Entry[]): Promise<CheckedFile[]> {
    const devices = entries.flatMap((entry) =>
      'input' in entry && entry.input.kind !== 'domain' && entry.input.device !== undefined ? [entry.input.device] : [],
    )
    const options = this.#options(devices)
    const mended: Entry[] = []
    for (const entry of entries) {
      mended.push('input' in entry ? { input: await this.#mended(entry.input, options) } : entry)
    }
    const guests = mended.flatMap((entry) => ('input' in entry && entry.input.kind === 'domain' ? [entry.input] : []))
    const together = checkDomains(
      guests.map(({ path, document }) => ({ file: nameOfFile(path), document })),
      options,
    )
    const results = new Map<CheckInput, CheckResult>(
      guests.flatMap((guest, index) => {
        const result = together[index]
        return result === undefined ? [] : [[guest, result]]
      }),
    )
    return mended.map((entry) => {
      if ('checked' in entry) return entry.checked
      return this.#checked(entry.input, results.get(entry.input) ?? resultOf(entry.input, options))
    })
  }

  /** The file after its fixes, where they are asked for; they are written or shown here. */
  async #mended(input: CheckInput, options: CheckOptions): Promise<CheckInput> {
    const { fix } = this.#settings
    if (fix === 'no') return input
    const again = (bytes: Uint8Array) => checkInputOf(this.#io, input.path, bytes)
    const find = (bytes: Uint8Array): readonly Diagnostic[] => {
      const read = again(bytes)
      return this.#checked(read, resultOf(read, options)).diagnostics
    }
    const { bytes, text, before, count } = fixFindings(input.bytes, find)
    if (count === 0) return input
    if (fix === 'show') this.#diff += unifiedDiff(nameOfFile(input.path), before, text)
    else {
      try {
        await replaceUnchanged(this.#io, input.path, input.bytes, bytes)
      } catch (error) {
        if (!(error instanceof CliFailure)) throw error
        this.#fail(error)
        return input
      }
    }
    this.#fixed.findings += count
    this.#fixed.files++
    return again(bytes)
  }

  #checked(input: CheckInput, result: CheckResult): CheckedFile {
    const text = input.kind === 'mdevctl' ? input.text : input.document.text
    const verdict = input.kind === 'domain' ? verdictOf(input.document, result, this.#settings.driver) : undefined
    const { diagnostics, notRun } = result
    const checked: CheckedFile = {
      file: nameOfFile(input.path),
      kind: input.kind,
      text,
      diagnostics,
      notRun,
      ...(verdict !== undefined && { verdict }),
    }
    return judgeFile(checked, { levels: this.#settings.levels })
  }

  #options(devices: CheckOptions['devices']): CheckOptions {
    const { libvirt, driver, arch } = this.#settings
    return {
      ...(devices !== undefined && { devices }),
      ...(this.#host !== undefined && { host: this.#host }),
      ...(libvirt !== undefined && { libvirt }),
      ...(driver !== undefined && { driver }),
      ...(arch !== undefined && { arch }),
    }
  }

  #fail(failure: CliFailure): void {
    this.#progress.clear()
    this.#failures.push(failure.message)
    tellFailure(this.#io, failure.message, failure.help)
  }

  #warn(message: string): void {
    this.#progress.clear()
    warn(this.#io, message)
  }
}

/** Whether a guest has no device that another guest, a host or a file could tell anything about. */
function isAlone({ document }: DomainInput): boolean {
  const { hostdevs = [], interfaces = [] } = document.draft
  return hostdevs.length === 0 && interfaces.length === 0
}

/** What is found in a file by itself. */
function resultOf(input: CheckInput, options: CheckOptions): CheckResult {
  switch (input.kind) {
    case 'domain':
      return checkDomain(input.document, options)
    case 'nodedev':
      return checkNodeDevice(input.document, options)
    case 'mdevctl':
      return checkDefinition(parseDefinition(input.text), { ...options, file: input.place })
  }
}
