import { expect } from 'chai'
import { formatHostdev } from '../../lib/libvirt/hostdev.js'
import { hostdevFor } from '../../lib/libvirt/hostdev-for.js'
import type { Personality, PersonalityParent, RecordedFiles, SimulatedHost, Sysfs } from '../../lib/machine/sim.js'
import {
  Errno,
  Faults,
  HostError,
  nodeDeviceOf,
  nodeDevices,
  openSysfs,
  personalities,
  recordedTree,
  simulateHost,
  SysfsError,
} from '../../lib/machine/sim.js'
import { failureCode } from './failure-code.js'
import { treeChanges } from './whole-tree.js'

const CARD = '0000:26:00.0'
const FIRST = '0000:26:00.4'
const SECOND = '0000:26:00.5'
const LAST = '0000:26:04.3'
const UUID = '00000009-aaaa-4bbb-8ccc-ddddeeeeffff'

const files = (id: string) => `sys/bus/pci/devices/${id}/nvidia`
const text = (host: SimulatedHost, file: string) => new TextDecoder().decode(host.kernel.read(file))
const write = (host: SimulatedHost, file: string, value: string) =>
  host.kernel.write(file, new TextEncoder().encode(value))

/** The same card with its first two virtual functions alone. */
function smallCard(more: Partial<PersonalityParent> = {}): Personality {
  const l40s = personalities.find(({ name }) => name === 'nvidia-l40s')
  if (l40s === undefined) throw new Error('no L40S')
  return {
    ...l40s,
    pciFunctions: l40s.pciFunctions?.slice(0, 4) ?? [],
    parents: l40s.parents.slice(0, 2).map((parent) => ({ ...parent, ...more })),
  }
}

async function failure(operation: Promise<unknown>): Promise<HostError> {
  const error: unknown = await operation.then(
    () => undefined,
    (reason: unknown) => reason,
  )
  if (error instanceof HostError) return error
  throw new Error(`not refused: ${String(error)}`)
}

