import { compareDiagnostics, type Diagnostic, type Severity, type TextEdit } from '../diagnostic.js'
import { type RuleDescription, ruleDescriptions } from '../rules/codes/rule-descriptions.js'
import { printable } from '../xml/visible.js'
import type { CheckedFile } from './checked-file.js'
import { unmarkedExample } from './example-text.js'
import { fileUri } from './file-uri.js'
import { Fingerprints } from './fingerprint.js'
import { jsonText } from './json-text.js'
import { libvirtDoes } from './layer-words.js'
import { type Positions, positionsByFile } from './positions.js'
import type {
  SarifFix,
  SarifLevel,
  SarifLocation,
  SarifLog,
  SarifNotification,
  SarifRegion,
  SarifResult,
  SarifRule,
} from './sarif-log.js'

/** What a SARIF log tells beside the files. */
export interface SarifOptions {
  /** The version of the tool. */
  readonly version?: string
  /** What the command ends with. */
  readonly exitCode?: number
  /** Why files could not be checked, one sentence each. */
  readonly failures?: readonly string[]
  /** The rules that findings may come from; those of this library where absent. */
  readonly rules?: readonly RuleDescription[]
}

const LEVELS: Readonly<Record<Severity, SarifLevel>> = { error: 'error', warning: 'warning', info: 'note' }
const FINGERPRINT = 'nodedevFinding/v1'

/** What was found as a SARIF 2.1.0 log, as JSON text: for GitHub code scanning, editors and other programs. */
export function asSarif(files: readonly CheckedFile[], options: SarifOptions = {}): string {
  return jsonText(sarifLog(files, options))
}

/** The same as plain data. */
export function sarifLog(files: readonly CheckedFile[], options: SarifOptions = {}): SarifLog {
  return new SarifWriter(files, options).log()
}

class SarifWriter {
  readonly #files: readonly CheckedFile[]
  readonly #options: SarifOptions
  readonly #rules: SarifRule[]
  readonly #indexOfRule: Map<string, number>
  readonly #indexOfFile: ReadonlyMap<string, number>
  readonly #positions: ReadonlyMap<string, Positions>

  constructor(files: readonly CheckedFile[], options: SarifOptions) {
    this.#files = files
    this.#options = options
    this.#rules = (options.rules ?? ruleDescriptions).map(ruleOf)
    this.#indexOfRule = new Map(this.#rules.map(({ id }, index) => [id, index]))
    this.#indexOfFile = new Map(files.map(({ file }, index) => [file, index]))
    this.#positions = positionsByFile(files)
  }

