import { execFileSync } from 'node:child_process'
import { writeFileSync } from 'node:fs'
import { NodeSysfs, openSysfs, type Sysfs } from '../lib/host/index.js'
import type { MachineReading } from './machine-reading.js'

/** Measures how long the machine below a directory takes to read: `measure-machine.js ROOT LOOKS [PROGRAM]` prints a `MachineReading`. */

const ROUNDS = 25
const [root = '/', list = '', program = ''] = process.argv.slice(2)

const port = new NodeSysfs(root)
const looks: string[] = []
const seen = await openSysfs(noting(port, root === '/' ? '' : root, looks)).snapshot()
writeFileSync(list, `${looks.join('\n')}\n`)
const host = openSysfs(port)
const snapshots: number[] = []
const floors: number[] = []
let longestTurn = 0
for (let round = -3; round < ROUNDS; round++) {
  const turns = watchTurns()
  const begun = performance.now()
  await host.snapshot()
  const took = performance.now() - begun
  const turn = turns.end()
  const floor = program === '' ? NaN : Number(execFileSync(program, [list], { encoding: 'utf8' }))
  if (round < 0) continue
  snapshots.push(took * 1e6)
  floors.push(floor)
  longestTurn = Math.max(longestTurn, turn)
}
const reading: MachineReading = {
  root,
  looks: looks.length,
  types: seen.types.length,
  devices: seen.devices.length,
  problems: seen.problems.length,
  snapshot: median(snapshots),
  floor: program === '' ? null : median(floors),
  longestTurn,
}
process.stdout.write(JSON.stringify(reading))

/** The port, with each look noted as `sysfs.c` takes it. */
function noting(port: Sysfs, root: string, looks: string[]): Sysfs {
  return {
    list: (path) => (looks.push(`d ${root}/${path}`), port.list(path)),
    read: (path) => (looks.push(`r ${root}/${path}`), port.read(path)),
    link: (path) => (looks.push(`l ${root}/${path}`), port.link(path)),
    resolve: (path) => port.resolve(path),
    write: (path, bytes, options) => port.write(path, bytes, options),
    inUse: (group) => port.inUse(group),
  }
}

/** Takes turns of the event loop as fast as they come, and keeps the longest wait between two of them. */
function watchTurns(): { end(): number } {
  let longest = 0
  let last = performance.now()
  let going = true
  const turn = () => {
    const now = performance.now()
    longest = Math.max(longest, now - last)
    last = now
    if (going) setImmediate(turn)
  }
  setImmediate(turn)
  return {
    end() {
      going = false
      return Math.max(longest, performance.now() - last)
    },
  }
}

function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}
