/** Domains on which this library and libvirt 9.0.0 differ, and why that is left so. */
export interface VerdictException {
  readonly what: string
  readonly why: string
  readonly isMet: (text: string) => boolean
}

export const verdictExceptions: readonly VerdictException[] = [
  {
    what: 'an interface whose source is a mediated device',
    why: 'libvirt 9.0.0 reads it where a model stands in the <interface>, and no release means an interface by that',
    isMet: (text) =>
      /<interface(?:(?!<\/interface>).)* model=(?:(?!<\/interface>).)*<address[^>]* type='mdev'/s.test(text),
  },
  {
    what: 'a watchdog of model itco',
    why: 'it is no host device, and newer than 9.0.0; a document of the corpus has it',
    isMet: (text) => text.includes("<watchdog model='itco'"),
  },
  {
    what: 'an interface whose type has white space around it',
    why: 'libvirt refuses the type; its schema reads on as if the white space were not there, and nothing here does',
    isMet: (text) => /<interface[^>]* type='(?:(?: |&#?\w+;)+hostdev|hostdev(?: |&#?\w+;)+)/.test(text),
  },
]

/** Why a verdict on a mutant is left undecided: by what the rule says, and what it would take to know. */
export const undecidedFor: readonly { readonly said: RegExp; readonly why: string }[] = [
  {
    said: /^The model of the SCSI controller \d+ is not known\.$/,
    why: 'libvirt counts a controller without an index behind those that it adds, and nothing here counts so',
  },
  {
    said: /^libvirt adds the SCSI controllers up to \d+, and whether the guest has room/,
    why: 'how many fit depends on every other device that libvirt gives a PCI slot',
  },
  {
    said: /^Whether the guest has room for \d+ PCI buses is not known\.$/,
    why: 'the same of buses',
  },
]

/** What libvirt says where the machine that is asked lacks something: that is no verdict on the document. */
export const MACHINE_LACKS =
  /could not find capabilities|Cannot check QEMU binary|does not support the requested virtualization|Emulator '[^']*' (?:does not|doesn't)|unable to find any emulator|No emulator found/i
