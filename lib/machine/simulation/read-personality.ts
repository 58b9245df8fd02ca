import type { CcwAddress } from '../../libvirt/ccw-address.js'
import { parseCcwAddress } from '../../libvirt/ccw-address.js'
import type { PciAddress } from '../../libvirt/pci-address.js'
import { parsePciAddress } from '../../libvirt/pci-address.js'
import { printable } from '../../xml/visible.js'
import { Errno } from '../port/errno.js'
import type { TreeFile } from '../tree/file-tree.js'
import { objectionsOf } from '../validators/validator.js'
import { isWrittenPersonality } from '../validators/validators.js'
import { apMatrixBehaviour } from './ap-matrix-driver.js'
import type { SimulatedInstance } from './mdev-driver.js'
import { personalityFaults } from './personality-faults.js'
import { personalities } from './personalities/index.js'
import type { Personality, PersonalityParent, SimulatedBehaviour } from './personality.js'
import { kernelOf } from './personality.js'
import type { SimulatedAp } from './simulated-ap.js'
import type { SimulatedSubchannel } from './simulated-css.js'
import type { SimulatedPciFunction } from './simulated-pci.js'
import type {
  WrittenAttribute,
  WrittenParent,
  WrittenPciFunction,
  WrittenPersonality,
  WrittenSubchannel,
} from './written-personality.js'

/** A personality from outside, or why it is none: sentences, at least one. */
export type ReadPersonality =
  { personality: Personality; problems?: never } | { personality?: never; problems: string[] }

/**
 * Takes a value that came from outside for a machine to simulate where it is as `schemas/personality.json` has it and makes sense:
 * parents are devices of the machine, types can be made. Never throws.
 */
export function readPersonality(value: unknown): ReadPersonality {
  if (!isWrittenPersonality(value)) return { problems: objectionsOf(isWrittenPersonality).map(sentence) }
  const faults = personalityFaults(value, personalities)
  if (faults.length > 0) return { problems: faults.map(sentence) }
  const personality = built(value)
  try {
    kernelOf(personality)
  } catch (error) {
    if (!(error instanceof Errno)) throw error
    return { problems: [sentence(`the whole cannot be built: the simulated kernel answers ${error.code}`)] }
  }
  return { personality }
}

/** The same of JSON text. Never throws. */
export function parsePersonality(text: string): ReadPersonality {
  let value: unknown
  try {
    value = JSON.parse(text)
  } catch (error) {
    return { problems: [`The text is no JSON: ${printable(error instanceof Error ? error.message : String(error))}.`] }
  }
  return readPersonality(value)
}

function sentence(objection: string): string {
  return `In the personality, ${printable(objection)}.`
}

function built(written: WrittenPersonality): Personality {
  const { version: _version, $schema: _schema, pciFunctions, subchannels, parents, ...rest } = written
  return {
    ...rest,
    summary: written.summary ?? `The machine ${written.name}.`,
    ...(pciFunctions && { pciFunctions: pciFunctions.map(pciFunction) }),
    ...(subchannels && { subchannels: subchannels.map(subchannel) }),
    parents: parents.map((parent) => builtParent(parent, written.ap)),
  }
}

function pciFunction(written: WrittenPciFunction): SimulatedPciFunction {
  const { address, bridge, physFunction, class: code, vendor, device, ...more } = written
  const { subsystemVendor, subsystemDevice, revision, ...rest } = more
  return {
    ...rest,
    ...{ address: pci(address), class: parseInt(code, 16), vendor: parseInt(vendor, 16), device: parseInt(device, 16) },
    ...(bridge !== undefined && { bridge: pci(bridge) }),
    ...(physFunction !== undefined && { physFunction: pci(physFunction) }),
    ...(subsystemVendor !== undefined && { subsystemVendor: parseInt(subsystemVendor, 16) }),
    ...(subsystemDevice !== undefined && { subsystemDevice: parseInt(subsystemDevice, 16) }),
    ...(revision !== undefined && { revision: parseInt(revision, 16) }),
  }
}

function subchannel({ address, device, ...rest }: WrittenSubchannel): SimulatedSubchannel {
  return { ...rest, address: ccw(address), device: { ...device, address: ccw(device.address) } }
}

function pci(text: string): PciAddress {
  const address = parsePciAddress(text)
  if (address === undefined) throw new RangeError(`${text} is no PCI address.`)
  return address
}

function ccw(text: string): CcwAddress {
  const address = parseCcwAddress(text)
  if (address === undefined) throw new RangeError(`${text} is no channel address.`)
  return address
}

function builtParent(written: WrittenParent, ap: SimulatedAp | undefined): PersonalityParent {
  const { whenFull = 'ENOSPC', attributes, delay, apMatrix, ...rest } = written
  const matrix = ap && apMatrix && apMatrixBehaviour(ap, apMatrix)
  const behaviour = (): SimulatedBehaviour => ({
    ...matrix?.(),
    ...(delay && { delay: (operation) => delay[operation] ?? 0 }),
  })
  return {
    ...rest,
    whenFull,
    ...(attributes && { attributes: (instance) => filesOf(attributes, instance) }),
    ...((matrix !== undefined || delay !== undefined) && { behaviour }),
  }
}

function filesOf(
  attributes: readonly WrittenAttribute[],
  instance: SimulatedInstance,
): Readonly<Record<string, TreeFile>> {
  return Object.fromEntries(attributes.map((attribute) => [attribute.name, fileOf(attribute, instance)]))
}

function fileOf({ text, writable = false }: WrittenAttribute, instance: SimulatedInstance): TreeFile {
  let content = filled(text ?? '', instance)
  const { longest = Infinity, values } = typeof writable === 'object' ? writable : {}
  return {
    mode: (text === undefined ? 0 : 0o444) | (writable === false ? 0 : 0o200),
    ...(text !== undefined && { show: () => `${content}\n` }),
    ...(writable !== false && {
      store(bytes: Uint8Array) {
        const written = new TextDecoder().decode(bytes).replace(/\n$/, '')
        if (new TextEncoder().encode(written).length > longest) throw new Errno('E2BIG')
        if (values !== undefined && !values.includes(written)) throw new Errno('EINVAL')
        content = written
      },
    }),
  }
}

function filled(text: string, { uuid, parent, type, ordinal }: SimulatedInstance): string {
  const parts = new Map<string, string>(Object.entries({ uuid, parent, type: type.id, ordinal: String(ordinal) }))
  return text.replaceAll(/\{(\w+)\}/g, (whole, name: string) => parts.get(name) ?? whole)
}
