import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import { printedBy } from './printed-by.js'
import { projectRoot } from './project-root.js'

const folder = join(projectRoot, 'examples')
const names = readdirSync(folder).filter((file) => file.endsWith('.ts'))

describe('examples', function () {
  this.timeout(30_000)
  let printed: readonly string[] = []

  before(() => {
    // The examples import the package by its name, which leads to what is built.
    expect(existsSync(join(projectRoot, 'dist/index.js')), 'the package is built').to.equal(true)
    printed = printedBy(
      'examples',
      names.map((name) => join(folder, name)),
    )
  })

  for (const [index, name] of names.entries()) {
    it(`${name} prints what its last comment shows`, () => {
      expect(shown(printed[index] ?? '')).to.equal(shownIn(readFileSync(join(folder, name), 'utf8')))
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
