import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { SimulatedHost } from '../../lib/machine/sim.js'
import { simulateHost, SysfsError } from '../../lib/machine/sim.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'

const RECORDINGS = join(process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus'), 'kernel')

interface Recorded {
  type?: 'dir' | 'link' | 'file' | 'chardev'
  mode?: string
  target?: string
  content?: string
  readError?: string
  error?: string
}
type Snapshot = Record<string, Recorded>
interface Recording {
  snapshots: Record<string, Snapshot>
}

const ROOTS = ['mtty', 'mdpy', 'mbochs'].flatMap((name) => [`/sys/devices/virtual/${name}`, `/sys/class/${name}`])
ROOTS.push('/sys/class/mdev_bus', '/sys/bus/mdev', '/sys/kernel/iommu_groups', '/sys/class/vfio')
ROOTS.push('/sys/devices/virtual/vfio', '/sys/module/mdev', '/sys/module/mdpy/parameters')
ROOTS.push('/sys/module/mbochs/parameters', '/dev/vfio')

describe("recordings of the kernel's sample drivers", () => {
  skipWhen(() =>
    existsSync(RECORDINGS) ? undefined : `there is no corpus at ${RECORDINGS}; NODEDEV_CORPUS names another place`,
  )

  for (const file of ['sysfs-6.1-samples.json', 'sysfs-6.12-samples.json']) {
    it(`the simulated kernel has the same files as ${file} at every snapshot`, async () => {
      const recording = readRecording(file)
      const seen: string[] = []
      await replay((name, host) => {
        seen.push(name)
        const recorded = recording.snapshots[name]
        if (!recorded) throw new Error(`no snapshot ${name}`)
        expect(treeOf(host), name).to.deep.equal(comparable(recorded))
      })
      expect(seen).to.deep.equal(Object.keys(recording.snapshots))
    })
  }

  it('mtty alone has what belongs to mtty in the recording', () => {
    const recording = readRecording('sysfs-6.1-samples.json')
    const own = /^\/sys\/(devices\/virtual\/mtty|class\/mtty|class\/mdev_bus\/mtty|bus\/mdev\/drivers\/mtty)(\/|$)/
    const only = (entries: Map<string, unknown>) => new Map([...entries].filter(([name]) => own.test(name)))
    expect(only(treeOf(simulateHost('mtty')))).to.deep.equal(only(comparable(recording.snapshots.before ?? {})))
  })
})

/** The steps of the recording that leave something behind, in its order. */
async function replay(snapshot: (name: string, host: SimulatedHost) => void): Promise<void> {
  const host = simulateHost('samples')
  const { kernel } = host
  const write = (file: string, text: string) => kernel.write(file.slice(1), new TextEncoder().encode(text))
  const create = (parent: string, type: string, uuid: string) =>
    write(`/sys/class/mdev_bus/${parent}/mdev_supported_types/${type}/create`, uuid)
  const remove = (uuid: string) => write(`/sys/bus/mdev/devices/${uuid}/remove`, '1')
  const exhaust = async (parent: string, type: string, base: number) => {
    const created: string[] = []
    for (;;) {
      try {
        await create(parent, type, uuidOf(base + created.length))
        created.push(uuidOf(base + created.length))
      } catch {
        return created
      }
    }
  }
  snapshot('before', host)
  await create('mtty', 'mtty-1', uuidOf(1))
  await create('mtty', 'mtty-2', `${uuidOf(2)}\n`)
  await create('mtty', 'mtty-1', 'ABCDEF01-AAAA-4BBB-8CCC-DDDDEEEEFFFF')
  await create('mdpy', 'mdpy-vga', uuidOf(3))
  await create('mbochs', 'mbochs-small', uuidOf(4))
  await create('mbochs', 'mbochs-small', '00000000-0000-0000-0000-000000000000')
  snapshot('after-create', host)
  await create('mtty', 'mtty-1', uuidOf(11))
  await create('mtty', 'mtty-1', uuidOf(12))
  const exhausted = await exhaust('mtty', 'mtty-2', 0x100)
  snapshot('exhausted-mtty', host)
  for (const uuid of exhausted) await remove(uuid)
  await remove(uuidOf(1))
  await create('mtty', 'mtty-1', uuidOf(1))
  await write('/sys/bus/mdev/drivers/mtty/unbind', uuidOf(1))
  snapshot('mtty-unbound', host)
  await remove(uuidOf(1))
  kernel.removeDevice('mdpy')
  snapshot('after-rmmod-mdpy', host)
  kernel.removeDevice('mbochs')
  kernel.removeDevice('mtty')
  snapshot('no-parents', host)
}

function uuidOf(number: number): string {
  return `${number.toString(16).padStart(8, '0')}-aaaa-4bbb-8ccc-ddddeeeeffff`
}

/** What must be the same: kinds, modes, targets and contents. Reference counts and device numbers differ from run to run. */
function comparable(recorded: Snapshot): Map<string, unknown> {
  const entries = new Map<string, unknown>()
  for (const [path, { type, mode, target, content, readError }] of Object.entries(recorded)) {
    if (type === undefined || isLeftOut(path)) continue
    if (type === 'link') entries.set(path, target)
    else if (type === 'dir') entries.set(path, `directory ${mode}`)
    else entries.set(path, type === 'chardev' ? `file ${mode}` : `file ${mode} ${readError ?? JSON.stringify(content)}`)
  }
  return new Map([...entries].map(withoutMajor).sort())
}

/** The number of VFIO's character devices is given out when the kernel starts. */
function withoutMajor([path, what]: [string, unknown]): [string, unknown] {
  const isVfio = path.startsWith('/sys/devices/virtual/vfio/')
  return [path, isVfio && typeof what === 'string' ? what.replace(/\b24\d\b/, 'MAJOR') : what]
}

function isLeftOut(path: string): boolean {
  if (path === '/sys/module/mdev/srcversion') return true
  return !ROOTS.some((root) => path === root || path.startsWith(`${root}/`))
}

function treeOf(host: SimulatedHost): Map<string, unknown> {
  const { kernel } = host
  const entries = new Map<string, unknown>()
  const walk = (path: string) => {
    const entry = kernel.tree.entry(path)
    if (entry === undefined || isLeftOut(`/${path}`)) return
    const mode = entry.kind === 'link' ? '' : `0${entry.mode.toString(8)}`
    if (entry.kind === 'link') entries.set(`/${path}`, entry.target)
    else if (entry.kind === 'directory') {
      entries.set(`/${path}`, `directory ${mode}`)
      for (const name of kernel.list(path)) walk(`${path}/${name}`)
    } else entries.set(`/${path}`, `file ${mode}${path.startsWith('dev/') ? '' : ` ${contentOf(host, path)}`}`)
  }
  for (const root of ROOTS) walk(root.slice(1))
  return new Map([...entries].map(withoutMajor).sort())
}

function contentOf(host: SimulatedHost, path: string): string {
  try {
    return JSON.stringify(new TextDecoder().decode(host.kernel.read(path)))
  } catch (error) {
    return error instanceof SysfsError ? error.code : String(error)
  }
}

function readRecording(file: string): Recording {
  return JSON.parse(readFileSync(join(RECORDINGS, file), 'utf8')) as Recording
}
