import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeSysfs, openSysfs, type Sysfs } from '../lib/host/index.js'
import { besideSource } from './beside-source.js'

const PARENTS = 64
const TYPES = 16
const DEVICES = 1000
const ROUNDS = 25

/** What reading a machine costs. */
export interface MachineReading {
  /** How many files, links and directories are looked at. */
  looks: number
  /** Nanoseconds of a snapshot, the median. */
  snapshot: number
  /** Nanoseconds of the same looks in C, the median; `undefined` where there is no compiler. */
  floor: number | undefined
  /** The longest time that the event loop could do nothing else, in milliseconds. */
  longestTurn: number
}

/** Reads a machine of ordinary files in the layout of sysfs: 64 parents with 16 types each, and 1,000 devices. */
export async function readMachine(): Promise<MachineReading> {
  const folder = mkdtempSync(join(tmpdir(), 'bench-machine-'))
  try {
    const root = join(folder, 'root')
    writeMachine(root)
    const port = new NodeSysfs(root)
    const looks: string[] = []
    const seen = await openSysfs(noting(port, root, looks)).snapshot()
    if (seen.types.length !== PARENTS * TYPES || seen.devices.length !== DEVICES || seen.problems.length > 0) {
      throw new Error('The machine is not read as it was written.')
    }
    const list = join(folder, 'looks')
    writeFileSync(list, `${looks.join('\n')}\n`)
    const program = join(folder, 'sysfs')
    const compiled = spawnSync('gcc', ['-O2', '-o', program, besideSource('sysfs.c')])
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
      const floor = compiled.status === 0 ? Number(execFileSync(program, [list], { encoding: 'utf8' })) : NaN
      if (round < 0) continue
      snapshots.push(took * 1e6)
      floors.push(floor)
      longestTurn = Math.max(longestTurn, turn)
    }
    const floor = median(floors)
    return {
      looks: looks.length,
      snapshot: median(snapshots),
      floor: Number.isNaN(floor) ? undefined : floor,
      longestTurn,
    }
  } finally {
    rmSync(folder, { recursive: true })
  }
}

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

function writeMachine(root: string): void {
  const sys = join(root, 'sys')
  for (const directory of ['class/mdev_bus', 'bus/mdev/devices', 'bus/pci/devices'])
    mkdirSync(join(sys, directory), { recursive: true })
  const parents = Array.from({ length: PARENTS }, (_, index) => `0000:${index.toString(16).padStart(2, '0')}:00.0`)
  for (const [index, parent] of parents.entries()) {
    const device = join(sys, 'devices/pci0000:00', parent)
    write(device, {
      vendor: '0x10de\n',
      device: '0x1eb8\n',
      class: '0x030200\n',
      numa_node: `${index % 2}\n`,
      uevent: 'DRIVER=nvidia\n',
      config: '\0'.repeat(256),
    })
    symlinkSync(`../../../devices/pci0000:00/${parent}`, join(sys, 'bus/pci/devices', parent))
    symlinkSync(`../../devices/pci0000:00/${parent}`, join(sys, 'class/mdev_bus', parent))
    for (let type = 0; type < TYPES; type++) {
      write(join(device, 'mdev_supported_types', `nvidia-${222 + type}`), {
        name: `GRID T4-${type}Q\n`,
        description: 'num_heads=4, frl_config=45, framebuffer=1024M, max_resolution=5120x2880, max_instance=16\n',
        device_api: 'vfio-pci\n',
        available_instances: '3\n',
        create: '',
      })
    }
  }
  for (let index = 0; index < DEVICES; index++) {
    const uuid = `00000000-0000-4000-8000-${index.toString(16).padStart(12, '0')}`
    const parent = parents[index % PARENTS] ?? ''
    const device = join(sys, 'devices/pci0000:00', parent, uuid)
    write(device, { remove: '' })
    symlinkSync(`../mdev_supported_types/nvidia-${222 + (index % TYPES)}`, join(device, 'mdev_type'))
    symlinkSync(`../../../../kernel/iommu_groups/${index}`, join(device, 'iommu_group'))
    symlinkSync('../../../../bus/mdev/drivers/nvidia-vgpu-vfio', join(device, 'driver'))
    symlinkSync(`../../../devices/pci0000:00/${parent}/${uuid}`, join(sys, 'bus/mdev/devices', uuid))
  }
}

function write(directory: string, files: Readonly<Record<string, string>>): void {
  mkdirSync(directory, { recursive: true })
  for (const [name, text] of Object.entries(files)) writeFileSync(join(directory, name), text)
}

function median(samples: readonly number[]): number {
  const sorted = samples.toSorted((a, b) => a - b)
  return sorted[sorted.length >> 1] ?? NaN
}