describe("NVIDIA's vGPUs on virtual functions", () => {
  let host: SimulatedHost

  beforeEach(() => {
    host = simulateHost('nvidia-l40s')
  })

  const left = async (parent: string) =>
    Object.fromEntries(
      (await host.snapshot()).types
        .filter((type) => type.parent === parent)
        .map((type) => [type.id, type.availableInstances]),
    )

  it('are offered by each function of a card, with nothing on the card itself', async () => {
    const { nodes, types, devices, problems } = await host.snapshot()
    expect(problems).to.deep.equal([])
    expect(devices).to.deep.equal([])
    expect(types).to.have.lengthOf(32 * 23)
    expect(types[0]).to.deep.include({
      parent: FIRST,
      parentName: 'pci_0000_26_00_4',
      backend: 'nvidia-vf',
      id: '1145',
      name: 'NVIDIA L40S-1B',
      deviceApi: 'vfio-pci',
      availableInstances: 1,
    })
    expect(nodes.filter(({ backend }) => backend === 'nvidia-vf')).to.have.lengthOf(32)
    const card = nodes.find(({ id }) => id === CARD)
    expect(card?.kind === 'pci' && card.virtFunctions?.addresses).to.have.lengthOf(32)
    expect(card?.kind === 'pci' && card.virtFunctions?.maxCount).to.equal(32)
    const last = nodes.find(({ id }) => id === LAST)
    expect(last?.kind === 'pci' && last.physFunction).to.deep.equal({ domain: 0, bus: 0x26, slot: 0, function: 0 })
    expect(host.kernel.list('sys/bus/pci/devices')).to.have.lengthOf(34)
    expect(nodes.filter(({ backend }) => backend === 'mdev')).to.deep.equal([])
  })

  it('become devices without UUIDs, which are PCI functions under both of their names', async () => {
    const attributes = [{ name: 'nvidia/vgpu_params', value: 'frame_rate_limiter=0' }]
    const made = await host.create({ parent: 'pci_0000_26_00_5', type: '1150', attributes })
    const expected = {
      id: SECOND,
      address: SECOND,
      name: 'pci_0000_26_00_5',
      parent: SECOND,
      parentName: 'pci_0000_26_00_5',
      backend: 'nvidia-vf',
      type: '1150',
      deviceApi: 'vfio-pci',
      path: '/sys/devices/pci0000:25/0000:25:01.0/0000:26:00.5',
      driver: 'nvidia',
      active: true,
      defined: false,
      iommuGroup: 131,
      ours: true,
    }
    expect(made).to.deep.include({ ...expected, attributes })
    expect(text(host, `${files(SECOND)}/current_vgpu_type`)).to.equal('1150\n')
    expect(text(host, `${files(SECOND)}/vgpu_params`)).to.equal('frame_rate_limiter=0\n')
    const snapshot = await host.snapshot()
    expect(snapshot.devices).to.have.lengthOf(1)
    expect(snapshot.devices[0]).to.deep.include(expected)
    for (const name of [SECOND, 'pci_0000_26_00_5', '26:00.5']) {
      expect(nodeDeviceOf(snapshot, name)).to.deep.include({ name: 'pci_0000_26_00_5', driver: 'nvidia' })
    }
    expect(nodeDevices(snapshot).filter(({ name }) => name === 'pci_0000_26_00_5')).to.have.lengthOf(1)
    expect(formatHostdev(hostdevFor(made))).to.equal(`<hostdev mode='subsystem' type='pci' managed='no'>
  <source>
    <address domain='0x0000' bus='0x26' slot='0x00' function='0x5'/>
  </source>
</hostdev>
`)
    for (const name of [SECOND, 'pci_0000_26_00_5', '00000000:26:00.5']) {
      await host.destroy(name)
      expect((await host.snapshot()).devices).to.deep.equal([])
      expect(text(host, `${files(SECOND)}/vgpu_params`)).to.equal('')
      await host.create({ parent: SECOND, type: '1150' })
    }
  })

  it('let the first one decide the size of all, and offer that to the others', async () => {
    await host.create({ parent: FIRST, type: '1155' })
    expect(await left(SECOND)).to.deep.equal({ '1155': 1, '1165': 1 })
    expect(await left(FIRST)).to.deep.equal({ '1155': 0, '1165': 0 })
    await host.create({ parent: LAST, type: '1165' })
    expect(await left(SECOND)).to.deep.equal({ '1155': 0, '1165': 0 })
    expect(text(host, `${files(SECOND)}/creatable_vgpu_types`)).to.equal('ID    : vGPU Name\n')
    await host.destroy(FIRST)
    await host.destroy(LAST)
    expect(Object.keys(await left(SECOND))).to.have.lengthOf(23)
  })

  it('mix sizes where the card is switched to that', async () => {
    host = simulateHost('nvidia-l40s-heterogeneous')
    await host.create({ parent: FIRST, type: '1155' })
    const beside = await left(SECOND)
    expect([beside['1155'], beside['1154'], beside['1156']]).to.deep.equal([1, 1, undefined])
    await host.create({ parent: SECOND, type: '1154' })
    expect(Object.entries(await left(LAST)).filter(([, count]) => count === 1)).to.have.lengthOf(3 + 6 + 6)
  })

  it('take the number of a type only', async () => {
    for (const type of ['NVIDIA L40S-4Q', 'nvidia-1150', '0', '+1150', '01150', '1150\n', '']) {
      const error = await failure(host.create({ parent: FIRST, type }))
      expect(error.code, type).to.equal('type-unknown')
      expect(error.help).to.contain('"1150"')
    }
    expect(await failureCode(host.create({ parent: CARD, type: '1150' }))).to.equal('parent-unknown')
    expect((await host.snapshot()).devices).to.deep.equal([])
  })

  it('have no UUID, no aggregation, no handle', async () => {
    for (const more of [{ uuid: UUID }, { aggregate: 2 }, { index: '0' }, { parameters: 'x' }]) {
      const error = await failure(host.create({ parent: FIRST, type: '1150', ...more }))
      expect(error.code, Object.keys(more)[0]).to.equal('not-supported')
    }
    const made = await host.create({ parent: FIRST, type: '1150', aggregate: 1 })
    expect(made).not.to.have.property('uuid')
  })

  it("take attributes of the vendor's directory alone, and are taken back when one is refused", async () => {
    for (const [name, code] of [
      ['vgpu_params', 'attribute-unknown'],
      ['driver_override', 'attribute-unknown'],
      ['nvidia/current_vgpu_type', 'attribute-unknown'],
      ['nvidia/nothing', 'attribute-unknown'],
      ['nvidia/warm_update', 'attribute-refused'],
      ['nvidia/../remove', 'attribute-refused'],
    ] as const) {
      const attributes = [{ name, value: '1' }]
      expect(await failureCode(host.create({ parent: FIRST, type: '1150', attributes })), name).to.equal(code)
      expect((await host.snapshot()).devices, name).to.deep.equal([])
    }
    const attributes = [{ name: 'nvidia/vgpu_params', value: `a=${'1'.repeat(200)}` }]
    const error = await failure(host.create({ parent: FIRST, type: '1150', attributes }))
    expect(error).to.include({ code: 'attribute-refused', errno: 'E2BIG' })
    expect(text(host, `${files(FIRST)}/current_vgpu_type`)).to.equal('0\n')
  })

  it('say who has the card when there is no room', async () => {
    await host.create({ parent: FIRST, type: '1156' })
    const taken = await failure(host.create({ parent: FIRST, type: '1150' }))
    expect(taken.code).to.equal('no-instances-left')
    expect(taken.message).to.contain('a device of type "1156" already')
    const full = await failure(host.create({ parent: SECOND, type: '1156' }))
    expect(full.code).to.equal('no-instances-left')
    expect(full.message).to.contain(`${FIRST} of type "1156"`)
    expect(full.siblings).to.deep.equal([{ id: FIRST, parent: FIRST, type: '1156' }])
    expect(await failureCode(host.create({ parent: SECOND, type: '1150' }))).to.equal('no-instances-left')
  })

  it('are made together or not at all', async () => {
    const group = UUID
    const requests = [FIRST, SECOND, LAST].map((parent) => ({ parent, type: '1154' }))
    const made = await host.createAll(requests, { group })
    expect(made.map(({ id }) => id)).to.deep.equal([FIRST, SECOND, LAST])
    expect(await host.destroyGroup(group)).to.deep.equal([LAST, SECOND, FIRST])
    const tooMany = await failure(host.createAll([...requests, { parent: '0000:26:01.0', type: '1154' }]))
    expect(tooMany).to.include({ code: 'no-instances-left', errno: 'EINVAL', request: 3 })
    expect((await host.snapshot()).devices).to.deep.equal([])
    const twice = await failure(host.createAll([...requests, { parent: FIRST, type: '1154' }]))
    expect(twice).to.include({ code: 'no-instances-left', request: 3 })
  })

  it('are not taken away from a guest', async () => {
    await host.create({ parent: FIRST, type: '1150' })
    const release = host.kernel.hold(FIRST)
    expect(await failure(host.destroy(FIRST))).to.include({ code: 'in-use', file: 'dev/vfio/130' })
    await write(host, `${files(FIRST)}/current_vgpu_type`, '0').then(
      () => expect.fail('removed'),
      (error: unknown) => expect(error).to.include({ code: 'EBUSY' }),
    )
    release()
    await host.destroy(FIRST)
    expect(() => host.kernel.hold(FIRST)).to.throw(Errno, 'ENODEV')
    expect(await failureCode(host.destroy(FIRST))).to.equal('device-unknown')
  })

  it('answer as the driver does', async () => {
    const current = `${files(FIRST)}/current_vgpu_type`
    const answer = (value: string, file = current) =>
      write(host, file, value).then(
        () => 'ok',
        (error: unknown) => (error instanceof SysfsError ? error.code : String(error)),
      )
    for (const [value, expected] of [
      ['x', 'EINVAL'],
      ['0x47e', 'EINVAL'],
      ['-1', 'EINVAL'],
      ['', 'ok'],
      ['4294967296', 'ERANGE'],
      ['0', 'EPERM'],
      ['9999', 'ENODEV'],
      ['1150\n', 'ok'],
      ['1150\0x', 'EPERM'],
      ['1150', 'EPERM'],
      ['1151', 'EPERM'],
      ['0', 'ok'],
    ] as const) {
      expect(await answer(value), value).to.equal(expected)
    }
    expect(await answer('a=1', `${files(FIRST)}/vgpu_params`)).to.equal('EPERM')
    expect(await answer('1', `${files(FIRST)}/creatable_vgpu_types`)).to.equal('EACCES')
    expect(await answer('0', `sys/bus/pci/devices/${CARD}/sriov_numvfs`)).to.equal('ENOENT')
    expect(await answer('32', `sys/bus/pci/devices/${CARD}/sriov_numvfs`)).to.equal('ok')
    expect(text(host, `sys/bus/pci/devices/${CARD}/sriov_numvfs`)).to.equal('32\n')
  })

  it('are kept by their driver while a guest has them open', async () => {
    await host.create({ parent: FIRST, type: '1150' })
    const release = host.kernel.hold(FIRST)
    let isDone = false
    const unbinding = write(host, 'sys/bus/pci/drivers/nvidia/unbind', FIRST).then(() => {
      isDone = true
    })
    await new Promise((resolve) => setTimeout(resolve, 2))
    expect(isDone).to.equal(false)
    expect(text(host, `${files(FIRST)}/current_vgpu_type`)).to.equal('1150\n')
    release()
    await unbinding
    expect((await host.snapshot()).devices).to.deep.equal([])
  })

  it('vanish with their card', async () => {
    await host.create({ parent: FIRST, type: '1150' })
    host.kernel.removeDevice(CARD)
    const snapshot = await host.snapshot()
    expect(snapshot.problems).to.deep.equal([])
    expect([snapshot.types, snapshot.devices]).to.deep.equal([[], []])
    expect(await failureCode(host.destroy(FIRST))).to.equal('device-unknown')
  })

  it('are there again from a saved state', async () => {
    const attributes = [
      { name: 'nvidia/vgpu_params', value: 'disable_vnc=1' },
      { name: 'nvidia/placement_id', value: '12' },
    ]
    await host.create({ parent: LAST, type: '1150', attributes })
    const again = simulateHost('nvidia-l40s', { state: structuredClone(host.state()) })
    expect(await again.snapshot()).to.deep.equal(await host.snapshot())
    expect(text(again, `${files(LAST)}/vgpu_params`)).to.equal('disable_vnc=1\n')
    expect(again.state()).to.deep.equal(host.state())
  })
})

