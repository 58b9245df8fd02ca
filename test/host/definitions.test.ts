import { mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect } from 'chai'
import { NodeStore, openSysfs, simulateHost } from '../../lib/host/index.js'
import { describeDefinitionContract } from '../contract/definition-contract.js'

describeDefinitionContract('in memory', () => simulateHost('mtty'))

describe('on a disk', () => {
  let root: string

  describeDefinitionContract('in files', () => {
    root = mkdtempSync(join(tmpdir(), 'nodedev-'))
    return openSysfs(simulateHost('mtty').kernel, { store: new NodeStore(root) })
  })

  after(() => {
    try {
      expect(readdirSync(join(root, 'run/nodedev-xml')), 'records and locks').to.deep.equal([])
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
})
