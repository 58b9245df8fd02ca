import type { Diagnostic, Severity } from '../diagnostic.js'
import { type OutElement, printElement } from '../xml/print.js'
import { printable } from '../xml/visible.js'
import type { CheckedFile } from './checked-file.js'
import { asText } from './check-text.js'
import { Positions } from './positions.js'
import { isAtLeast } from './severities.js'

/** What counts as a failure in a JUnit report. */
export interface JunitOptions {
  /** The least severity of a failed test case; `error` where absent. */
  readonly failOn?: Severity
}

/**
 * What was found as a JUnit report: a test suite for each file; in it a failed test case for each finding that is grave enough,
 * a skipped one for each rule that was not run, and one that passes where none failed. Lesser findings stand in the suite's
 * `<system-out>`.
 */
export function asJunit(files: readonly CheckedFile[], { failOn = 'error' }: JunitOptions = {}): string {
  const suites = files.map((file) => suiteOf(file, failOn))
  const sum = (count: 'tests' | 'failures' | 'skipped') => suites.reduce((total, suite) => total + suite[count], 0)
  const root = element(
    'testsuites',
    {
      name: 'nodedev check',
      tests: String(sum('tests')),
      failures: String(sum('failures')),
      errors: '0',
      time: '0',
    },
    suites.map((suite) => suite.element),
  )
  return `<?xml version='1.0' encoding='UTF-8'?>\n${withoutLogCommandsInXml(printElement(root))}\n`
}

interface Suite {
  readonly element: OutElement
  readonly tests: number
  readonly failures: number
  readonly skipped: number
}

function suiteOf(file: CheckedFile, failOn: Severity): Suite {
  const positions = new Positions(file.text)
  const failed = file.diagnostics.filter(({ severity }) => isAtLeast(severity, failOn))
  const lesser = file.diagnostics.filter(({ severity }) => !isAtLeast(severity, failOn))
  const passed = failed.length === 0 ? [caseOf(file, 'no findings', [])] : []
  const cases = [
    ...passed,
    ...failed.map((diagnostic) => failedCase(file, positions, diagnostic)),
    ...file.notRun.map(({ code, why }) => caseOf(file, code, [element('skipped', { message: why }, [])])),
  ]
  const out = lesser.length === 0 ? [] : [textElement('system-out', textOf(file, lesser))]
  const [tests, failures, skipped] = [cases.length, failed.length, file.notRun.length]
  return {
    tests,
    failures,
    skipped,
    element: element(
      'testsuite',
      {
        name: file.file,
        tests: String(tests),
        failures: String(failures),
        errors: '0',
        skipped: String(skipped),
        time: '0',
      },
      [...cases, ...out],
    ),
  }
}

function failedCase(file: CheckedFile, positions: Positions, diagnostic: Diagnostic): OutElement {
  const { code, severity, message, span } = diagnostic
  const { line, column } = positions.position(span.start)
  const failure = textElement('failure', textOf(file, [diagnostic]))
  failure.attributes.push(['message', shown(message)], ['type', severity])
  return caseOf(file, `${code} at ${line}:${column}`, [failure])
}

function textOf({ file, kind, text }: CheckedFile, diagnostics: readonly Diagnostic[]): string {
  return asText([{ file, kind, text, diagnostics, notRun: [] }])
}

function caseOf({ file }: CheckedFile, name: string, children: OutElement[]): OutElement {
  return element('testcase', { name, classname: file, time: '0' }, children)
}

function element(name: string, attributes: Readonly<Record<string, string>>, children: OutElement[]): OutElement {
  return { name, attributes: Object.entries(attributes).map(([key, value]) => [key, shown(value)]), children }
}

function textElement(name: string, text: string): OutElement {
  return { name, attributes: [], children: [], text: text.split('\n').map(shown).join('\n') }
}

/** XML carries few of the characters that are escaped here, and a person should see none of them. */
function shown(text: string): string {
  return printable(text)
}

/** The same characters for who reads the XML, and no command for a log that it is printed to. */
function withoutLogCommandsInXml(xml: string): string {
  return xml.replaceAll(/##(?=\[|vso\[)/gi, '#&#35;').replaceAll(/^([^\S\n\r\u2028\u2029]*)::/gm, '$1&#58;:')
}
