import { expect } from 'chai'
import fc from 'fast-check'
import { unifiedDiff } from '../../lib/report/index.js'
import { instances } from '../thorough.js'

/** Applies a diff as `patch` does, strictly: every line of the old text has to be where it is said to be. */
function patched(text: string, diff: string): string {
  const old = text.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const lines = diff.match(/[^\n]*\n|[^\n]+$/g) ?? []
  const out: string[] = []
  let at = 0
  for (let i = 2; i < lines.length; i++) {
    const line = lines[i] ?? ''
    const range = /^@@ -(\d+)(?:,(\d+))? \+/.exec(line)
    if (range !== null) {
      const start = Number(range[1]) - (range[2] === '0' ? 0 : 1)
      out.push(...old.slice(at, start))
      at = start
      continue
    }
    if (line.startsWith('\\')) continue
    const bare = lines[i + 1]?.startsWith('\\') === true ? line.slice(1, -1) : line.slice(1)
    if (line.startsWith('+')) out.push(bare)
    else {
      expect(old[at]).to.equal(bare)
      at++
      if (line.startsWith(' ')) out.push(bare)
    }
  }
  return [...out, ...old.slice(at)].join('')
}

describe('unifiedDiff', () => {
  it('is nothing where nothing changed', () => {
    expect(unifiedDiff('a', 'x\n', 'x\n')).to.equal('')
  })

  it('has three lines around, and tells of a missing line end', () => {
    const text = Array.from({ length: 20 }, (_, index) => `${index}\n`).join('')
    expect(unifiedDiff('f', text, text.replace('10\n', 'x\ny\n').replace('19\n', '19'))).to.equal(
      `--- f
+++ f
@@ -8,7 +8,8 @@
 7
 8
 9
-10
+x
+y
 11
 12
 13
@@ -17,4 +18,4 @@
 16
 17
 18
-19
+19
\\ No newline at end of file
`,
    )
  })

  it('leads from any text to any other', () => {
    const text = fc
      .array(fc.constantFrom('a\n', 'b\n', 'c\r\n', '\n', 'd\r', 'e'), { maxLength: 30 })
      .map((parts) => parts.join(''))
    fc.assert(
      fc.property(text, text, (before, after) => {
        expect(patched(before, unifiedDiff('f', before, after))).to.equal(after)
      }),
      { numRuns: instances(500, 2000) },
    )
  })
})
