import { printable } from '../xml/visible.js'

const CONTEXT = 3

/** One line of a difference, with its line end. */
interface Step {
  readonly kind: ' ' | '-' | '+'
  readonly line: string
}

/** What makes one text of another, as `diff -u` tells it and `patch` takes it; empty where they are equal. */
export function unifiedDiff(file: string, before: string, after: string): string {
  if (before === after) return ''
  const steps = stepsBetween(linesOf(before), linesOf(after))
  const name = printable(file)
  return `--- ${name}\n+++ ${name}\n${hunksOf(steps).join('')}`
}

/** Lines with what ends them; a lone CR stays in its line, as for `diff`. */
function linesOf(text: string): string[] {
  return text === '' ? [] : text.split(/(?<=\n)/)
}

/** Which lines stay, go and come. What is equal at both ends is left aside first: edits touch little of a document. */
function stepsBetween(before: readonly string[], after: readonly string[]): Step[] {
  const shorter = Math.min(before.length, after.length)
  let start = 0
  while (start < shorter && before[start] === after[start]) start++
  let same = 0
  while (same < shorter - start && before[before.length - 1 - same] === after[after.length - 1 - same]) same++
  return [
    ...before.slice(0, start).map(kept),
    ...middleSteps(before.slice(start, before.length - same), after.slice(start, after.length - same)),
    ...before.slice(before.length - same).map(kept),
  ]
}

function kept(line: string): Step {
  return { kind: ' ', line }
}

/** By the longest common subsequence; where that would be a large table, all lines of the middle go and come. */
function middleSteps(before: readonly string[], after: readonly string[]): Step[] {
  const removed = before.map((line): Step => ({ kind: '-', line }))
  const added = after.map((line): Step => ({ kind: '+', line }))
  if (before.length * after.length > 4_000_000) return [...removed, ...added]
  const width = after.length + 1
  const common = new Uint32Array((before.length + 1) * width)
  for (let i = before.length - 1; i >= 0; i--) {
    for (let j = after.length - 1; j >= 0; j--) {
      const skip = Math.max(common[(i + 1) * width + j] ?? 0, common[i * width + j + 1] ?? 0)
      common[i * width + j] = before[i] === after[j] ? (common[(i + 1) * width + j + 1] ?? 0) + 1 : skip
    }
  }
  const steps: Step[] = []
  let [i, j] = [0, 0]
  while (i < before.length && j < after.length) {
    const [old, fresh] = [removed[i], added[j]]
    if (old === undefined || fresh === undefined) break
    if (old.line === fresh.line) {
      steps.push(kept(old.line))
      i++
      j++
    } else if ((common[(i + 1) * width + j] ?? 0) >= (common[i * width + j + 1] ?? 0)) {
      steps.push(old)
      i++
    } else {
      steps.push(fresh)
      j++
    }
  }
  return [...steps, ...removed.slice(i), ...added.slice(j)]
}

function hunksOf(steps: readonly Step[]): string[] {
  const changed = steps.flatMap(({ kind }, index) => (kind === ' ' ? [] : [index]))
  const ranges: { from: number; to: number }[] = []
  for (const index of changed) {
    const last = ranges.at(-1)
    const from = Math.max(0, index - CONTEXT)
    const to = Math.min(steps.length, index + CONTEXT + 1)
    if (last !== undefined && from <= last.to) last.to = to
    else ranges.push({ from, to })
  }
  return ranges.map(({ from, to }) => hunk(steps, from, to))
}

function hunk(steps: readonly Step[], from: number, to: number): string {
  const inside = steps.slice(from, to)
  const range = (kind: '-' | '+') => {
    const start = steps.slice(0, from).filter((step) => step.kind === ' ' || step.kind === kind).length
    const count = inside.filter((step) => step.kind === ' ' || step.kind === kind).length
    // an empty side is told by the line in front of it
    return `${kind}${count === 0 ? start : start + 1}${count === 1 ? '' : `,${count}`}`
  }
  const lines = inside.map(({ kind, line }) =>
    line.endsWith('\n') ? `${kind}${line}` : `${kind}${line}\n\\ No newline at end of file\n`,
  )
  return `@@ ${range('-')} ${range('+')} @@\n${lines.join('')}`
}
