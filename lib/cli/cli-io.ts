/** Where the command writes. `process.stdout` is one; a test gives its own. */
export interface CliOutput {
  write(data: string | Uint8Array): unknown
  /** Whether it is a terminal. */
  readonly isTTY?: boolean
  /** The columns of the terminal. */
  readonly columns?: number
}

/** Everything that the command has of the world, files and machines aside. */
export interface CliIo {
  readonly stdout: CliOutput
  readonly stderr: CliOutput
  readonly stdin: AsyncIterable<Uint8Array | string>
  readonly env: Readonly<Record<string, string | undefined>>
  /** What paths of files are meant from. */
  readonly cwd: string
}
