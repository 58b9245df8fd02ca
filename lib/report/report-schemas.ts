import type { Layer, Severity } from '../diagnostic.js'
import { driverAttributesSchema } from '../machine/attribute-schema/driver-attributes-schema.js'
import { listedDevice, listedType } from '../machine/snapshot/host-snapshot-schema.js'
import { openSchema } from '../machine/validators/open-schema.js'
import type { NotRun } from '../rules/check-result.js'
import type { Judgement, Verdict } from '../rules/verdict.js'
import type { JsonSchema } from '../shape/json-schema-type.js'
import { recordSchema } from '../shape/json-schema.js'
import type {
  CheckReport,
  CheckReportDiagnostic,
  CheckReportEdit,
  CheckReportFile,
  CheckReportSuppressed,
} from './check-json.js'
import type { FileKind } from './checked-file.js'
import type { DeviceRow, TypeRow } from './host-rows.js'

const text: JsonSchema = { type: 'string' }
const position: JsonSchema = { type: 'integer', minimum: 1 }

const KINDS: Readonly<Record<FileKind, true>> = { domain: true, nodedev: true, mdevctl: true }
const SEVERITIES: Readonly<Record<Severity, true>> = { error: true, warning: true, info: true }
const LAYERS: Readonly<Record<Layer, true>> = { schema: true, parse: true, define: true, start: true }
const EFFECTS: Readonly<Record<NonNullable<CheckReportDiagnostic['effect']>, true>> = {
  dropped: true,
  changed: true,
  ignored: true,
}
const CERTAINTIES: Readonly<Record<NonNullable<CheckReportDiagnostic['certainty']>, true>> = {
  certain: true,
  likely: true,
  unknown: true,
}

function oneOf(words: Readonly<Record<string, true>>): JsonSchema {
  return { enum: Object.keys(words) }
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

const related = recordSchema<NonNullable<CheckReportDiagnostic['related']>[number]>('related place of a finding', {
  required: { file: text, line: position, column: position, message: text },
  optional: {},
})

const edit = recordSchema<CheckReportEdit>('edit of a fix', {
  required: { line: position, column: position, endLine: position, endColumn: position, text },
  optional: {},
})

const diagnostic = recordSchema<CheckReportDiagnostic>('finding', {
  required: {
    code: text,
    severity: oneOf(SEVERITIES),
    message: text,
    path: listOf({ anyOf: [text, { type: 'integer', minimum: 0 }] }),
    line: position,
    column: position,
    endLine: position,
    endColumn: position,
    refusedBy: listOf(oneOf(LAYERS)),
  },
  optional: {
    help: text,
    effect: oneOf(EFFECTS),
    certainty: oneOf(CERTAINTIES),
    related: listOf(related),
    fix: listOf(edit),
  },
})

const notRun = recordSchema<NotRun>('rule that was not run', {
  required: { code: text, why: text },
  optional: { refusedBy: listOf(oneOf(LAYERS)) },
})

const JUDGEMENTS: Readonly<Record<Judgement, true>> = { accepts: true, refuses: true, undecided: true }
const judgement = oneOf(JUDGEMENTS)

const verdict = recordSchema<Verdict>('verdict of libvirt', {
  required: { define: judgement, defineValidate: judgement, start: judgement },
  optional: {},
})

const suppressed = recordSchema<CheckReportSuppressed>('suppressed finding', {
  required: { diagnostic, reason: text },
  optional: {},
})

const file = recordSchema<CheckReportFile>('checked file', {
  required: { file: text, kind: oneOf(KINDS), diagnostics: listOf(diagnostic), notRun: listOf(notRun) },
  optional: { verdict, suppressed: listOf(suppressed) },
})

/** The JSON Schema of what `check --json` prints. As of the other formats here, readers must bear keys that come later. */
export const checkReportSchema = openSchema(
  recordSchema<CheckReport>('check report', { required: { version: { const: 1 }, files: listOf(file) }, optional: {} }),
)

/** The JSON Schema of what `types --json` prints. */
export const typeRowsSchema = openSchema({
  type: 'array',
  items: recordSchema<TypeRow>('row of types', {
    required: listedType.required,
    optional: { ...listedType.optional, driverAttributes: driverAttributesSchema },
  }),
})

/** The JSON Schema of what `list --json` prints. */
export const deviceRowsSchema = openSchema({
  type: 'array',
  items: recordSchema<DeviceRow>('row of list', listedDevice),
})