describe('every errno of current_vgpu_type', () => {
  /** A host whose writes of a type, or of 0, fail. */
  const failing = (code: string, when: (value: string) => boolean, before?: (host: SimulatedHost) => Promise<void>) => {
    const simulated = simulateHost(smallCard())
    const sysfs: Sysfs = {
      list: (directory) => simulated.kernel.list(directory),
      read: (file) => simulated.kernel.read(file),
      link: (path) => simulated.kernel.link(path),
      resolve: (path) => simulated.kernel.resolve(path),
      inUse: (group) => simulated.kernel.inUse(group),
      async write(file, bytes, options) {
        if (file.endsWith('/current_vgpu_type') && when(new TextDecoder().decode(bytes))) {
          await before?.(simulated)
          throw new SysfsError({ code, errno: 1, syscall: 'write', file })
        }
        return simulated.kernel.write(file, bytes, options)
      },
    }
    return openSysfs(sysfs)
  }
  const other = (simulated: SimulatedHost) => write(simulated, `${files(SECOND)}/current_vgpu_type`, '1156')
  const same = (simulated: SimulatedHost) => write(simulated, `${files(FIRST)}/current_vgpu_type`, '1150')
  const away = async (simulated: SimulatedHost) => simulated.kernel.removeDevice(CARD)

  for (const [errno, code, words, before] of [
    ['EPERM', 'driver-refused', 'does not permit'],
    ['EPERM', 'no-instances-left', 'type "1150" already', same],
    ['EACCES', 'denied', 'permission'],
    ['EROFS', 'read-only', 'only be read'],
    ['EINVAL', 'driver-refused', 'driver refused'],
    ['EINVAL', 'no-instances-left', `${SECOND} of type "1156"`, other],
    ['ENODEV', 'driver-refused', 'driver refused'],
    ['ENODEV', 'parent-gone', 'files are gone', away],
    ['ERANGE', 'type-unknown', 'such a number'],
    ['ENOSPC', 'no-instances-left', 'does not offer it'],
    ['EBUSY', 'busy', 'not ready'],
    ['ETIMEDOUT', 'timeout', 'in time'],
    ['EIO', 'driver-refused', 'driver refused'],
  ] as const) {
    it(`${errno} when a type is written is ${code}: ${words}`, async () => {
      const error = await failure(
        failing(errno, (value) => value !== '0', before).create({ parent: FIRST, type: '1150' }),
      )
      expect(error).to.include({ code, errno, syscall: 'write' })
      expect(error.file).to.match(/\/0000:26:00\.4\/nvidia\/current_vgpu_type$/)
      expect(error.message).to.contain(words)
    })
  }

  for (const [errno, code, words, before] of [
    ['EPERM', 'driver-refused', 'does not permit'],
    [
      'EPERM',
      'device-unknown',
      'gone already',
      (host: SimulatedHost) => write(host, `${files(FIRST)}/current_vgpu_type`, '0'),
    ],
    ['EBUSY', 'in-use', 'a guest has it open'],
    ['EAGAIN', 'busy', 'not ready'],
    ['EROFS', 'read-only', 'only be read'],
    ['ETIMEDOUT', 'timeout', 'still there'],
    ['ENODEV', 'device-unknown', 'gone already', away],
    ['EIO', 'driver-refused', 'driver refused'],
  ] as const) {
    it(`${errno} when 0 is written is ${code}: ${words}`, async () => {
      const host = failing(errno, (value) => value === '0', before)
      await host.create({ parent: FIRST, type: '1150' })
      const error = await failure(host.destroy(FIRST))
      expect(error).to.include({ code, errno })
      expect(error.message).to.contain(words)
    })
  }

  it('tells both failures when taking back fails too', async () => {
    const host = failing('EBUSY', (value) => value === '0')
    const attributes = [{ name: 'nvidia/vgpu_params', value: `a=${'1'.repeat(200)}` }]
    const error = await failure(host.create({ parent: FIRST, type: '1150', attributes }))
    expect(error).to.include({ code: 'attribute-refused', errno: 'E2BIG' })
    expect(error.undoing).to.include({ code: 'in-use' })
    expect(error.help).to.contain('may still be there')
  })

  it('does not believe a driver that takes a number and does nothing', async () => {
    const simulated = simulateHost(smallCard())
    const { kernel } = simulated
    kernel.tree.addFile(`${kernel.resolve(files(FIRST))}/current_vgpu_type`, {
      mode: 0o644,
      show: () => '0\n',
      store: () => {},
    })
    expect(await failure(simulated.create({ parent: FIRST, type: '1150' }))).to.include({ code: 'driver-refused' })
  })
})

