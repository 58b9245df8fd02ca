/** Domains on which this library and libvirt 9.0.0 differ, and why that is left so. */
export interface VerdictException {
  readonly what: string
  readonly why: string
  readonly isMet: (text: string) => boolean
}

export const verdictExceptions: readonly VerdictException[] = [
  {
    what: 'the function of a PCI address of zeros is above 7',
    why: 'libvirt looks at the parts of an address only where domain, bus and slot are not all zero; such an address names nothing',
    isMet: (text) =>
      [...text.matchAll(/<address [^>]*>/g)].some(
        ([address]) =>
          / function='(?!(?:0x)?0*[0-7]')/.test(address) && !/ (?:domain|bus|slot)='(?!(?:0x)?0*')/.test(address),
      ),
  },
  {
    what: 'an interface with two sources',
    why: 'libvirt takes the type of its address from any source, and the rest from the first one',
    isMet: (text) => /<interface(?:(?!<\/interface>).)*<source(?:(?!<\/interface>).)*<source/s.test(text),
  },
  {
    what: 'an interface whose source has a USB vendor or product',
    why: 'libvirt reads them as of a USB host device, and asks for both',
    isMet: (text) => /<interface(?:(?!<\/interface>).)*<source(?:(?!<\/source>).)*<(?:vendor|product)/s.test(text),
  },
  {
    what: 'a watchdog of model itco',
    why: 'it is no host device, and newer than 9.0.0; a document of the corpus has it',
    isMet: (text) => text.includes("<watchdog model='itco'"),
  },
  {
    what: 'an iSCSI source beside another source',
    why: 'libvirt looks for the login in all sources of the device, and reads all else from the first one',
    isMet: (text) =>
      /<hostdev(?:(?!<\/hostdev>).)*<source(?:(?!<\/hostdev>).)*<source(?:(?!<\/hostdev>).)*<auth/s.test(text),
  },
]

/** What libvirt says where the machine that is asked lacks something: that is no verdict on the document. */
export const MACHINE_LACKS =
  /could not find capabilities|Cannot check QEMU binary|does not support the requested virtualization|Emulator '[^']*' (?:does not|doesn't)|unable to find any emulator|No emulator found/i
