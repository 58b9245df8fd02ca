/**
 * Declares tests that make and remove real devices: only on the machine that `boot` starts, never on the one where somebody
 * works.
 */
export function inGuest(declare: () => void): void {
  if (process.env['NODEDEV_GUEST'] !== '1')
    throw new Error('These tests run in the guest that test/kernel/boot starts.')
  declare()
}
