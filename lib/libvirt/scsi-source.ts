import type { Codec } from '../shape/codec.js'
import { asToken, decimal, integer, oneOf, text, textLike, word } from '../shape/codecs.js'
import { at, optional, shape, variant, type Fault, type Shape } from '../shape/shape.js'
import { visible } from '../xml/visible.js'
import { withAttributesOf, type Gather } from './gathered.js'
import { addressPart, isDecimal, LEFT_OUT, withoutSign } from './pci-address.js'
import { scsiUnit, type ScsiUnit } from './scsi-unit.js'
import { uuid } from './uuid-codec.js'

/** Where a SCSI device is on its adapter. */
export interface ScsiAddress {
  bus: number
  target: number
  unit: ScsiUnit
}

/** `<source>` of a SCSI device on an adapter of the host. */
export interface ScsiAdapterSource {
  /** Taken where the attribute is absent; libvirt does not write it. */
  protocol: 'adapter'
  /** The adapter, for example `scsi_host0`. */
  adapter: string
  address: ScsiAddress
}

/** `<host>`: a server in the network. */
export interface IscsiHost {
  name: string
  /** 0 to 65535. */
  port?: number
  /** libvirt reads it, and it means nothing here. */
  transport?: 'tcp' | 'rdma' | 'unix'
  /** Of transport `unix` alone. */
  socket?: string
}

/** `<secret>`: the password that libvirt keeps, by its UUID or its usage. */
export interface IscsiSecret {
  type: 'iscsi'
  uuid?: string
  /** The words it was stored under. */
  usage?: string
}

/** `<auth>`: as whom to log in. */
export interface IscsiAuth {
  /** libvirt reads it, and it means nothing here. */
  type?: 'none' | 'chap' | 'ceph'
  username: string
  secret: IscsiSecret
}

/** `<source protocol='iscsi'>`: a SCSI device in the network. */
export interface IscsiSource {
  protocol: 'iscsi'
  /** Name of the target, with a slash and the number of the unit: `iqn.2013-07.com.example:iscsi-pool/1`. */
  name: string
  host: IscsiHost
  auth?: IscsiAuth
  /** The name that the guest's host gives itself: `iqn...`; libvirt 6.7 and later. */
  initiator?: string
}

/** Any text for the schema; the parser takes an empty one for none. */
const anyName: Codec<string> = { ...word, inSchema: () => true }

const forSecrets = oneOf('iscsi')

/** The schema knows the secrets of other storage, too. */
const secretType: typeof forSecrets = { ...forSecrets, inSchema: (raw) => /^(?:iscsi|ceph)$/.test(asToken(raw)) }

/** libvirt refuses a sign. */
const port: Codec<number> = {
  ...withoutSign(
    integer({
      min: 0,
      max: 0xffff,
      base: 10,
      expected: 'a port from 0 to 65535',
      write: decimal,
      schemaForm: (raw) => isDecimal(raw, -1, 0xffff),
    }),
  ),
  emptyIsAbsent: false,
}

const REFUSED = { '@startupPolicy': ['schema', 'parse'] } as const

const HOST_REPEATED: Fault = { code: 'hostdev/iscsi-host-repeated', refusedBy: ['parse'] }

const part = (what: string, schemaForm: RegExp) =>
  addressPart({ max: 0xffff_ffff, expected: `a number of a SCSI ${what}`, write: decimal, schemaForm })

const address: Shape<ScsiAddress> = shape<ScsiAddress>(
  { title: 'SCSI address' },
  {
    bus: at('@bus', part('bus', /^[0-9]{1,2}$/)),
    target: at('@target', part('target', /^[0-9]{1,10}$/)),
    unit: at('@unit', scsiUnit),
  },
)

const adapterSource = shape<ScsiAdapterSource>(
  {
    title: 'SCSI source',
    refused: REFUSED,
    gathered: withAttributesOf('adapter', ['name']),
    written: (source) => ({ ...source, protocol: undefined }),
  },
  {
    protocol: at('@protocol', oneOf('adapter'), { implied: 'adapter' }),
    adapter: at('adapter/@name', anyName),
    address: at('address', address),
  },
)