describe("files of NVIDIA's virtual functions that are not as they should be", () => {
  const VF = 'sys/bus/pci/devices/0000:26:00.4'
  const machine = (
    creatable: RecordedFiles[string] | undefined,
    current = '0\n',
    more: RecordedFiles = {},
  ): RecordedFiles => ({
    [`${VF}/vendor`]: { text: '0x10de\n' },
    [`${VF}/device`]: { text: '0x26b9\n' },
    ...(creatable && { [`${VF}/nvidia/creatable_vgpu_types`]: creatable }),
    [`${VF}/nvidia/current_vgpu_type`]: { text: current },
    ...more,
  })
  const read = (creatable: string, current?: string) =>
    openSysfs(recordedTree(machine({ text: creatable }, current))).snapshot()

  for (const [what, creatable, ids] of [
    ['a header and rows', 'ID    : vGPU Name\n1145  : NVIDIA L40S-1B\n2164  : NVIDIA L40S-3B\n', ['1145', '2164']],
    ['no header', '1145  : NVIDIA L40S-1B\n', ['1145']],
    ['no last newline, other blanks', '  1145:NVIDIA L40S-1B  ', ['1145']],
    ['a header alone', 'ID    : vGPU Name\n', []],
    ['nothing', '', []],
    ['blank lines', '\n\n1145 : x\n\n', ['1145']],
  ] as const) {
    it(`${what} are no problem`, async () => {
      const { types, problems, nodes } = await read(creatable)
      expect(problems).to.deep.equal([])
      expect(types.map(({ id }) => id)).to.deep.equal(ids)
      for (const type of types) expect(type).to.include({ parentName: 'pci_0000_26_00_4', availableInstances: 1 })
      expect(nodes.map(({ name, backend }) => [name, backend])).to.deep.equal([['pci_0000_26_00_4', 'nvidia-vf']])
    })
  }

  for (const [what, line] of [
    ['no number', 'x : NVIDIA L40S-1B'],
    ['no name', '1146 :   '],
    ['no colon', '1146 NVIDIA L40S-2B'],
    ['zero', '0 : none'],
    ['a number that is too large', '4294967296 : big'],
    ['an endless number', `${'9'.repeat(200)} : x`],
    ['a number twice', '1145 : another'],
    ['a terminal sequence', '\u001b[31m : red'],
    ['a second header', 'ID : vGPU Name'],
    ['a name of JavaScript', '__proto__ : x'],
  ] as const) {
    it(`a line with ${what} is told, and hides no other`, async () => {
      const { types, problems } = await read(`1145  : NVIDIA L40S-1B\n${line}\n1147 : NVIDIA L40S-1Q\n`)
      expect(types.map(({ id, name }) => `${id} ${name ?? ''}`)).to.deep.equal([
        '1145 NVIDIA L40S-1B',
        '1147 NVIDIA L40S-1Q',
      ])
      expect(problems).to.have.lengthOf(1)
      expect(problems[0]).to.include({ parent: '0000:26:00.4', file: `${VF}/nvidia/creatable_vgpu_types` })
      expect(problems[0]?.message).not.to.match(/[\u0000-\u001f]/)
    })
  }

  it('many wrong lines are told once', async () => {
    const { problems } = await read('x\n'.repeat(1000))
    expect(problems).to.have.lengthOf(6)
    expect(problems.at(-1)?.message).to.contain('995')
  })

  for (const current of ['', '\n', 'x\n', '-1\n', '4294967296\n', '0x10\n']) {
    it(`a current type ${JSON.stringify(current)} is told, and no device`, async () => {
      const { types, devices, problems } = await read('1145 : x\n', current)
      expect(devices).to.deep.equal([])
      expect(problems).to.have.lengthOf(1)
      expect(types.map(({ availableInstances }) => availableInstances)).to.deep.equal([1])
    })
  }

  it('a function whose list cannot be read is a parent still, and its device is there', async () => {
    const { types, devices, problems } = await openSysfs(recordedTree(machine(undefined, '1150\n'))).snapshot()
    expect(types).to.deep.equal([
      {
        ...{ parent: '0000:26:00.4', parentName: 'pci_0000_26_00_4', backend: 'nvidia-vf', id: '1150' },
        ...{ deviceApi: 'vfio-pci', availableInstances: 0 },
      },
    ])
    expect(devices.map(({ id, type }) => [id, type])).to.deep.equal([['0000:26:00.4', '1150']])
    expect(problems).to.have.lengthOf(1)
  })

  it('a recorded machine can only be read', async () => {
    const host = openSysfs(recordedTree(machine({ text: '1145 : x\n' })))
    expect(await failureCode(host.create({ parent: '26:00.4', type: '1145' }))).to.equal('read-only')
  })

  it('other PCI functions cost one failing look each', async () => {
    const lists: string[] = []
    const tree = recordedTree(
      Object.fromEntries(
        Array.from({ length: 20 }, (_, slot) => [
          `sys/bus/pci/devices/0000:00:${slot.toString(16).padStart(2, '0')}.0/vendor`,
          { text: '0x8086\n' },
        ]),
      ),
    )
    const counted: Sysfs = {
      ...tree,
      list(directory) {
        if (directory.endsWith('/nvidia')) lists.push(directory)
        return tree.list(directory)
      },
    }
    await openSysfs(counted).snapshot()
    expect(lists.length).to.be.within(20, 40)
  })
})

