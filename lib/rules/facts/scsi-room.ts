import type { Domain } from '../../libvirt/domain.js'
import type { Draft } from '../../shape/draft.js'
import type { GuestMachine } from './guest-machine.js'

/** Whether a guest has a place for every SCSI controller up to the last one that a device is on: libvirt adds them all. */
export type ScsiRoom = 'enough' | 'none' | 'unknown'

/** As many as there are device numbers. */
const MOST_ON_CCW = 65_536
/** A bridge on each slot of the first bus, and a controller on each slot behind them, are less. */
const MOST_ON_PCI = 1000
/** So few are no reason for a guest to be full. */
const FEW = 16

/** The first index for which there is no room in a guest that has nothing but what libvirt gives it, as observed of 9.0.0. */
const FIRST_WITHOUT = { pc: 58, q35: 61 } as const
/** A bus behind a bridge has so many slots, */
const SLOTS = 31
/** of which the bridge itself takes one on another bus, and that one libvirt forgets when it counts how many it needs. */
const SLOTS_LEFT = SLOTS - 1

/** @param index That of the last controller that a device is on. */
export function scsiRoom(domain: Draft<Domain>, index: number, { chipset }: GuestMachine): ScsiRoom {
  if (chipset === 'ccw') return index >= MOST_ON_CCW ? 'none' : 'enough'
  if (index < FEW) return 'enough'
  const { controllers = [], devices = [], hostdevs = [] } = domain
  const own = controllers.filter(({ type, index: at = Infinity }) => type === 'scsi' && at <= index).length
  const onScsi = hostdevs.filter(({ type }) => type === 'scsi').length
  const others = devices.length - own - onScsi
  // Of the others each takes a slot at most; the memory balloon and controllers of the guest's own may take none.
  const [least, most] = [index - own - 1, index + others]
  if (chipset !== 'unknown' && most < FIRST_WITHOUT[chipset]) return 'enough'
  if (least >= MOST_ON_PCI - 1) return 'none'
  if (chipset === 'unknown' || hasOtherBuses(domain)) return 'unknown'
  const without = range(least, Math.min(most, MOST_ON_PCI)).map((used) => isWithout(used, FIRST_WITHOUT[chipset]))
  return without.every(Boolean) ? 'none' : without.some(Boolean) ? 'unknown' : 'enough'
}

/** Whether the last bridge that libvirt adds is so full that another one has no slot. */
function isWithout(used: number, first: number): boolean {
  return used >= first && first + SLOTS_LEFT * Math.ceil((used - first) / SLOTS) <= used
}

/** Whether the text itself says where other buses are. */
function hasOtherBuses({ controllers = [], devices = [] }: Draft<Domain>): boolean {
  return (
    controllers.some(({ type, index }) => type === 'pci' && index !== 0) ||
    devices.some(({ address: { type, bus = '0' } = {} }) => type === 'pci' && !/^0(?:x0+)?$/.test(bus))
  )
}

function range(from: number, to: number): number[] {
  return Array.from({ length: to - from + 1 }, (_, offset) => from + offset)
}
