import { execFileSync } from 'node:child_process'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { expect } from 'chai'

/** The package's root: mocha runs there. */
const folder = new URL('examples/', `file://${process.cwd()}/`)

describe('examples', function () {
  this.timeout(20_000)

  for (const name of readdirSync(folder).filter((file) => file.endsWith('.ts'))) {
    it(`${name} prints what its last comment shows`, function () {
      // The examples import the package by its name, which leads to what is built.
      if (!existsSync(new URL('../dist/index.js', folder))) this.skip()
      const printed = execFileSync(process.execPath, ['--import', 'tsx', new URL(name, folder).pathname], {
        encoding: 'utf8',
      })
      expect(shown(printed)).to.equal(shownIn(readFileSync(new URL(name, folder), 'utf8')))
    })
  }
})

function shown(printed: string): string {
  return printed.replace(/[ \t]+$/gm, '').trimEnd()
}

/** The comment that ends a file. */
function shownIn(source: string): string {
  const lines = source.trimEnd().split('\n')
  const first = lines.findLastIndex((line) => !line.startsWith('//')) + 1
  return shown(
    lines
      .slice(first)
      .map((line) => line.slice(3))
      .join('\n'),
  )
}
