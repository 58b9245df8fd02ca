import type { ProbedDevice, ProbedType, ProbeResult } from '../planning/capacity/index.js'
import { printable } from '../xml/visible.js'
import type { TextOptions } from './check-text.js'
import { coloursFor } from './colours.js'
import { withoutLogCommands } from './log-commands.js'
import { table } from './table.js'
import { wrap } from './wrap.js'

/** So many differences are told one by one. */
const MOST_TOLD = 20

/** What a probe found out, for people: how many of each type fitted, what had been predicted, and where they differ. */
export function probeText(probe: ProbeResult, { colour = false, width = Infinity }: TextOptions = {}): string {
  const colours = coloursFor(colour)
  const { created, devices, differences } = probe
  const told = differences.slice(0, MOST_TOLD)
  const more = differences.length - told.length
  const end =
    differences.length === 0
      ? 'All was as predicted.'
      : `${differences.length} ${differences.length === 1 ? 'thing was' : 'things were'} not as predicted:`
  return withoutLogCommands(
    [
      ...devices.map((device) => `${colours.strong(printable(device.id))}\n${deviceTable(device)}\n`),
      `${created} ${created === 1 ? 'device was' : 'devices were'} made and removed again. ${end}\n`,
      ...told.map((line) => `${wrap(`  ${printable(line)}`, width, '    ')}\n`),
      ...(more > 0 ? [`  and ${more} more (--json has all)\n`] : []),
    ].join(''),
  )
}

const STOPPED: Readonly<Record<ProbedType['stopped'], string>> = {
  full: '',
  refused: 'the driver refused one more',
  limit: 'stopped at the limit',
}

function deviceTable({ types }: ProbedDevice): string {
  return table<ProbedType>(
    [
      { title: '  TYPE', cell: ({ type }) => `  ${type}` },
      { title: 'MADE', cell: ({ made, stopped }) => `${made}${stopped === 'limit' ? '+' : ''}`, align: 'right' },
      {
        title: 'PREDICTED',
        cell: ({ predicted, certainty }) =>
          predicted === undefined ? '?' : `${predicted}${certainty === 'certain' ? '' : '?'}`,
        align: 'right',
      },
      { title: '', cell: ({ stopped }) => STOPPED[stopped] },
    ],
    types,
  )
}
