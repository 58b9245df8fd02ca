import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { OTHER, UUID } from './fixtures.js'
import { inTemporaryDirectory, sh } from './run-cli.js'

const GUEST = `<domain type='kvm'>\r
  <name>one</name><!-- kept -->\r
  <devices>\r
    <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci'>\r
      <source><address uuid="${UUID}"/></source>\r
    </hostdev>\r
  </devices>\r
</domain>\r
`

/** Two machines as files: the guest's device is on A, and its UUID is taken on B by another type. */
function betweenTwo(use: (cwd: string) => Promise<void>): Promise<void> {
  return inTemporaryDirectory(async (cwd) => {
    await sh(`create --parent 0000:06:00.0 --type nvidia-231 --uuid ${UUID} --host sim:nvidia-t4 --state a`, { cwd })
    await sh('snapshot --state a -o A.json', { cwd })
    await sh(`create --parent 0000:06:00.0 --type nvidia-230 --uuid ${UUID} --host sim:nvidia-t4 --state b`, { cwd })
    await sh('snapshot --state b -o B.json', { cwd })
    await sh('snapshot --host sim:nvidia-t4 -o empty.json', { cwd })
    await writeFile(join(cwd, 'guest.xml'), GUEST)
    const types = ['0000:06:00.0', '0000:86:00.0'].map((parent) => [`${parent}/nvidia-231`, { softwareVersion: '2.1' }])
    await writeFile(join(cwd, 'told.json'), JSON.stringify({ version: 1, types: Object.fromEntries(types) }))
    await use(cwd)
  })
}

const TOLD = '--compatibility-from told.json --compatibility-to told.json'

