import { expect } from 'chai'
import { mkdir, readFile, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostileSnapshot, NAME, nodedev, OTHER, UUID } from './fixtures.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

const T4 = '--host sim:nvidia-t4'

describe('nodedev types', () => {
  it('prints columns', async () => {
    const { code, stdout, stderr } = await sh('types --host sim:mtty')
    expect(stdout).to.equal(
      'PARENT  TYPE    LEFT  DEVICE API  NAME\n' +
        'mtty    mtty-1    24  vfio-pci    Single port serial\n' +
        'mtty    mtty-2    12  vfio-pci    Dual port serial\n',
    )
    expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
  })

  it('prints one parent, by any of its names', async () => {
    const whole = await sh(`types ${T4} --json`)
    const rows = rowsIn(whole.stdout)
    const parents = await Promise.all(
      ['0000:06:00.0', 'pci_0000_06_00_0', '06:00.0'].map((name) => sh(`types ${name} ${T4} --json`)),
    )
    expect(new Set(parents.map(({ stdout }) => stdout)).size).to.equal(1)
    expect(JSON.parse(parents[0]?.stdout ?? '')).to.have.length(rows.length / 2)
  })

  it('has the keys of the format', async () => {
    const { stdout } = await sh(`types 0000:86:00.0 ${T4} --json`)
    const [row] = rowsIn(stdout)
    expect(row).to.deep.equal({
      parent: '0000:86:00.0',
      parentName: 'pci_0000_86_00_0',
      backend: 'mdev',
      id: 'nvidia-222',
      name: 'GRID T4-1B',
      description: 'num_heads=4, frl_config=45, framebuffer=1024M, max_resolution=5120x2880, max_instance=16',
      details: {
        heads: 4,
        frameRateLimit: 45,
        framebufferMiB: 1024,
        maxResolution: { width: 5120, height: 2880 },
        maxInstances: 16,
        vgpu: { card: 'T4', series: 'B', framebufferMiB: 1024 },
      },
      deviceApi: 'vfio-pci',
      availableInstances: 16,
    })
  })

  it('--long shows what the types are', async () => {
    const { code, stdout } = await sh(`types 0000:86:00.0 --long ${T4}`)
    expect(stdout).to.match(/^PARENT +TYPE +LEFT +DEVICE API +NAME +DETAILS\n/)
    expect(stdout).to.contain('  GRID T4-1B   1024 MiB, 4 heads, 5120x2880, 45 fps, at most 16\n')
    expect(code).to.equal(0)
    const rows = rowsIn((await sh(`types 0000:86:00.0 --long ${T4} --json`)).stdout)
    expect(rows[0]).to.have.nested.property('driverAttributes.attributes[0].name', 'nvidia/vgpu_params')
  })

  it('shows one type with the attributes that its devices take', async () => {
    const { code, stdout } = await sh(`types nvidia-231 ${T4}`)
    expect(stdout.split('\n').slice(0, 5)).to.deep.equal([
      'PARENT        TYPE        LEFT  DEVICE API  NAME        DETAILS',
      '0000:06:00.0  nvidia-231     8  vfio-pci    GRID T4-2Q  2048 MiB, 4 heads, 7680x4320, 60 fps, at most 8',
      '0000:86:00.0  nvidia-231     8  vfio-pci    GRID T4-2Q  2048 MiB, 4 heads, 7680x4320, 60 fps, at most 8',
      '',
      'ATTRIBUTE               VALUE          WHAT IT DOES',
    ])
    expect(stdout).to.match(/\n {2}frame_rate_limiter +0 or 1 +Whether displays /)
    expect(code).to.equal(0)
    expect((await sh(`types mtty-2 --host sim:mtty`)).stdout).to.equal(
      'PARENT  TYPE    LEFT  DEVICE API  NAME              DETAILS\nmtty    mtty-2    12  vfio-pci    Dual port serial\n',
    )
    const named = await runCli(['types', 'GRID T4-2Q', '--host', 'sim:nvidia-t4', '--json'])
    expect(rowsIn(named.stdout)).to.have.length(2)
  })

  it('refuses an unknown parent, and tells one that offers nothing', async () => {
    expect(await sh(`types nowhere ${T4}`)).to.deep.include({
      code: 1,
      stdout: '',
      stderr:
        'error: parent-unknown: There is no device and no type "nowhere".\nnodedev types shows all parents with their types.\n',
    })
    expect(await sh(`types 0000:00:03.0 ${T4}`)).to.deep.include({
      code: 0,
      stdout: '',
      stderr: 'It offers no types.\n',
    })
  })
})

