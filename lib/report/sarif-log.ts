/**
 * The part of a SARIF 2.1.0 log that is written here.
 * @see https://docs.oasis-open.org/sarif/sarif/v2.1.0/sarif-v2.1.0.html
 */
export interface SarifLog {
  $schema: string
  version: '2.1.0'
  runs: SarifRun[]
}

/** One run of the check. */
export interface SarifRun {
  tool: { driver: SarifDriver }
  columnKind: 'utf16CodeUnits'
  newlineSequences: string[]
  invocations: SarifInvocation[]
  artifacts: SarifArtifact[]
  results: SarifResult[]
}

/** What checked. */
export interface SarifDriver {
  name: string
  version?: string
  semanticVersion?: string
  rules: SarifRule[]
}

/** A code that a result may have. */
export interface SarifRule {
  id: string
  shortDescription?: SarifText
  fullDescription?: SarifText
  help?: SarifText
  defaultConfiguration?: { level: SarifLevel }
  properties?: Record<string, unknown>
}

/** How grave something is; `note` is this library's `info`. */
export type SarifLevel = 'error' | 'warning' | 'note'

/** A text, and the same with markup. */
export interface SarifText {
  text: string
  markdown?: string
}

/** How the run went: whether all could be checked, and what was not looked at. */
export interface SarifInvocation {
  executionSuccessful: boolean
  exitCode?: number
  toolExecutionNotifications: SarifNotification[]
}

/** Something that is no finding: a rule that was not run, or a file that could not be read. */
export interface SarifNotification {
  level: SarifLevel
  message: SarifText
  associatedRule?: { id: string; index?: number }
  locations?: SarifLocation[]
}

/** A file that was checked. */
export interface SarifArtifact {
  location: SarifArtifactLocation
  mimeType: string
}

/** One finding. */
export interface SarifResult {
  ruleId: string
  ruleIndex?: number
  level: SarifLevel
  message: SarifText
  locations: SarifLocation[]
  relatedLocations?: SarifLocation[]
  partialFingerprints: Record<string, string>
  fixes?: SarifFix[]
  suppressions?: { kind: 'inSource'; justification: string }[]
  properties: Record<string, unknown>
}

/** A place in a file. */
export interface SarifLocation {
  id?: number
  message?: SarifText
  physicalLocation: { artifactLocation: SarifArtifactLocation; region?: SarifRegion }
}

/** A file by its URI, and by its place among the artifacts of the run. */
export interface SarifArtifactLocation {
  uri: string
  index?: number
}

/** Lines and columns count from 1, columns in UTF-16 units; the end is exclusive. */
export interface SarifRegion {
  startLine: number
  startColumn: number
  endLine: number
  endColumn: number
}

/** Edits that mend a finding. */
export interface SarifFix {
  description?: SarifText
  artifactChanges: {
    artifactLocation: SarifArtifactLocation
    replacements: { deletedRegion: SarifRegion; insertedContent?: SarifText }[]
  }[]
}
