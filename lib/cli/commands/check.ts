import type { HostSnapshot } from '../../machine/host-snapshot.js'
import { asJson, asText, type CheckedFile } from '../../report/index.js'
import { checkDomain } from '../../rules/check-domain.js'
import { parseArguments } from '../arguments.js'
import { checkSummary } from '../check-summary.js'
import { type CheckInput, readCheckInput } from '../check-input.js'
import { CliFailure, UsageError } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { type HostArguments, hostHelp, hostOptions } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellFailure, tellProblems, warn } from '../remarks.js'
import { textOptions } from '../text-options.js'

export const check: Command = {
  name: 'check',
  usage: ['check FILE... [--host HOST] [--state FILE] [--json]'],
  summary: 'tells every fault of the devices in a guest, with its place',
  help: `FILE is the XML of a guest; - is stdin. Node device XML and definitions of
mdevctl (named by the UUID, in a folder named by the parent) are checked too,
and tell of devices that the guests name. Without --host no machine is asked,
and what needs one is listed as not run.

${hostHelp}
  --json         as JSON`,
  async run(args, io) {
    const { values, positionals } = parseArguments(
      args,
      { ...hostOptions, json: { type: 'boolean' } },
      { least: 1, most: Infinity, names: 'FILE' },
    )
    if (positionals.filter((file) => file === '-').length > 1) throw new UsageError('stdin can be read only once.')
    const host = await hostOf(io, values)
    const inputs: CheckInput[] = []
    for (const file of positionals) {
      try {
        const input = await readCheckInput(io, file)
        if (input.kind === 'described' && input.remark !== undefined) warn(io, input.remark)
        inputs.push(input)
      } catch (error) {
        if (!(error instanceof CliFailure)) throw error
        tellFailure(io, error.message, error.help)
      }
    }
    const files = checked(inputs, host)
    io.stdout.write(values.json === true ? asJson(files) : textOf(io, files))
    if (inputs.length < positionals.length) return 2
    return files.some(({ diagnostics }) => diagnostics.some(({ severity }) => severity === 'error')) ? 1 : 0
  },
}

async function hostOf(io: CliIo, values: HostArguments): Promise<HostSnapshot | undefined> {
  if (values.host === undefined && values.state === undefined) return undefined
  const snapshot = await withMachine(io, values, (host) => host.snapshot())
  tellProblems(io, snapshot)
  return snapshot
}

function checked(inputs: readonly CheckInput[], host: HostSnapshot | undefined): CheckedFile[] {
  const devices = inputs.flatMap((input) => (input.kind === 'described' && input.device ? [input.device] : []))
  return inputs.map((input) => {
    if (input.kind === 'described') return input.checked
    const { file, document } = input
    const { diagnostics, notRun } = checkDomain(document, { devices, ...(host !== undefined && { host }) })
    return { file, kind: 'domain', text: document.text, diagnostics, notRun }
  })
}

function textOf(io: CliIo, files: readonly CheckedFile[]): string {
  if (files.length === 0) return ''
  const options = textOptions(io, io.stdout)
  const findings = asText(files, options)
  return `${findings}${findings === '' ? '' : '\n'}${checkSummary(files, options)}`
}
