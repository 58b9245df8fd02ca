import type { MdevAttribute } from '../../libvirt/mdev.js'

/**
 * Conditions on a type, by what its driver tells of it. All of them have to hold; of a type whose driver does not tell a value no
 * condition on it holds. A condition on a number is one or more comparisons with `,` between them: `>= 4 GiB`, `>= 2, < 4`, `60`;
 * one on a word is one or more words with `|` between them: `Q|B`.
 */
export interface Need {
  /** Memory of the graphics card, with a unit: `>= 4 GiB`, `512 MiB`. All units are powers of two, as drivers count. */
  framebuffer?: string
  /** Displays at most. */
  heads?: string | number
  /** Of the largest display: `>= 1920x1080` asks for both at least. */
  resolution?: string
  /** Frames per second to which a display is limited. */
  frameRateLimit?: string | number
  /** GVT-g: graphics memory that the CPU can reach, with a unit. */
  lowGm?: string
  /** GVT-g: graphics memory that only the GPU reaches, with a unit. */
  highGm?: string
  /** GVT-g: fence registers. */
  fences?: string | number
  /** GVT-g: share of the GPU's time against other instances. */
  weight?: string | number
  /** NVIDIA: what the type is licensed for, `A`, `B`, `C` or `Q`. */
  series?: string
  /** NVIDIA: the card as the type's name has it, for example `A2`. */
  card?: string
  /** For example `vfio-pci`. */
  deviceApi?: string
  /** How the parent is spoken to: `mdev`, `sketch`, `flat`, `nvidia-vf`. */
  backend?: string
}

/**
 * Where the UUIDs of new devices come from: `fresh`, a version 4 UUID each; `slots`, a version 5 UUID from the UUID of the domain
 * (`group`) and the number of the slot, so that the same wish means the same devices each time.
 */
export type UuidSource = 'fresh' | 'slots'

/**
 * Devices that are wanted, alike but for their UUIDs. One of `type`, `name` and `need` says of which type; where several types
 * would do, the one is taken that leaves most for later.
 */
export interface WantedDevices {
  /** What messages call it; `wish 1` and so on where absent. */
  label?: string
  /** The kernel's id of the type, for example `nvidia-231`. */
  type?: string
  /**
   * The name of the type, as the driver spells it or with other blanks or underscores and without the vendor in front: `A2-4Q` means
   * `NVIDIA A2-4Q`. What may mean several types of one card is refused.
   */
  name?: string
  need?: Need
  /** How many; 1 where absent, or as many as there are `uuids`. `all`: as many more as fit beside everything else that is wanted. */
  count?: number | 'all'
  /** The machine of a fleet, by its name; any where absent. */
  host?: string
  /** The parents that may be used, by the kernel's name, libvirt's, or another spelling of the address; any where absent. */
  parents?: string[]
  /** The physical devices that may be used, in the same spellings: a card stands for all of its virtual functions. */
  physical?: string[]
  /** The NUMA node that the parent has to be on. */
  numaNode?: number
  /**
   * The UUIDs of the devices, in upper or lower case, or where they come from; `fresh` where absent. Devices on a
   * back end that has no UUIDs, or the guest's, are told apart by `group`: UUIDs that are named cannot be had there.
   */
  uuids?: string[] | UuidSource
  /** With `slots`, the number of the first one; behind those of the same group before it where absent. */
  slot?: number
  /** The UUID of the domain that the devices are for. Devices of the group that are there already and fit are kept. */
  group?: string
  /** Written in this order each time a device is made. */
  attributes?: MdevAttribute[]
  /** How many instances of the type each device is made of; 1 where absent. More than one cannot be defined. */
  aggregate?: number
  /** Stores definitions too, to be started by hand or when the parent appears; only active devices where absent. */
  define?: 'manual' | 'auto'
}

/**
 * What is to be there on one machine or on a fleet, as plain JSON: `schemas/wanted.json`. What is there beside it stays.
 */
export interface Wanted {
  version: 1
  devices: WantedDevices[]
  /** `packed` on as few physical devices as possible, which is meant where absent, or `spread` over them evenly. */
  placement?: 'packed' | 'spread'
}
