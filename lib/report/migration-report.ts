import type {
  MigratedDevice,
  MigrationComparison,
  MigrationQuestion,
  MigrationReason,
  MigrationResult,
  MigrationTarget,
  MigrationVerdict,
} from '../planning/migration/index.js'
import { printable } from '../xml/visible.js'
import { type Colours, coloursFor } from './colours.js'
import type { TextOptions } from './check-text.js'
import { jsonText } from './json-text.js'
import { withoutLogCommands } from './log-commands.js'
import { table } from './table.js'
import { wrap } from './wrap.js'

/** One host device of the guest in a migration report. */
export interface MigrationReportDevice {
  /** Where it stands in the domain, for example `['hostdevs', 1]`. */
  path: (string | number)[]
  /** `mdev`, `pci`, or the type of a host device that is not compared. */
  kind: string
  /** The UUID or the PCI address by which the guest names it. */
  id?: string
  /** On the source: the kernel's name of its parent. */
  parent?: string
  type?: string
  verdict: MigrationVerdict
  /** Where it goes; absent where there is no place. */
  target?: MigrationTarget
  /** Everything that was compared with its place on the target. */
  compared: MigrationComparison[]
  /** Why the verdict is not `compatible`. */
  reasons: MigrationReason[]
}

/** Another name for a device. */
export interface MigrationReportName {
  source: string
  target: string
}

/** What `migrate --json` prints. */
export interface MigrationReport {
  version: 1
  /** That of the worst device; it says no more than what was compared. */
  verdict: MigrationVerdict
  devices: MigrationReportDevice[]
  /** The UUIDs of mediated devices on the source and on the target, also those that stay. */
  uuids: MigrationReportName[]
  /** The addresses of PCI functions on the source and on the target, also those that stay. */
  addresses: MigrationReportName[]
  /** What is to be asked of the target's drivers before more can be said. */
  questions: MigrationQuestion[]
  notes: string[]
}

/** A migration's result as plain data, without the domain. */
export function migrationReport(result: MigrationResult): MigrationReport {
  const { verdict, devices, uuids, addresses, questions, notes } = result
  return { version: 1, verdict, devices: devices.map(reportDevice), uuids, addresses, questions, notes }
}

function reportDevice({ path, ...rest }: MigratedDevice): MigrationReportDevice {
  return { path: [...path], ...rest }
}

/** The report as JSON, harmless in a terminal. */
export function migrationJson(result: MigrationResult): string {
  return jsonText(migrationReport(result))
}

/** The report for people: the verdict, a table of the devices, and below it why it is not better; hostile characters are escaped. */
export function migrationText(result: MigrationResult, { colour = false, width }: TextOptions = {}): string {
  const colours = coloursFor(colour)
  const { verdict, devices, notes, questions } = result
  const columns = width === undefined ? Infinity : Math.max(40, width)
  const sentences = [
    ...devices.flatMap((device) => device.reasons.map((reason) => ({ device, message: reason.message }))),
  ].map(({ device, message }) => wrap(`  ${printable(nameOf(device))}: ${printable(message)}`, columns, '    '))
  const asked = questions.map(({ target, version }) =>
    wrap(
      `  Ask ${printable(target)} whether it takes '${printable(version)}' (write it to migration_version).`,
      columns,
      '    ',
    ),
  )
  const remarks = notes.map((note) => wrap(`  ${printable(note)}`, columns, '    '))
  const parts = [
    `${judged(verdict, colours)}\n`,
    ...(devices.length === 0 ? [] : [devicesTable(devices)]),
    ...[...new Set([...sentences, ...asked, ...remarks])].map((line) => `${line}\n`),
    ...devices.flatMap((device) => comparedLine(device, columns)),
  ]
  return withoutLogCommands(parts.join(''))
}

const SENTENCES: Readonly<Record<MigrationVerdict, string>> = {
  compatible: 'compatible: everything that was compared fits',
  incompatible: 'incompatible: the guest cannot go there as it is',
  undecided: 'undecided: nothing is against it that is known, and not enough is known',
}

function judged(verdict: MigrationVerdict, colours: Colours): string {
  const severity = verdict === 'compatible' ? 'info' : verdict === 'undecided' ? 'warning' : 'error'
  return colours.severity(severity, SENTENCES[verdict])
}

function devicesTable(devices: readonly MigratedDevice[]): string {
  return table<MigratedDevice>(
    [
      { title: 'DEVICE', cell: nameOf },
      { title: 'TYPE', cell: ({ type }) => type ?? '' },
      { title: 'VERDICT', cell: ({ verdict }) => verdict },
      { title: 'DO', cell: ({ target }) => (target === undefined ? '' : DEEDS[target.use]) },
      { title: 'ON THE TARGET', cell: ({ target }) => target?.id ?? '' },
      { title: 'PARENT', cell: ({ target }) => target?.parent ?? '' },
      { title: 'TARGET TYPE', cell: ({ target }) => target?.type ?? '' },
    ],
    devices,
  )
}

const DEEDS: Readonly<Record<MigrationTarget['use'], string>> = { existing: 'use', start: 'start', make: 'make' }

function nameOf({ id, kind, path }: MigratedDevice): string {
  return id ?? `${kind} (${path.join(' ')})`
}

/** What a verdict rests on. */
function comparedLine({ id, kind, path, compared, target, verdict }: MigratedDevice, columns: number): string[] {
  if (target === undefined || verdict === 'incompatible') return []
  const fitting = [...new Set(compared.filter(({ outcome }) => outcome === 'fits').map(({ field }) => field))]
  const what = fitting.length === 0 ? 'nothing' : fitting.join(', ')
  const name = id ?? `${kind} (${path.join(' ')})`
  return [`${wrap(printable(`  ${name}: compared and fitting: ${what}.`), columns, '    ')}\n`]
}
