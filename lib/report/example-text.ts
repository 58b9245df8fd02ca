/**
 * The devices of an example, each element on a line of its own, indented by its depth; `[[` and `]]` stand around what is meant
 * and go with it.
 */
export function exampleText(marked: string): string {
  let depth = 0
  return marked
    .replaceAll(/>(\]\])?\s*(\[\[)?</g, (_, close: string | undefined, open: string | undefined) => {
      return `>${close ?? ''}\n${open ?? ''}<`
    })
    .split('\n')
    .map((part) => {
      const line = part.trim()
      const closes = count(line, /<\//g)
      const opens = count(line, /<(?:\[\[)?[^/!?]/g) - count(line, /\/>/g)
      const indent = '  '.repeat(Math.max(0, line.startsWith('</') ? depth - 1 : depth))
      depth += opens - closes
      return `${indent}${line}`
    })
    .join('\n')
}

/** The same without marks. */
export function unmarkedExample(marked: string): string {
  return exampleText(marked).replaceAll(/\[\[|\]\]/g, '')
}

function count(text: string, pattern: RegExp): number {
  return text.match(pattern)?.length ?? 0
}
