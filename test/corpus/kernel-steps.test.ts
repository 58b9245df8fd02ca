import { expect } from 'chai'
import { errnoSymbol, simulateHost } from '../../lib/machine/sim.js'
import { PCI_STEPS } from './pci-steps.js'
import type { Comparison, RecordedTrees } from './recorded-files.js'
import { needRecordings, readRecording, recordedTree, simulatedTree } from './recorded-files.js'
import type { RecordedStep, StepLine } from './recorded-machine.js'
import { answerOf, recordedAnswer, RecordedMachine, uuidOf } from './recorded-machine.js'
import { SAMPLE_STEPS } from './sample-steps.js'

interface Recording {
  steps: RecordedStep[]
  errnoMatrix?: Record<string, [code: string, errno: number, message: string]>
}

/** The snapshots between the steps with PCI parents, by the step before. */
const PCI_SNAPSHOTS: Readonly<Record<string, string>> = {
  '': 'pci-before',
  'second nvidia-22 on B': 'pci-after-create',
  'PCI hot remove then rescan': 'pci-end',
}

const FUNCTIONS = ['/sys/devices/pci0000:00/0000:00:02.0', '/sys/devices/pci0000:00/0000:00:03.0']

/** Files of a PCI function that tell of the recorded machine, its firmware and its processors. */
const MACHINE = /^(firmware_node|link|local_cpulist|local_cpus|resource\d+)$/
const ITS_OWN = /^(config|irq|resource|(consistent_)?dma_mask_bits|d3cold_allowed|enable|power_state|power\/.*)$/

const PCI_FILES: Comparison = {
  roots: [
    ...FUNCTIONS,
    ...['/sys/class/mdev_bus', '/sys/bus/mdev', '/sys/bus/pci/drivers/nvidia', '/sys/kernel/iommu_groups'],
    ...[
      '/sys/class/vfio',
      '/sys/devices/virtual/vfio',
      '/sys/module/mdev',
      '/sys/module/pmdev/parameters',
      '/dev/vfio',
    ],
  ],
  isLeftOut: (path) => path === '/sys/module/mdev/srcversion' || MACHINE.test(fileOfFunction(path)),
  isItsOwn: (path) => ITS_OWN.test(fileOfFunction(path)),
}

function fileOfFunction(path: string): string {
  const above = FUNCTIONS.find((directory) => path.startsWith(`${directory}/`))
  return above === undefined ? '' : path.slice(above.length + 1)
}

describe('the steps of the kernel recordings', () => {
  needRecordings()

  // how many the ports cannot express: the tables say which, and why
  for (const [file, personality, table, leftOut] of [
    ['steps-6.1-samples.json', 'samples', SAMPLE_STEPS, 23],
    ['steps-6.1-pci.json', 'pmdev', PCI_STEPS, 2],
  ] as const) {
    it(`${file}: the simulated kernel answers every step that the ports can express as the real one`, async () => {
      const { steps, errnoMatrix = {} } = readRecording<Recording>(file)
      const machine = new RecordedMachine(simulateHost(personality).kernel)
      const reasons: string[] = []
      const { snapshots } = readRecording<RecordedTrees>('sysfs-6.1-pci.json')
      const trees = new Map(personality === 'pmdev' ? Object.entries(snapshots) : [])
      const compareTrees = (after: string) => {
        const name = PCI_SNAPSHOTS[after] ?? ''
        const snapshot = trees.get(name)
        if (snapshot === undefined) return
        expect(simulatedTree(machine.kernel, PCI_FILES), after).to.deep.equal(recordedTree(snapshot, PCI_FILES))
        trees.delete(name)
      }
      compareTrees('')
      for (const [number, step] of steps.entries()) {
        const { line, match } = lineOf(table, step.label)
        if ('why' in line) {
          reasons.push(line.why)
          await line.instead?.(machine)
          continue
        }
        const answer = await answerOf(() => line.act(machine, match))
        expect(answer, `step ${number}, ${step.label}`).to.deep.equal(recordedAnswer(step, line.stable))
        compareTrees(step.label)
        // it was made between these two steps, and is not one
        if (step.label.startsWith('realpath')) await replayMatrix(machine, errnoMatrix)
      }
      expect(trees.size).to.equal(0)
      expect(reasons).to.have.lengthOf(leftOut)
      for (const why of reasons) expect(why).to.match(/^[a-z].{20}/)
    })
  }
})

/** Whatever number a driver fails with reaches the writer, and no device is left. */
async function replayMatrix(machine: RecordedMachine, matrix: Recording['errnoMatrix'] & object): Promise<void> {
  for (const number of [1, 3]) await machine.remove(uuidOf(number))
  const entries = Object.entries(matrix)
  // Linux has given out all of these but two
  const known = entries.filter(([number]) => errnoSymbol(Number(number)) !== undefined)
  expect(known).to.have.lengthOf(entries.length - 2)
  for (const [number, [code, errno]] of known) {
    await machine.write('sys/module/pmdev/parameters/fail_probe', number)
    const answer = await answerOf(() => machine.create('0000:00:02.0', 'nvidia-36', uuidOf(5)))
    const recorded = recordedAnswer({ label: number, ok: false, code, errno, syscall: 'write' })
    expect(answer, `fail_probe ${number}`).to.deep.equal(recorded)
    expect(machine.list('sys/bus/mdev/devices')).to.deep.equal([])
  }
  await machine.write('sys/module/pmdev/parameters/fail_probe', '0')
}

/** The first line of a table that a label fits; a label that fits none is a hole in the table. */
function lineOf(table: readonly StepLine[], label: string): { line: StepLine; match: readonly string[] } {
  for (const line of table) {
    const match = typeof line.label === 'string' ? (line.label === label ? [label] : null) : line.label.exec(label)
    if (match) return { line, match }
  }
  throw new Error(`The table has no line for the step ${JSON.stringify(label)}.`)
}
