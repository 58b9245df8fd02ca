import { execFileSync } from 'node:child_process'
import { mkdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { projectRoot } from './project-root.js'

const MARK = '\u0000'

/**
 * What TypeScript files print that are run as a user runs them, by tsx, with the package under its name. They run one after the
 * other in one process, because starting one takes longer than most of them; what one throws is printed in its place.
 * @param name That of the file that runs them, which nobody else may use.
 */
export function printedBy(name: string, files: readonly string[]): string[] {
  const urls = files.map((file) => pathToFileURL(file).href)
  const code = `for (const url of ${JSON.stringify(urls)}) {
  process.stdout.write(${JSON.stringify(MARK)})
  try {
    await import(url)
  } catch (error) {
    console.log(error)
  }
}
`
  const folder = join(projectRoot, 'build/printed')
  mkdirSync(folder, { recursive: true })
  const runner = join(folder, `${name}.mts`)
  writeFileSync(runner, code)
  const output = execFileSync(process.execPath, ['--import', 'tsx', runner], { cwd: projectRoot, encoding: 'utf8' })
  return output.split(MARK).slice(1)
}
