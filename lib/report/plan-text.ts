import type {
  AppliedPlan,
  FeasiblePlan,
  InfeasiblePlan,
  KeptDevice,
  PlanResult,
  PlanStep,
  RefusedPlace,
} from '../planning/plan/index.js'
import { printable } from '../xml/visible.js'
import type { TextOptions } from './check-text.js'
import { type Colours, coloursFor } from './colours.js'
import { withoutLogCommands } from './log-commands.js'
import { table, type TableColumn } from './table.js'
import { wrap } from './wrap.js'

/** A plan for people: its steps, or why there is none and what would help. */
export function planText(result: PlanResult, { colour = false, width = Infinity }: TextOptions = {}): string {
  const colours = coloursFor(colour)
  return withoutLogCommands(result.feasible ? feasibleText(result, colours) : infeasibleText(result, colours, width))
}

/** What became of a plan, for people. */
export function appliedText({ done, skipped }: AppliedPlan, { colour = false }: TextOptions = {}): string {
  const colours = coloursFor(colour)
  if (done.length === 0) return `${colours.severity('info', 'done')}: nothing was to be done\n`
  const there = skipped.length === 0 ? '' : `; ${countOf(skipped.length, 'step')} needed nothing done`
  return withoutLogCommands(
    `${colours.severity('info', 'done')}: ${countOf(done.length, 'step')}${there}\n\n${stepsTable(done)}`,
  )
}

function feasibleText({ plan, kept, certainty, optimal }: FeasiblePlan, colours: Colours): string {
  const { steps } = plan
  const sure = certainty === 'certain' ? '' : ` (${certainty})`
  const better = optimal ? '' : '; there may be a better plan'
  const head = steps.length === 0 ? 'nothing is to be done' : countOf(steps.length, 'step')
  const parts = [`${colours.severity('info', 'feasible')}${sure}: ${head}${better}\n`]
  if (steps.length > 0) parts.push('\n', stepsTable(steps))
  if (kept.length > 0) parts.push(`\n${countOf(kept.length, 'device')} there already:\n\n`, keptTable(kept))
  return parts.join('')
}

function infeasibleText({ explanation, proven }: InfeasiblePlan, colours: Colours, width: number): string {
  const { message, certainty, places, changes } = explanation
  const sure = certainty === 'certain' ? '' : ` (${certainty})`
  const parts = [
    `${colours.severity('error', 'not feasible')}${sure}\n`,
    `${wrap(`  ${printable(message)}`, width, '  ')}\n`,
  ]
  if (!proven) parts.push('  Not all ways were looked at: there may be one.\n')
  if (places.length > 0) parts.push('\nWhy it has no place:\n\n', placesTable(places))
  if (changes.length > 0) {
    const lines = changes.map(({ text }) => `${wrap(`  ${printable(text)}`, width, '    ')}\n`)
    parts.push('\nAny one of these would do:\n\n', ...lines)
  }
  return parts.join('')
}

function stepsTable(steps: readonly PlanStep[]): string {
  const columns: TableColumn<PlanStep>[] = [
    { title: '  DO', cell: ({ kind }) => `  ${kind}` },
    ...(steps.some(({ host }) => host !== undefined)
      ? [{ title: 'HOST', cell: ({ host }: PlanStep) => host ?? '' }]
      : []),
    { title: 'PARENT', cell: (step) => ('parent' in step ? step.parent : '') },
    { title: 'TYPE', cell: typeCell },
    { title: 'DEVICE', cell: (step) => (step.kind === 'recover' ? step.id : 'uuid' in step ? (step.uuid ?? '') : '') },
    { title: '', cell: noteCell },
  ]
  return table<PlanStep>(columns, steps)
}

function typeCell(step: PlanStep): string {
  if (step.kind === 'configure-pool') {
    return Object.entries(step.counts)
      .map(([type, count]) => `${type}=${count}`)
      .join(' ')
  }
  if (!('type' in step)) return ''
  return step.kind === 'create' && (step.aggregate ?? 1) > 1 ? `${step.type} x ${step.aggregate}` : step.type
}

function noteCell(step: PlanStep): string {
  switch (step.kind) {
    case 'create':
    case 'start':
      return step.certainty === 'certain' ? '' : step.certainty
    case 'define':
    case 'autostart':
      return step.autostart ? 'auto' : 'manual'
    default:
      return ''
  }
}

function keptTable(kept: readonly KeptDevice[]): string {
  return table<KeptDevice>(
    [
      { title: '  DEVICE', cell: ({ id }) => `  ${id}` },
      ...(kept.some(({ host }) => host !== undefined)
        ? [{ title: 'HOST', cell: ({ host }: KeptDevice) => host ?? '' }]
        : []),
      { title: 'PARENT', cell: ({ parent }) => parent },
      { title: 'TYPE', cell: ({ type }) => type },
    ],
    kept,
  )
}

function placesTable(places: readonly RefusedPlace[]): string {
  return table<RefusedPlace>(
    [
      { title: '  DEVICE', cell: ({ physical, parent }) => `  ${parent ?? physical}` },
      ...(places.some(({ host }) => host !== undefined)
        ? [{ title: 'HOST', cell: ({ host }: RefusedPlace) => host ?? '' }]
        : []),
      { title: 'TYPE', cell: ({ type }) => type ?? '' },
      { title: 'WHY NOT', cell: ({ reason }) => reason },
    ],
    places,
  )
}

function countOf(count: number, what: string): string {
  return `${count} ${what}${count === 1 ? '' : 's'}`
}
