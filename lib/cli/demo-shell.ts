import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { CliIo } from './cli-io.js'
import type { Command } from './command.js'

const COLUMNS = 80

/** Runs commands in a directory as a person would type them, and prints them with what they print. */
export class DemoShell {
  readonly #io: CliIo
  readonly #directory: string

  constructor(io: CliIo, directory: string) {
    this.#io = io
    this.#directory = directory
  }

  say(text: string): void {
    this.#io.stdout.write(text)
  }

  async read(file: string): Promise<string> {
    return readFile(join(this.#directory, file), 'utf8')
  }

  async write(file: string, text: string): Promise<void> {
    await writeFile(join(this.#directory, file), text)
  }

  /** Prints a command, runs it, and prints what it has printed, which `shown` may shorten. */
  async run(
    command: Command,
    args: readonly string[],
    shown: (output: string) => string = (output) => output,
  ): Promise<void> {
    this.say(`$ ${typed(['nodedev', command.name, ...args])}\n`)
    this.say(shown(await this.#outputOf(command, args)))
  }

  /** The same with the output in a file too. */
  async runInto(file: string, command: Command, args: readonly string[]): Promise<void> {
    this.say(`$ ${typed(['nodedev', command.name, ...args, `| tee ${file}`])}\n`)
    const output = await this.#outputOf(command, args)
    await this.write(file, output)
    this.say(output)
  }

  async #outputOf(command: Command, args: readonly string[]): Promise<string> {
    const chunks: Uint8Array[] = []
    const { isTTY = false } = this.#io.stdout
    const stdout = {
      write: (data: string | Uint8Array) => chunks.push(Buffer.from(data)),
      isTTY: true,
      columns: COLUMNS,
    }
    // wrapped as for a terminal, and in colours only on one
    const env = isTTY ? this.#io.env : { ...this.#io.env, NO_COLOR: '1' }
    await command.run(args, { ...this.#io, stdout, env, cwd: this.#directory })
    return Buffer.concat(chunks).toString('utf8')
  }
}

/** A command line, broken before an option where it would be too wide. */
function typed(words: readonly string[]): string {
  const lines: string[] = []
  for (const part of parts(words)) {
    const line = lines.at(-1)
    // room for the prompt or the indent, and for the backslash
    if (line === undefined || line.length + part.length > COLUMNS - 7) lines.push(part)
    else lines[lines.length - 1] = `${line} ${part}`
  }
  return lines.join(' \\\n    ')
}

/** The words with the values of options behind them. */
function parts(words: readonly string[]): string[] {
  const out: string[] = []
  for (const word of words) {
    const last = out.at(-1)
    if (last !== undefined && (out.length === 1 || /^--[^ ]+$/.test(last)) && !word.startsWith('-'))
      out[out.length - 1] = `${last} ${word}`
    else out.push(word)
  }
  return out
}
