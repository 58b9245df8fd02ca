import { word } from '../../shape/codecs.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'
import type { CapacityRule } from '../capacity/capacity-rules.js'
import { errnoSymbols } from '../port/errno.js'
import { listedType } from '../snapshot/host-snapshot-schema.js'
import type { Aggregation, HostNumaNode } from '../snapshot/host-snapshot.js'
import { mapSchema } from '../validators/open-schema.js'
import type { ApMatrixOptions } from './ap-matrix-driver.js'
import type { FlatVariant, SimulatedType, SketchVariant } from './mdev-driver.js'
import type { SimulatedAp } from './simulated-ap.js'
import type { SimulatedPciLink } from './simulated-pci.js'
import type {
  WrittenAttribute,
  WrittenChannelDevice,
  WrittenLimits,
  WrittenParent,
  WrittenPciFunction,
  WrittenPersonality,
  WrittenSubchannel,
} from './written-personality.js'

const text: JsonSchema = { type: 'string' }
const yesOrNo: JsonSchema = { type: 'boolean' }
const count: JsonSchema = { type: 'integer', minimum: 0 }
const some: JsonSchema = { type: 'integer', minimum: 1 }
/** One part of a path: no slash, no NUL, not `.` or `..`. */
const part: JsonSchema = { type: 'string', pattern: '^(?!\\.{1,2}$)[^/\\u0000-\\u001f\\u007f]+$' }
const pciText: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{4,8}:[0-9a-f]{2}:[01][0-9a-f]\\.[0-7]$' }
const ccwText: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{1,2}\\.[0-3]\\.[0-9a-f]{4}$' }
const apNumber: JsonSchema = { type: 'integer', minimum: 0, maximum: 255 }

const listOf = (items: JsonSchema): JsonSchema => ({ type: 'array', items })
const hexadecimal = (digits: number): JsonSchema => ({ type: 'string', pattern: `^0x[0-9a-fA-F]{1,${digits}}$` })
const numbers: JsonSchema = { type: 'object', additionalProperties: { type: 'number', minimum: 0 } }

type RuleNamed<R extends CapacityRule['rule']> = Extract<CapacityRule, { rule: R }>

const ruleOptional = { perParent: some }
const capacity: JsonSchema = {
  anyOf: [
    recordSchema<RuleNamed<'pools'>>('pools', {
      required: { rule: { const: 'pools' }, totals: numbers },
      optional: ruleOptional,
    }),
    recordSchema<RuleNamed<'one-type'>>('one type at a time', {
      required: { rule: { const: 'one-type' } },
      optional: ruleOptional,
    }),
    recordSchema<RuleNamed<'one-size'>>('one size at a time', {
      required: { rule: { const: 'one-size' }, size: text },
      optional: ruleOptional,
    }),
    recordSchema<RuleNamed<'counter'>>('one counter', {
      required: { rule: { const: 'counter' }, total: count },
      optional: ruleOptional,
    }),
    recordSchema<RuleNamed<'each-type'>>('each type for itself', {
      required: { rule: { const: 'each-type' } },
      optional: ruleOptional,
    }),
  ],
}

const type = recordSchema<SimulatedType>('simulated type', {
  required: { id: part, deviceApi: word.schema },
  optional: {
    name: text,
    description: text,
    demand: numbers,
    maxInstances: count,
    maxAggregation: some,
    multiplied: listOf(text),
  },
})

const limits = recordSchema<WrittenLimits>('limits of a writable file', {
  required: {},
  optional: { longest: { type: 'integer', minimum: 0, maximum: 4095 }, values: listOf(text) },
})

const attribute = recordSchema<WrittenAttribute>('file of a simulated instance', {
  required: { name: text },
  optional: { text, writable: { anyOf: [yesOrNo, limits] } },
})

const AGGREGATIONS: readonly Aggregation['form'][] = ['instances', 'aggregate', 'attribute']

