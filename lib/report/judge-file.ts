import { compareDiagnostics, type Diagnostic, type Severity, type Span } from '../diagnostic.js'
import { codeTable } from '../rules/codes/code-table.js'
import type { suppressionCodes } from '../rules/codes/suppression-codes.js'
import { visible } from '../xml/visible.js'
import type { CheckedFile, SuppressedFinding } from './checked-file.js'
import { isMeant, readSuppressions, type Suppression, suppressionWords } from './suppressions.js'

/** How grave a code is taken; `off` leaves its findings out. */
export type RuleLevel = Severity | 'off'

/** How findings are judged. */
export interface JudgeOptions {
  /** Levels for codes that differ from their rules'. */
  readonly levels?: ReadonlyMap<string, RuleLevel>
  /** Codes beside those of this library that a comment may suppress: those of a product's own rules. */
  readonly codes?: Iterable<string>
}

/**
 * What was found in a file as it is to be reported: with the wanted severities, and without what a comment in the file suppresses.
 * Comments that suppress nothing, or give no reason, are findings themselves.
 */
export function judgeFile(file: CheckedFile, { levels = new Map(), codes = [] }: JudgeOptions = {}): CheckedFile {
  const notRun = file.notRun.filter(({ code }) => levels.get(code) !== 'off')
  const levelled = file.diagnostics.flatMap((diagnostic) => withLevel(diagnostic, levels))
  const { found, strange } = file.kind === 'mdevctl' ? { found: [], strange: [] } : readSuppressions(file.text)
  if (found.length === 0 && strange.length === 0) return { ...file, diagnostics: levelled, notRun }
  const known = new Set([...codeTable.map(({ code }) => code), ...codes])
  const valid = found.filter(({ reason }) => reason !== undefined)
  const suppressed: SuppressedFinding[] = []
  const shown: Diagnostic[] = []
  const used = new Map<Suppression, Set<string>>()
  for (const diagnostic of levelled) {
    const by = valid.find((suppression) => isMeant(suppression, diagnostic))
    if (by?.reason === undefined) {
      shown.push(diagnostic)
      continue
    }
    suppressed.push({ diagnostic, reason: by.reason })
    // another comment that means it too is not idle
    for (const each of valid.filter((suppression) => isMeant(suppression, diagnostic)))
      used.set(each, (used.get(each) ?? new Set()).add(diagnostic.code))
  }
  // of what was not looked at nobody knows whether it would have been found
  const unseen = new Set([
    ...notRun.map(({ code }) => code),
    ...[...levels].flatMap(([code, level]) => (level === 'off' ? [code] : [])),
  ])
  const faults = [
    ...strange.map(({ span, word }) => strangeWord(word, span)),
    ...found.flatMap((suppression) => faultsOf(suppression, known, used.get(suppression) ?? new Set(), unseen)),
  ].flatMap((fault) => withLevel(fault, levels))
  return {
    ...file,
    notRun,
    diagnostics: [...shown, ...faults].sort(compareDiagnostics),
    ...(suppressed.length > 0 && { suppressed }),
  }
}

function withLevel(diagnostic: Diagnostic, levels: ReadonlyMap<string, RuleLevel>): Diagnostic[] {
  const level = levels.get(diagnostic.code)
  if (level === undefined) return [diagnostic]
  return level === 'off' ? [] : [{ ...diagnostic, severity: level }]
}

function faultsOf(
  { span, codes, reason }: Suppression,
  known: ReadonlySet<string>,
  used: ReadonlySet<string>,
  unseen: ReadonlySet<string>,
): Diagnostic[] {
  const faults: Diagnostic[] = []
  if (codes.length === 0)
    faults.push(fault('suppression/code-unknown', span, 'The comment names no code.', 'Write CODE: reason.'))
  for (const code of codes.filter((each) => !known.has(each)))
    faults.push(fault('suppression/code-unknown', span, `There is no code '${visible(code)}'.`))
  if (reason === undefined) {
    const named = codes.map(visible).join(', ')
    const message = `The comment gives no reason${named === '' ? '' : ` for ${named}`}, so it has no effect.`
    return [...faults, fault('suppression/reason-missing', span, message, 'Write the reason behind a colon.')]
  }
  for (const code of codes.filter((each) => known.has(each) && !used.has(each) && !unseen.has(each)))
    faults.push(fault('suppression/unused', span, `There is no finding ${code} here.`, 'Remove it from the comment.'))
  return faults
}

function strangeWord(word: string, span: Span): Diagnostic {
  const message = `'${visible(word)}' suppresses nothing.`
  return fault('suppression/word-unknown', span, message, `Write ${suppressionWords.join(' or ')}.`)
}

type SuppressionCode = (typeof suppressionCodes)[number]['code']

function fault(code: SuppressionCode, span: Span, message: string, help?: string): Diagnostic {
  return {
    code,
    severity: 'warning',
    message,
    path: [],
    span,
    refusedBy: [],
    ...(help !== undefined && { help }),
  }
}
