import { expect } from 'chai'
import type { HostSnapshot, RecordedFiles } from '../../lib/machine/sim.js'
import { nodeDeviceOf, nodeDevices, openSysfs, recordedTree, SysfsError } from '../../lib/machine/sim.js'
import { failureCode } from './failure-code.js'

const GPU = 'sys/devices/pci0000:00/0000:00:02.0'
const TYPES = `${GPU}/mdev_supported_types`

/** A PCI parent with one good type and whatever is added. */
function gpu(more: RecordedFiles = {}): RecordedFiles {
  return {
    'sys/class/mdev_bus/0000:00:02.0': { link: '../../devices/pci0000:00/0000:00:02.0' },
    'sys/bus/pci/devices/0000:00:02.0': { link: '../../../devices/pci0000:00/0000:00:02.0' },
    [`${GPU}/vendor`]: { text: '0x8086\n' },
    [`${GPU}/device`]: { text: '0x1912\n' },
    [`${GPU}/subsystem`]: { link: '../../../bus/pci' },
    [`${GPU}/uevent`]: { text: 'DRIVER=i915\nPCI_CLASS=30000\n' },
    [`${TYPES}/good/available_instances`]: { text: '1\n' },
    [`${TYPES}/good/device_api`]: { text: 'vfio-pci\n' },
    [`${TYPES}/good/create`]: { text: '', mode: '0200' },
    ...more,
  }
}

const read = (files: RecordedFiles): Promise<HostSnapshot> => openSysfs(recordedTree(files)).snapshot()

