import type { ErrnoSymbol } from '../port/errno.js'
import type { ApMatrixOptions } from './ap-matrix-driver.js'
import type { Personality, PersonalityParent } from './personality.js'
import type { SimulatedSubchannel } from './simulated-css.js'
import type { SimulatedPciFunction } from './simulated-pci.js'

/** A machine to simulate as plain JSON: `schemas/personality.json`. */
export interface WrittenPersonality extends Omit<Personality, 'summary' | 'pciFunctions' | 'subchannels' | 'parents'> {
  /** Where an editor finds the schema; nothing else is done with it. */
  $schema?: string
  version: 1
  /** One sentence for a person who has to choose. */
  summary?: string
  /** PCI functions: bridges before what is behind them, physical functions before their virtual ones. */
  pciFunctions?: WrittenPciFunction[]
  /** On s390: subchannels with the channel devices behind them. */
  subchannels?: WrittenSubchannel[]
  /** The devices of the machine that offer types. */
  parents: WrittenParent[]
}

/** A PCI function; addresses as in `0000:06:00.0`, identifiers in hexadecimal with `0x` as sysfs shows them. */
export interface WrittenPciFunction extends Omit<
  SimulatedPciFunction,
  | 'address'
  | 'bridge'
  | 'physFunction'
  | 'class'
  | 'vendor'
  | 'device'
  | 'subsystemVendor'
  | 'subsystemDevice'
  | 'revision'
> {
  address: string
  /** The address of the bridge above, which must come before it; absent on a root bus. */
  bridge?: string
  /** On a virtual function: the address of the physical one, which must come before it. */
  physFunction?: string
  /** Class, subclass and interface, for example `0x030200`. */
  class: string
  vendor: string
  device: string
  subsystemVendor?: string
  subsystemDevice?: string
  revision?: string
}

/** A subchannel of an s390 machine; addresses as in `0.0.0052`. */
export interface WrittenSubchannel extends Omit<SimulatedSubchannel, 'address' | 'device'> {
  address: string
  device: WrittenChannelDevice
}

/** The channel device behind a subchannel. */
export interface WrittenChannelDevice extends Omit<SimulatedSubchannel['device'], 'address'> {
  address: string
}

/** A parent of mediated devices, with its driver. */
export interface WrittenParent extends Omit<PersonalityParent, 'whenFull' | 'attributes' | 'behaviour'> {
  /** What `create` answers when no instance is left; `ENOSPC` where absent. */
  whenFull?: ErrnoSymbol
  /** The vendor's files in the directory of an instance. */
  attributes?: WrittenAttribute[]
  /** How long the driver takes, in milliseconds; 0 where absent. */
  delay?: { create?: number; remove?: number }
  /** On `matrix`: the driver `vfio_ap`, with its files. */
  apMatrix?: ApMatrixOptions
}

/** A file of the vendor in the directory of an instance. */
export interface WrittenAttribute {
  /** Its path in the directory of the instance, for example `nvidia/vgpu_params`. */
  name: string
  /**
   * Its content at first, without the last newline. `{uuid}`, `{parent}`, `{type}` and `{ordinal}` are what the instance has of
   * these. Absent: the file cannot be read.
   */
  text?: string
  /** Whether it can be written, and what it takes; what is written replaces the content. */
  writable?: boolean | WrittenLimits
}

/** What a writable file takes. */
export interface WrittenLimits {
  /** The longest text in bytes, without a last newline; longer ones are refused with `E2BIG`. */
  longest?: number
  /** The only texts that it takes; others are refused with `EINVAL`. */
  values?: string[]
}
