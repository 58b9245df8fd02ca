import type { Severity } from '../diagnostic.js'

const GRAVITY: Readonly<Record<Severity, number>> = { info: 0, warning: 1, error: 2 }

/** Whether a severity is as grave as another one, or graver. */
export function isAtLeast(severity: Severity, least: Severity): boolean {
  return GRAVITY[severity] >= GRAVITY[least]
}
