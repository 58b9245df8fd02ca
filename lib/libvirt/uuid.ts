const CANONICAL = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/
/** What libvirt's schema lets through: 32 digits, with the four dashes or without any. */
const SCHEMA = /^[0-9a-f]{8}(-?)[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{4}\1[0-9a-f]{12}$/i
/** Byte pairs; white space around; dashes and blanks between pairs and in front, but not behind the last (libvirt `viruuid.c`). */
const LIBERAL = /^[ \t\n\v\f\r]*(?:-[- ]*)?[0-9a-f]{2}(?:[- ]*[0-9a-f]{2}){15}[ \t\n\v\f\r]*$/i

/**
 * Reads a UUID as libvirt reads it: any letter case, with or without dashes, blanks or dashes between byte pairs, white space
 * around; no braces and no `urn:`. Version and variant bits are not looked at, and the nil UUID is one.
 *
 * Returns the lower-case 8-4-4-4-12 form, or `undefined`. Source: libvirt `src/util/viruuid.c`, `virUUIDParse`.
 */
export function parseUuid(text: string): string | undefined {
  if (CANONICAL.test(text)) return text
  if (!LIBERAL.test(text)) return undefined
  const digits = text.replace(/[^0-9a-f]/gi, '').toLowerCase()
  return [digits.slice(0, 8), digits.slice(8, 12), digits.slice(12, 16), digits.slice(16, 20), digits.slice(20)].join(
    '-',
  )
}

/** Whether libvirt's schema accepts this spelling too, which `virsh define --validate` asks. */
export function isSchemaUuid(text: string): boolean {
  return SCHEMA.test(text)
}

/** Whether the text is a UUID as the kernel takes it: 8-4-4-4-12 in any letter case (Linux `lib/uuid.c`). */
export function isKernelUuid(text: string): boolean {
  return CANONICAL.test(text.toLowerCase())
}
