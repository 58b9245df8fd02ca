import type { Domain } from '../../libvirt/domain.js'
import type { Draft } from '../../shape/draft.js'

/** What kind of buses a guest's machine has by itself; `unknown` where the machine is none of these. */
export type Chipset = 'pc' | 'q35' | 'ccw' | 'unknown'

/** The machine that a guest is, as far as that is known. */
export interface GuestMachine {
  /** For example `x86_64`; absent where neither the domain nor anybody else says it. */
  readonly arch: string | undefined
  readonly chipset: Chipset
  /** The device models that its emulator has, by QEMU's names. */
  readonly emulator: ReadonlySet<string>
}

const X86: readonly string[] = ['x86_64', 'i686']
const S390: readonly string[] = ['s390x', 's390']

/** Works out what is known of a guest's machine. */
export function guestMachine(
  domain: Draft<Domain>,
  given: { readonly arch?: string | undefined; readonly emulatorCapabilities?: readonly string[] | undefined },
): GuestMachine {
  const arch = domain.arch ?? given.arch
  return {
    arch,
    chipset: chipsetOf(arch, domain.machine),
    emulator: new Set(given.emulatorCapabilities ?? emulatorOf(arch)),
  }
}

function chipsetOf(arch: string | undefined, machine: string | undefined): Chipset {
  if (arch !== undefined && S390.includes(arch)) return 'ccw'
  if (arch === undefined || !X86.includes(arch)) return 'unknown'
  if (machine === undefined || /^(?:pc$|pc-\d|pc-i440fx)/.test(machine)) return 'pc'
  return /^(?:q35$|pc-q35)/.test(machine) ? 'q35' : 'unknown'
}

/** What the emulator of an architecture has where nobody says otherwise; nothing is lacking where that is not known. */
function emulatorOf(arch: string | undefined): readonly string[] {
  const everywhere = ['vfio-pci']
  if (arch === undefined || S390.includes(arch)) return [...everywhere, 'vfio-ccw', 'vfio-ap', 'zpci']
  return everywhere
}
