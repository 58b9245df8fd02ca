import { mdevAttributeSchema } from '../machine/mdev/mdev-attribute-schema.js'
import { openSchema } from '../machine/validators/open-schema.js'
import type {
  MigrationComparison,
  MigrationQuestion,
  MigrationReason,
  MigrationTarget,
  MigrationVerdict,
} from '../planning/migration/index.js'
import type { JsonSchema } from '../shape/json-schema-type.js'
import { recordSchema } from '../shape/json-schema.js'
import type { MigrationReport, MigrationReportDevice, MigrationReportName } from './migration-report.js'

const text: JsonSchema = { type: 'string' }

const VERDICTS: Readonly<Record<MigrationVerdict, true>> = { compatible: true, incompatible: true, undecided: true }
const USES: Readonly<Record<MigrationTarget['use'], true>> = { existing: true, start: true, make: true }
const OUTCOMES: Readonly<Record<MigrationComparison['outcome'], true>> = { fits: true, differs: true, unknown: true }

function oneOf(words: Readonly<Record<string, true>>): JsonSchema {
  return { enum: Object.keys(words) }
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

const target = recordSchema<MigrationTarget>('place on the target', {
  required: { use: oneOf(USES), id: text, parent: text },
  optional: { type: text, aggregation: { type: 'integer', minimum: 1 }, attributes: listOf(mdevAttributeSchema) },
})

const comparison = recordSchema<MigrationComparison>('comparison', {
  required: { field: text, outcome: oneOf(OUTCOMES) },
  optional: { source: text, target: text, message: text },
})

const reason = recordSchema<MigrationReason>('reason', {
  required: { field: text, message: text },
  optional: { source: text, target: text, candidate: text },
})

const question = recordSchema<MigrationQuestion>('question to a driver', {
  required: { target: text, use: oneOf(USES), parent: text, version: text },
  optional: { id: text, type: text },
})

const name = recordSchema<MigrationReportName>('name on both machines', {
  required: { source: text, target: text },
  optional: {},
})

const device = recordSchema<MigrationReportDevice>('migrated device', {
  required: {
    path: listOf({ anyOf: [text, { type: 'integer', minimum: 0 }] }),
    kind: text,
    verdict: oneOf(VERDICTS),
    compared: listOf(comparison),
    reasons: listOf(reason),
  },
  optional: { id: text, parent: text, type: text, target },
})

/** The JSON Schema of what `migrate --json` prints. As of the other formats here, readers must bear keys that come later. */
export const migrationReportSchema = openSchema(
  recordSchema<MigrationReport>('migration report', {
    required: {
      version: { const: 1 },
      verdict: oneOf(VERDICTS),
      devices: listOf(device),
      uuids: listOf(name),
      addresses: listOf(name),
      questions: listOf(question),
      notes: listOf(text),
    },
    optional: {},
  }),
)