describe('nodedev create, list, dumpxml, destroy', () => {
  it('keep a simulated machine between commands', () =>
    inTemporaryDirectory(async (cwd) => {
      const at = { cwd }
      const made = await sh(
        `create --parent pci_0000_06_00_0 --type nvidia-231 --uuid ${UUID.toUpperCase()} ${T4} --state s`,
        at,
      )
      expect(made).to.deep.include({ code: 0, stdout: `${NAME}\n`, stderr: '' })
      expect((await sh('list --state s', at)).stdout).to.equal(
        'DEVICE                                TYPE        PARENT        STATE   IOMMU\n' +
          `${UUID}  nvidia-231  0000:06:00.0  active     60\n`,
      )
      expect(JSON.parse((await sh('list --state s --json', at)).stdout)).to.deep.equal([
        {
          id: UUID,
          uuid: UUID,
          name: NAME,
          parent: '0000:06:00.0',
          parentName: 'pci_0000_06_00_0',
          backend: 'mdev',
          type: 'nvidia-231',
          active: true,
          defined: false,
          iommuGroup: 60,
          ours: true,
        },
      ])
      const spellings = [UUID, UUID.toUpperCase(), UUID.replaceAll('-', ''), NAME]
      const xml = await Promise.all(spellings.map((name) => sh(`dumpxml ${name} --state s`, at)))
      expect(xml.map(({ stdout }) => stdout)).to.deep.equal(
        Array.from(spellings, () =>
          [
            '<device>',
            `  <name>${NAME}</name>`,
            `  <path>/sys/devices/pci0000:00/0000:00:03.0/0000:06:00.0/${UUID}</path>`,
            '  <parent>pci_0000_06_00_0</parent>',
            '  <driver>',
            '    <name>nvidia-vgpu-vfio</name>',
            '  </driver>',
            "  <capability type='mdev'>",
            "    <type id='nvidia-231'/>",
            `    <uuid>${UUID}</uuid>`,
            '    <parent_addr>0000:06:00.0</parent_addr>',
            "    <iommuGroup number='60'/>",
            '  </capability>',
            '</device>',
            '',
          ].join('\n'),
        ),
      )
      expect((await sh('dumpxml 06:00.0 --state s', at)).stdout).to.match(/^<device>\n {2}<name>pci_0000_06_00_0</)
      expect(await sh(`destroy ${NAME} --state s`, at)).to.deep.include({ code: 0, stdout: `destroyed ${NAME}\n` })
      expect(await sh('list --state s', at)).to.deep.include({ code: 0, stdout: '', stderr: 'There are no devices.\n' })
      expect(await sh('list --state s --json', at)).to.deep.include({ stdout: '[]\n', stderr: '' })
    }))

  it('create takes node device XML from a file and from stdin', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'device.xml'), nodedev(UUID))
      expect(await sh(`create device.xml ${T4} --state s`, { cwd })).to.deep.include({ code: 0, stdout: `${NAME}\n` })
      const second = await sh('create - --state s --json', { cwd, stdin: nodedev(undefined) })
      const row: unknown = JSON.parse(second.stdout)
      expect(row).to.include({ type: 'nvidia-231', parent: '0000:06:00.0', active: true })
      expect(JSON.parse((await sh('list --state s --json', { cwd })).stdout))
        .to.deep.include(row)
        .and.have.length(2)
    }))

  it('create writes attributes in their order', () =>
    inTemporaryDirectory(async (cwd) => {
      const attr = ['--attr', 'nvidia/vgpu_params=a=1', '--attr', 'nvidia/vgpu_params=b=2,c=3']
      const made = await runCli(
        [
          'create',
          '--parent',
          '0000:06:00.0',
          '--type',
          'nvidia-231',
          ...attr,
          '--host',
          'sim:nvidia-t4',
          '--state',
          's',
        ],
        { cwd },
      )
      expect(made).to.deep.include({ code: 0, stderr: '' })
      const state: unknown = JSON.parse(await readFile(join(cwd, 's'), 'utf8'))
      expect(state)
        .to.have.nested.property('devices[0].attributes')
        .that.deep.equals([
          { name: 'nvidia/vgpu_params', value: 'a=1' },
          { name: 'nvidia/vgpu_params', value: 'b=2,c=3' },
        ])
    }))

  it('tells refusals by their codes, and keeps the state', () =>
    inTemporaryDirectory(async (cwd) => {
      const at = { cwd }
      const create = `create --parent 0000:06:00.0 ${T4} --state s`
      await sh(`${create} --type nvidia-234 --uuid ${UUID}`, at)
      const before = await readFile(join(cwd, 's'), 'utf8')
      const cases: [string, string][] = [
        [`${create} --type nvidia-234 --uuid ${UUID}`, 'uuid-exists'],
        [`${create} --type nvidia-234 --uuid ${OTHER}`, 'no-instances-left'],
        [`${create} --type nvidia-234 --uuid {}`, 'uuid-invalid'],
        [`${create} --type nvidia-999`, 'type-unknown'],
        [`create --parent 0000:99:00.0 --type x --state s`, 'parent-unknown'],
        [`destroy ${OTHER} --state s`, 'device-unknown'],
        [`dumpxml ${OTHER} --state s`, 'device-unknown'],
        [`hostdev ${OTHER} --state s`, 'device-unknown'],
        [`hostdev 0000:06:00.0 --state s`, 'not-supported'],
      ]
      for (const [line, code] of cases) {
        const result = await sh(line, at)
        expect(result.stderr, line).to.match(new RegExp(`^error: ${code}: .+\\n`))
        expect(result, line).to.include({ code: 1, stdout: '' })
      }
      expect(await readFile(join(cwd, 's'), 'utf8')).to.equal(before)
    }))

  it('create tells what is wrong with its file', async () => {
    const broken = await sh('create - --host sim:mtty', { stdin: "<device>\n  <capability type='mdev'/>\n</device>\n" })
    expect(broken).to.include({ code: 1, stdout: '' })
    expect(broken.stderr).to.match(/^stdin:2:4: error: mdev\/type-missing: /)
    const other = await sh('create - --host sim:mtty', {
      stdin: "<device><capability type='drm'><type>render</type></capability></device>",
    })
    expect(other).to.include({ code: 1 })
    expect(other.stderr).to.match(/^error: not-supported: stdin describes no mediated device/)
  })
})

