import { Extractor, ExtractorConfig, ExtractorLogLevel } from '@microsoft/api-extractor'
import { mkdtempSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

/** The entries of the package: the name of the report, and the compiled declarations below dist/. */
export const entries: ReadonlyMap<string, string> = new Map([
  ['index', 'index.d.ts'],
  ['sim', 'machine/sim.d.ts'],
  ['host', 'host/index.d.ts'],
  ['rules', 'rules/index.d.ts'],
  ['report', 'report/index.d.ts'],
  ['xml', 'xml/index.d.ts'],
  ['interop', 'interop/index.d.ts'],
])

/**
 * Makes the API report of every entry from what is built in dist/.
 * @returns The text of each report by its file, for example `etc/sim.api.md`.
 */
export function apiReports(project: string): ReadonlyMap<string, string> {
  const temporary = mkdtempSync(join(tmpdir(), 'nodedev-api-'))
  try {
    return new Map([...entries].map(([name, file]) => [`etc/${name}.api.md`, report(project, name, file, temporary)]))
  } finally {
    rmSync(temporary, { recursive: true })
  }
}

function report(project: string, name: string, declarations: string, folder: string): string {
  const none = { logLevel: ExtractorLogLevel.None }
  const config = ExtractorConfig.prepare({
    packageJsonFullPath: join(project, 'package.json'),
    configObject: {
      projectFolder: project,
      mainEntryPointFilePath: join(project, 'dist', declarations),
      compiler: { tsconfigFilePath: join(project, 'tsconfig.json') },
      newlineKind: 'lf',
      apiReport: { enabled: true, reportFileName: `${name}.api.md`, reportFolder: folder, reportTempFolder: folder },
      docModel: { enabled: false },
      dtsRollup: { enabled: false },
      tsdocMetadata: { enabled: false },
      messages: {
        compilerMessageReporting: { default: { logLevel: ExtractorLogLevel.Error } },
        // The comments are for people and editors; nothing is made from them by TSDoc's stricter rules.
        extractorMessageReporting: {
          default: { logLevel: ExtractorLogLevel.Warning, addToApiReportFile: true },
          'ae-missing-release-tag': none,
        },
        tsdocMessageReporting: { default: none },
      },
    },
    configObjectFullPath: undefined,
  })
  const complaints: string[] = []
  const result = Extractor.invoke(config, {
    localBuild: true,
    typescriptCompilerFolder: join(project, 'node_modules/typescript'),
    messageCallback(message) {
      if (message.logLevel === ExtractorLogLevel.Error) complaints.push(message.text)
      message.handled = true
    },
  })
  if (result.errorCount > 0) throw new Error(`The API report of ${name} cannot be made: ${complaints.join('; ')}`)
  return withoutPlaces(readFileSync(join(folder, `${name}.api.md`), 'utf8'))
}

/** The report without line and column of its remarks: else it would change with every line above a declaration. */
function withoutPlaces(text: string): string {
  return text.replaceAll(/^(\/\/ \S+\.ts):\d+:\d+ - /gm, '$1 - ')
}
