import { displayWidth } from './display-width.js'

/** A line broken at blanks so that each part fits the width; what follows the first is indented. Long words stay whole. */
export function wrap(line: string, width: number, indent = ''): string {
  if (displayWidth(line) <= width) return line
  const [lead] = /^ */.exec(line) ?? ['']
  const out: string[] = []
  let current = ''
  for (const word of line.slice(lead.length).split(' ')) {
    const longer = current === '' ? (out.length === 0 ? lead : indent) + word : `${current} ${word}`
    if (current !== '' && displayWidth(longer) > width) {
      out.push(current)
      current = indent + word
    } else current = longer
  }
  return [...out, current].join('\n')
}
