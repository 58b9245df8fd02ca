import { expect } from 'chai'
import { readHostCompatibility } from '../../../lib/machine/migration/read-compatibility.js'
import { tryMigrationVersion } from '../../../lib/machine/migration/try-migration-version.js'
import { kernelOf, openSysfs, personalities, recordedTree, SysfsError, type Sysfs } from '../../../lib/machine/sim.js'
import { host, mdev, offer, pciFunction, PARENT, UUID1, UUID2 } from '../../planning/migration/hosts.js'

const FUNCTION = `sys/devices/pci0000:00/${PARENT}`
const TYPE = `${FUNCTION}/mdev_supported_types/t`

const snapshot = host({
  nodes: [pciFunction(PARENT, 0x8086, 0x591d)],
  types: [offer('t', 1)],
  devices: [mdev(UUID1, 't', { path: `/${FUNCTION}/${UUID1}` }), mdev(UUID2, 't', { path: `/${FUNCTION}/${UUID2}` })],
})

function read(files: Readonly<Record<string, string>>) {
  const tree = recordedTree(Object.fromEntries(Object.entries(files).map(([path, text]) => [path, { text }])))
  const { compatibility, problems } = readHostCompatibility(tree, snapshot)
  return { ...compatibility, problems: problems.map(({ file, message }) => `${file}: ${message}`) }
}

describe('readHostCompatibility', () => {
  const name = (uuid: string) => mdev(uuid, 't').name

  it('finds nothing where no driver tells anything', async () => {
    expect(read({ [`${TYPE}/device_api`]: 'vfio-pci\n' })).to.deep.equal({
      version: 1,
      devices: {},
      types: {},
      problems: [],
    })
    const personality = personalities.find((each) => each.name === 'i915-gvtg')
    if (personality === undefined) throw new Error('There is no such personality.')
    const kernel = kernelOf(personality)
    expect(readHostCompatibility(kernel, await openSysfs(kernel).snapshot())).to.deep.equal({
      compatibility: { version: 1, devices: {}, types: {} },
      problems: [],
    })
  })

  it('reads the opaque version and the one file', () => {
    const { devices, types, problems } = read({
      [`${TYPE}/migration_version`]: 'i915-v1\n',
      [`${FUNCTION}/${UUID1}/migration_compatible`]: 'SELF:\n\ta=1\nCOMPATIBLE:\n\ta={v:int:1,2}\n',
    })
    expect({ devices, types, problems }).to.deep.equal({
      types: { [`${PARENT}/t`]: { migrationVersion: 'i915-v1' } },
      devices: { [name(UUID1)]: { self: { a: '1' }, accepts: [{ fields: { a: '{v:int:1,2}' } }] } },
      problems: [],
    })
  })

  it('reads two files, and two directories', () => {
    const { devices, problems } = read({
      [`${FUNCTION}/${UUID1}/migration/self`]: 'a=1\nb=2\n',
      [`${FUNCTION}/${UUID1}/migration/compatible`]: 'a={v:int:1,2}\nb={v}\n',
      [`${FUNCTION}/${UUID2}/migration/self/software_version`]: '1.0.0\n',
      [`${FUNCTION}/${UUID2}/migration/self/remote_url`]: 'http://x/#y\n',
      [`${FUNCTION}/${UUID2}/migration/compatible/software_version`]: '1.0.0\n',
    })
    expect({ devices, problems }).to.deep.equal({
      devices: {
        [name(UUID1)]: { self: { a: '1', b: '2' }, accepts: [{ fields: { a: '{v:int:1,2}', b: '{v}' } }] },
        [name(UUID2)]: {
          self: { remote_url: 'http://x/#y', software_version: '1.0.0' },
          accepts: [{ fields: { software_version: '1.0.0' } }],
        },
      },
      problems: [],
    })
  })

  it('reads the attributes of a type and of a device', () => {
    const { devices, types, problems } = read({
      [`${TYPE}/software_version`]: '1.0.0\n',
      [`${TYPE}/compatible_type`]: 'i915-GVTg_V5_8, i915-GVTg_V4_8\n',
      [`${TYPE}/compatible_pci_ids`]: '5931, 591b\n',
      [`${TYPE}/interface_version`]: '2.1.3\n',
      [`${TYPE}/interface_version_compatible`]: '2.0.2-2.0.4,2.1.0-\n',
      [`${TYPE}/dynamic_resources`]: 'aggregator, fps\n',
      [`${FUNCTION}/${UUID1}/aggregator`]: '2\n',
      [`${FUNCTION}/${UUID1}/compatible_aggregator`]: '1,2\n',
    })
    expect({ devices, types, problems }).to.deep.equal({
      types: {
        [`${PARENT}/t`]: {
          softwareVersion: '1.0.0',
          dynamicResources: ['aggregator', 'fps'],
          lists: { pci_ids: ['5931', '591b'], type: ['i915-GVTg_V5_8', 'i915-GVTg_V4_8'] },
          ranges: { interface_version: '2.0.2-2.0.4,2.1.0-' },
          self: { interface_version: '2.1.3' },
        },
      },
      devices: { [name(UUID1)]: { lists: { aggregator: ['1', '2'] }, attributes: { aggregator: '2' } } },
      problems: [],
    })
  })

  it('tells what cannot be read', () => {
    const { devices, types, problems } = read({
      [`${TYPE}/interface_version_compatible`]: '\u001b[2J\n',
      [`${FUNCTION}/${UUID1}/migration_compatible`]: 'nonsense\n',
      [`${FUNCTION}/${UUID2}/migration/self`]: 'x'.repeat(5000),
    })
    expect(devices).to.deep.equal({})
    expect(types).to.deep.equal({ [`${PARENT}/t`]: { ranges: { interface_version: '\u001b[2J' } } })
    expect(problems).to.deep.equal([
      `${TYPE}/interface_version_compatible: '\\u001b[2J' is neither a version such as 2.1.3 nor a range such as 2.0.2-2.0.4 or 2.1.0-.`,
      `${FUNCTION}/${UUID1}/migration_compatible: The line 'nonsense' is neither a block's header nor a field such as key=value.`,
      `${FUNCTION}/${UUID2}/migration/self: The file has 5000 bytes, more than the 4096 that an attribute can have.`,
    ])
  })
})

describe('tryMigrationVersion', () => {
  it('writes the version, and takes any error of the kernel for a no', async () => {
    const written: string[] = []
    const sysfs: Sysfs = {
      ...recordedTree({}),
      write: async (file, bytes) => {
        written.push(`${file} ${new TextDecoder().decode(bytes)}`)
        if (written.length > 1) throw new SysfsError({ code: 'EINVAL', errno: 22, syscall: 'write', file })
      },
    }
    expect(await tryMigrationVersion(sysfs, 'sys/a', 'v1')).to.deep.equal({ accepted: true })
    expect(await tryMigrationVersion(sysfs, 'sys/a', 'v1')).to.deep.equal({ accepted: false, errno: 'EINVAL' })
    expect(await tryMigrationVersion(sysfs, '../a', 'v1')).to.deep.equal({ accepted: false, errno: 'EINVAL' })
    expect(written).to.deep.equal(['sys/a/migration_version v1', 'sys/a/migration_version v1'])
  })
})
