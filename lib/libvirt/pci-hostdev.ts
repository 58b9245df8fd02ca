import { asToken, oneOf, word } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'
import { gatherAll } from './gathered.js'
import {
  behindSource,
  droppedParts,
  onOff,
  partsGathered,
  policyGathered,
  refusedParts,
  subsystem,
  teaming,
  type SubsystemHostdev,
} from './hostdev-parts.js'
import { LEFT_OUT } from './pci-address.js'
import { pciSource, type PciSource } from './pci-source.js'

/** `<driver>` of a PCI host device. */
export interface PciHostdevDriver {
  /** `kvm` is no longer supported since libvirt 5.7. */
  name?: 'kvm' | 'vfio' | 'xen'
  /** The VFIO variant driver to bind; libvirt 10.0 and later. */
  model?: string
  /** libvirt 12.1 and later. */
  iommufd?: 'yes' | 'no'
}

/**
 * `<hostdev type='pci'>`: a PCI function that is given to a guest; also a virtual function with an NVIDIA vGPU on it, which
 * must not be `managed`, for the vendor's own driver keeps it.
 */
export interface PciHostdev extends SubsystemHostdev {
  type: 'pci'
  /** libvirt 10.3 and later. */
  display?: 'on' | 'off'
  /** libvirt 10.3 and later. */
  ramfb?: 'on' | 'off'
  driver?: PciHostdevDriver
  /** Xen only: whether writes to the configuration space are filtered. */
  writeFiltering?: 'yes' | 'no'
  /** The function on the host. */
  source: PciSource
}

const driver: Shape<PciHostdevDriver> = shape<PciHostdevDriver>(
  { title: 'PCI host device driver' },
  {
    name: optional(at('@name', oneOf('kvm', 'vfio', 'xen'))),
    model: optional(at('@model', word)),
    iommufd: optional(at('@iommufd', oneOf('yes', 'no'))),
  },
)

/** What the schema takes for one. */
const isStartupPolicy = (value: string): boolean => /^(?:mandatory|requisite|optional)$/.test(asToken(value))

export const pciHostdev = shape<PciHostdev>(
  {
    title: 'PCI host device',
    dropped: droppedParts,
    gathered: gatherAll(partsGathered, policyGathered),
    together: ['driver', 'source', 'teaming'],
    // The schema lets it through on PCI devices, unlike on others.
    refused: {
      ...refusedParts,
      'source/@startupPolicy': (value) => (isStartupPolicy(value) ? ['parse'] : ['schema', 'parse']),
    },
  },
  {
    mode: subsystem.mode,
    type: at('@type', oneOf('pci')),
    managed: subsystem.managed,
    display: optional(at('@display', onOff)),
    ramfb: optional(at('@ramfb', onOff)),
    driver: optional(at('driver', driver, { means: {} })),
    writeFiltering: optional(at('source/@writeFiltering', oneOf('yes', 'no'))),
    source: at('source/address', pciSource, {
      halfway: LEFT_OUT,
      implied: { domain: 0, bus: 0, slot: 0, function: 0 },
    }),
    teaming: optional(at('teaming', teaming)),
    ...behindSource,
  },
)
