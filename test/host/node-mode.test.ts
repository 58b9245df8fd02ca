import { expect } from 'chai'
import { chmod, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { NodeSysfs } from '../../lib/host/node-sysfs.js'

describe('NodeSysfs.mode', () => {
  it('tells the permission bits of what a path leads to, below the root alone', async () => {
    const root = await mkdtemp(join(tmpdir(), 'nodedev-test-'))
    try {
      await mkdir(join(root, 'sys'))
      await writeFile(join(root, 'sys/count'), '1\n')
      await chmod(join(root, 'sys/count'), 0o604)
      await symlink('count', join(root, 'sys/link'))
      await symlink('../../etc', join(root, 'sys/out'))
      const sysfs = new NodeSysfs(root)
      expect(['sys/count', 'sys/link', 'sys/none', 'sys/out', '../x'].map((file) => sysfs.mode(file))).to.deep.equal([
        ...[0o604, 0o604],
        ...[undefined, undefined, undefined],
      ])
    } finally {
      await rm(root, { recursive: true })
    }
  })
})