describe('nodedev snapshot and --host FILE', () => {
  it('a snapshot opens as a machine that can be seen and not changed', () =>
    inTemporaryDirectory(async (cwd) => {
      const at = { cwd }
      expect(await sh(`snapshot -o host.json ${T4}`, at)).to.deep.include({ code: 0, stdout: '', stderr: '' })
      expect((await sh(`snapshot ${T4}`, at)).stdout).to.equal(await readFile(join(cwd, 'host.json'), 'utf8'))
      expect((await sh('types --host host.json --json', at)).stdout).to.equal(
        (await sh(`types ${T4} --json`, at)).stdout,
      )
      const refused = await sh('create --parent 0000:06:00.0 --type nvidia-231 --host host.json', at)
      expect(refused.code).to.equal(1)
      expect(refused.stderr).to.match(/^error: read-only: /)
    }))

  it('a recorded tree opens as one', () =>
    inTemporaryDirectory(async (cwd) => {
      const types = 'sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1'
      const tree = {
        'sys/class/mdev_bus/mtty': { link: '../../devices/virtual/mtty/mtty' },
        [`${types}/name`]: { text: 'Single\n' },
        [`${types}/device_api`]: { text: 'vfio-pci\n' },
        [`${types}/available_instances`]: { base64: 'MjQK' },
      }
      await writeFile(join(cwd, 'tree.json'), JSON.stringify({ about: 'a sample', tree }))
      expect((await sh('types --host tree.json', { cwd })).stdout).to.include(
        'mtty    mtty-1    24  vfio-pci    Single\n',
      )
      await writeFile(join(cwd, 'tree.json'), JSON.stringify({ tree: { x: { text: 1 } } }))
      expect((await sh('types --host tree.json', { cwd })).code).to.equal(2)
    }))

  it('what is neither is refused', () =>
    inTemporaryDirectory(async (cwd) => {
      const cases = {
        '[]': 'neither a snapshot',
        '{"nodes":1}': 'not as its format',
        '{': 'is no JSON',
        '"x"': 'neither',
      }
      for (const [text, why] of Object.entries(cases)) {
        await writeFile(join(cwd, 'f'), text)
        const { code, stdout, stderr } = await sh('list --host f', { cwd })
        expect({ code, stdout }, text).to.deep.equal({ code: 2, stdout: '' })
        expect(stderr, text).to.include(why)
      }
    }))

  it('hostile names reach neither output raw', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'host.json'), JSON.stringify(hostileSnapshot))
      for (const line of [
        'types',
        'list',
        'types --json',
        'list --json',
        'snapshot',
        'types x\u001b[0m',
        'dumpxml \u001b[0m',
      ]) {
        const { stdout, stderr } = await sh(`${line} --host host.json`, { cwd })

        expect(stdout + stderr, line).to.match(/^[\n -~]*$/)
      }
      const json = await sh('types --host host.json --json', { cwd })
      expect(JSON.parse(json.stdout)).to.deep.equal(hostileSnapshot.types)
      expect(json.stderr).to.equal('warning: sys/\\u001b[1m: The file\\u2028is odd.\n')
    }))
})

