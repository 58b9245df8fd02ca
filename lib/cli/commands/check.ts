import type { HostSnapshot } from '../../machine/snapshot/host-snapshot.js'
import { explainText } from '../../report/index.js'
import { ruleDescriptions } from '../../rules/codes/rule-descriptions.js'
import { parseArguments } from '../arguments.js'
import { checkFiles } from '../check-files.js'
import { printOutcome } from '../check-output.js'
import { checkOptions, checkSettings } from '../check-settings.js'
import { UsageError } from '../cli-failure.js'
import type { CliIo } from '../cli-io.js'
import type { Command } from '../command.js'
import { type HostArguments, hostHelp } from '../host-options.js'
import { withMachine } from '../open-machine.js'
import { tellProblems } from '../remarks.js'
import { textOptions } from '../text-options.js'

export const check: Command = {
  name: 'check',
  usage: [
    'check FILE... [--host HOST] [--state FILE] [--libvirt VERSION]\n' +
      '[--driver DRIVER] [--arch ARCH]\n' +
      '[--format FORMAT | --json] [--fail-on SEVERITY]\n' +
      '[--max-warnings N] [--rule CODE=LEVEL]...\n' +
      '[--config FILE | --no-config] [--fix [--dry-run]]',
    'check --explain CODE',
  ],
  summary: 'tells every fault of the devices in a guest, with its place',
  help: `FILE is the XML of a guest; - is stdin. Node device XML and definitions of
mdevctl (named by the UUID, in a folder named by the parent) are checked too,
and tell of devices that the guests name. Several guests are also judged
together. FILE may be a directory, or a pattern with *, ** and ?. Without --host
no machine is asked, and what needs one is listed as not run.

${hostHelp}
  --libvirt VERSION  the version of libvirt that the files are meant for
  --driver DRIVER    qemu or test: the driver of libvirt that the guests are
                     meant for; where absent, that of their types
  --arch ARCH        the architecture of guests that do not say it
  --format FORMAT    text, json, sarif, junit or github; --json is json
  --fail-on SEVERITY the least severity that fails: error, warning or info
  --max-warnings N   fails also when there are more warnings
  --rule CODE=LEVEL  takes a code for off, info, warn or error
  --config FILE      another one than the nearest nodedev.config.json upwards
  --no-config        without any
  --fix              mends what has one right answer, and writes the files
  --dry-run          with --fix: shows a diff, and writes nothing
  --explain CODE     what a code means, with examples

A comment in a guest suppresses a finding; the reason is not optional:
  <!-- nodedev-disable-next-line CODE: reason -->
  <!-- nodedev-disable CODE: reason -->   the next element and all in it`,
  async run(args, io) {
    const { values, positionals } = parseArguments(args, checkOptions, { most: Infinity, names: 'FILE' })
    if (values.explain !== undefined) return explained(io, values.explain, positionals)
    const settings = await checkSettings(io, values, positionals)
    if (settings.search.operands.length === 0) throw new UsageError('FILE is missing.')
    const host = await hostOf(io, settings.host)
    return printOutcome(io, settings, await checkFiles(io, settings, host))
  },
}

function explained(io: CliIo, code: string, positionals: readonly string[]): 0 {
  if (positionals.length > 0) throw new UsageError('--explain takes a code and no file.')
  const rule = ruleDescriptions.find((each) => each.code === code)
  if (rule === undefined) throw new UsageError(`There is no code ${JSON.stringify(code)}.`)
  io.stdout.write(explainText(rule, textOptions(io, io.stdout)))
  return 0
}

async function hostOf(io: CliIo, values: HostArguments): Promise<HostSnapshot | undefined> {
  if (values.host === undefined && values.state === undefined) return undefined
  const snapshot = await withMachine(io, values, (host) => host.snapshot())
  tellProblems(io, snapshot)
  return snapshot
}
