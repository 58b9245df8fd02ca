import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { projectRoot } from '../project-root.js'

/** The subpaths of the package that are code; the package can name itself. */
const ENTRIES = ['', '/sim', '/host', '/rules', '/report', '/xml', '/interop'].map((path) => `nodedev-xml${path}`)

function node(...args: string[]): string {
  return execFileSync(process.execPath, args, { cwd: projectRoot, encoding: 'utf8', stdio: ['ignore', 'pipe', 'pipe'] })
}

describe('entries', () => {
  it('can be required', () => {
    const sizes = ENTRIES.map((entry) => `Object.keys(require('${entry}')).length`)
    const printed = node('--no-warnings', '-e', `console.log(JSON.stringify([${sizes.join()}]))`)
    expect(JSON.parse(printed)).to.have.length(ENTRIES.length).and.not.include(0)
  })

  it('can be imported where strings may not be evaluated', () => {
    const sizes = ENTRIES.map((entry) => `Object.keys(await import('${entry}')).length`)
    const code = `console.log(JSON.stringify([${sizes.join()}]))`
    const printed = node('--disallow-code-generation-from-strings', '--input-type=module', '-e', code)
    expect(JSON.parse(printed)).to.have.length(ENTRIES.length).and.not.include(0)
  })

  it('validates where strings may not be evaluated', () => {
    const code = `
      const { readSnapshot } = await import('nodedev-xml/sim')
      const empty = { version: 1, nodes: [], types: [], devices: [], problems: [] }
      console.log(readSnapshot(empty).problems, readSnapshot({}).problems.length)`
    expect(node('--disallow-code-generation-from-strings', '--input-type=module', '-e', code)).to.match(
      /^undefined \d+\n$/,
    )
  })

  it('has no require() and evaluates no strings in what is published', () => {
    const dist = join(projectRoot, 'dist')
    const wrong = readdirSync(dist, { recursive: true, encoding: 'utf8' })
      // What stands below host/ hands a script of its own to a child process.
      .filter((name) => name.endsWith('.js') && !name.startsWith('host/'))
      .filter((name) => /\brequire\(|\beval\(|\bnew Function\(/.test(readFileSync(join(dist, name), 'utf8')))
    expect(wrong).to.deep.equal([])
  })

  it('needs no process and no Buffer but in ./host', () => {
    const imports = ['', '/sim', '/rules', '/report', '/xml', '/interop'].map(
      (path) => `await import('nodedev-xml${path}')`,
    )
    const code = `for (const name of ['process', 'Buffer']) globalThis[name] = undefined\n${imports.join('\n')}`
    expect(() => node('--input-type=module', '-e', code)).not.to.throw()
  })
})
