import { expect } from 'chai'
import fc from 'fast-check'
import { formatNodeDevice } from '../../lib/libvirt/node-device.js'
import { parseDefinition } from '../../lib/machine/definition/definition.js'
import { changeDefinition, formatDefinition } from '../../lib/machine/definition/definition-text.js'
import type { Host, HostDevice, SimulatedHost } from '../../lib/machine/sim.js'
import { HostError, nodeDeviceOf, openSnapshot, openSysfs, recordedTree, simulateHost } from '../../lib/machine/sim.js'
import type { Store } from '../../lib/machine/port/store.js'
import { isSysfsPath, sysfsError } from '../../lib/machine/port/sysfs-path.js'
import { MemoryStore } from '../../lib/machine/tree/memory-store.js'
import { recordedStore } from '../../lib/machine/tree/recorded-tree.js'
import { isHostSnapshot } from '../../lib/machine/validators/validators.js'
import { failureCode } from './failure-code.js'

const UUID = '11111111-2222-4333-8444-555555555555'
const OTHER = '22222222-2222-4333-8444-555555555555'
const THIRD = 'aaaaaaaa-2222-4333-8444-555555555555'
const NAME = `mdev_${UUID.replaceAll('-', '_')}_mtty`

const definition = (type: string, start = 'manual', attrs: object[] = []) =>
  JSON.stringify({ mdev_type: type, start, attrs }, null, 2)

/** mtty with files below etc/mdevctl.d. */
function mtty(files: Readonly<Record<string, string>> = {}): SimulatedHost {
  const stored = Object.entries(files).map(([file, text]) => [`etc/mdevctl.d/${file}`, text])
  return simulateHost('mtty', {
    state: {
      version: 1,
      personality: 'mtty',
      devices: [],
      files: Object.fromEntries(stored) as Record<string, string>,
    },
  })
}

function files(host: SimulatedHost): Record<string, string> {
  const prefix = 'etc/mdevctl.d/'
  const entries = Object.entries(host.store.files()).filter(([file]) => file.startsWith(prefix))
  return Object.fromEntries(entries.map(([file, text]) => [file.slice(prefix.length), text]))
}

async function failure(promise: Promise<unknown>): Promise<HostError> {
  const error = await promise.catch((reason: unknown) => reason)
  if (error instanceof HostError) return error
  throw error
}

async function device(host: Host, uuid: string): Promise<HostDevice | undefined> {
  return (await host.snapshot()).devices.find((each) => each.uuid === uuid)
}

