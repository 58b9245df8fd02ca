/**
 * What was found, and what a machine has, as text for people, as JSON for programs, and in the formats of CI services: the entry
 * `./report`. Needs no Node built-in.
 */
export type { Diagnostic, Effect, Layer, Path, RelatedPlace, Severity, Span, TextEdit } from '../diagnostic.js'
export type { Backend, HostDevice, HostSnapshot, HostType } from '../machine/snapshot/host-snapshot.js'
export type { NotRun } from '../rules/check-result.js'
export type { CodeDescription } from '../rules/codes/code-table.js'
export type { Judgement, Verdict } from '../rules/verdict.js'
export type { RuleDescription } from '../rules/codes/rule-descriptions.js'
export { asGithub } from './check-github.js'
export {
  asJson,
  checkReport,
  type CheckReport,
  type CheckReportDiagnostic,
  type CheckReportEdit,
  type CheckReportFile,
  type CheckReportSuppressed,
} from './check-json.js'
export { asJunit, type JunitOptions } from './check-junit.js'
export { asSarif, sarifLog, type SarifOptions } from './check-sarif.js'
export { asText, type TextOptions } from './check-text.js'
export { capacityText, type CapacityTextOptions } from './capacity-text.js'
export type { CheckedFile, FileKind, SuppressedFinding } from './checked-file.js'
export { explainText } from './explain-text.js'
export { attributesTable } from './attributes-table.js'
export { deviceRow, deviceRows, longTypeRow, typeRow, typeRows, type DeviceRow, type TypeRow } from './host-rows.js'
export { devicesTable, longTypesTable, typesTable } from './host-tables.js'
export { jsonText } from './json-text.js'
export { judgeFile, type JudgeOptions, type RuleLevel } from './judge-file.js'
export type {
  SarifArtifact,
  SarifArtifactLocation,
  SarifDriver,
  SarifFix,
  SarifInvocation,
  SarifLevel,
  SarifLocation,
  SarifLog,
  SarifNotification,
  SarifRegion,
  SarifResult,
  SarifRule,
  SarifRun,
  SarifText,
} from './sarif-log.js'
export { isAtLeast } from './severities.js'
export {
  migrationReport,
  migrationText,
  type MigrationReport,
  type MigrationReportDevice,
  type MigrationReportName,
} from './migration-report.js'
export { partitionText } from './partition-text.js'
export { probeText } from './probe-text.js'
export { appliedText, planText } from './plan-text.js'
export { unifiedDiff } from './unified-diff.js'
export { printable } from '../xml/visible.js'
export { table, type TableColumn } from './table.js'
export { wrap } from './wrap.js'
