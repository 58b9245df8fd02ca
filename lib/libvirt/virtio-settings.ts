import { text } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'

/** What a virtio card does by itself instead of the guest or the host, `on` or `off`, as it is spelled. */
export interface Offloads {
  csum?: string
  gso?: string
  tso4?: string
  tso6?: string
  ecn?: string
  ufo?: string
  mrgRxbuf?: string
}

/** What the driver of an interface is told beside its name, as it is spelled. libvirt reads most of it of virtio cards alone. */
export interface VirtioSettings {
  txmode?: string
  ioeventfd?: string
  eventIdx?: string
  queues?: string
  rxQueueSize?: string
  txQueueSize?: string
  rss?: string
  rssHashReport?: string
  /** This and the next three are read of any card, and refused where it is none of virtio. */
  iommu?: string
  ats?: string
  packed?: string
  pagePerVq?: string
  host?: Offloads
  guest?: Offloads
}

const offloads: Shape<Offloads> = shape<Offloads>(
  { title: 'offloads', open: true },
  {
    csum: optional(at('@csum', text)),
    gso: optional(at('@gso', text)),
    tso4: optional(at('@tso4', text)),
    tso6: optional(at('@tso6', text)),
    ecn: optional(at('@ecn', text)),
    ufo: optional(at('@ufo', text)),
    mrgRxbuf: optional(at('@mrg_rxbuf', text)),
  },
)

/** The declaration of `<driver>` without its name. */
export const virtioSettings: Shape<VirtioSettings> = shape<VirtioSettings>(
  { title: 'driver of a virtio card', open: true },
  {
    txmode: optional(at('@txmode', text)),
    ioeventfd: optional(at('@ioeventfd', text)),
    eventIdx: optional(at('@event_idx', text)),
    queues: optional(at('@queues', text)),
    rxQueueSize: optional(at('@rx_queue_size', text)),
    txQueueSize: optional(at('@tx_queue_size', text)),
    rss: optional(at('@rss', text)),
    rssHashReport: optional(at('@rss_hash_report', text)),
    iommu: optional(at('@iommu', text)),
    ats: optional(at('@ats', text)),
    packed: optional(at('@packed', text)),
    pagePerVq: optional(at('@page_per_vq', text)),
    host: optional(at('host', offloads)),
    guest: optional(at('guest', offloads)),
  },
)
