/** What every verb that looks at a machine takes. */
export const hostOptions = { host: { type: 'string' }, state: { type: 'string' } } as const

/** The values of `hostOptions`. */
export interface HostArguments {
  readonly host?: string | undefined
  readonly state?: string | undefined
}

export const hostHelp = `  --host HOST    the machine: live (this one, the default); a directory that has
                 sys/ in it; a file with a snapshot or a recorded tree; or
                 sim:NAME, a simulated one (sim:nvidia-t4, sim:mtty, ...), or
                 sim:FILE.json, one that the file describes
  --state FILE   keeps a simulated machine between commands; made when absent`
