import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { detailsOfType } from '../../lib/machine/description/details-of-type.js'
import { parseVgpuName } from '../../lib/machine/description/vgpu-name.js'
import { openSysfs, recordedTree } from '../../lib/machine/sim.js'
import type { RecordedFiles } from '../../lib/machine/sim.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')

interface Personalities {
  'nvidia-a2-mdev-sriov': { types: { id: string; name: string; description: string }[] }
  'nvidia-l40s-vendor-vfio': { nvidia_dir: { creatable_vgpu_types: string } }
  'nvidia-t4': { types: Record<string, [string, number]> }
  'nvidia-p40': { types: Record<string, [string, number, string]> }
  'nvidia-a100': { types: Record<string, [string, number]> }
}

function json<T>(file: string): T {
  const value: T = JSON.parse(readFileSync(join(CORPUS, file), 'utf8'))
  return value
}

describe('descriptions and names of real types', () => {
  skipWhen(() =>
    existsSync(CORPUS) ? undefined : `there is no corpus at ${CORPUS}; NODEDEV_CORPUS names another place`,
  )

  it('of an A2 are understood in full, and agree with the names', () => {
    const { types } = json<Personalities>('personalities.json')['nvidia-a2-mdev-sriov']
    expect(types).to.have.lengthOf(15)
    for (const { id, name, description } of types) {
      const type = { backend: 'mdev', id, name: name.trimEnd(), description: description.trimEnd() } as const
      const details = detailsOfType(type)
      expect(details, id).to.have.all.keys(
        ...['heads', 'frameRateLimit', 'framebufferMiB', 'maxResolution', 'maxInstances', 'vgpu'],
      )
      expect(details?.vgpu, id).to.include({ card: 'A2', framebufferMiB: details?.framebufferMiB })
      // 16 GB on the card
      expect((details?.framebufferMiB ?? 0) * (details?.maxInstances ?? 0), id).to.equal(16384)
    }
  })

  it('of a P40 are understood in full, and agree with the names and the counts beside them', () => {
    const { types } = json<Personalities>('personalities.json')['nvidia-p40']
    for (const [id, [name, count, description]] of Object.entries(types)) {
      const details = detailsOfType({ backend: 'mdev', id, name, description })
      expect(details, id).to.not.have.property('other')
      expect(details, id).to.deep.include({ maxInstances: count })
      expect(details?.vgpu?.framebufferMiB, id).to.equal(details?.framebufferMiB)
    }
  })

  it('names of a T4, an A100 and an L40S follow the scheme', () => {
    const all = json<Personalities>('personalities.json')
    const names = [all['nvidia-t4'], all['nvidia-a100']].flatMap(({ types }) =>
      Object.values(types).map(([name]) => name),
    )
    const listed = all['nvidia-l40s-vendor-vfio'].nvidia_dir.creatable_vgpu_types
    names.push(...[...listed.matchAll(/^\d+ *: (.+)$/gm)].map(([, name = '']) => name))
    expect(names).to.have.lengthOf.greaterThan(35)
    for (const name of names) {
      const vgpu = parseVgpuName(name)
      expect(vgpu, name).to.not.equal(undefined)
      expect(name).to.match(
        new RegExp(`${vgpu?.card ?? ''}-.*${(vgpu?.framebufferMiB ?? 0) / 1024}${vgpu?.series ?? ''}`),
      )
    }
    expect(parseVgpuName('NVIDIA A100-1-5CME')).to.deep.include({ migSlices: 1, variant: 'ME' })
  })

  it('of an A2 host are in its snapshot, for each of its functions', async () => {
    const { tree } = json<{ tree: RecordedFiles }>('hosts/nvidia-a2.tree.json')
    const { types } = await openSysfs(recordedTree(tree)).snapshot()
    expect(types).to.have.lengthOf(16 * 15)
    const fitting = types.filter(({ details }) => details?.framebufferMiB === 4096)
    expect(new Set(fitting.map(({ id }) => id))).to.deep.equal(new Set(['nvidia-746', 'nvidia-751', 'nvidia-754']))
    expect(new Set(fitting.map(({ details }) => details?.vgpu?.series))).to.deep.equal(new Set(['Q', 'A', 'C']))
  })
})
