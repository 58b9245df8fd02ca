import { expect } from 'chai'
import { readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { hostileSnapshot, UUID } from './fixtures.js'
import { inTemporaryDirectory, runCli, sh } from './run-cli.js'

const A2 = '--host sim:nvidia-a2 --state s'

/** An A2 with the three devices of 4 GB that were captured. */
function onA2(use: (cwd: string) => Promise<void>): Promise<void> {
  return inTemporaryDirectory(async (cwd) => {
    for (const [parent, type] of [
      ['0000:08:00.4', 'nvidia-754'],
      ['0000:08:00.6', 'nvidia-751'],
      ['0000:08:02.0', 'nvidia-746'],
    ]) {
      await sh(`create --parent ${parent} --type ${type} ${A2}`, { cwd })
    }
    await use(cwd)
  })
}

describe('nodedev capacity', () => {
  it('shows each physical device once, with what fits on it', () =>
    onA2(async (cwd) => {
      const { code, stdout, stderr } = await sh(`capacity ${A2}`, { cwd })
      expect(stdout).to.equal(
        [
          '0000:08:00.0 (nvidia, 16 parents, 3 devices)',
          '  A virtual function is one device, and those of a card have one framebuffer size unless it mixes sizes.',
          '  framebuffer  [###############.....]  12288 of 16384 MiB used  4096 free (likely)',
          '  functions    [####................]  3 of 16 used             13 free',
          '',
          '  TYPE        NAME           THERE  LEFT',
          '  nvidia-742  NVIDIA A2-1B       0     0',
          '  nvidia-743  NVIDIA A2-2B       0     0',
          '  nvidia-744  NVIDIA A2-1Q       0     0',
          '  nvidia-745  NVIDIA A2-2Q       0     0',
          '  nvidia-746  NVIDIA A2-4Q       1     1',
          '  nvidia-747  NVIDIA A2-8Q       0     0',
          '  nvidia-748  NVIDIA A2-16Q      0     0',
          '  nvidia-749  NVIDIA A2-1A       0     0',
          '  nvidia-750  NVIDIA A2-2A       0     0',
          '  nvidia-751  NVIDIA A2-4A       1     1',
          '  nvidia-752  NVIDIA A2-8A       0     0',
          '  nvidia-753  NVIDIA A2-16A      0     0',
          '  nvidia-754  NVIDIA A2-4C       1     1',
          '  nvidia-755  NVIDIA A2-8C       0     0',
          '  nvidia-756  NVIDIA A2-16C      0     0',
          '',
        ].join('\n'),
      )
      expect({ code, stderr }).to.deep.equal({ code: 0, stderr: '' })
    }))

  it('shows of a named parent why, and what one more device leaves', async () => {
    const { code, stdout } = await sh('capacity mtty_mtty --host sim:samples')
    expect(stdout).to.equal(
      [
        'mtty (0 devices)',
        '  The sample driver mtty gives out its ports one by one or in twos.',
        '  ports  [....................]  0 of 24 used  24 free',
        '',
        '  TYPE    NAME                THERE  LEFT  WHY',
        '  mtty-1  Single port serial      0    24  mtty has 24 of 24 ports left, and mtty-1 takes 1.',
        '  mtty-2  Dual port serial        0    12  mtty has 24 of 24 ports left, and mtty-2 takes 2.',
        '',
        '  Once one more is made there is left:',
        '    mtty-1: mtty-1 23, mtty-2 11',
        '    mtty-2: mtty-1 22, mtty-2 11',
        '',
      ].join('\n'),
    )
    expect(code).to.equal(0)
  })

  it('marks what is likely, and adds up over the physical devices', async () => {
    const { stdout } = await sh('capacity --long --host sim:nvidia-t4')
    expect(stdout).to.contain(
      '    nvidia-231: nvidia-223 7?, nvidia-224 7?, nvidia-226 7?, nvidia-231 7, nothing of 13 others\n',
    )
    expect(stdout).to.contain('\nAll together, each type for itself:\n\n  TYPE        NAME         ON  THERE  LEFT\n')
    expect(stdout).to.contain('\n  nvidia-231  GRID T4-2Q    2      0    16\n')
    expect(stdout).to.match(/\nA question mark stands behind what is likely, .*\nnumbers; --probe finds out\.\n$/)
    expect((await sh('capacity --host sim:nvidia-t4')).stdout).not.to.contain('question mark')
  })

  it('draws bars in blocks on a terminal, and only there; colours not with NO_COLOR', () =>
    onA2(async (cwd) => {
      const { stdout } = await sh(`capacity ${A2}`, { cwd, columns: 80 })
      expect(stdout).to.contain('\u001b[1m0000:08:00.0\u001b[0m (nvidia, 16 parents, 3 devices)\n')
      expect(stdout).to.contain(`  framebuffer  ${'\u2588'.repeat(15)}${'\u2591'.repeat(5)}  12288 of 16384 MiB used`)
      expect(stdout).to.contain(
        '\n  A virtual function is one device, and those of a card have one framebuffer\n  size unless',
      )
      expect((await sh(`capacity ${A2}`, { cwd, columns: 80, env: { NO_COLOR: '1' } })).stdout).not.to.contain('\u001b')
      expect((await sh(`capacity ${A2}`, { cwd })).stdout).to.match(/^[\x20-\x7e\n]*$/)
    }))

  it('--json is the format', () =>
    onA2(async (cwd) => {
      const { code, stdout } = await sh(`capacity 08:00.4 ${A2} --json`, { cwd })
      const value = JSON.parse(stdout) as {
        version: number
        devices: { id: string; types: { type: string; left: number }[] }[]
      }
      expect([code, value.version]).to.deep.equal([0, 1])
      expect(value.devices.map(({ id }) => id)).to.deep.equal(['0000:08:00.0'])
      expect(value.devices[0]?.types.filter(({ left }) => left > 0).map(({ type }) => type)).to.deep.equal([
        ...['nvidia-746', 'nvidia-751', 'nvidia-754'],
      ])
    }))

  it('lets no name reach the terminal, and tells where nothing offers types', () =>
    inTemporaryDirectory(async (cwd) => {
      const node = {
        kind: 'virtual',
        id: hostileSnapshot.types[0]?.parent,
        name: 'p\u202eq',
        path: '/sys/devices/x',
        parentName: 'computer',
        driver: '\u001b[5m',
      }
      const hostile = { ...hostileSnapshot, nodes: [node], problems: [] }
      await writeFile(join(cwd, 'h.json'), JSON.stringify(hostile))
      const { code, stdout } = await sh('capacity --long --host h.json', { cwd, columns: 100, env: { NO_COLOR: '1' } })
      expect(code).to.equal(0)
      expect(stdout).not.to.match(/[\x00-\x09\x0b-\x1f\x7f-\x9f\u200b\u202e]/)
      expect(stdout).to.contain('ty\\u009bpe\\n2'.replace('\\n', '\\u000a'))
      await writeFile(
        join(cwd, 'e.json'),
        JSON.stringify({ version: 1, nodes: [], types: [], devices: [], problems: [] }),
      )
      expect(await sh('capacity --host e.json', { cwd })).to.include({
        ...{ code: 0, stdout: '', stderr: 'No device of this machine offers types. Try --host sim:nvidia-a2.\n' },
      })
    }))

  it('refuses an unknown parent', async () => {
    expect(await sh('capacity nowhere --host sim:mtty')).to.include({
      ...{ code: 1, stdout: '' },
      stderr:
        'error: parent-unknown: There is no parent "nowhere" that offers types.\nnodedev types shows all parents.\n',
    })
  })
})

describe('nodedev capacity --partition', () => {
  const divide = (cwd: string, text: string, ...more: string[]) =>
    runCli(['capacity', '05:00.0', '--partition', text, '--host', 'sim:pool-2016', '--state', 's', ...more], { cwd })

  it('judges it, and divides the pool so', () =>
    inTemporaryDirectory(async (cwd) => {
      const wish = '2 x 128MB, 1 x 256MB, 1 x 512MB'
      const text = [
        'feasible (likely) on 0000:05:00.0',
        '  The parts come to 1024 of the 1024 MiB of 0000:05:00.0, whose pool is to be divided so first.',
        '',
        '  COUNT  TYPE      ON',
        '      2  vgpu-128  0000:05:00.0',
        '      1  vgpu-256  0000:05:00.0',
        '      1  vgpu-512  0000:05:00.0',
        '',
        '  The pool is to be divided first: vgpu-128=2 vgpu-256=1 vgpu-512=1.',
        '',
      ].join('\n')
      expect(await divide(cwd, wish)).to.include({ code: 0, stdout: text, stderr: '' })
      expect(await divide(cwd, wish, '--write')).to.include({ code: 0, stdout: `${text}  It is divided so now.\n` })
      const again = await divide(cwd, wish, '--write')
      expect(again.stdout).to.match(
        /^feasible on 0000:05:00\.0\n {2}The pool .*fit already\.\n[^]*\n {2}It is divided so already\.\n$/,
      )
      expect((await sh('types --state s', { cwd })).stdout).to.match(/vgpu-128 +2 .*\n.*vgpu-256 +1 .*\n.*vgpu-512 +1 /)
    }))

  it('tells why not, with the numbers and exit status 1', () =>
    inTemporaryDirectory(async (cwd) => {
      expect(await divide(cwd, '3 x 512MB', '--write')).to.include({
        ...{ code: 1, stderr: '' },
        stdout: 'not feasible on 0000:05:00.0\n  The parts come to 1536 MiB, and 0000:05:00.0 has 1024 MiB.\n',
      })
      const { code, stdout } = await divide(cwd, '3 x 512MB', '--json')
      expect([code, JSON.parse(stdout)]).to.deep.equal([
        1,
        {
          ...{ device: '0000:05:00.0', feasible: false, certainty: 'certain', devices: [] },
          reason: 'The parts come to 1536 MiB, and 0000:05:00.0 has 1024 MiB.',
        },
      ])
    }))

  it('takes a file, and refuses what is no partition', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'p.json'), JSON.stringify({ version: 1, parts: [{ count: 4, size: 256 }] }))
      expect((await divide(cwd, 'p.json')).code).to.equal(0)
      await writeFile(join(cwd, 'p.json'), '{"version":1,"parts":[{"count":0}]}')
      expect(await divide(cwd, 'p.json')).to.include({
        ...{ code: 2, stdout: '' },
        stderr:
          'error: p.json is no partition: Part 1 of the partition has the count 0, which is no whole number from 1 up to 1000000.\n' +
          'Its format is schemas/partition.json.\n',
      })
      const wrong = await divide(cwd, 'everything')
      expect(wrong.code).to.equal(2)
      expect(wrong.stderr).to.match(
        /^error: 'everything' is no part of a partition, such as 2 x 128MB or 1 x nvidia-231\.\n/,
      )
    }))

  it('writes only where there is a pool', async () => {
    const refused = await runCli(['capacity', 'mtty', '--partition', '1 x mtty-1', '--write', '--host', 'sim:mtty'])
    expect(refused).to.include({ code: 1, stdout: '' })
    expect(refused.stderr).to.match(/^error: not-supported: mtty has no pool that could be divided\.\n/)
  })
})

