import type { CapacityLimit } from '../../machine/capacity/capacity-rules.js'
import type { Certainty } from '../../machine/capacity/physical-capacity.js'
import { openSchema } from '../../machine/validators/open-schema.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema, unionSchema } from '../../shape/json-schema.js'
import type {
  FeasiblePlan,
  InfeasiblePlan,
  KeptDevice,
  ObstacleDevice,
  PlanChange,
  PlanExplanation,
  PlanResult,
  RefusedPlace,
} from './plan-result.js'
import { planSchema } from './plan-schema.js'

type LimitNamed<L extends CapacityLimit['limit']> = Extract<CapacityLimit, { limit: L }>
type ChangeNamed<C extends PlanChange['change']> = Extract<PlanChange, { change: C }>
type UndefinedDefinition = ChangeNamed<'undefine'>['definitions'][number]
type DroppedWish = ChangeNamed<'drop'>['wishes'][number]

const text: JsonSchema = { type: 'string' }
const number: JsonSchema = { type: 'number' }
const integer: JsonSchema = { type: 'integer' }
const ordinal: JsonSchema = { type: 'integer', minimum: 0 }
const flag: JsonSchema = { type: 'boolean' }

const CERTAINTIES: Readonly<Record<Certainty, true>> = { certain: true, likely: true, unknown: true }
const certainty: JsonSchema = { enum: Object.keys(CERTAINTIES) }

const KEYS: Readonly<Record<ChangeNamed<'allow'>['keys'][number], true>> = {
  host: true,
  parents: true,
  physical: true,
  numaNode: true,
}

function listOf(items: JsonSchema): JsonSchema {
  return { type: 'array', items }
}

const limit: JsonSchema = {
  anyOf: [
    recordSchema<LimitNamed<'parent'>>('limit of a parent', {
      required: { limit: { const: 'parent' }, left: integer, most: integer },
      optional: {},
    }),
    recordSchema<LimitNamed<'instances'>>('limit of instances', {
      required: { limit: { const: 'instances' }, left: integer, most: integer },
      optional: {},
    }),
    recordSchema<LimitNamed<'pool'>>('limit of a pool', {
      required: { limit: { const: 'pool' }, left: integer, pool: text, total: number, used: number, each: number },
      optional: {},
    }),
    recordSchema<LimitNamed<'other-type'>>('limit to one type', {
      required: { limit: { const: 'other-type' }, left: integer, type: text },
      optional: {},
    }),
    recordSchema<LimitNamed<'other-size'>>('limit to one size', {
      required: { limit: { const: 'other-size' }, left: integer, size: text, has: number, wanted: number },
      optional: {},
    }),
    recordSchema<LimitNamed<'unknown'>>('limit that is not known', {
      required: { limit: { const: 'unknown' }, left: integer },
      optional: {},
    }),
  ],
}

const kept = recordSchema<KeptDevice>('kept device', {
  required: { wish: ordinal, id: text, parent: text, type: text },
  optional: { host: text },
})

const place = recordSchema<RefusedPlace>('refused place', {
  required: { physical: text, reason: text },
  optional: { host: text, parent: text, type: text, limit },
})

const obstacle = recordSchema<ObstacleDevice>('device in the way', {
  required: { id: text, parent: text, ours: flag },
  optional: { host: text, type: text },
})

const definition = recordSchema<UndefinedDefinition>('definition in the way', {
  required: { uuid: text, parent: text },
  optional: { host: text },
})

const fewer = recordSchema<DroppedWish>('wish to lessen', {
  required: { wish: ordinal, count: { type: 'integer', minimum: 1 } },
  optional: {},
})

const change: JsonSchema = {
  anyOf: [
    recordSchema<ChangeNamed<'remove'>>('change that removes devices', {
      required: { change: { const: 'remove' }, text, devices: listOf(obstacle) },
      optional: {},
    }),
    recordSchema<ChangeNamed<'undefine'>>('change that removes definitions', {
      required: { change: { const: 'undefine' }, text, definitions: listOf(definition) },
      optional: {},
    }),
    recordSchema<ChangeNamed<'drop'>>('change that wants fewer', {
      required: { change: { const: 'drop' }, text, wishes: listOf(fewer) },
      optional: {},
    }),
    recordSchema<ChangeNamed<'allow'>>('change that allows other places', {
      required: { change: { const: 'allow' }, text, wish: ordinal, keys: listOf({ enum: Object.keys(KEYS) }) },
      optional: {},
    }),
    recordSchema<ChangeNamed<'accept'>>('change that takes less certainty', {
      required: { change: { const: 'accept' }, text, certainty },
      optional: {},
    }),
  ],
}

const explanation = recordSchema<PlanExplanation>('explanation of a plan', {
  required: {
    message: text,
    wishes: listOf(ordinal),
    missing: ordinal,
    certainty,
    places: listOf(place),
    changes: listOf(change),
  },
  optional: {},
})

const feasible = recordSchema<FeasiblePlan>('feasible plan', {
  required: { feasible: { const: true }, plan: planSchema, kept: listOf(kept), certainty, optimal: flag },
  optional: {},
})

const infeasible = recordSchema<InfeasiblePlan>('infeasible plan', {
  required: { feasible: { const: false }, explanation, proven: flag },
  optional: {},
})

/** The JSON Schema of a `PlanResult`. As of the other answers, readers must bear keys that come later. */
export const planResultSchema = openSchema(unionSchema<PlanResult>('plan result', [feasible, infeasible]))
