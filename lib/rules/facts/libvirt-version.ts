/** A release of libvirt as one number, as libvirt itself counts: 9000000 for 9.0.0. */
export type LibvirtVersion = number

/** The newest release: what is known of libvirt is known of this one. */
export const NEWEST: LibvirtVersion = Number.POSITIVE_INFINITY

/**
 * Reads `9.0` or `9.0.0`; a text that names no release stands for the newest one.
 */
export function libvirtVersion(text: string | undefined): LibvirtVersion {
  const [, major, minor, micro = '0'] = /^(\d{1,4})\.(\d{1,3})(?:\.(\d{1,3}))?$/.exec(text ?? '') ?? []
  if (major === undefined || minor === undefined) return NEWEST
  return Number(major) * 1_000_000 + Number(minor) * 1_000 + Number(micro)
}

/** Whether the text names a release. */
export function isLibvirtVersion(text: string): boolean {
  return libvirtVersion(text) !== NEWEST
}
