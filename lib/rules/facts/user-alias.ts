/** Whether libvirt keeps an alias that a domain gives: only these are the user's own. */
export function isUserAlias(alias: string): boolean {
  return /^ua-[A-Za-z0-9_-]*$/.test(alias)
}
