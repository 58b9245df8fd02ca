import { asGithub, asJson, asJunit, asSarif, asText, isAtLeast, printable } from '../report/index.js'
import type { CheckOutcome } from './check-files.js'
import type { CheckSettings } from './check-settings.js'
import { checkSummary, counted } from './check-summary.js'
import type { CliIo } from './cli-io.js'
import { tellFailure } from './remarks.js'
import { textOptions } from './text-options.js'
import { packageVersion } from './version.js'

/** Prints what a check found, and gives the exit code. */
export function printOutcome(io: CliIo, settings: CheckSettings, outcome: CheckOutcome): 0 | 1 | 2 {
  const exitCode = exitCodeOf(settings, outcome)
  if (settings.fix === 'show') {
    const terminal = io.stdout.isTTY === true
    // a patch has every byte; a person's terminal is not to be touched by them
    io.stdout.write(terminal ? outcome.diff.split('\n').map(printable).join('\n') : outcome.diff)
    io.stderr.write(checkSummary(outcome.files, textOptions(io, io.stderr)))
  } else {
    io.stdout.write(reportOf(io, settings, outcome, exitCode))
    if (outcome.fixed.findings > 0) io.stderr.write(`${fixedLine(outcome)}\n`)
  }
  const { maxWarnings } = settings
  const warnings = countOfWarnings(outcome)
  if (maxWarnings !== undefined && warnings > maxWarnings)
    tellFailure(io, `Too many warnings: ${warnings}, and at most ${maxWarnings} may be.`, undefined)
  return exitCode
}

function exitCodeOf({ failOn, maxWarnings = Infinity }: CheckSettings, outcome: CheckOutcome): 0 | 1 | 2 {
  if (outcome.failures.length > 0) return 2
  const grave = outcome.files.some(({ diagnostics }) => diagnostics.some(({ severity }) => isAtLeast(severity, failOn)))
  return grave || countOfWarnings(outcome) > maxWarnings ? 1 : 0
}

function countOfWarnings({ files }: CheckOutcome): number {
  return files.reduce(
    (sum, { diagnostics }) => sum + diagnostics.filter(({ severity }) => severity === 'warning').length,
    0,
  )
}

function reportOf(io: CliIo, settings: CheckSettings, { files, failures }: CheckOutcome, exitCode: 0 | 1 | 2): string {
  switch (settings.format) {
    case 'json':
      return asJson(files)
    case 'sarif':
      return asSarif(files, { version: packageVersion(), exitCode, failures })
    case 'junit':
      return asJunit(files, { failOn: settings.failOn })
    case 'github':
      return files.length === 0 ? '' : `${asGithub(files)}${checkSummary(files, {})}`
    case 'text': {
      if (files.length === 0) return ''
      const options = textOptions(io, io.stdout)
      const findings = asText(files, options)
      return `${findings}${findings === '' ? '' : '\n'}${checkSummary(files, options)}`
    }
  }
}

function fixedLine({ fixed: { findings, files } }: CheckOutcome): string {
  return `${counted(findings, 'finding')} fixed in ${counted(files, 'file')}.`
}
