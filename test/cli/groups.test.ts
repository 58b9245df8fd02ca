import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { simulateHost } from '../../lib/machine/sim.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

const GROUP = '1c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff'
const UUIDS = ['2c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff', '3c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff']

const xml = (uuid: string, type: string) => `<device>
  <parent>mtty_mtty</parent>
  <capability type='mdev'>
    <type id='${type}'/>
    <uuid>${uuid}</uuid>
  </capability>
</device>
`

describe('nodedev, the devices of one guest', () => {
  it('are made together, listed with their group and destroyed together', () =>
    inTemporaryDirectory(async (cwd) => {
      for (const [number, uuid] of UUIDS.entries()) await writeFile(join(cwd, `${number}.xml`), xml(uuid, 'mtty-2'))
      const made = await sh(`create 0.xml 1.xml --group ${GROUP} --host sim:mtty --state s.json`, { cwd })
      expect(made).to.deep.include({
        code: 0,
        stderr: '',
        stdout: UUIDS.map((uuid) => `mdev_${uuid.replaceAll('-', '_')}_mtty\n`).join(''),
      })
      const { stdout } = await sh('list --state s.json --json', { cwd })
      const rows = JSON.parse(stdout) as { id: string; group: string; ours: boolean }[]
      expect(rows.map(({ id, group, ours }) => ({ id, group, ours }))).to.deep.equal(
        UUIDS.map((id) => ({ id, group: GROUP, ours: true })),
      )
      expect(await sh(`destroy --group ${GROUP} --state s.json`, { cwd })).to.deep.include({
        code: 0,
        stderr: '',
        stdout: UUIDS.toReversed()
          .map((uuid) => `destroyed ${uuid}\n`)
          .join(''),
      })
      expect(await sh(`destroy --group ${GROUP} --state s.json`, { cwd })).to.deep.include({
        code: 0,
        stdout: '',
        stderr: 'There are no devices of this group.\n',
      })
    }))

  it('are listed with their guest where one has one, beside the IOMMU group', () =>
    inTemporaryDirectory(async (cwd) => {
      const create = 'create --parent mtty --type mtty-1 --state s.json'
      await sh(`${create} --uuid ${UUIDS[0]} --group ${GROUP} --host sim:mtty`, { cwd })
      await sh(`${create} --uuid ${UUIDS[1]}`, { cwd })
      expect((await sh('list --state s.json', { cwd })).stdout).to.equal(
        'DEVICE                                TYPE    PARENT  STATE   IOMMU  GROUP\n' +
          `${UUIDS[0]}  mtty-1  mtty    active      0  ${GROUP}\n` +
          `${UUIDS[1]}  mtty-1  mtty    active      1\n`,
      )
    }))

  it('are not made when one of them cannot be, and the message says which', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, '0.xml'), xml(UUIDS[0] ?? '', 'mtty-2'))
      await writeFile(join(cwd, '1.xml'), xml(UUIDS[1] ?? '', 'mtty-9'))
      const { code, stdout, stderr } = await sh('create 0.xml 1.xml --host sim:mtty --state s.json', { cwd })
      expect({ code, stdout }).to.deep.equal({ code: 1, stdout: '' })
      expect(stderr).to.match(/^error: type-unknown: .*"mtty-9"\.\n/)
      expect(stderr).to.contain('1.xml asks for it, and none of the 2 devices is made.')
      expect((await sh('list --host sim:mtty --state s.json', { cwd })).stderr).to.equal('There are no devices.\n')
    }))

  it('that a killed process left are told and recovered', () =>
    inTemporaryDirectory(async (cwd) => {
      const host = simulateHost('mtty')
      await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUIDS[0] ?? '' }, { group: GROUP })
      const state = host.state()
      const [file = '', text = ''] = Object.entries(state.files ?? {})[0] ?? []
      const files = { [file]: text.replace('"made"', '"making"') }
      await writeFile(join(cwd, 's.json'), JSON.stringify({ ...state, files }))
      const listed = await sh('list --state s.json', { cwd })
      expect(listed.stderr).to.match(/^warning: A process ended while it made 1 device .*nodedev recover/)
      expect(await sh('recover --state s.json', { cwd })).to.deep.include({
        code: 0,
        stderr: '',
        stdout: `destroyed ${UUIDS[0]}\n`,
      })
      expect(JSON.parse(await readFile(join(cwd, 's.json'), 'utf8'))).to.deep.include({ devices: [] })
      expect(await sh('recover --state s.json', { cwd })).to.deep.include({
        code: 0,
        stdout: '',
        stderr: 'Nothing was left behind.\n',
      })
      expect(await sh('recover nothing --state s.json', { cwd })).to.deep.include({ code: 1, stdout: '' })
    }))
})

describe('nodedev record', () => {
  it('saves what opens as the same machine', () =>
    inTemporaryDirectory(async (cwd) => {
      await sh(`create --parent mtty --type mtty-1 --uuid ${UUIDS[0]} --host sim:mtty --state s.json`, { cwd })
      expect(await sh('record -o r.json --state s.json', { cwd })).to.deep.include({ code: 0, stdout: '', stderr: '' })
      const [live, recorded] = await Promise.all(
        ['--state s.json', '--host r.json'].map((machine) => sh(`snapshot ${machine}`, { cwd })),
      )
      expect(recorded).to.deep.equal(live)
      const redacted = await sh('record --redact --host r.json', { cwd })
      expect(redacted.stdout).to.not.include(UUIDS[0])
      expect(JSON.parse(redacted.stdout)).to.deep.include({ version: 1, redacted: true })
    }))

  it('cannot record a snapshot', () =>
    inTemporaryDirectory(async (cwd) => {
      await sh('snapshot -o s.json --host sim:mtty', { cwd })
      const { code, stderr } = await runCli(['record', '--host', 's.json'], { cwd })
      expect(code).to.equal(1)
      expect(stderr).to.match(/^error: not-supported: /)
    }))
})
