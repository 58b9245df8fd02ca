import { expect } from 'chai'
import { hostErrorTable } from '../../lib/machine/host-error-table.js'
import type { Host, HostErrorCode, Sysfs } from '../../lib/machine/sim.js'
import { errnoNumber, HostError, openSnapshot, openSysfs, simulateHost, SysfsError } from '../../lib/machine/sim.js'

const UUID = '00000009-aaaa-4bbb-8ccc-ddddeeeeffff'
const MTTY = { parent: 'mtty', type: 'mtty-1', uuid: UUID }

/** A machine of mtty whose writes to files with this end fail. */
function refusing(end: string, code: string): Host {
  const { kernel } = simulateHost('mtty')
  const sysfs: Sysfs = {
    list: (directory) => kernel.list(directory),
    read: (file) => kernel.read(file),
    link: (path) => kernel.link(path),
    resolve: (path) => kernel.resolve(path),
    inUse: (group) => kernel.inUse(group),
    write(file, bytes, options) {
      if (!file.endsWith(end)) return kernel.write(file, bytes, options)
      return Promise.reject(new SysfsError({ code, errno: errnoNumber(code), syscall: 'write', file }))
    },
  }
  return openSysfs(sysfs)
}

const mtty = () => simulateHost('mtty')

/** What leads to each code. */
const WAYS: Readonly<Record<Exclude<HostErrorCode, 'connection-failed'>, () => Promise<unknown>>> = {
  'uuid-invalid': () => mtty().create({ ...MTTY, uuid: 'x' }),
  async 'uuid-exists'() {
    const host = mtty()
    await host.create(MTTY)
    await host.create({ ...MTTY, type: 'mtty-2' })
  },
  async 'uuid-ambiguous'() {
    const host = mtty()
    await host.create(MTTY)
    // two spellings of one UUID, which no kernel has
    const path = `sys/devices/virtual/mtty/mtty/${UUID.toUpperCase()}`
    host.kernel.tree.addDirectory(path)
    host.kernel.tree.addLink(`sys/bus/mdev/devices/${UUID.toUpperCase()}`, path)
    await host.destroy(UUID)
  },
  'parent-unknown': () => mtty().create({ ...MTTY, parent: 'nowhere' }),
  'type-unknown': () => mtty().create({ ...MTTY, type: 'mtty-3' }),
  async 'no-instances-left'() {
    const host = mtty()
    for (let count = 0; count < 13; count++) await host.create({ parent: 'mtty', type: 'mtty-2' })
  },
  'device-unknown': () => mtty().destroy(UUID),
  async 'in-use'() {
    const host = mtty()
    await host.create(MTTY)
    host.kernel.hold(UUID)
    await host.destroy(UUID)
  },
  busy: () => refusing('/create', 'EAGAIN').create(MTTY),
  denied: () => refusing('/create', 'EACCES').create(MTTY),
  'read-only': () => refusing('/create', 'EROFS').create(MTTY),
  'attribute-unknown': () => mtty().create({ ...MTTY, attributes: [{ name: 'nope', value: '1' }] }),
  'attribute-refused': () => mtty().create({ ...MTTY, attributes: [{ name: 'power/control', value: 'x' }] }),
  async 'definition-exists'() {
    const host = mtty()
    await host.define(MTTY)
    await host.define(MTTY)
  },
  'definition-unknown': () => mtty().undefine(UUID),
  'not-supported': async () => Promise.resolve(simulateHost('nowhere')),
  'parent-gone': () => refusing('/create', 'ENODEV').create(MTTY),
  async timeout() {
    const host = refusing('/remove', 'ETIMEDOUT')
    await host.create(MTTY)
    await host.destroy(UUID)
  },
  'driver-refused': () => refusing('/create', 'EIO').create(MTTY),
}

async function errorOf(way: () => Promise<unknown>): Promise<HostError> {
  const error: unknown = await way().then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof HostError) return error
  throw error instanceof Error ? error : new Error('it should have failed')
}

describe('every code of an error', () => {
  for (const [code, way] of Object.entries(WAYS)) {
    it(`${code} can be met, in one sentence`, async () => {
      const error = await errorOf(way)
      expect(error.code).to.equal(code)
      expect(error.message).to.match(/^[^\n]{10,}\.$/)
      if (error.help !== undefined) expect(error.help).to.match(/^[^\n]{10,}[.?]$/)
    })
  }

  it('is explained', () => {
    // connections come with the transport to libvirt
    expect(Object.keys(hostErrorTable).sort()).to.deep.equal([...Object.keys(WAYS), 'connection-failed'].sort())
    for (const [code, { meaning, help }] of Object.entries(hostErrorTable)) {
      for (const sentence of [meaning, help]) expect(sentence, code).to.match(/^[A-Z][^\n]{10,}[^.]\.$/)
    }
  })

  it('a machine that can only be read says so as well', async () => {
    const host = openSnapshot(await mtty().snapshot())
    expect(await errorOf(() => host.create(MTTY))).to.have.property('code', 'read-only')
  })
})

describe('an error', () => {
  it('keeps its facts when more are added', () => {
    const first = new HostError('in-use', 'It is open.', {
      ...{ errno: 'EBUSY', syscall: 'write', file: 'f', help: 'Close it.', cause: new Error('cause') },
      holders: [{ pid: 1, command: 'sh' }],
      takenBy: { id: UUID, parent: 'mtty', type: 'mtty-1' },
      siblings: [{ id: UUID, parent: 'mtty' }],
    })
    const second = first.with({ request: 2, undoing: 'that failed' })
    expect(second).to.be.instanceOf(HostError).and.to.include({ code: 'in-use', message: 'It is open.', request: 2 })
    expect({ ...second, cause: second.cause }).to.deep.equal({
      ...first,
      cause: first.cause,
      request: 2,
      undoing: 'that failed',
    })
  })
})
