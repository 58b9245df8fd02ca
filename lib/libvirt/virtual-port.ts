import type { Codec } from '../shape/codec.js'
import { decimal, integer, oneOf, text } from '../shape/codecs.js'
import { at, optional, shape, type Shape } from '../shape/shape.js'
import { isDecimal } from './pci-address.js'
import { uuid } from './uuid-codec.js'

/** `<virtualport>`: what the switch is told of an interface. Each type has parameters of its own. */
export interface VirtualPort {
  /** An interface that is a host device has to say it. */
  type?: '802.1Qbg' | '802.1Qbh' | 'openvswitch' | 'midonet'
  /** Of 802.1Qbg, which has to have it: 0 to 255. */
  managerId?: number
  /** Of 802.1Qbg, which has to have it: 0 to 0xffffff. */
  typeId?: number
  /** Of 802.1Qbg, which has to have it: 0 to 255. */
  typeIdVersion?: number
  /** UUID, of 802.1Qbg. */
  instanceId?: string
  /** UUID, of openvswitch, and of midonet, which has to have it. */
  interfaceId?: string
  /** Of openvswitch, and of 802.1Qbh, which has to have it; up to 39 characters. */
  profileId?: string
}

type Parameter = Exclude<keyof VirtualPort, 'type'>

interface Wanted {
  readonly needed: readonly Parameter[]
  /** What it may have beside. */
  readonly known: readonly Parameter[]
}

const WANTED: Readonly<Record<NonNullable<VirtualPort['type']>, Wanted>> = {
  '802.1Qbg': { needed: ['managerId', 'typeId', 'typeIdVersion'], known: ['instanceId'] },
  '802.1Qbh': { needed: ['profileId'], known: [] },
  openvswitch: { needed: [], known: ['interfaceId', 'profileId'] },
  midonet: { needed: ['interfaceId'], known: [] },
}

const PARAMETERS: readonly Parameter[] = [
  'managerId',
  'typeId',
  'typeIdVersion',
  'instanceId',
  'interfaceId',
  'profileId',
]

const number = (max: number, digits: number): Codec<number> => ({
  ...integer({
    min: 0,
    max,
    base: 0,
    expected: `a number from 0 to ${max}`,
    write: decimal,
    schemaForm: (raw) => new RegExp(`^0x[0-9a-fA-F]{1,${digits}}$`).test(raw) || isDecimal(raw, 0, max),
  }),
  emptyIsAbsent: false,
})

const ofOneByte = number(0xff, 2)
const id: Codec<string> = { ...uuid, emptyIsAbsent: false }
const isProfile = (value: unknown): value is string => typeof value === 'string' && value.length < 40
/** libvirt takes an empty one for none. */
const profile: Codec<string> = {
  ...text,
  expected: 'a profile of at most 39 characters',
  decode: (raw) => (isProfile(raw) ? raw : undefined),
  encode: (value) => (isProfile(value) ? value : undefined),
  schema: { type: 'string', maxLength: 39 },
}

/** The declaration of `<virtualport>`. */
export const virtualPort: Shape<VirtualPort> = shape<VirtualPort>(
  {
    title: 'virtual port',
    checks: [
      {
        fields: ['type'],
        fault: { code: 'device/virtual-port-incomplete', refusedBy: ['parse'] },
        find: ({ type }) =>
          type === undefined ? { at: 'type', message: 'The virtual port does not say what type it is of.' } : undefined,
      },
      {
        fields: PARAMETERS,
        fault: { code: 'device/virtual-port-incomplete', refusedBy: ['parse'] },
        unread: true,
        find: (port, unread) => {
          const missing = neededBy(port).find((each) => (port[each] ?? '') === '' && !unread.has(each))
          return missing === undefined || port.type === 'midonet' ? undefined : lacks(port, missing)
        },
      },
      {
        fields: ['interfaceId'],
        fault: { code: 'device/virtual-port-incomplete', refusedBy: ['schema', 'parse'] },
        find: (port) =>
          port.type === 'midonet' && port.interfaceId === undefined ? lacks(port, 'interfaceId') : undefined,
      },
      {
        fields: PARAMETERS,
        fault: { code: 'device/virtual-port-unfit', refusedBy: ['schema', 'parse'] },
        find: (port) => {
          const unfit = port.type === 'midonet' ? undefined : unfitOf(port).find((each) => port[each] !== '')
          return unfit === undefined ? undefined : tooMuch(port, unfit)
        },
      },
      {
        fields: PARAMETERS,
        fault: {
          code: 'device/virtual-port-ignored',
          refusedBy: ['schema'],
          severity: 'warning',
          effect: 'ignored',
        },
        find: (port) => {
          const unfit = unfitOf(port).find((each) => port.type === 'midonet' || port[each] === '')
          return unfit === undefined ? undefined : tooMuch(port, unfit)
        },
      },
    ],
  },
  {
    type: optional(at('@type', oneOf('802.1Qbg', '802.1Qbh', 'openvswitch', 'midonet'))),
    managerId: optional(at('parameters/@managerid', ofOneByte)),
    typeId: optional(at('parameters/@typeid', number(0xff_ffff, 6))),
    typeIdVersion: optional(at('parameters/@typeidversion', ofOneByte)),
    instanceId: optional(at('parameters/@instanceid', id)),
    interfaceId: optional(at('parameters/@interfaceid', id)),
    profileId: optional(at('parameters/@profileid', profile)),
  },
)

function neededBy({ type }: { readonly type?: VirtualPort['type'] }): readonly Parameter[] {
  return type === undefined ? [] : WANTED[type].needed
}

/** What a port of its type does not have. */
function unfitOf(port: Readonly<VirtualPort>): readonly Parameter[] {
  if (port.type === undefined) return []
  const { needed, known } = WANTED[port.type]
  return PARAMETERS.filter((each) => port[each] !== undefined && !needed.includes(each) && !known.includes(each))
}

function lacks({ type }: Readonly<VirtualPort>, at: Parameter): { at: Parameter; message: string } {
  return { at, message: `A virtual port of type ${type ?? ''} has to have ${at.toLowerCase()}.` }
}

function tooMuch({ type }: Readonly<VirtualPort>, at: Parameter): { at: Parameter; message: string } {
  return { at, message: `A virtual port of type ${type ?? ''} has no ${at.toLowerCase()}.` }
}
