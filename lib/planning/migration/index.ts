/** Whether guests can go from one machine to another with their host devices. */
export { checkMigration } from './check-migration.js'
export type { MigrationOptions } from './migration-options.js'
export { settleMigration } from './settle-migration.js'
export type { MigrationComparison, MigrationDirection, MigrationVerdict } from './comparison.js'
export type {
  MigratedDevice,
  MigrationAnswer,
  MigrationQuestion,
  MigrationReason,
  MigrationResult,
  MigrationTarget,
} from './migration-result.js'
export { compatibilitySchema } from './compatibility-schema.js'
export type {
  Compatibility,
  CompatibilityFields,
  CompatibleSet,
  HostCompatibility,
} from '../../machine/migration/compatibility.js'
export {
  parseCompatibilityFields,
  parseCompatibilityText,
  parseCompatiblePatterns,
  type CompatibilityReading,
} from '../../machine/migration/compatibility-text.js'
export { parseCompatibilityJson } from '../../machine/migration/compatibility-json.js'
export { readCompatibility, readHostCompatibility } from '../../machine/migration/read-compatibility.js'
export { tryMigrationVersion, type MigrationVersionAnswer } from '../../machine/migration/try-migration-version.js'