describe('definitions in a snapshot', () => {
  it('a device that is defined and not active', async () => {
    const host = mtty({ [`mtty/${UUID}`]: definition('mtty-2', 'auto', [{ a: '1' }, { a: '2' }]) })
    const { devices, problems } = await host.snapshot()
    expect(problems).to.deep.equal([])
    expect(devices).to.deep.equal([
      {
        id: UUID,
        uuid: UUID,
        name: NAME,
        parent: 'mtty',
        parentName: 'mtty_mtty',
        backend: 'mdev',
        type: 'mtty-2',
        deviceApi: 'vfio-pci',
        active: false,
        defined: true,
        autostart: true,
        attributes: [
          { name: 'a', value: '1' },
          { name: 'a', value: '2' },
        ],
      },
    ])
  })

  it('on a parent that is not there hangs on the computer, as libvirt says', async () => {
    const host = mtty({ [`0000:41:00.0/${UUID}`]: definition('nvidia-1') })
    const found = await device(host, UUID)
    expect(found).to.include({ parent: '0000:41:00.0', parentName: 'computer', active: false, defined: true })
    expect(found).not.to.have.any.keys('deviceApi', 'attributes', 'path')
  })

  it('an active device is defined too, and shows the attributes that it was to have', async () => {
    const host = mtty({ [`mtty/${UUID}`]: definition('mtty-1', 'auto', [{ a: '1' }]) })
    await host.kernel.write(
      'sys/class/mdev_bus/mtty/mdev_supported_types/mtty-1/create',
      new TextEncoder().encode(UUID),
    )
    const { devices, problems } = await host.snapshot()
    expect(problems).to.deep.equal([])
    expect(devices).to.have.length(1)
    expect(devices[0]).to.deep.include({
      ...{ uuid: UUID, active: true, defined: true, autostart: true },
      attributes: [{ name: 'a', value: '1' }],
    })
  })

  it('an active device of another type than defined stays what it is, and that is told', async () => {
    const host = mtty({ [`mtty/${UUID}`]: definition('mtty-2', 'manual', [{ a: '1' }]) })
    await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
    const { devices, problems } = await host.snapshot()
    expect(devices).to.have.length(1)
    expect(devices[0]).to.include({ type: 'mtty-1', active: true, defined: true, autostart: false })
    expect(devices[0]).not.to.have.property('attributes')
    expect(problems).to.deep.equal([
      {
        file: `etc/mdevctl.d/mtty/${UUID}`,
        message: 'It defines type "mtty-2", but the device is active as "mtty-1".',
        parent: 'mtty',
        device: UUID,
      },
    ])
  })

  it('a UUID that is active on one parent and defined on another is two devices, of which the active one answers', async () => {
    const host = mtty({ [`elsewhere/${UUID}`]: definition('x') })
    await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
    const snapshot = await host.snapshot()
    expect(snapshot.devices.map(({ parent, active, defined }) => [parent, active, defined])).to.deep.equal([
      ['elsewhere', false, true],
      ['mtty', true, false],
    ])
    expect(nodeDeviceOf(snapshot, UUID)?.name).to.equal(NAME)
    expect(nodeDeviceOf(snapshot, NAME.replace('mtty', 'elsewhere'))?.parent).to.equal('computer')
    const both = mtty({ [`a/${UUID}`]: definition('x'), [`b/${UUID}`]: definition('x') })
    const ambiguous = await both.snapshot()
    expect(() => nodeDeviceOf(ambiguous, UUID)).to.throw(HostError, 'more than one')
  })

  it('is XML as libvirt writes it of an inactive device', async () => {
    const host = mtty({ [`mtty/${UUID}`]: definition('mtty-1', 'auto', [{ 'a/b': "<'&" }]) })
    const found = nodeDeviceOf(await host.snapshot(), UUID)
    expect(found && formatNodeDevice(found)).to.equal(
      `<device>
  <name>${NAME}</name>
  <parent>mtty_mtty</parent>
  <capability type='mdev'>
    <type id='mtty-1'/>
    <uuid>${UUID}</uuid>
    <parent_addr>mtty</parent_addr>
    <iommuGroup number='0'/>
    <attr name='a/b' value='&lt;&apos;&amp;'/>
  </capability>
</device>
`,
    )
  })

  it('tells what is wrong with a file, each by its name, and shows all others', async () => {
    const good = definition('mtty-1')
    const host = mtty({
      README: 'x',
      [`mtty/${UUID}`]: good,
      [`mtty/${UUID.replace('1', '2')}`]: '{\n  "mdev_type": 5,\n  "start": "auto"\n}',
      [`mtty/${UUID.replace('1', '3')}`]: '{ "mdev_type": "x"',
      [`mtty/${UUID.replace('1', '4')}`]: '',
      [`mtty/${UUID.replace('1', '5')}`]: '\ufeff{}',
      [`mtty/${UUID.replace('1', '6')}`]: '['.repeat(100_000),
      [`mtty/${UUID.replace('1', '7')}`]: definition('../../x'),
      [`mtty/${UUID.replace('1', '8')}`]: `{"mdev_type":"x","start":"auto","attrs":[${'{},'.repeat(9)}{}]}`,
      [`mtty/${THIRD.toUpperCase()}`]: good,
      [`b/${THIRD.toUpperCase()}`]: good,
      [`b/${THIRD}`]: definition('mine'),
      'mtty/.nodedev-xml.tmp': '',
      'mtty/11111111222243338444555555555555': good,
      [`mtty/${UUID}.json`]: good,
      [`mtty/\u001b[2J`]: good,
      [`scripts.d/${UUID}`]: good,
      [`scripts.d/callouts/a.sh`]: '#!/bin/sh',
    })
    const { devices, problems } = await host.snapshot()
    expect(devices.map(({ parent, uuid, type }) => [parent, uuid, type])).to.deep.equal([
      ['b', THIRD, 'mine'],
      ['mtty', UUID, 'mtty-1'],
      ['mtty', THIRD, 'mtty-1'],
    ])
    const told = problems.map(({ file, message }) => `${file.replace('etc/mdevctl.d/', '')}: ${message}`)
    const capitals = 'The name has capital letters: mdevctl lists such a definition, but cannot remove it.'
    const missing = 'An attribute must be an object with one key and its value.'
    expect(told).to.deep.equal([
      'README: This is no directory.',
      `b/${THIRD.toUpperCase()}: ${capitals}`,
      `b/${THIRD.toUpperCase()}: The device is defined by "etc/mdevctl.d/b/${THIRD}" already; this one is left out.`,
      'mtty: The name "\\u001b[2J" has control characters and is left out.',
      'mtty/.nodedev-xml.tmp: The name ".nodedev-xml.tmp" is no UUID, so the file defines nothing.',
      `mtty/${UUID}.json: The name "${UUID}.json" is no UUID, so the file defines nothing.`,
      'mtty/11111111222243338444555555555555: The name "11111111222243338444555555555555" is no UUID, so the file defines nothing.',
      `mtty/${THIRD.toUpperCase()}: ${capitals}`,
      `mtty/${UUID.replace('1', '2')}: Line 2, column 16: 'mdev_type' must be a text, not a number.`,
      `mtty/${UUID.replace('1', '3')}: Line 1, column 19: This is no JSON: CloseBraceExpected.`,
      `mtty/${UUID.replace('1', '4')}: Line 1, column 1: This is no JSON: ValueExpected.`,
      `mtty/${UUID.replace('1', '5')}: Line 1, column 1: This is no JSON: InvalidSymbol.`,
      `mtty/${UUID.replace('1', '6')}: Line 1, column 1: This is no definition: it is nested too deeply.`,
      `mtty/${UUID.replace('1', '7')}: The type "../../x" can be no type of a parent.`,
      ...[42, 45, 48].map((column) => `mtty/${UUID.replace('1', '8')}: Line 1, column ${column}: ${missing}`),
      `mtty/${UUID.replace('1', '8')}: There are 7 more faults in the definition.`,
    ])
    expect(problems.filter(({ device }) => device === THIRD).map(({ parent }) => parent)).to.deep.equal([
      ...['b', 'b', 'mtty'],
    ])
  })

  it('whatever files are there, reading never fails, and shows every good one', async () => {
    const name = fc.oneof(
      fc.string({ unit: 'binary', maxLength: 6 }),
      fc.constantFrom('mtty', '__proto__', UUID, OTHER),
    )
    const text = fc.oneof(
      fc.string({ maxLength: 20 }),
      fc.json(),
      fc
        .record({ mdev_type: fc.jsonValue(), start: fc.jsonValue(), attrs: fc.jsonValue() })
        .map((value) => JSON.stringify(value)),
    )
    await fc.assert(
      fc.asyncProperty(fc.array(fc.tuple(name, name, text), { maxLength: 8 }), async (all) => {
        const stored = all.filter(([parent, file]) => isSysfsPath(`${parent}/${file}`))
        const entries = stored.map(([parent, file, content]) => [`${parent}/${file}`, content] as const)
        const host = mtty({ ...Object.fromEntries(entries), [`mtty/${THIRD}`]: definition('mtty-1') })
        const snapshot = await host.snapshot()
        expect(snapshot.devices.some(({ uuid, parent }) => uuid === THIRD && parent === 'mtty')).to.equal(true)
        expect(isHostSnapshot(JSON.parse(JSON.stringify(snapshot)))).to.equal(true)
        for (const found of snapshot.devices) expect(nodeDeviceOf(snapshot, found.name)).not.to.equal(undefined)
      }),
      { numRuns: 60 },
    )
  })

  it('are in a recording too', async () => {
    const host = mtty({ [`mtty/${UUID}`]: definition('mtty-1', 'auto', [{ a: '1' }]), 'mtty/README': 'x' })
    const { tree } = await host.record()
    const again = openSysfs(recordedTree(tree), { store: recordedStore(tree) })
    expect(await again.snapshot()).to.deep.equal(await host.snapshot())
    expect(await failureCode(again.undefine(UUID))).to.equal('read-only')
  })

  it('tells attributes that would be written somewhere else, and keeps them', async () => {
    const host = mtty({ [`mtty/${UUID}`]: definition('mtty-1', 'auto', [{ '../remove': '1' }]) })
    const { devices, problems } = await host.snapshot()
    expect(devices[0]?.attributes).to.deep.equal([{ name: '../remove', value: '1' }])
    expect(problems.map(({ message }) => message)).to.deep.equal([
      'The attribute name "../remove" is no plain path inside the directory of the device. The device cannot be started like that.',
    ])
    const error = await failure(host.start(UUID))
    expect(error.code).to.equal('attribute-refused')
    expect((await host.snapshot()).devices[0]?.active).to.equal(false)
  })

  it('a store that cannot be read is told once', async () => {
    const { kernel } = simulateHost('mtty')
    const store: Store = Object.assign(new MemoryStore(), {
      list: (directory: string) => {
        throw sysfsError('EACCES', 'readdir', directory)
      },
    })
    const { problems } = await openSysfs(kernel, { store }).snapshot()
    expect(problems).to.deep.equal([
      { file: 'etc/mdevctl.d', message: 'The directory cannot be read: EACCES (errno 13).' },
    ])
  })
})

