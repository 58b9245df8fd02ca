import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { join } from 'node:path'
import { createInterface } from 'node:readline'
import { projectRoot } from '../project-root.js'

/** Runs the tests beside this file in a guest for each kernel, and says so when this machine cannot. */

const NOT_HERE = 77
const TIER = /^kernel: (\d+) passed, (\d+) failed, (\d+) skipped$/

const mocha = ['node', 'node_modules/mocha/bin/mocha.js', ...(process.env['MOCHA_ARGS']?.split(' ') ?? [])]
const series = (process.env['NODEDEV_KERNELS'] ?? '6.1 6.12').split(' ')
const counts = [0, 0, 0]
let worst = 0

for (const kernel of series) {
  process.stdout.write(`\nLinux ${kernel}\n`)
  const status = await tests(kernel)
  if (status !== 0) worst = status
}
process.stdout.write(`\nkernel: ${counts[0]} passed, ${counts[1]} failed, ${counts[2]} skipped\n`)
process.exitCode = worst

/** Runs all tests on one kernel, adds to the counts, and gives the status: 0 also where this machine cannot run them. */
async function tests(kernel: string): Promise<number> {
  const guest = spawn(
    join(projectRoot, 'test/kernel/boot'),
    ['--kernel', kernel, '--dir', projectRoot, '--timeout', '600', '--', ...mocha, 'build/test/kernel/*.test.js'],
    { stdio: ['ignore', 'pipe', 'pipe'] },
  )
  let complaints = ''
  guest.stderr.setEncoding('utf8').on('data', (text: string) => {
    complaints += text
    process.stderr.write(text)
  })
  let told = 0
  const lines = createInterface({ input: guest.stdout })
  lines.on('line', (line) => {
    const found = TIER.exec(line)
    if (found) {
      told++
      for (const at of counts.keys()) counts[at] = (counts[at] ?? 0) + Number(found[at + 1])
    } else process.stdout.write(`${line}\n`)
  })
  const [[status]] = (await Promise.all([once(guest, 'close'), once(lines, 'close')])) as [[number | null], unknown]
  if (status === NOT_HERE && complaints.includes('boot: skipped:')) {
    counts[2] = (counts[2] ?? 0) + 1
    return 0
  }
  // a guest that broke off has told nothing of its tests
  if (told === 0) counts[1] = (counts[1] ?? 0) + 1
  return status ?? 1
}
