import { visible } from '../../xml/visible.js'
import type { MigrationFaults } from './migration-fault.js'

/** Deeper nesting is not read. */
const DEEPEST = 64
/** A string, a comment (also one that does not end), a hexadecimal number, a bracket. */
const TOKEN = /"[^"\\\n]*(?:\\[^\n][^"\\\n]*)*"?|\/\/[^\n\r]*|\/\*|\b0[xX][0-9a-zA-Z]*|[[\]{}]/g

/**
 * The same text of the same length with decimal numbers instead of hexadecimal ones and blanks instead of comments, so that
 * offsets stay; `undefined` where that cannot be. What was replaced is remarked once for each kind.
 */
export function plainJson(text: string, faults: MigrationFaults): string | undefined {
  const remarked = new Set<string>()
  const parts: string[] = []
  let depth = 0
  let copied = 0
  const replace = (start: number, end: number, by: string, what: string) => {
    parts.push(text.slice(copied, start), by.padEnd(end - start))
    copied = end
    if (remarked.has(what)) return
    remarked.add(what)
    faults.add('json-lenient', `JSON has no ${what}; they were read nevertheless.`, start, end, { severity: 'info' })
  }
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found !== null; found = TOKEN.exec(text)) {
    const [token] = found
    const start = found.index
    if (token === '{' || token === '[') {
      if (++depth > DEEPEST) {
        faults.add('json-invalid', `Values are nested more than ${DEEPEST} deep.`, start, start + 1)
        return undefined
      }
    } else if (token === '}' || token === ']') depth--
    else if (token === '/*') {
      const close = text.indexOf('*/', start + 2)
      const end = close === -1 ? text.length : close + 2
      replace(start, end, '', 'comments')
      TOKEN.lastIndex = end
    } else if (token.startsWith('//')) replace(start, start + token.length, '', 'comments')
    else if (token.startsWith('0')) {
      if (!/^0[xX][0-9a-fA-F]{1,8}$/.test(token)) {
        const message = `'${visible(token)}' is no hexadecimal number of at most eight digits.`
        faults.add('json-invalid', message, start, start + token.length)
        return undefined
      }
      replace(start, start + token.length, String(parseInt(token, 16)), 'hexadecimal numbers')
    }
  }
  parts.push(text.slice(copied))
  return parts.join('')
}