describe('nodedev capacity --probe', () => {
  it('finds out, and leaves nothing behind', () =>
    inTemporaryDirectory(async (cwd) => {
      await sh(`create --parent mdpy --type mdpy-vga --uuid ${UUID} --host sim:samples --state s`, { cwd })
      const before = await readFile(join(cwd, 's'), 'utf8')
      expect(await sh('capacity mdpy --probe --yes --limit 2 --state s', { cwd })).to.include({
        ...{ code: 0, stderr: '' },
        stdout: [
          'mdpy',
          '  TYPE      MADE  PREDICTED',
          '  mdpy-hd     2+          3  stopped at the limit',
          '  mdpy-vga    2+          3  stopped at the limit',
          '  mdpy-xga    2+          3  stopped at the limit',
          '',
          '6 devices were made and removed again. All was as predicted.',
          '',
        ].join('\n'),
      })
      expect(await readFile(join(cwd, 's'), 'utf8')).to.equal(before)
    }))

  it('tells what was not as predicted', async () => {
    const { code, stdout } = await sh('capacity 0000:00:02.0 --probe --yes --limit 1 --host sim:pmdev', {
      columns: 80,
      env: { NO_COLOR: '1' },
    })
    expect(code).to.equal(0)
    expect(stdout).to.match(/\n\d+ devices were made and removed again\. 2 things were not as predicted:\n/)
    expect(stdout).to.match(
      /\n {2}With one nvidia-35 there, 0000:00:02\.0 had 0 of nvidia-36 left; 15 had been\n {4}predicted \(likely\)\.\n/,
    )
    const json = JSON.parse(
      (await sh('capacity 0000:00:02.0 --probe --yes --limit 1 --host sim:pmdev --json')).stdout,
    ) as {
      differences: string[]
    }
    expect(json.differences).to.have.lengthOf(2)
  })

  const refused: [string, string][] = [
    ['capacity --probe', '--probe makes devices and removes them again: add --yes where that may be done.'],
    ['capacity --yes', '--yes and --limit go with --probe.'],
    ['capacity --probe --yes --limit 0', '--limit takes a whole number from 1 up, not "0".'],
    ['capacity --probe --yes --long', '--probe goes with none of --partition, --write and --long.'],
    ['capacity --write', '--write goes with --partition.'],
    ['capacity --partition 1xa', '--partition needs a PARENT.'],
    ['capacity a --partition 1xa --long', 'Give --long or --partition.'],
    ['capacity a b', 'There is one argument too many: "b".'],
  ]
  for (const [line, message] of refused) {
    it(`${line}: ${message}`, async () => {
      const { code, stdout, stderr } = await sh(`${line} --host sim:mtty`)
      expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
      expect(stderr.split('\n')[0]).to.equal(`error: ${message}`)
    })
  }

  it('is refused on what can only be looked at', () =>
    inTemporaryDirectory(async (cwd) => {
      await sh('snapshot --host sim:mtty -o h.json', { cwd })
      const { code, stderr } = await sh('capacity --probe --yes --host h.json', { cwd })
      expect(code).to.equal(1)
      expect(stderr).to.match(/^error: read-only: /)
    }))
})