describe('a machine whose files are not as they should be', () => {
  it('an empty tree is a machine without anything, and no problem', async () => {
    expect(await read({})).to.deep.equal({ version: 1, nodes: [], types: [], devices: [], problems: [] })
  })

  for (const [what, files, absent] of [
    ['no device_api', { available_instances: '1\n' }, ['deviceApi']],
    ['no available_instances', { device_api: 'vfio-pci\n' }, ['availableInstances']],
    ['an empty device_api', { available_instances: '1\n', device_api: '\n' }, ['deviceApi']],
    ['letters for a count', { available_instances: 'many\n', device_api: 'vfio-pci\n' }, ['availableInstances']],
    ['an empty count', { available_instances: '', device_api: 'vfio-pci\n' }, ['availableInstances']],
    ['a hexadecimal count', { available_instances: '0x10\n', device_api: 'vfio-pci\n' }, ['availableInstances']],
    ['two newlines', { available_instances: '5\n\n', device_api: 'vfio-pci\n' }, ['availableInstances']],
    ['too large a count', { available_instances: '4294967296\n', device_api: 'vfio-pci\n' }, ['availableInstances']],
    ['a huge count', { available_instances: '9'.repeat(5000), device_api: 'vfio-pci\n' }, ['availableInstances']],
    ['nothing at all', { create: '' }, ['deviceApi', 'availableInstances']],
  ] as const) {
    it(`a type with ${what} is told, and hides neither its siblings nor its parent`, async () => {
      const bad = Object.fromEntries(Object.entries(files).map(([name, text]) => [`${TYPES}/bad/${name}`, { text }]))
      const snapshot = await read(gpu(bad))
      expect(snapshot.nodes).to.have.lengthOf(1)
      expect(snapshot.types.map((type) => type.id)).to.deep.equal(['bad', 'good'])
      const [type] = snapshot.types
      for (const name of absent) expect(type).not.to.have.property(name)
      expect(snapshot.problems).to.have.lengthOf(absent.length)
      for (const problem of snapshot.problems) expect(problem).to.include({ parent: '0000:00:02.0', type: 'bad' })
      const capability = nodeDeviceOf(snapshot, 'pci_0000_00_02_0')?.capabilities[0]
      expect(capability?.type === 'pci' && capability.mdevTypes?.map((shown) => shown.id)).to.deep.equal(['good'])
    })
  }

  it('a count below zero is kept, and not shown as libvirt cannot', async () => {
    const snapshot = await read(gpu({ [`${TYPES}/good/available_instances`]: { text: '-174\n' } }))
    expect(snapshot.types[0]?.availableInstances).to.equal(-174)
    const capability = nodeDevices(snapshot)[0]?.capabilities[0]
    expect(capability).to.include({ type: 'pci' }).and.not.to.have.property('mdevTypes')
  })

  it('a stray file among the types is told', async () => {
    const snapshot = await read(gpu({ [`${TYPES}/stray`]: { text: 'x' } }))
    expect(snapshot.types.map((type) => type.id)).to.deep.equal(['good'])
    expect(snapshot.problems).to.have.lengthOf(1)
    expect(snapshot.problems[0]?.message).to.contain('ENOTDIR')
  })

  it('names with control characters are left out and shown escaped', async () => {
    const evil = 'a\u001b[31m\nb'
    const snapshot = await read(
      gpu({
        [`${TYPES}/${evil}/device_api`]: { text: 'vfio-pci\n' },
        [`sys/class/mdev_bus/${evil}`]: { link: '../../devices/pci0000:00/0000:00:02.0' },
        [`sys/bus/mdev/devices/${evil}`]: { link: '../../../devices/x' },
      }),
    )
    expect(snapshot.types.map((type) => type.id)).to.deep.equal(['good'])
    expect(snapshot.problems).to.have.lengthOf(3)
    for (const problem of snapshot.problems) {
      expect(problem.message).to.contain('"a\\u001b[31m\\nb"')
      expect(`${problem.message}${problem.file}`).not.to.match(/[\u0000-\u001f]/)
    }
  })

  it('names of JavaScript are names like others', async () => {
    const type = (id: string) => ({
      [`${TYPES}/${id}/available_instances`]: { text: '2\n' },
      [`${TYPES}/${id}/device_api`]: { text: 'vfio-pci\n' },
    })
    const snapshot = await read(gpu({ ...type('__proto__'), ...type('constructor') }))
    expect(snapshot.types.map((one) => [one.id, one.availableInstances])).to.deep.equal([
      ['__proto__', 2],
      ['constructor', 2],
      ['good', 1],
    ])
    expect(snapshot.problems).to.deep.equal([])
    expect(JSON.parse(JSON.stringify(snapshot))).to.deep.equal(snapshot)
  })

  it('only one trailing newline is taken away, inner ones stay', async () => {
    const snapshot = await read(
      gpu({
        [`${TYPES}/good/name`]: { text: 'Name\n\n' },
        [`${TYPES}/good/description`]: { text: 'low_gm_size: 64MB\nfence: 4\n' },
      }),
    )
    expect(snapshot.types[0]).to.include({ name: 'Name\n', description: 'low_gm_size: 64MB\nfence: 4' })
  })

  it('text that is not UTF-8 is mended and told; a byte order mark stays', async () => {
    const snapshot = await read(gpu({ [`${TYPES}/good/name`]: { base64: btoa('\xef\xbb\xbfGRID \xff\n') } }))
    expect(snapshot.types[0]?.name).to.equal('\ufeffGRID \ufffd')
    expect(snapshot.problems.map((problem) => problem.file)).to.deep.equal([`${TYPES}/good/name`])
  })

  it('a file of more than a page is told, not shown', async () => {
    const snapshot = await read(gpu({ [`${TYPES}/good/name`]: { text: 'x'.repeat(100_000) } }))
    expect(snapshot.types[0]).not.to.have.property('name')
    expect(snapshot.problems[0]?.message).to.contain('100000 bytes')
  })

  it('unreadable files are told with their error', async () => {
    const snapshot = await read(gpu({ [`${TYPES}/good/device_api`]: { text: 'vfio-pci\n', mode: '0200' } }))
    expect(snapshot.types[0]).not.to.have.property('deviceApi')
    expect(snapshot.problems[0]?.message).to.contain('EACCES')
  })

  it('links out of the tree lead nowhere', async () => {
    const snapshot = await read(
      gpu({
        'sys/class/mdev_bus/out': { link: '../../../../../../etc' },
        'sys/bus/pci/devices/0000:00:09.0': { link: '../../../../../../../../tmp' },
        'sys/bus/mdev/devices/0c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff': { link: '/../../x' },
      }),
    )
    expect(snapshot.nodes.map((node) => node.id)).to.deep.equal(['0000:00:02.0'])
    expect(snapshot.devices).to.deep.equal([])
    expect(snapshot.problems).to.have.lengthOf(3)
    for (const problem of snapshot.problems) expect(problem.message).to.contain('leads out')
  })

  it('links longer than a path can be lead nowhere', () => {
    const tree = recordedTree({ 'sys/a': { link: 'x/'.repeat(300_000) } })
    expect(() => tree.list('sys/a'))
      .to.throw(SysfsError)
      .with.property('code', 'ENAMETOOLONG')
  })

  it('links in a circle lead nowhere', async () => {
    const snapshot = await read({
      'sys/class/mdev_bus/loop': { link: '../../devices/loop' },
      'sys/devices/loop': { link: 'loop' },
    })
    expect(snapshot.types).to.deep.equal([])
    expect(snapshot.problems.map((problem) => problem.message).join()).to.contain('ELOOP')
  })

  it('a PCI function without a vendor is told; as a parent it is still there', async () => {
    const files = Object.entries(gpu()).filter(([path]) => path !== `${GPU}/vendor`)
    const snapshot = await read(Object.fromEntries(files))
    expect(snapshot.nodes[0]).to.include({ kind: 'virtual', name: 'pci_0000_00_02_0', backend: 'mdev' })
    expect(snapshot.types[0]?.parentName).to.equal('pci_0000_00_02_0')
  })

  it('odd files of a PCI function are told, and the rest of it is read', async () => {
    const snapshot = await read(
      gpu({
        [`${GPU}/numa_node`]: { text: 'north\n' },
        [`${GPU}/iommu_group`]: { link: '../../../kernel/iommu_groups/seven' },
        [`${GPU}/config`]: { dir: true },
        [`${GPU}/physfn`]: { link: '../nobody' },
        [`${GPU}/virtfn0`]: { link: '../0000:00:02.1' },
        [`${GPU}/virtfn2`]: { link: '../0000:00:02.2' },
        [`${GPU}/sriov_totalvfs`]: { text: 'x\n' },
        'sys/bus/pci/devices/funny': { link: '../../../devices/funny' },
      }),
    )
    const [node] = snapshot.nodes
    expect(node).to.include({ kind: 'pci', class: 0x030000 })
    expect(node)
      .to.have.property('virtFunctions')
      .that.deep.equals({
        addresses: [{ domain: 0, bus: 0, slot: 2, function: 1 }],
      })
    for (const name of ['numaNode', 'iommuGroup', 'physFunction', 'pciExpress']) expect(node).not.to.have.property(name)
    expect(snapshot.problems).to.have.lengthOf(6)
  })

  it('NUMA nodes whose CPUs cannot be told are told, and the others read', async () => {
    const folder = 'sys/devices/system/node'
    const snapshot = await read({
      [`${folder}/node0/cpulist`]: { text: '0-3,8\n' },
      [`${folder}/node1/cpulist`]: { text: 'all\n' },
      [`${folder}/node2/meminfo`]: { text: '' },
      [`${folder}/node007/cpulist`]: { text: '7\n' },
      [`${folder}/online`]: { text: '0-2\n' },
    })
    expect(snapshot.numaNodes).to.deep.equal([{ id: 0, cpus: '0-3,8' }])
    expect(snapshot.problems.map(({ message }) => message)).to.deep.equal([
      'The value "all" is no list of CPUs.',
      'The file cannot be read: ENOENT (errno 2).',
    ])
  })

  it('a device without a type is told and never shown to libvirt', async () => {
    const uuid = '0c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff'
    const tree = gpu({
      [`sys/bus/mdev/devices/${uuid}`]: { link: `../../../devices/pci0000:00/0000:00:02.0/${uuid}` },
      [`${GPU}/${uuid}/remove`]: { text: '', mode: '0200' },
      'sys/bus/mdev/devices/not-a-uuid': { link: '../../../devices/x' },
    })
    const snapshot = await read(tree)
    expect(snapshot.devices).to.have.lengthOf(1)
    expect(snapshot.devices[0]).not.to.have.property('type')
    expect(snapshot.problems).to.have.lengthOf(2)
    expect(nodeDevices(snapshot)).to.have.lengthOf(1)
  })

  it('one UUID in two spellings is ambiguous without the name', async () => {
    const uuid = 'aaaa1111-aaaa-4bbb-8ccc-ddddeeeeffff'
    const device = (name: string, parent: string) => ({
      [`sys/bus/mdev/devices/${name}`]: { link: `../../../devices/${parent}/${name}` },
      [`sys/devices/${parent}/${name}/mdev_type`]: { link: '../mdev_supported_types/good' },
      [`sys/devices/${parent}/${name}/remove`]: { text: '', mode: '0200' },
    })
    const host = openSysfs(recordedTree(gpu({ ...device(uuid, 'a'), ...device(uuid.toUpperCase(), 'b') })))
    const codes = [uuid, 'mdev_aaaa1111_aaaa_4bbb_8ccc_ddddeeeeffff'].map(async (id) => {
      return failureCode(host.destroy(id))
    })
    expect(await Promise.all(codes)).to.deep.equal(['uuid-ambiguous', 'uuid-ambiguous'])
    const one = await failureCode(host.destroy(uuid, { parent: 'b' }))
    expect(one).to.equal('read-only')
    const snapshot = await host.snapshot()
    expect(() => nodeDeviceOf(snapshot, uuid.replaceAll('-', ''))).to.throw('more than one')
    expect(nodeDeviceOf(snapshot, 'mdev_AAAA1111_AAAA_4BBB_8CCC_DDDDEEEEFFFF_b')?.path).to.contain('/b/')
  })
})
