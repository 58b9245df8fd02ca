import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { accessSync, chmodSync, constants, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { asSarif } from '../../lib/report/index.js'
import { hostile, samples } from '../report/checked-samples.js'
import { skipWhen } from '../skip.js'

/** The validator of the official schema and of the rules of the format. */
function multitool(): string {
  const program: unknown = createRequire(import.meta.url)('@microsoft/sarif-multitool')
  if (typeof program !== 'string') throw new TypeError('@microsoft/sarif-multitool names no program')
  return program
}

function unavailable(): string | undefined {
  try {
    const program = multitool()
    // an installation without scripts leaves it without the right to be run
    chmodSync(program, 0o755)
    accessSync(program, constants.X_OK)
    return undefined
  } catch (error) {
    return `@microsoft/sarif-multitool cannot be run here: ${error instanceof Error ? error.message : String(error)}`
  }
}

describe('SARIF logs, by the validator of the format', function () {
  this.timeout(120_000)
  skipWhen(unavailable)
  let folder = ''

  before(() => {
    folder = mkdtempSync(join(tmpdir(), 'nodedev-sarif-'))
  })

  after(() => {
    rmSync(folder, { recursive: true, force: true })
  })

  /** The errors that the validator tells. Its exit status says nothing; what it prints does. */
  function errorsIn(log: string): string[] {
    const file = join(folder, 'log.sarif')
    writeFileSync(file, log)
    const printed = execFileSync(multitool(), ['validate', file], {
      encoding: 'utf8',
      cwd: folder,
      env: { ...process.env, DOTNET_SYSTEM_GLOBALIZATION_INVARIANT: '1', DOTNET_BUNDLE_EXTRACT_BASE_DIR: folder },
    })
    expect(printed).to.include('Analysis completed successfully.').and.include('1 files scanned')
    return printed.split('\n').filter((line) => /: error [A-Z]+\d+: /.test(line))
  }

  it('are valid', async () => {
    expect(errorsIn(asSarif(await samples(), { version: '1.2.3', exitCode: 1 }))).to.deep.equal([])
    expect(errorsIn(asSarif([], { exitCode: 2, failures: ['x cannot be read.'] }))).to.deep.equal([])
  })

  it('are valid with hostile names and values', async () => {
    const files = (await samples()).flatMap((file) =>
      hostile.map((value) => ({
        ...file,
        file: `${value}-${file.file}`,
        diagnostics: file.diagnostics.map((each) => ({ ...each, message: value, help: value })),
      })),
    )
    expect(errorsIn(asSarif(files))).to.deep.equal([])
  })

  it('are told from logs that are not valid', async () => {
    const broken = asSarif(await samples()).replace('"startLine": 12', '"startLine": "12"')
    expect(errorsIn(broken)).not.to.deep.equal([])
  })
})
