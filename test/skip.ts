/** Skips every test of the suite that this is called in, and says why, when there is a reason to. */
export function skipWhen(reason: () => string | undefined): void {
  before(function () {
    const why = reason()
    if (why === undefined) return
    process.stderr.write(`skipped: ${why}\n`)
    this.skip()
  })
}