describe('nodedev migrate', () => {
  it('says that too little is known where the drivers tell nothing, with exit status 1', () =>
    betweenTwo(async (cwd) => {
      const line = 'migrate guest.xml --from A.json --to empty.json'
      const undecided = await sh(line, { cwd })
      expect(undecided).to.include({ code: 1, stderr: '' })
      expect(undecided.stdout).to.match(/^undecided: /)
      expect(undecided.stdout).to.contain('The driver tells no version.')
      expect(await sh(`${line} --accept-undecided`, { cwd })).to.include({ code: 0, stdout: undecided.stdout })
    }))

  it('is compatible where they tell versions that fit; the guest goes to a free UUID, and no other byte changes', () =>
    betweenTwo(async (cwd) => {
      const { code, stdout, stderr } = await sh(`migrate guest.xml --from A.json --to B.json ${TOLD} --in-place`, {
        cwd,
      })
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
      expect(stdout).to.match(/^compatible: everything that was compared fits\nDEVICE /)
      const after = await readFile(join(cwd, 'guest.xml'), 'utf8')
      const [uuid = ''] = /[0-9a-f]{8}-[0-9a-f-]{27}/.exec(after) ?? []
      expect(uuid).not.to.equal(UUID)
      expect(stdout).to.contain(uuid)
      expect(after).to.equal(GUEST.replace(UUID, uuid))
    }))

  it('does not undo what another command does to the guest meanwhile', () =>
    betweenTwo(async (cwd) => {
      const device = `<hostdev mode='capabilities' type='misc'><source><char>/dev/input/event3</char></source></hostdev>`
      await writeFile(join(cwd, 'device.xml'), device)
      const [moved, attached] = await Promise.all([
        sh(`migrate guest.xml --from A.json --to B.json ${TOLD} --in-place`, { cwd }),
        sh('attach guest.xml device.xml --in-place', { cwd }),
      ])
      const after = await readFile(join(cwd, 'guest.xml'), 'utf8')
      expect(moved.code === 0, moved.stderr).to.equal(!after.includes(UUID))
      expect(attached.code === 0, attached.stderr).to.equal(after.includes('/dev/input/event3'))
      expect([moved.code, attached.code]).to.include(0)
    }))

  it('--output writes another file, --json prints the report', () =>
    betweenTwo(async (cwd) => {
      const line = `migrate guest.xml --from A.json --to B.json ${TOLD} -o new.xml --json`
      const { code, stdout } = await sh(line, { cwd })
      const report = JSON.parse(stdout) as { verdict: string; uuids: { source: string; target: string }[] }
      expect([code, report.verdict]).to.deep.equal([0, 'compatible'])
      expect(await readFile(join(cwd, 'guest.xml'), 'utf8')).to.equal(GUEST)
      expect(await readFile(join(cwd, 'new.xml'), 'utf8')).to.equal(GUEST.replace(UUID, report.uuids[0]?.target ?? ''))
    }))

  it('writes nothing where the guest cannot go, or that is not known', () =>
    betweenTwo(async (cwd) => {
      const no = await sh('migrate guest.xml --from A.json --to sim:mtty --in-place', { cwd })
      expect(no.code).to.equal(1)
      expect(no.stdout).to.match(/^incompatible: the guest cannot go there as it is\n/)
      expect(no.stdout).to.contain('what it has: mtty-1, mtty-2.')
      expect(no.stderr).to.equal('warning: guest.xml is not written: the guest cannot go.\n')
      const perhaps = await sh('migrate guest.xml --from A.json --to B.json --in-place', { cwd })
      expect(perhaps.stderr).to.equal(
        'warning: guest.xml is not written: the guest may not be able to go (--accept-undecided writes it).\n',
      )
      expect(await readFile(join(cwd, 'guest.xml'), 'utf8')).to.equal(GUEST)
    }))

  it('ends with 1 where it was to write the guest and has no place for a device, whatever is accepted', () =>
    betweenTwo(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), GUEST.replace(UUID, OTHER))
      const line = 'migrate guest.xml --from A.json --to B.json --accept-undecided'
      expect((await sh(line, { cwd })).code).to.equal(0)
      const { code, stderr } = await sh(`${line} -o new.xml`, { cwd })
      expect({ code, stderr }).to.deep.equal({
        code: 1,
        stderr: 'warning: new.xml is not written: the guest has a device for which no place was found.\n',
      })
    }))

  it('takes what a file tells under any name of a device before what its driver tells', () =>
    betweenTwo(async (cwd) => {
      const machine = (version: string) => {
        const parent = 'sys/devices/virtual/mtty/mtty'
        return JSON.stringify({
          tree: {
            'sys/class/mdev_bus/mtty': { link: '../../devices/virtual/mtty/mtty' },
            [`${parent}/mdev_supported_types/mtty-1/device_api`]: { text: 'vfio-pci\n' },
            [`${parent}/mdev_supported_types/mtty-1/available_instances`]: { text: '24\n' },
            [`${parent}/${UUID}/mdev_type`]: { link: '../mdev_supported_types/mtty-1' },
            [`${parent}/${UUID}/software_version`]: { text: `${version}\n` },
            [`sys/bus/mdev/devices/${UUID}`]: { link: `../../../devices/virtual/mtty/mtty/${UUID}` },
          },
        })
      }
      await writeFile(join(cwd, 'new.json'), machine('2.3'))
      await writeFile(join(cwd, 'old.json'), machine('2.1'))
      const line = 'migrate guest.xml --from new.json --to old.json --no-make'
      expect((await sh(line, { cwd })).code).to.equal(1)
      const devices = { [UUID.toUpperCase()]: { softwareVersion: '2.0' } }
      await writeFile(join(cwd, 'less.json'), JSON.stringify({ version: 1, devices }))
      expect((await sh(`${line} --compatibility-from less.json`, { cwd })).code).to.equal(0)
    }))

  it('reads what the drivers tell where a machine has their files', () =>
    betweenTwo(async (cwd) => {
      const machine = (version: string) => {
        const parent = 'sys/devices/virtual/mtty/mtty'
        const type = `${parent}/mdev_supported_types/mtty-1`
        const told = { text: `${version}\n` }
        return JSON.stringify({
          tree: {
            'sys/class/mdev_bus/mtty': { link: '../../devices/virtual/mtty/mtty' },
            [`${type}/device_api`]: { text: 'vfio-pci\n' },
            [`${type}/available_instances`]: { text: '24\n' },
            [`${type}/software_version`]: told,
            [`${parent}/${UUID}/mdev_type`]: { link: '../mdev_supported_types/mtty-1' },
            [`${parent}/${UUID}/software_version`]: told,
            [`sys/bus/mdev/devices/${UUID}`]: { link: `../../../devices/virtual/mtty/mtty/${UUID}` },
          },
        })
      }
      for (const [file, version] of Object.entries({ old: '2.1', new: '2.3', major: '3.1' })) {
        await writeFile(join(cwd, `${file}.json`), machine(version))
      }
      const verdict = async (from: string, to: string) => {
        const { stdout } = await sh(`migrate guest.xml --from ${from}.json --to ${to}.json --json`, { cwd })
        return (JSON.parse(stdout) as { verdict: string }).verdict
      }
      expect(await verdict('old', 'new')).to.equal('compatible')
      expect(await verdict('new', 'old')).to.equal('incompatible')
      expect(await verdict('old', 'major')).to.equal('incompatible')
      // what a file says comes before what the driver says
      const types = { 'mtty/mtty-1': { softwareVersion: '2.0' } }
      const devices = { [UUID]: { softwareVersion: '2.0' } }
      await writeFile(join(cwd, 'less.json'), JSON.stringify({ version: 1, types, devices }))
      const { code } = await sh('migrate guest.xml --from new.json --to old.json --compatibility-from less.json', {
        cwd,
      })
      expect(code).to.equal(0)
    }))

  it('looks only at what is there with --no-make, and not at what is in use', () =>
    betweenTwo(async (cwd) => {
      const line = `migrate guest.xml --from A.json --to A.json ${TOLD}`
      expect((await sh(`${line} --no-make`, { cwd })).code).to.equal(0)
      expect((await sh(`${line} --no-make --in-use ${UUID}`, { cwd })).code).to.equal(1)
      expect((await sh(`${line} --in-use ${UUID}`, { cwd })).code).to.equal(0)
    }))

  it('asks the list that --direction names', () =>
    betweenTwo(async (cwd) => {
      const lists = (accepts: string) =>
        JSON.stringify({
          version: 1,
          types: {
            '0000:06:00.0/nvidia-231': {
              self: { mdev_type: 'nvidia-231', mode: 'x' },
              accepts: [{ fields: { mdev_type: 'nvidia-231', mode: accepts } }],
            },
          },
        })
      await writeFile(join(cwd, 'from.json'), lists('x'))
      await writeFile(join(cwd, 'to.json'), lists('y'))
      const line =
        'migrate guest.xml --from A.json --to empty.json --compatibility-from from.json --compatibility-to to.json --json'
      const verdict = async (more: string) =>
        (JSON.parse((await sh(`${line}${more}`, { cwd })).stdout) as { devices: { verdict: string }[] }).devices[0]
          ?.verdict
      expect(await verdict(' --direction source-lists')).not.to.equal('incompatible')
      const other = await verdict('')
      expect(other).to.equal(await verdict(' --direction target-accepts'))
    }))

  it('tells what is wrong with its input', () =>
    betweenTwo(async (cwd) => {
      await writeFile(join(cwd, 'bad.json'), '{"version":1,"types":{"a":3}}')
      await writeFile(join(cwd, 'bad.xml'), '<domain')
      const cases: [string, number, RegExp][] = [
        ['migrate', 2, /^error: GUEST\.xml is missing\./],
        ['migrate guest.xml --from A.json', 2, /^error: Give both machines: --from A --to B\./],
        [
          'migrate guest.xml --from A.json --to B.json --direction up',
          2,
          /^error: --direction takes target-accepts or source-lists, not "up"\./,
        ],
        [
          'migrate guest.xml --from A.json --to B.json --types any',
          2,
          /^error: --types takes same or listed, not "any"\./,
        ],
        ['migrate guest.xml --from A.json --to B.json --in-place -o x', 2, /^error: Give --in-place or --output\./],
        ['migrate - --from A.json --to B.json --in-place', 2, /^error: --in-place needs a file, not stdin\./],
        ['migrate - --from A.json --to B.json --compatibility-from -', 2, /^error: Only one file can be stdin\./],
        ['migrate guest.xml --from A.json --to B.json -o -', 2, /^error: --output takes a file/],
        ['migrate guest.xml --from A.json --to nowhere', 2, /^error: There is no machine "nowhere"/],
        ['migrate guest.xml --from A.json --to b', 2, /^error: b is what --state keeps of a simulated machine/],
        ['migrate none.xml --from A.json --to B.json', 2, /^error: none\.xml cannot be read/],
        ['migrate bad.xml --from A.json --to B.json', 1, /^bad\.xml:1:\d+: error: /],
        [
          'migrate guest.xml --from A.json --to B.json --compatibility-to bad.json',
          2,
          /^error: bad\.json is not as its format has it: \/types\/a must be object\./,
        ],
        [
          'migrate guest.xml --from A.json --to B.json --compatibility-to guest.xml',
          2,
          /^error: guest\.xml is no JSON: /,
        ],
      ]
      for (const [line, code, message] of cases) {
        const result = await sh(line, { cwd })
        expect(result, line).to.include({ code, stdout: '' })
        expect(result.stderr, line).to.match(message)
      }
    }))

  it('lets no name reach the terminal', () =>
    betweenTwo(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), GUEST.replace(UUID, OTHER).replace('one', 'o\u202ene'))
      const { stdout } = await sh('migrate guest.xml --from A.json --to B.json', { cwd })
      expect(stdout).not.to.contain('\u202e')
      expect(stdout).to.contain(OTHER)
    }))
})