/** libvirt does not look at the name and the port of a host that it reaches by a socket. */
const behindSocket: Gather = (element) => {
  const transport = element.attributes.find(({ name }) => name === 'transport')
  if (transport?.value !== 'unix') return element
  const attributes = element.attributes.filter(
    ({ name, value }) => name !== 'port' || port.decode(value, () => {}) !== undefined,
  )
  const isNamed = attributes.some(({ name }) => name === 'name')
  return { ...element, attributes: isNamed ? attributes : [...attributes, { ...transport, name: 'name', value: '' }] }
}

const READ_ALONE = { beyondSchema: 'attribute', unwritten: true } as const

const host: Shape<IscsiHost> = shape<IscsiHost>(
  // Port 0 is none told.
  {
    title: 'iSCSI host',
    gathered: behindSocket,
    checks: [
      {
        fields: ['transport', 'socket'],
        fault: { code: 'hostdev/iscsi-socket', refusedBy: ['schema', 'parse'] },
        find: ({ transport, socket }) => {
          if ((transport === 'unix') === (socket !== undefined)) return undefined
          return socket === undefined
            ? { at: 'socket', message: 'The iSCSI host is to be reached by a socket and has none.' }
            : { at: 'socket', message: `The iSCSI host has the socket ${visible(socket)} and not the transport unix.` }
        },
      },
    ],
    written: ({ port, ...rest }) => (port === 0 ? rest : { ...rest, port }),
  },
  {
    name: at('@name', text),
    port: optional(at('@port', port)),
    transport: optional(at('@transport', oneOf('tcp', 'rdma', 'unix'), READ_ALONE)),
    socket: optional(at('@socket', text, READ_ALONE)),
  },
)

const secret: Shape<IscsiSecret> = shape<IscsiSecret>(
  {
    title: 'iSCSI secret',
    checks: [
      {
        fields: ['uuid', 'usage'],
        fault: { code: 'hostdev/iscsi-secret-unclear', refusedBy: ['schema', 'parse'] },
        find: ({ uuid, usage }) => {
          if (uuid === undefined && usage === undefined) {
            return { at: 'uuid', message: 'The iSCSI secret has neither a UUID nor a usage.' }
          }
          return uuid === undefined || usage === undefined
            ? undefined
            : {
                at: 'usage',
                message: `The iSCSI secret has the UUID ${uuid} and the usage '${visible(usage)}', one too many.`,
              }
        },
      },
    ],
  },
  {
    type: at('@type', secretType),
    uuid: optional(at('@uuid', uuid)),
    usage: optional(at('@usage', textLike(/^[^/\n]+$/, text))),
  },
)

const auth: Shape<IscsiAuth> = shape<IscsiAuth>(
  { title: 'iSCSI login' },
  {
    type: optional(at('@type', { ...oneOf('none', 'chap', 'ceph'), emptyIsAbsent: true }, READ_ALONE)),
    username: at('@username', textLike(/^[a-zA-Z0-9_+-]+$/)),
    secret: at('secret', secret),
  },
)

const iscsiSource = shape<IscsiSource>(
  { title: 'iSCSI source', refused: REFUSED },
  {
    protocol: at('@protocol', oneOf('iscsi')),
    name: at('@name', text),
    host: at('host', host, { repeated: HOST_REPEATED }),
    auth: optional(at('auth', auth)),
    initiator: optional(at('initiator/iqn/@name', anyName, { halfway: LEFT_OUT })),
  },
)

/** The declaration of a SCSI host device's `<source>`. */
export const scsiSource: Shape<ScsiAdapterSource | IscsiSource> = variant<ScsiAdapterSource | IscsiSource, 'protocol'>(
  { title: 'SCSI source', key: 'protocol', attribute: 'protocol', otherwise: 'adapter' },
  { adapter: adapterSource, iscsi: iscsiSource },
)