const parent = recordSchema<WrittenParent>('simulated parent', {
  required: { device: part, driver: part, types: listOf(type), capacity },
  optional: {
    backend: listedType.required.backend,
    module: part,
    parameters: mapSchema<Record<string, string>>('parameters of a module', text),
    hardware: text,
    whenFull: { enum: errnoSymbols },
    aggregation: { enum: AGGREGATIONS },
    flat: recordSchema<FlatVariant>('variant of the flat interface', {
      required: {},
      optional: { start: { enum: ['class', 'device', 'none'] }, textHandles: yesOrNo },
    }),
    sketch: recordSchema<SketchVariant>('variant of the sketch', {
      required: {},
      optional: {
        full: { enum: ['zero', 'vanish'] },
        counts: { enum: ['maximum', 'pair'] },
        remove: { enum: ['device', 'parent'] },
        pool: count,
      },
    }),
    attributes: listOf(attribute),
    delay: recordSchema<WrittenParent['delay'] & object>('delay of a driver', {
      required: {},
      optional: { create: count, remove: count },
    }),
    apMatrix: recordSchema<ApMatrixOptions>('driver of crypto adapters', {
      required: { hotplug: yesOrNo, apConfig: yesOrNo },
      optional: {},
    }),
  },
})

const link = recordSchema<SimulatedPciLink>('simulated PCI Express link', {
  required: { port: count, speed: { type: 'integer', minimum: 0, maximum: 15 }, width: count },
  optional: { currentSpeed: { type: 'integer', minimum: 0, maximum: 15 }, currentWidth: count },
})

const numaNode = recordSchema<HostNumaNode>('NUMA node of a simulated machine', {
  required: { id: count, cpus: text },
  optional: {},
})

const pciFunction = recordSchema<WrittenPciFunction>('simulated PCI function', {
  required: { address: pciText, class: hexadecimal(6), vendor: hexadecimal(4), device: hexadecimal(4) },
  optional: {
    bridge: pciText,
    physFunction: pciText,
    subsystemVendor: hexadecimal(4),
    subsystemDevice: hexadecimal(4),
    revision: hexadecimal(2),
    driver: part,
    module: part,
    numaNode: count,
    iommuGroup: count,
    link,
    secondaryBus: { type: 'integer', minimum: 0, maximum: 255 },
    totalVirtFunctions: count,
  },
})

const codeAndModel: JsonSchema = { type: 'string', pattern: '^[0-9a-f]{4}/[0-9a-f]{2}$' }

const subchannel = recordSchema<WrittenSubchannel>('simulated subchannel', {
  required: {
    address: ccwText,
    device: recordSchema<WrittenChannelDevice>('simulated channel device', {
      required: { address: ccwText, cutype: codeAndModel, devtype: codeAndModel },
      optional: { driver: part, online: yesOrNo },
    }),
  },
  optional: { driver: { enum: ['io_subchannel', 'vfio_ccw'] } },
})

const ap = recordSchema<SimulatedAp>('simulated crypto adapters', {
  required: {
    maxAdapter: apNumber,
    maxDomain: apNumber,
    cards: listOf(
      recordSchema<SimulatedAp['cards'][number]>('simulated crypto card', {
        required: { adapter: apNumber, type: text, hwtype: apNumber },
        optional: {},
      }),
    ),
    domains: listOf(apNumber),
    reserved: recordSchema<SimulatedAp['reserved']>('reserved queues', {
      required: { adapters: listOf(apNumber), domains: listOf(apNumber) },
      optional: {},
    }),
  },
  optional: {},
})

/** The JSON Schema of a `WrittenPersonality`. Unknown keys are refused: what is misspelled would have no effect. */
export const writtenPersonalitySchema = recordSchema<WrittenPersonality>('personality', {
  required: { version: { const: 1 }, name: part, parents: listOf(parent) },
  optional: {
    $schema: text,
    summary: text,
    kernel: { enum: ['5.10', '6.1'] },
    firstIommuGroup: count,
    numaNodes: listOf(numaNode),
    pciFunctions: listOf(pciFunction),
    virtualDevices: listOf(
      recordSchema<{ class: string; name: string }>('simulated virtual device', {
        required: { class: part, name: part },
        optional: {},
      }),
    ),
    subchannels: listOf(subchannel),
    ap,
  },
})
