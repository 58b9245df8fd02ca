import Mocha from 'mocha'

/** Mocha's `spec` reporter, which ends with one line that tells the tier: `unit: 412 passed, 0 failed, 0 skipped`. */
export default class TierReporter extends Mocha.reporters.Spec {
  constructor(runner: Mocha.Runner, options: Mocha.MochaOptions) {
    super(runner, options)
    const tier = process.env['NODEDEV_THOROUGH'] === '1' ? 'thorough' : tierOf(filesOf(runner.suite))
    const skipped: string[] = []
    runner.on(Mocha.Runner.constants.EVENT_TEST_PENDING, (test) => skipped.push(test.fullTitle()))
    runner.once(Mocha.Runner.constants.EVENT_RUN_END, () => {
      process.once('exit', () => {
        const { passes, failures } = this.stats
        if (skipped.length > 0) process.stdout.write(`skipped:\n${skipped.map((title) => `  ${title}\n`).join('')}\n`)
        process.stdout.write(
          `${tier}: ${String(passes)} passed, ${String(failures)} failed, ${String(skipped.length)} skipped\n`,
        )
        if (passes + failures + skipped.length === 0) process.exitCode = 1
      })
    })
  }
}

/** The folders below test/ that are a tier of their own. */
const TIERS = new Map([
  ['corpus', 'corpus'],
  ['kernel', 'kernel'],
  ['libvirt-tier', 'libvirt'],
  ['package', 'package'],
])

function tierOf(files: readonly string[]): string {
  const tiers = new Set(files.map((file) => TIERS.get(/\/build\/test\/([^/]+)\//.exec(file)?.[1] ?? '') ?? 'unit'))
  const [only] = tiers
  return tiers.size === 1 && only !== undefined ? only : 'unit'
}

function filesOf(suite: Mocha.Suite): string[] {
  return [...(suite.file === undefined ? [] : [suite.file]), ...suite.suites.flatMap(filesOf)]
}
