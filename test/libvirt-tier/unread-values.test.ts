import { expect } from 'chai'
import { rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { unreadValues } from '../libvirt/unread-values.js'
import { libvirtVerdicts, oracleAvailable, schemaVerdicts } from '../oracle/oracle.js'
import { makeWorkFolder } from '../oracle/work-folder.js'
import { skipWhen } from '../skip.js'

describe('values of node devices are unread where libvirt does not read them', () => {
  skipWhen(oracleAvailable)
  const folder = makeWorkFolder()
  after(() => rmSync(folder, { recursive: true, force: true }))

  it('in all cases', async function () {
    this.timeout(60_000)
    const files = unreadValues.map(({ text }, index) => {
      const file = join(folder, `${index}.xml`)
      writeFileSync(file, text)
      return file
    })
    const parsed = new Map((await libvirtVerdicts(files)).map(({ file, accepted }) => [file, accepted]))
    const valid = new Map((await schemaVerdicts(files)).map(({ file, valid }) => [file, valid]))
    const differing = unreadValues.flatMap(({ title, told }, index) => {
      const file = files[index] ?? ''
      const refuses = (layer: string): boolean => told.some((each) => each.split(' | ').at(-1)?.includes(layer))
      const here = `parser ${!refuses('parse')}, schema ${!refuses('schema')}`
      const there = `parser ${parsed.get(file)}, schema ${valid.get(file)}`
      return here === there ? [] : [`${title}: here ${here}, libvirt ${there}`]
    })
    expect(differing.join('\n')).to.equal('')
  })
})
