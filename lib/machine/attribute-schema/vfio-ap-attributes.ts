import type { AttributeFormat, AttributeSchema, DriverAttributes } from './attribute-schema.js'

/** Adapters, domains and control domains have eight bits each. */
const NUMBER: AttributeFormat = { kind: 'number', minimum: 0, maximum: 255 }

const PAIRS =
  'The order does not matter: a queue is a pair of an adapter and a domain, assigned as soon as both are, and then refused where it is not free.'
const AFTER = 'It undoes what was written before it.'

/** s390 crypto adapters (`drivers/s390/crypto/vfio_ap_ops.c`): adapters x domains = queues, beside the domains to control. */
export const vfioApAttributes: DriverAttributes = {
  driver: 'vfio_ap',
  attributes: [
    added('assign_adapter', 'Gives the device the adapter with this number.', PAIRS),
    added('assign_domain', 'Gives the device the usage domain with this number.', PAIRS),
    added('assign_control_domain', 'Lets the device control the domain with this number.'),
    added('unassign_adapter', 'Takes the adapter with this number away from the device.', AFTER),
    added('unassign_domain', 'Takes the usage domain with this number away from the device.', AFTER),
    added('unassign_control_domain', 'Takes the control domain with this number away from the device.', AFTER),
    {
      name: 'ap_config',
      summary:
        "All adapters, domains and control domains at once, on kernels that list ap_config among the parent's features.",
      required: false,
      repeatable: false,
      format: { kind: 'masks', masks: ['adapters', 'domains', 'control domains'], bits: 256 },
      order: 'It replaces everything that was assigned before it.',
    },
  ],
  readOnly: ['matrix', 'guest_matrix', 'control_domains'],
  complete: true,
}

/** Channel subsystem: a device is its subchannel, with nothing to set. */
export const vfioCcwAttributes: DriverAttributes = { driver: 'vfio_ccw', attributes: [], readOnly: [], complete: true }

function added(name: string, summary: string, order?: string): AttributeSchema {
  return { name, summary, required: false, repeatable: true, format: NUMBER, ...(order !== undefined && { order }) }
}
