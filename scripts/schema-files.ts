import { checkConfigSchema } from '../lib/cli/check-config-schema.js'
import { domain } from '../lib/libvirt/domain.js'
import { hostdev } from '../lib/libvirt/hostdev.js'
import { nodeDevice } from '../lib/libvirt/node-device.js'
import { capacitySchema, probeSchema } from '../lib/planning/capacity/index.js'
import { compatibilitySchema } from '../lib/planning/migration/index.js'
import { partitionJudgementSchema, partitionSchema } from '../lib/planning/pools/index.js'
import { hostSnapshotSchema } from '../lib/machine/snapshot/host-snapshot-schema.js'
import { recordedTreeSchema } from '../lib/machine/tree/recorded-tree-schema.js'
import { writtenPersonalitySchema } from '../lib/machine/simulation/written-personality-schema.js'
import { simulatedStateSchema } from '../lib/machine/simulation/simulated-state-schema.js'
import { appliedPlanSchema } from '../lib/planning/plan/applied-plan-schema.js'
import { planResultSchema } from '../lib/planning/plan/plan-result-schema.js'
import { planSchema } from '../lib/planning/plan/plan-schema.js'
import { wantedSchema } from '../lib/planning/plan/wanted-schema.js'
import { migrationReportSchema } from '../lib/report/migration-report-schema.js'
import { checkReportSchema, deviceRowsSchema, typeRowsSchema } from '../lib/report/report-schemas.js'
import type { JsonSchema } from '../lib/shape/json-schema-type.js'
import { jsonSchema } from '../lib/shape/json-schema.js'
import type { AnyShape } from '../lib/shape/shape.js'
import { withDefinitions } from './schema-definitions.js'
import type { Describe } from './doc-comments.js'

const DIALECT = 'https://json-schema.org/draft/2020-12/schema'

/** The published schemas by their names, as the declarations in lib/ have them. */
const DECLARED: Readonly<Record<string, JsonSchema>> = {
  'node-device': ofShape(nodeDevice),
  hostdev: ofShape(hostdev),
  domain: ofShape(domain),
  'host-snapshot': hostSnapshotSchema,
  'simulated-state': simulatedStateSchema,
  personality: writtenPersonalitySchema,
  'recorded-tree': recordedTreeSchema,
  wanted: wantedSchema,
  plan: planSchema,
  'plan-result': planResultSchema,
  'applied-plan': appliedPlanSchema,
  'check-report': checkReportSchema,
  'check-config': checkConfigSchema,
  capacity: capacitySchema,
  probe: probeSchema,
  partition: partitionSchema,
  'partition-judgement': partitionJudgementSchema,
  compatibility: compatibilitySchema,
  'migration-report': migrationReportSchema,
  types: { title: 'types', ...typeRowsSchema },
  list: { title: 'list', ...deviceRowsSchema },
}

function ofShape(shape: AnyShape): JsonSchema {
  return { title: shape.title, ...jsonSchema(shape) }
}

/** The schemas by name. Without `describe` they hold no descriptions, as what is compiled from them needs none. */
export function schemaFiles(describe?: Describe): ReadonlyMap<string, JsonSchema> {
  return new Map(
    Object.entries(DECLARED).map(([name, declared]) => {
      const schema = withDefinitions(describe === undefined ? declared : describe(declared))
      return [name, { $schema: DIALECT, $id: `urn:nodedev-xml:schema:${name}`, ...schema }]
    }),
  )
}