describe('nodedev dumpxml of a device that XML cannot carry', () => {
  it('is refused with the character that is in the way', () =>
    inTemporaryDirectory(async (cwd) => {
      const path = '/sys/devices/virtual/mtty/mtty'
      const node = { kind: 'virtual', id: 'mtty', name: 'm\u001b[0m', path, parentName: 'computer', backend: 'mdev' }
      await writeFile(join(cwd, 'host.json'), JSON.stringify({ ...hostileSnapshot, nodes: [node] }))
      const { code, stdout, stderr } = await sh('dumpxml mtty --host host.json', { cwd })
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(stderr).to.match(/^error: not-supported: The device cannot be written: name holds the character U\+001B/m)
    }))
})

describe('nodedev --host DIR', () => {
  it('reads a tree below a directory, and tells what it cannot read', () =>
    inTemporaryDirectory(async (cwd) => {
      const parent = join(cwd, 'root/sys/devices/virtual/mtty/mtty')
      for (const type of ['mtty-1', 'mtty-2']) {
        await mkdir(join(parent, 'mdev_supported_types', type), { recursive: true })
        await writeFile(join(parent, 'mdev_supported_types', type, 'device_api'), 'vfio-pci\n')
      }
      await writeFile(join(parent, 'mdev_supported_types/mtty-1/available_instances'), '3\n')
      await writeFile(join(parent, 'mdev_supported_types/mtty-2/available_instances'), 'many\n')
      await mkdir(join(cwd, 'root/sys/class/mdev_bus'), { recursive: true })
      await symlink('../../devices/virtual/mtty/mtty', join(cwd, 'root/sys/class/mdev_bus/mtty'))
      const { code, stdout, stderr } = await sh('types --host root --json', { cwd })
      expect(code).to.equal(0)
      const parentName = 'mtty_mtty'
      const row = { parent: 'mtty', parentName, backend: 'mdev', deviceApi: 'vfio-pci' }
      expect(JSON.parse(stdout)).to.deep.equal([
        { ...row, id: 'mtty-1', availableInstances: 3 },
        { ...row, id: 'mtty-2' },
      ])
      expect(stderr).to.match(/^warning: sys\/devices\/.*\/mtty-2\/available_instances: .*"many"/)
      expect((await sh('types --host root', { cwd })).stdout).to.include('mtty    mtty-2     ?  vfio-pci\n')
      expect(await sh('types --host root/sys', { cwd })).to.include({ code: 2, stdout: '' })
    }))
})

function rowsIn(text: string): unknown[] {
  const value: unknown = JSON.parse(text)
  return Array.isArray(value) ? value : []
}
