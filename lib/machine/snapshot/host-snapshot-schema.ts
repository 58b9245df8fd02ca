import { ccwAddress } from '../../libvirt/ccw-address.js'
import { pciCapability } from '../../libvirt/pci.js'
import { pciAddress } from '../../libvirt/pci-address.js'
import { uuid } from '../../libvirt/uuid-codec.js'
import { word } from '../../shape/codecs.js'
import type { JsonSchema } from '../../shape/json-schema-type.js'
import { jsonSchema, recordSchema } from '../../shape/json-schema.js'
import type {
  Aggregation,
  Backend,
  HostApMatrixNode,
  HostCssNode,
  HostDevice,
  HostNumaNode,
  HostPciNode,
  HostProblem,
  HostSnapshot,
  HostType,
  HostVirtualNode,
  UnfinishedWork,
} from './host-snapshot.js'
import { typeDetailsSchema } from '../description/type-details-schema.js'
import { mdevAttributeSchema } from '../mdev/mdev-attribute-schema.js'
import { fieldSchema, openSchema } from '../validators/open-schema.js'

const text: JsonSchema = { type: 'string' }
const name = word.schema
const ordinal: JsonSchema = { type: 'integer', minimum: 0 }

const BACKENDS: readonly Backend[] = ['mdev', 'sketch', 'flat', 'nvidia-vf']
const backend: JsonSchema = { enum: BACKENDS }

const everyNode = {
  required: { id: name, name, path: name, parentName: name },
  optional: { driver: name, backend },
}

const pciNode = recordSchema<HostPciNode>('PCI function of a host', {
  required: {
    kind: { const: 'pci' },
    ...everyNode.required,
    address: jsonSchema(pciAddress),
    product: fieldSchema(pciCapability, 'product'),
    vendor: fieldSchema(pciCapability, 'vendor'),
  },
  optional: {
    ...everyNode.optional,
    class: fieldSchema(pciCapability, 'class'),
    physFunction: jsonSchema(pciAddress),
    virtFunctions: fieldSchema(pciCapability, 'virtFunctions'),
    bridge: { enum: ['pci-bridge', 'cardbus-bridge'] },
    iommuGroup: fieldSchema(pciCapability, 'iommuGroup'),
    numaNode: fieldSchema(pciCapability, 'numaNode'),
    pciExpress: fieldSchema(pciCapability, 'pciExpress'),
  },
})

const cssNode = recordSchema<HostCssNode>('subchannel of a host', {
  required: { kind: { const: 'css' }, ...everyNode.required, address: jsonSchema(ccwAddress) },
  optional: { ...everyNode.optional, channelDevAddr: jsonSchema(ccwAddress) },
})

const apMatrixNode = recordSchema<HostApMatrixNode>('crypto matrix of a host', {
  required: { kind: { const: 'ap_matrix' }, ...everyNode.required },
  optional: everyNode.optional,
})

const virtualNode = recordSchema<HostVirtualNode>('virtual device of a host', {
  required: { kind: { const: 'virtual' }, ...everyNode.required },
  optional: everyNode.optional,
})

const aggregation = recordSchema<Aggregation>('aggregation of instances', {
  required: { form: { enum: ['instances', 'aggregate', 'attribute'] } },
  optional: { maximum: ordinal },
})

/** The keys of a type: those of an item of `types --json` too. */
export const listedType = {
  required: { parent: name, parentName: name, backend, id: name },
  optional: {
    name: text,
    description: text,
    details: typeDetailsSchema,
    deviceApi: text,
    availableInstances: { type: 'integer' },
    maxInstances: { type: 'integer' },
    configurable: { type: 'boolean' },
    aggregation,
  },
}

const type = recordSchema<HostType>('type of a host', listedType)

/** The keys of a device that an item of `list --json` has too. */
export const listedDevice = {
  required: {
    id: name,
    name,
    parent: name,
    parentName: name,
    backend,
    active: { type: 'boolean' },
    defined: { type: 'boolean' },
  },
  optional: {
    uuid: uuid.schema,
    index: text,
    address: name,
    type: text,
    autostart: { type: 'boolean' },
    iommuGroup: ordinal,
    aggregation: ordinal,
    group: uuid.schema,
    started: { type: 'boolean' },
    ours: { type: 'boolean' },
  },
}

/** The JSON Schema of a `HostDevice`. */
export const hostDeviceSchema = recordSchema<HostDevice>('device of a host', {
  required: listedDevice.required,
  optional: {
    ...listedDevice.optional,
    deviceApi: text,
    path: name,
    driver: name,
    attributes: { type: 'array', items: mdevAttributeSchema },
  },
})

const unfinished = recordSchema<UnfinishedWork>('unfinished work on a host', {
  required: {
    id: name,
    devices: {
      type: 'array',
      items: recordSchema<UnfinishedWork['devices'][number]>('device of unfinished work', {
        required: { id: name, parent: name, type: name, active: { type: 'boolean' } },
        optional: {},
      }),
    },
  },
  optional: { group: uuid.schema },
})

const numaNode = recordSchema<HostNumaNode>('NUMA node of a host', {
  required: { id: ordinal, cpus: text },
  optional: {},
})

const problem = recordSchema<HostProblem>('problem of a host', {
  required: { file: text, message: text },
  optional: { parent: name, type: text, device: text },
})

/**
 * The JSON Schema of a `HostSnapshot`. Known keys must be as declared; unknown ones are allowed in every object, so that a
 * snapshot of a later release that only tells more can still be read. What changes the meaning of a known key, and a new
 * kind of node or back end, comes with another `version`.
 */
export const hostSnapshotSchema = openSchema(
  recordSchema<HostSnapshot>('host snapshot', {
    required: {
      version: { const: 1 },
      nodes: { type: 'array', items: { anyOf: [pciNode, cssNode, apMatrixNode, virtualNode] } },
      types: { type: 'array', items: type },
      devices: { type: 'array', items: hostDeviceSchema },
      problems: { type: 'array', items: problem },
    },
    optional: {
      numaNodes: { type: 'array', items: numaNode },
      unfinished: { type: 'array', items: unfinished },
    },
  }),
)
