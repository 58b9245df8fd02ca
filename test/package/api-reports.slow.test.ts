import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { apiReports } from '../../scripts/api-reports.js'
import { projectRoot } from '../project-root.js'

describe('API reports', () => {
  it('are as the compiled declarations have it (npm run api)', function () {
    this.timeout(120_000)
    for (const [file, text] of apiReports(projectRoot)) {
      expect(readFileSync(join(projectRoot, file), 'utf8') === text, `${file} is stale`).to.equal(true)
    }
  })
})
