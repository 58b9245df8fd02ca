import { resolve } from 'node:path'
import type { Severity } from '../diagnostic.js'
import type { RuleLevel } from '../report/index.js'
import { codeTable } from '../rules/codes/code-table.js'
import { type LibvirtDriver, libvirtDrivers } from '../rules/facts/libvirt-driver.js'
import { isLibvirtVersion } from '../rules/facts/libvirt-version.js'
import { oneOf, type ValuesOf } from './arguments.js'
import type { ConfiguredLevel } from './check-config.js'
import { CliFailure, UsageError } from './cli-failure.js'
import type { CliIo } from './cli-io.js'
import { type FileSearch, fromFolder } from './find-files.js'
import { type HostArguments, hostOptions } from './host-options.js'
import { loadConfig, type LoadedConfig } from './load-config.js'
import { isPersonalityFile, simulatedName } from './simulated-machine.js'

/** The options of `check`. */
export const checkOptions = {
  ...hostOptions,
  json: { type: 'boolean' },
  format: { type: 'string' },
  'fail-on': { type: 'string' },
  'max-warnings': { type: 'string' },
  rule: { type: 'string', multiple: true },
  libvirt: { type: 'string' },
  driver: { type: 'string' },
  arch: { type: 'string' },
  config: { type: 'string' },
  'no-config': { type: 'boolean' },
  fix: { type: 'boolean' },
  'dry-run': { type: 'boolean' },
  explain: { type: 'string' },
} as const

/** The values of `checkOptions`. */
export type CheckArguments = ValuesOf<typeof checkOptions>

export type CheckFormat = (typeof FORMATS)[number]

/** What a check is asked to do, from the command line and the configuration together. */
export interface CheckSettings {
  readonly search: FileSearch
  readonly host: HostArguments
  readonly format: CheckFormat
  readonly failOn: Severity
  readonly maxWarnings: number | undefined
  readonly levels: ReadonlyMap<string, RuleLevel>
  readonly libvirt: string | undefined
  readonly driver: LibvirtDriver | undefined
  readonly arch: string | undefined
  /** What is done with fixes: nothing, written to the files, or shown. */
  readonly fix: 'no' | 'write' | 'show'
}

const FORMATS = ['text', 'json', 'sarif', 'junit', 'github'] as const
const SEVERITIES = ['error', 'warning', 'info'] as const
const LEVELS: Readonly<Record<ConfiguredLevel, RuleLevel>> = {
  off: 'off',
  info: 'info',
  warn: 'warning',
  error: 'error',
}

/**
 * @throws UsageError for options that do not go together or take other values
 * @throws CliFailure where the configuration cannot be used
 */
export async function checkSettings(
  io: CliIo,
  args: CheckArguments,
  operands: readonly string[],
): Promise<CheckSettings> {
  const format = formatOf(args)
  const fix = fixOf(args, format, operands)
  const failOn = oneOf('fail-on', args['fail-on'], SEVERITIES)
  const maxWarnings = countOf('max-warnings', args['max-warnings'])
  const libvirt = versionOf(args.libvirt)
  const driver = oneOf('driver', args.driver, libvirtDrivers)
  const given = (args.rule ?? []).map(levelOf)
  if (operands.filter((file) => file === '-').length > 1) throw new UsageError('stdin can be read only once.')
  if (args.config !== undefined && args['no-config'] === true)
    throw new UsageError('--config and --no-config do not go together.')
  const loaded: LoadedConfig =
    args['no-config'] === true ? { config: {}, folder: io.cwd } : await loadConfig(io, args.config)
  const { config, folder } = loaded
  const host = hostOf(io, args, loaded)
  return {
    search: {
      operands: operands.length > 0 ? operands : (config.files ?? []).map((file) => fromFolder(io, folder, file)),
      ignore: (config.ignore ?? []).map((pattern) => resolve(folder, pattern)),
    },
    host,
    format,
    failOn: failOn ?? config.failOn ?? 'error',
    maxWarnings: maxWarnings ?? config.maxWarnings,
    levels: new Map([...configuredLevels(config.rules ?? {}), ...given]),
    libvirt: libvirt ?? config.libvirt,
    driver: driver ?? config.driver,
    arch: args.arch ?? config.arch,
    fix,
  }
}

function formatOf({ json, format }: CheckArguments): CheckFormat {
  const word = oneOf('format', format, FORMATS)
  if (json === true && word !== undefined && word !== 'json')
    throw new UsageError(`--json and --format ${word} do not go together.`)
  return json === true ? 'json' : (word ?? 'text')
}

function fixOf(args: CheckArguments, format: CheckFormat, operands: readonly string[]): CheckSettings['fix'] {
  if (args['dry-run'] === true) {
    if (args.fix !== true) throw new UsageError('--dry-run goes with --fix.')
    if (format !== 'text') throw new UsageError('--dry-run shows a diff, in no other format.')
    return 'show'
  }
  if (args.fix !== true) return 'no'
  if (operands.includes('-')) throw new UsageError('--fix needs files, not stdin; with --dry-run it shows a diff.')
  return 'write'
}

function countOf(option: string, value: string | undefined): number | undefined {
  if (value === undefined) return undefined
  if (!/^\d{1,9}$/.test(value)) throw new UsageError(`--${option} takes a number, not ${JSON.stringify(value)}.`)
  return Number(value)
}

function versionOf(value: string | undefined): string | undefined {
  if (value !== undefined && !isLibvirtVersion(value))
    throw new UsageError(`--libvirt takes a version as 9.0.0, not ${JSON.stringify(value)}.`)
  return value
}

function levelOf(text: string): [string, RuleLevel] {
  const equals = text.lastIndexOf('=')
  const word = text.slice(equals + 1)
  const level = Object.entries(LEVELS).find(([name]) => name === word)?.[1]
  if (equals < 1 || level === undefined)
    throw new UsageError(`--rule takes CODE=off, info, warn or error, not ${JSON.stringify(text)}.`)
  const code = text.slice(0, equals)
  if (!isCode(code)) throw new UsageError(`--rule names the code ${JSON.stringify(code)}, which does not exist.`)
  return [code, level]
}

function configuredLevels(rules: Readonly<Record<string, ConfiguredLevel>>): [string, RuleLevel][] {
  return Object.entries(rules).map(([code, level]) => {
    if (!isCode(code))
      throw new CliFailure(`The configuration names the code ${JSON.stringify(code)}, which does not exist.`)
    return [code, LEVELS[level]]
  })
}

function isCode(code: string): boolean {
  return codeTable.some((row) => row.code === code)
}

function hostOf(io: CliIo, { host, state }: HostArguments, { config, folder }: LoadedConfig): HostArguments {
  if (host !== undefined || state !== undefined || config.host === undefined) return { host, state }
  if (config.host === 'live') return { host: config.host }
  const name = simulatedName(config.host)
  if (name === undefined) return { host: fromFolder(io, folder, config.host) }
  return { host: isPersonalityFile(name) ? `sim:${fromFolder(io, folder, name)}` : config.host }
}
