import type { TextOptions } from '../report/index.js'
import type { CliIo, CliOutput } from './cli-io.js'

/** How text is written to an output: in colours and wrapped only on a terminal, and without colours where `NO_COLOR` is set. */
export function textOptions({ env }: CliIo, { isTTY, columns }: CliOutput): TextOptions {
  const terminal = isTTY === true
  const colour = terminal && (env.NO_COLOR ?? '') === '' && env.TERM !== 'dumb'
  return { colour, ...(terminal && columns !== undefined && columns > 0 && { width: columns }) }
}