describe('Host.define', () => {
  it('stores what mdevctl stores', async () => {
    const host = mtty()
    const made = await host.define({
      parent: 'mtty_mtty',
      type: 'mtty-2',
      uuid: UUID.toUpperCase(),
      attributes: [
        { name: 'b', value: 'ü"\n' },
        { name: '__proto__', value: '2' },
      ],
      autostart: true,
    })
    expect(made).to.include({ uuid: UUID, name: NAME, active: false, defined: true, autostart: true })
    expect(files(host)).to.deep.equal({
      [`mtty/${UUID}`]: `{
  "mdev_type": "mtty-2",
  "start": "auto",
  "attrs": [
    {
      "b": "ü\\"\\n"
    },
    {
      "__proto__": "2"
    }
  ]
}`,
    })
    expect(await device(host, UUID)).to.deep.equal(made)
  })

  it('makes a UUID where none is given', async () => {
    const host = mtty()
    const first = await host.define({ parent: 'mtty', type: 'mtty-1' })
    const second = await host.define({ parent: 'mtty', type: 'mtty-1' })
    expect(first.uuid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-/)
    expect(Object.keys(files(host)).sort()).to.deep.equal([`mtty/${first.uuid}`, `mtty/${second.uuid}`].sort())
  })

  it('knows the kernel name of a parent that is not there', async () => {
    const host = mtty()
    const stored: string[] = []
    for (const parent of ['pci_0000_41_00_0', '41:00.1', 'css_0_0_0052', '0.0.0053', 'ap_matrix', 'Odd name']) {
      stored.push((await host.define({ parent, type: 'x', uuid: UUID })).parent)
    }
    expect(stored).to.deep.equal(['0000:41:00.0', '0000:41:00.1', '0.0.0052', '0.0.0053', 'matrix', 'Odd name'])
    expect(Object.keys(files(host)).sort()).to.deep.equal(stored.map((parent) => `${parent}/${UUID}`).sort())
  })

  it('an active device tells what is left out', async () => {
    const host = mtty()
    await host.create({ parent: 'mtty', type: 'mtty-2', uuid: UUID })
    expect(await host.define({ uuid: UUID })).to.include({
      type: 'mtty-2',
      active: true,
      defined: true,
      autostart: false,
    })
    expect(files(host)).to.deep.equal({ [`mtty/${UUID}`]: definition('mtty-2') })
    expect((await failure(host.define({ uuid: UUID, parent: 'elsewhere' }))).code).to.equal('type-unknown')
  })

  it('refuses before anything is stored', async () => {
    const host = mtty()
    const at = { parent: 'mtty', type: 'mtty-1' }
    const codes = await Promise.all(
      [
        { ...at, uuid: 'x' },
        { type: 'mtty-1' },
        { parent: 'mtty' },
        { uuid: UUID },
        ...['', '..', 'a/b', 'scripts.d', 'a\0', 'a\n', 'x'.repeat(256)].map((parent) => ({ ...at, parent })),
        ...['', '..', 'a/b', 'a\u001b'].map((type) => ({ ...at, type })),
        { ...at, attributes: [{ name: '/etc/passwd', value: 'x' }] },
        { ...at, attributes: [{ name: 'a', value: 'a\0' }] },
      ].map((request) => failureCode(host.define(request))),
    )
    expect(codes).to.deep.equal([
      ...['uuid-invalid', 'parent-unknown', 'type-unknown', 'parent-unknown'],
      ...Array.from({ length: 7 }, () => 'parent-unknown'),
      ...Array.from({ length: 4 }, () => 'type-unknown'),
      ...['attribute-refused', 'attribute-refused'],
    ])
    expect(host.store.files()).to.deep.equal({})
  })

  it('refuses a device that is defined, however its file is spelled and whatever is in it', async () => {
    const host = mtty({ [`mtty/${UUID}`]: 'broken', [`mtty/${THIRD.toUpperCase()}`]: definition('mtty-1') })
    for (const uuid of [UUID, THIRD]) {
      const error = await failure(host.define({ parent: 'mtty', type: 'mtty-1', uuid }))
      expect(error).to.include({ code: 'definition-exists' })
      expect(error.file).to.match(/^etc\/mdevctl\.d\/mtty\//)
    }
    // on another parent it is another definition
    expect(await host.define({ parent: 'b', type: 'mtty-1', uuid: UUID })).to.include({ parent: 'b' })
  })

  it('replaces on demand, and keeps what only others know', async () => {
    const host = mtty({ [`mtty/${UUID}`]: '{"note":{"by":[1]},"attrs":[{"a":"1"}],"start":"auto","mdev_type":"old"}' })
    await host.define({ parent: 'mtty', type: 'mtty-1', uuid: UUID, attributes: [] }, { replace: true })
    expect(files(host)[`mtty/${UUID}`]).to.equal('{"note":{"by":[1]},"attrs":[],"start":"manual","mdev_type":"mtty-1"}')
    const broken = mtty({ [`mtty/${UUID}`]: 'broken' })
    await broken.define({ parent: 'mtty', type: 'mtty-1', uuid: UUID }, { replace: true })
    await broken.define({ parent: 'mtty', type: 'mtty-1', uuid: OTHER }, { replace: true })
    expect(files(broken)).to.deep.equal({
      [`mtty/${UUID}`]: definition('mtty-1'),
      [`mtty/${OTHER}`]: definition('mtty-1'),
    })
  })

  it('of many at once one wins', async () => {
    const host = mtty()
    const request = { parent: 'mtty', type: 'mtty-1', uuid: UUID }
    const results = await Promise.allSettled(Array.from({ length: 5 }, () => host.define(request)))
    expect(results.map(({ status }) => status).sort()).to.deep.equal(['fulfilled', ...Array(4).fill('rejected')])
    expect(await failureCode(host.define(request))).to.equal('definition-exists')
  })

  it('says why the store refuses', async () => {
    const { kernel } = simulateHost('mtty')
    for (const [errno, code] of [
      ['EACCES', 'denied'],
      ['EPERM', 'denied'],
      ['EROFS', 'read-only'],
      ['EAGAIN', 'busy'],
      ['ENOSPC', 'driver-refused'],
    ] as const) {
      const refuse = async (file: string) => {
        throw sysfsError(errno, 'open', file)
      }
      for (const store of [
        Object.assign(new MemoryStore(), { lock: refuse }),
        Object.assign(new MemoryStore(), { replace: refuse }),
      ] as Store[]) {
        const error = await failure(openSysfs(kernel, { store }).define({ parent: 'mtty', type: 'x' }))
        expect(error).to.include({ code, errno })
        // what was taken is given back
        if (store.lock !== refuse) await (await store.lock('run/nodedev-xml/definitions.lock'))()
      }
    }
  })

  it('a parent whose devices have no UUIDs has no definitions', async () => {
    const host = simulateHost('nvidia-l40s')
    const parent = (await host.snapshot()).types.find(({ backend }) => backend === 'nvidia-vf')?.parent ?? ''
    expect(await failureCode(host.define({ parent, type: 'x' }))).to.equal('not-supported')
    const stored = simulateHost('nvidia-l40s', {
      state: {
        ...{ version: 1, personality: 'nvidia-l40s', devices: [] },
        files: { [`etc/mdevctl.d/${parent}/${UUID}`]: definition('x') },
      },
    })
    expect(await failureCode(stored.start(UUID))).to.equal('not-supported')
  })

  it('can be aborted before, and not half done', async () => {
    const host = mtty()
    const reason = new Error('enough')
    const error: unknown = await host
      .define({ parent: 'mtty', type: 'mtty-1' }, { signal: AbortSignal.abort(reason) })
      .catch((each: unknown) => each)
    expect(error).to.equal(reason)
    expect(host.store.files()).to.deep.equal({})
  })
})

describe('Host.undefine', () => {
  it('removes a definition, whatever is in it, and leaves the active device', async () => {
    const host = mtty({ [`mtty/${OTHER}`]: 'broken', [`mtty/${THIRD.toUpperCase()}`]: definition('x') })
    await host.define({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
    await host.start(UUID)
    await host.undefine(UUID)
    expect(await device(host, UUID)).to.include({ active: true, defined: false })
    await host.undefine(OTHER.replaceAll('-', ''))
    await host.undefine(`mdev_${THIRD.replaceAll('-', '_')}_mtty`)
    expect(files(host)).to.deep.equal({})
    expect(await failure(host.undefine(UUID))).to.include({ code: 'definition-unknown' })
  })

  it('asks for the parent where there are two', async () => {
    const host = mtty({ [`a/${UUID}`]: definition('x'), [`0000:41:00.0/${UUID}`]: definition('x') })
    for (const id of [UUID, `mdev_${UUID.replaceAll('-', '_')}`]) {
      const error = await failure(host.undefine(id))
      expect(error.code).to.equal('uuid-ambiguous')
      expect(error.message).to.contain('"0000:41:00.0", "a"')
    }
    expect(await failureCode(host.undefine(UUID, { parent: 'b' }))).to.equal('definition-unknown')
    await host.undefine(UUID, { parent: 'pci_0000_41_00_0' })
    expect(Object.keys(files(host))).to.deep.equal([`a/${UUID}`])
    await host.undefine(UUID)
    expect(files(host)).to.deep.equal({})
  })

  it('hears that somebody else was faster', async () => {
    const { kernel } = simulateHost('mtty')
    const store = new MemoryStore({ [`etc/mdevctl.d/mtty/${UUID}`]: definition('mtty-1') })
    const gone: Store = Object.assign(store, {
      remove: async (file: string) => {
        throw sysfsError('ENOENT', 'unlink', file)
      },
    })
    expect(await failureCode(openSysfs(kernel, { store: gone }).undefine(UUID))).to.equal('definition-unknown')
  })
})

describe('Host.start', () => {
  it('makes the device with its attributes, as one of ours', async () => {
    const host = simulateHost('mtty')
    await host.define({ parent: 'mtty', type: 'mtty-2', uuid: UUID, autostart: true })
    const made = await host.start(NAME)
    expect(made).to.include({ uuid: UUID, type: 'mtty-2', active: true, defined: true, autostart: true, ours: true })
    expect(await device(host, UUID)).to.deep.equal(made)
    expect(await failureCode(host.start(UUID))).to.equal('uuid-exists')
    await host.destroy(UUID)
    expect(await device(host, UUID)).to.include({ active: false, defined: true })
  })

  it('can be for a guest', async () => {
    const host = simulateHost('mtty')
    await host.define({ parent: 'mtty', type: 'mtty-2', uuid: UUID })
    expect((await host.start(UUID, { group: OTHER })).group).to.equal(OTHER)
    expect(await host.destroyGroup(OTHER)).to.deep.equal([UUID])
  })

  it('refuses what is not defined, ambiguous, damaged or cannot be made now', async () => {
    const host = mtty({
      [`mtty/${UUID}`]: definition('mtty-9'),
      [`mtty/${OTHER}`]: '{"start":"auto"}',
      [`b/${THIRD}`]: definition('x'),
      [`c/${THIRD}`]: definition('x'),
    })
    expect(await failureCode(host.start(UUID))).to.equal('type-unknown')
    const damaged = await failure(host.start(OTHER))
    expect(damaged).to.include({ code: 'definition-unknown', file: `etc/mdevctl.d/mtty/${OTHER}` })
    expect(damaged.message).to.contain("'mdev_type' is missing")
    expect(await failureCode(host.start(THIRD))).to.equal('uuid-ambiguous')
    expect(await failureCode(host.start(THIRD, { parent: 'b' }))).to.equal('parent-unknown')
    expect(await failureCode(host.start('nonsense'))).to.equal('definition-unknown')
  })

  it('a device that is created as it is defined is defined too', async () => {
    const host = mtty({ [`mtty/${UUID}`]: definition('mtty-1', 'auto') })
    const made = await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
    expect(made).to.include({ defined: true, autostart: true })
    expect(await host.create({ parent: 'mtty', type: 'mtty-1' })).to.include({ defined: false })
  })
})

describe('Host.setAutostart', () => {
  it('changes one word and nothing else', async () => {
    const text = '{ "start" : "auto",\t"mdev_type":"mtty-1", "x":1.50 }\n'
    const host = mtty({ [`mtty/${UUID}`]: text, [`mtty/${OTHER}`]: 'broken' })
    await host.setAutostart(UUID, false)
    expect(files(host)[`mtty/${UUID}`]).to.equal(text.replace('auto', 'manual'))
    await host.setAutostart(NAME, true, { parent: 'mtty' })
    expect(files(host)[`mtty/${UUID}`]).to.equal(text)
    expect(await failureCode(host.setAutostart(OTHER, true))).to.equal('definition-unknown')
    expect(await failureCode(host.setAutostart(THIRD, true))).to.equal('definition-unknown')
  })
})

describe('a recorded machine', () => {
  it('has definitions that nobody can change', async () => {
    const host = openSnapshot(await mtty({ [`mtty/${UUID}`]: definition('mtty-1') }).snapshot())
    expect((await host.snapshot()).devices).to.have.length(1)
    const codes = [
      host.define({ parent: 'mtty', type: 'mtty-1' }),
      host.undefine(UUID),
      host.start(UUID),
      host.setAutostart(UUID, true),
    ]
    expect(await Promise.all(codes.map(failureCode))).to.deep.equal(Array(4).fill('read-only'))
  })
})

describe('formatDefinition and changeDefinition', () => {
  const attribute = fc.record({ name: fc.string({ unit: 'grapheme' }), value: fc.string({ unit: 'grapheme' }) })
  const any = fc.record({
    type: fc.string({ unit: 'grapheme' }),
    start: fc.constantFrom('auto' as const, 'manual' as const),
    attributes: fc.array(attribute, { maxLength: 5 }),
  })

  it('what is written is read again', () => {
    fc.assert(
      fc.property(any, (value) => {
        expect(parseDefinition(formatDefinition(value)).definition).to.deep.equal(value)
      }),
    )
  })

  it('in the layout of mdevctl a changed text is the one of the changed definition', () => {
    fc.assert(
      fc.property(any, any, (before, after) => {
        expect(changeDefinition(formatDefinition(before), after)).to.equal(formatDefinition(after))
      }),
    )
  })

  it('a change leaves every other key as it is', () => {
    const others = fc.dictionary(fc.string(), fc.jsonValue(), { maxKeys: 4 })
    fc.assert(
      fc.property(others, any, any, fc.nat(2), (extra, before, after, indent) => {
        const keys = { ...extra, ...(JSON.parse(formatDefinition(before)) as object) }
        const text = changeDefinition(JSON.stringify(keys, null, indent), after)
        const expected = { ...keys, ...(JSON.parse(formatDefinition(after)) as object) }
        expect(JSON.parse(text ?? '')).to.deep.equal(JSON.parse(JSON.stringify(expected)))
        expect(Object.keys(JSON.parse(text ?? '') as object)).to.deep.equal(Object.keys(expected))
      }),
    )
  })

  it('a key that is missing is put behind the last, and of equal keys the last is changed', () => {
    expect(changeDefinition('{"mdev_type":"x","start":"auto"}', { attributes: [{ name: 'a', value: '1' }] })).to.equal(
      '{"mdev_type":"x","start":"auto",\n  "attrs": [\n    {\n      "a": "1"\n    }\n  ]}',
    )
    expect(changeDefinition('{"mdev_type":"x","start":"auto","mdev_type":"y"}', { type: 'z' })).to.equal(
      '{"mdev_type":"x","start":"auto","mdev_type":"z"}',
    )
    expect(changeDefinition('{}', { type: 'z' })).to.equal(undefined)
    expect(changeDefinition('{"mdev_type":"x","start":"auto"}', {})).to.equal('{"mdev_type":"x","start":"auto"}')
  })
})