describe('a card without room that says ENOSPC', () => {
  it('is told as no instance left', async () => {
    const host = simulateHost(smallCard({ whenFull: 'ENOSPC' }))
    const error = await failure(
      host.createAll([
        { parent: FIRST, type: '1156' },
        { parent: SECOND, type: '1156' },
      ]),
    )
    expect(error).to.include({ code: 'no-instances-left', errno: 'ENOSPC', request: 1 })
    expect((await host.snapshot()).devices).to.deep.equal([])
  })
})

describe('vGPUs on virtual functions when something goes wrong', () => {
  const attributes = [{ name: 'nvidia/vgpu_params', value: 'disable_vnc=1' }]
  const requests = [FIRST, SECOND].map((parent) => ({ parent, type: '1150', attributes }))
  /** What can change of the machine. */
  const machineOf = (host: SimulatedHost) => {
    const vendor = [FIRST, SECOND].flatMap((id) =>
      host.kernel
        .list(files(id))
        .map((name): [string, string] => [`${files(id)}/${name}`, text(host, `${files(id)}/${name}`)]),
    )
    return { ...Object.fromEntries(vendor), ...host.store.files() }
  }
  const untouched = machineOf(simulateHost(smallCard()))
  let count = 0

  before(async () => {
    const faults = new Faults()
    await simulateHost(smallCard(), { faults }).createAll(requests, { group: UUID })
    count = faults.operations.length
    expect(count).to.be.greaterThan(20)
  })

  for (const when of ['before', 'after'] as const) {
    it(`at any operation, ${when} its effect: both are made or nothing is`, async () => {
      for (let at = 1; at <= count; at++) {
        const host = simulateHost(smallCard(), { faults: new Faults([{ at, fails: 'EIO', when }]) })
        const made = await host.createAll(requests, { group: UUID }).catch(() => [])
        const { devices } = await host.snapshot()
        expect(
          devices.map(({ id }) => id),
          `operation ${at}`,
        ).to.deep.equal(made.map(({ id }) => id))
        if (made.length === 0) expect(treeChanges(untouched, machineOf(host)), `operation ${at}`).to.deep.equal([])
      }
    })
  }

  it('and the process ends at any operation: the next one cleans it', async () => {
    for (let at = 1; at <= count; at++) {
      const dead = simulateHost(smallCard(), { faults: new Faults([{ at, killed: true }]) })
      await dead.createAll(requests, { group: UUID }).catch(() => undefined)
      const { kernel, store } = dead
      const next = openSysfs(kernel, { store })
      await next.recover()
      await next.destroyGroup(UUID)
      expect(treeChanges(untouched, machineOf(dead)), `operation ${at}`).to.deep.equal([])
    }
  })
})