  log(): SarifLog {
    const { version, exitCode } = this.#options
    const results = this.#files.flatMap((file) => this.#resultsOf(file))
    return {
      $schema: 'https://json.schemastore.org/sarif-2.1.0.json',
      version: '2.1.0',
      runs: [
        {
          tool: {
            driver: {
              name: 'nodedev-xml',
              ...(version !== undefined && { version, semanticVersion: version }),
              rules: this.#rules,
            },
          },
          columnKind: 'utf16CodeUnits',
          newlineSequences: ['\r\n', '\n', '\r'],
          invocations: [
            {
              executionSuccessful: (this.#options.failures ?? []).length === 0 && exitCode !== 2,
              ...(exitCode !== undefined && { exitCode }),
              toolExecutionNotifications: this.#notifications(),
            },
          ],
          artifacts: this.#files.map(({ file, kind }) => ({
            location: { uri: fileUri(file) },
            mimeType: kind === 'mdevctl' ? 'application/json' : 'application/xml',
          })),
          results,
        },
      ],
    }
  }

  #resultsOf(file: CheckedFile): SarifResult[] {
    const { diagnostics, suppressed = [] } = file
    const fingerprints = new Fingerprints(file.text)
    // in the order of the text, so that a suppressed finding keeps its fingerprint
    return [...diagnostics.map((diagnostic) => ({ diagnostic, reason: undefined })), ...suppressed]
      .sort((a, b) => compareDiagnostics(a.diagnostic, b.diagnostic))
      .map(({ diagnostic, reason }) => ({
        ...this.#result(file, diagnostic, fingerprints),
        ...(reason !== undefined && { suppressions: [{ kind: 'inSource' as const, justification: plain(reason) }] }),
      }))
  }

  #result(file: CheckedFile, diagnostic: Diagnostic, fingerprints: Fingerprints): SarifResult {
    const { code, severity, message, help, path, refusedBy, effect, certainty, related = [], fix = [] } = diagnostic
    return {
      ruleId: code,
      ruleIndex: this.#ruleIndex(code),
      level: LEVELS[severity],
      message: { text: plain(help === undefined ? message : `${message} ${help}`) },
      locations: [this.#location(file.file, diagnostic.span)],
      ...(related.length > 0 && {
        relatedLocations: related.map((place, index) => ({
          id: index + 1,
          message: { text: plain(place.message) },
          ...this.#location(place.file ?? file.file, place.span),
        })),
      }),
      partialFingerprints: { [FINGERPRINT]: fingerprints.next(diagnostic) },
      ...(fix.length > 0 && { fixes: [this.#fix(file.file, fix, help)] }),
      properties: {
        path: [...path],
        refusedBy: [...refusedBy],
        ...(effect !== undefined && { effect }),
        ...(certainty !== undefined && { certainty }),
      },
    }
  }

  /** The place of a code among the rules; a code of a product's own is put behind them. */
  #ruleIndex(code: string): number {
    const known = this.#indexOfRule.get(code)
    if (known !== undefined) return known
    this.#indexOfRule.set(code, this.#rules.length)
    return this.#rules.push({ id: code }) - 1
  }

  #location(file: string, span: Diagnostic['span']): SarifLocation {
    const region = this.#region(file, span)
    return { physicalLocation: { artifactLocation: this.#artifact(file), ...(region !== undefined && { region }) } }
  }

  #artifact(file: string): { uri: string; index?: number } {
    const index = this.#indexOfFile.get(file)
    return { uri: fileUri(file), ...(index !== undefined && { index }) }
  }

  /** Absent for a file that was not read here. */
  #region(file: string, span: Diagnostic['span']): SarifRegion | undefined {
    const positions = this.#positions.get(file)
    if (positions === undefined) return undefined
    const { start, end } = positions.range(span)
    return { startLine: start.line, startColumn: start.column, endLine: end.line, endColumn: end.column }
  }

  #fix(file: string, edits: readonly TextEdit[], help: string | undefined): SarifFix {
    const replacements = edits.flatMap(({ text, ...span }) => {
      const deletedRegion = this.#region(file, span)
      return deletedRegion === undefined ? [] : [{ deletedRegion, ...(text !== '' && { insertedContent: { text } }) }]
    })
    return {
      ...(help !== undefined && { description: { text: plain(help) } }),
      artifactChanges: [{ artifactLocation: this.#artifact(file), replacements }],
    }
  }

  #notifications(): SarifNotification[] {
    const failures = (this.#options.failures ?? []).map((failure): SarifNotification => ({
      level: 'error',
      message: { text: plain(failure) },
    }))
    const notRun = this.#files.flatMap(({ file, notRun }) =>
      notRun.map(({ code, why }): SarifNotification => {
        const index = this.#indexOfRule.get(code)
        return {
          level: 'note',
          message: { text: plain(`${code} was not run: ${why}`) },
          associatedRule: { id: code, ...(index !== undefined && { index }) },
          locations: [{ physicalLocation: { artifactLocation: this.#artifact(file) } }],
        }
      }),
    )
    return [...failures, ...notRun]
  }
}

function ruleOf(rule: RuleDescription): SarifRule {
  const { code, severity, summary, why, refusedBy, effect, examples } = rule
  const does = refusedBy === undefined ? undefined : libvirtDoes({ refusedBy, ...(effect !== undefined && { effect }) })
  const sentences = [why ?? summary, ...(does === undefined ? [] : [`libvirt: ${does}.`])]
  return {
    id: code,
    shortDescription: { text: summary },
    fullDescription: { text: why ?? summary },
    help: {
      text: sentences.join('\n\n'),
      markdown: [...sentences.map(markdown), ...exampleBlocks(examples)].join('\n\n'),
    },
    defaultConfiguration: { level: LEVELS[severity] },
    properties: { tags: [code.slice(0, code.indexOf('/'))] },
  }
}

/** A sentence as Markdown, in which a tag is no tag. */
function markdown(sentence: string): string {
  return sentence.replaceAll('<', '&lt;')
}

function exampleBlocks(examples: RuleDescription['examples']): string[] {
  const block = (title: string, [first]: readonly string[]) =>
    first === undefined ? [] : [`${title}:\n\n\`\`\`xml\n${unmarkedExample(first)}\n\`\`\``]
  return examples === undefined ? [] : [...block('Bad', examples.bad), ...block('Good', examples.good)]
}

/** A text that may hold anything as a plain text message: printable, and without what would be read as a link. */
function plain(text: string): string {
  return printable(text).replaceAll(/\[(?=[^[\]]*\]\()/g, '\\[')
}
