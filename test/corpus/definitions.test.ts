import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { formatNodeDevice } from '../../lib/libvirt/node-device.js'
import { parseDefinition } from '../../lib/machine/definition/definition.js'
import { formatDefinition } from '../../lib/machine/definition/definition-text.js'
import type { Host, HostSnapshot, RecordedFiles } from '../../lib/machine/sim.js'
import { HostError, nodeDeviceOf, openSysfs, recordedTree } from '../../lib/machine/sim.js'
import { MemoryStore } from '../../lib/machine/tree/memory-store.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')
const MDEVCTL = join(CORPUS, 'mdevctl-1.4.0')

interface Step {
  args?: string[]
  status?: number
  stderr?: string
  write?: Record<string, string>
}
interface Case {
  name: string
  steps: Step[]
  stored: Record<string, string>
}

interface Expectation {
  file: string
  kind: string
  mdevctl?: string
  mdevctl_stored?: string | null
}

/** What mdevctl's messages are here; those of its command line and of its JSON reader are no errors of a host. */
const CODES: readonly [message: RegExp, code: string][] = [
  [/already defined/, 'definition-exists'],
  [/No parent specified/, 'parent-unknown'],
  [/No type specified/, 'type-unknown'],
  [/invalid value .* for '--uuid/, 'uuid-invalid'],
  [/Parent device required to define/, 'parent-unknown'],
  [/No devices match/, 'definition-unknown'],
  [/Multiple definitions found/, 'uuid-ambiguous'],
  [/is not defined/, 'definition-unknown'],
  [/insufficiently specified/, 'definition-unknown'],
  [/Unable to find parent device/, 'parent-unknown'],
  [/does not support mdev type/, 'type-unknown'],
  [/is not an active mdev/, 'device-unknown'],
  [/invalid json|invalid JSON|attributes field|EOF while parsing a value/, 'definition damaged'],
]

/** Cases that something else is expected of, with why. */
const OTHERWISE: Record<string, { why: string; codes?: (string | undefined)[]; stored?: 'as told below' }> = {
  'undefine both parents': {
    why: 'mdevctl removes the definitions under all parents at once; here the parent has to be named',
    codes: [undefined, undefined, 'uuid-ambiguous'],
    stored: 'as told below',
  },
  'list of broken definition': { why: 'one broken file hides no other', codes: [undefined, undefined] },
}

/** Cases that this interface has no words for, with why. */
const NOT_EXPRESSED: Record<string, string> = {
  'define with neither': 'a question of the command line: here a UUID is made and the parent is missed',
  'jsonfile and type': 'a question of the command line',
  'modify type alone': 'a question of the command line',
  'start with another type': 'start takes its type from the definition alone; create makes any',
}
const MODIFY = 'changing single attributes and the type of a stored definition is not offered yet'
for (const name of [
  ...['modify type and auto', 'addattr', 'addattr at 1', 'addattr at the end', 'addattr behind the end'],
  ...['delattr', 'delattr at 0', 'delattr behind the end', 'delattr where there is none'],
  ...['delattr at 0 where there is none', 'modify by jsonfile without parent'],
]) {
  NOT_EXPRESSED[name] = MODIFY
}

describe('definitions as mdevctl 1.4.0 stores them', () => {
  skipWhen(() =>
    existsSync(MDEVCTL) ? undefined : `there is no corpus at ${MDEVCTL}; NODEDEV_CORPUS names another place`,
  )

  it('the same files and refusals in every case of define, undefine, start and modify that can be said here', async () => {
    const { inputs, cases } = readJson(join(MDEVCTL, 'outputs', 'store-cases.json')) as {
      inputs: Record<string, string>
      cases: Case[]
    }
    const left = new Set(Object.keys(NOT_EXPRESSED))
    let compared = 0
    for (const { name, steps, stored } of cases) {
      if (left.delete(name)) continue
      const store = new MemoryStore()
      const host = openSysfs(recordedTree(parents()), { store })
      const codes: (string | undefined)[] = []
      const expected: (string | undefined)[] = []
      for (const { args, stderr = '', write } of steps) {
        for (const [file, text] of Object.entries(write ?? {})) {
          await store.replace(`etc/mdevctl.d/${file}`, new TextEncoder().encode(text))
        }
        if (args === undefined) continue
        expected.push(CODES.find(([message]) => message.test(stderr))?.[1])
        codes.push(await codeOf(() => run(host, args, inputs)))
      }
      expect(codes, name).to.deep.equal(OTHERWISE[name]?.codes ?? expected)
      const files = Object.entries(store.files()).filter(([file]) => file.startsWith('etc/mdevctl.d/'))
      const both = Object.fromEntries(files.map(([file, text]) => [file.slice('etc/mdevctl.d/'.length), text]))
      if (OTHERWISE[name]?.stored === undefined) expect(both, name).to.deep.equal(stored)
      else {
        expect(Object.keys(both)).to.have.length(2)
        for (const file of Object.keys(both)) {
          await host.undefine(file.split('/')[1] ?? '', { parent: file.split('/')[0] ?? '' })
        }
        expect(store.files()).to.deep.equal({})
      }
      compared++
    }
    expect([...left], 'cases that are not there').to.deep.equal([])
    expect(compared).to.equal(cases.length - Object.keys(NOT_EXPRESSED).length)
  })

  it("mdevctl's stored test data reads and is written the same, byte for byte", () => {
    let count = 0
    for (const folder of ['define', 'modify']) {
      for (const name of readdirSync(join(MDEVCTL, 'testdata', folder))) {
        // the output of list ends with a newline
        if (!name.endsWith('.expected') || name.startsWith('live-event')) continue
        const text = readFileSync(join(MDEVCTL, 'testdata', folder, name), 'utf8')
        const { definition } = parseDefinition(text)
        if (definition === undefined) throw new Error(`${name} cannot be read`)
        expect(formatDefinition(definition), name).to.equal(text)
        count++
      }
    }
    expect(count).to.be.greaterThan(15)
  })

  it('what mdevctl takes and refuses as a definition, and the bytes that it then stores', () => {
    const files = readJson(join(CORPUS, 'expectations.json')) as Expectation[]
    let taken = 0
    for (const { file, kind, mdevctl, mdevctl_stored: stored } of files) {
      if (kind !== 'mdevctl-json' || mdevctl === undefined) continue
      const { definition } = parseDefinition(readFileSync(join(CORPUS, file), 'utf8'))
      expect(definition !== undefined, file).to.equal(mdevctl === 'accept')
      if (definition === undefined || typeof stored !== 'string') continue
      expect(formatDefinition(definition), file).to.equal(stored)
      taken++
    }
    expect(taken).to.be.greaterThan(10)
  })

  it('its file that has no UUID for a name is told and left out', async () => {
    const text = readFileSync(join(MDEVCTL, 'testdata', 'invalid-files', 'device.json'), 'utf8')
    const store = new MemoryStore({ 'etc/mdevctl.d/matrix/device.json': text })
    const { devices, problems } = await openSysfs(recordedTree(parents()), { store }).snapshot()
    expect(devices).to.have.length(0)
    expect(problems).to.deep.include({
      file: 'etc/mdevctl.d/matrix/device.json',
      message: 'The name "device.json" is no UUID, so the file defines nothing.',
      parent: 'matrix',
    })
  })

  it("libvirt's node devices of what mdevctl lists", async () => {
    const folder = join(CORPUS, 'libvirt-11.3.0', 'nodedevmdevctldata')
    const [list] = readJson(join(folder, 'mdevctl-list-multiple.json')) as Record<string, Record<string, unknown>[]>[]
    const files: Record<string, string> = {}
    const order: string[] = []
    for (const [parent, devices] of Object.entries(list ?? {})) {
      for (const [uuid, definition] of devices.flatMap((device) => Object.entries(device))) {
        files[`etc/mdevctl.d/${parent}/${uuid}`] = JSON.stringify(definition)
        order.push(uuid)
      }
    }
    const snapshot: HostSnapshot = await openSysfs(recordedTree(parents()), {
      store: new MemoryStore(files),
    }).snapshot()
    const texts = order.map((uuid) => {
      const device = nodeDeviceOf(snapshot, uuid)
      if (device === undefined) throw new Error(`${uuid} is missing`)
      return formatNodeDevice(device)
    })
    expect(texts.join('')).to.equal(readFileSync(join(folder, 'mdevctl-list-multiple.out.xml'), 'utf8'))
    expect(order).to.have.length(5)
  })
})

/** Does with a host what a command line of mdevctl asks for. */
async function run(host: Host, args: readonly string[], inputs: Record<string, string>): Promise<void> {
  const [verb = '', ...rest] = args
  const option = (...names: string[]) => {
    const at = rest.findIndex((arg) => names.includes(arg))
    return at < 0 ? undefined : (rest[at + 1] ?? '')
  }
  const has = (...names: string[]) => rest.some((arg) => names.includes(arg))
  // these two spellings mdevctl takes, and libvirt does not
  const uuid = option('-u', '--uuid')?.replace(/^\{(.*)\}$/, '$1')
  const parent = option('-p', '--parent')
  const place = { ...(parent !== undefined && { parent }) }
  const file = option('--jsonfile')
  if (verb === 'define' || (verb === 'modify' && file !== undefined)) {
    const type = option('-t', '--type')
    const named = { ...place, ...(uuid !== undefined && { uuid }) }
    const replace = verb === 'modify'
    if (file === undefined) {
      const autostart = has('-a', '--auto')
      await host.define({ ...named, ...(type !== undefined && { type }), autostart })
      return
    }
    const { definition } = parseDefinition(inputs[file] ?? '')
    if (definition === undefined) throw new HostError('definition-unknown', 'definition damaged')
    const { start, attributes } = definition
    await host.define({ ...named, type: definition.type, attributes, autostart: start === 'auto' }, { replace })
    return
  }
  if (verb === 'undefine') return host.undefine(uuid ?? '', place)
  if (verb === 'modify') return host.setAutostart(uuid ?? '', has('-a', '--auto'), place)
  if (verb === 'stop') return host.destroy(uuid ?? '')
  if (verb === 'list') {
    await host.snapshot()
    return
  }
  if (verb !== 'start') throw new Error(`${verb} is new`)
  const type = option('-t', '--type')
  if (type === undefined || parent === undefined) await host.start(uuid ?? '', place)
  else await host.create({ parent, type, ...(uuid !== undefined && { uuid }) })
}

async function codeOf(deed: () => Promise<void>): Promise<string | undefined> {
  try {
    await deed()
    return undefined
  } catch (error) {
    if (error instanceof HostError) return error.message === 'definition damaged' ? error.message : error.code
    throw error
  }
}

/** A machine with the parents that the cases name. */
function parents(): RecordedFiles {
  const files: Record<string, { text: string } | { link: string }> = {}
  const add = (path: string, subsystem: string, ...types: string[]) => {
    const id = path.slice(path.lastIndexOf('/') + 1)
    files[`sys/class/mdev_bus/${id}`] = { link: `/${path}` }
    files[`${path}/subsystem`] = { link: `/sys/bus/${subsystem}` }
    for (const type of types) {
      files[`${path}/mdev_supported_types/${type}/available_instances`] = { text: '4\n' }
      files[`${path}/mdev_supported_types/${type}/device_api`] = { text: 'vfio-pci\n' }
      files[`${path}/mdev_supported_types/${type}/create`] = { text: '' }
    }
  }
  add('sys/devices/pci0000:00/0000:00:02.0', 'pci', 'i915-GVTg_V5_4', 'i915-GVTg_V5_8')
  add('sys/devices/pci0000:00/0000:06:00.0', 'pci', 'nvidia-231')
  add('sys/devices/css0/0.0.0052', 'css', 'vfio_ccw-io')
  add('sys/devices/vfio_ap/matrix', 'matrix', 'vfio_ap-passthrough')
  files['sys/bus/pci/devices/0000:00:02.0'] = { link: '/sys/devices/pci0000:00/0000:00:02.0' }
  files['sys/bus/pci/devices/0000:06:00.0'] = { link: '/sys/devices/pci0000:00/0000:06:00.0' }
  files['sys/bus/css/devices/0.0.0052'] = { link: '/sys/devices/css0/0.0.0052' }
  return files
}

function readJson(file: string): unknown {
  return JSON.parse(readFileSync(file, 'utf8'))
}
