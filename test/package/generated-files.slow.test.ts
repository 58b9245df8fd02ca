import { expect } from 'chai'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { generatedFiles } from '../../scripts/generated-files.js'
import { projectRoot } from '../project-root.js'

describe('schemas and validators', () => {
  it('are as the declarations and doc comments in lib/ have them (npm run schemas)', function () {
    this.timeout(60_000)
    const generated = generatedFiles(projectRoot)
    for (const [file, text] of generated)
      expect(readFileSync(join(projectRoot, file), 'utf8') === text, `${file} is stale`).to.equal(true)
    const published = readdirSync(join(projectRoot, 'schemas')).map((file) => `schemas/${file}`)
    expect(published.filter((file) => !generated.has(file))).to.deep.equal([])
  })
})
