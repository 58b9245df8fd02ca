/** What was found, and what a machine has, as text for people and as JSON for programs: the entry `./report`. Needs no Node built-in. */
export type { Diagnostic, Effect, Layer, Path, RelatedPlace, Severity, Span, TextEdit } from '../diagnostic.js'
export type { Backend, HostDevice, HostSnapshot, HostType } from '../machine/host-snapshot.js'
export type { NotRun } from '../rules/check-domain.js'
export {
  asJson,
  checkReport,
  type CheckReport,
  type CheckReportDiagnostic,
  type CheckReportFile,
} from './check-json.js'
export { asText, type TextOptions } from './check-text.js'
export type { CheckedFile, FileKind } from './checked-file.js'
export { deviceRow, deviceRows, typeRow, typeRows, type DeviceRow, type TypeRow } from './host-rows.js'
export { devicesTable, typesTable } from './host-tables.js'
export { jsonText } from './json-text.js'
export { printable } from '../xml/visible.js'
export { table, type TableColumn } from './table.js'
export { wrap } from './wrap.js'
