import { execFileSync, spawnSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { besideSource } from './beside-source.js'
import { readingFrom, type MachineReading } from './machine-reading.js'

const PARENTS = 64
const TYPES = 16
const DEVICES = 1000

/**
 * Reads a machine of ordinary files in the layout of sysfs: 64 parents with 16 types each, and 1,000 devices. As root they are put in
 * the place of `/sys`, for the measuring process alone, so that it is read as this machine is; else below a directory, where each link
 * on the way is looked at as well.
 */
export function readMachine(): MachineReading {
  const folder = mkdtempSync(join(tmpdir(), 'bench-machine-'))
  try {
    const root = join(folder, 'root')
    writeMachine(root)
    const program = join(folder, 'sysfs')
    const compiled = spawnSync('gcc', ['-O2', '-o', program, besideSource('sysfs.c')]).status === 0
    const script = fileURLToPath(new URL('./measure-machine.js', import.meta.url))
    const measure = (place: string) => [process.execPath, script, place, join(folder, 'looks'), compiled ? program : '']
    const mounted = spawnSync(
      'unshare',
      ['--mount', 'sh', '-c', 'mount --bind "$0" /sys && exec "$@"', join(root, 'sys'), ...measure('/')],
      { encoding: 'utf8' },
    )
    if (mounted.status === 0) return readingFrom(mounted.stdout)
    const [node = '', ...rest] = measure(root)
    return readingFrom(execFileSync(node, rest, { encoding: 'utf8' }))
  } finally {
    rmSync(folder, { recursive: true })
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
