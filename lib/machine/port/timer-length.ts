/** `setTimeout` waits no longer than this, and not at all when it is told to. */
const LONGEST = 2 ** 31 - 1

/** What a timer is set to that shall run after so many milliseconds, also where that is more than a timer can wait, or `Infinity`. */
export function timerLength(milliseconds: number): number {
  return Math.min(milliseconds, LONGEST)
}
