import type { RuleDescription } from '../rules/codes/rule-descriptions.js'
import { type Colours, coloursFor } from './colours.js'
import type { TextOptions } from './check-text.js'
import { exampleText } from './example-text.js'
import { libvirtDoes } from './layer-words.js'
import { wrap } from './wrap.js'

/** What a code means, for people: what is wrong, why it matters, what libvirt does, a bad and a good example. */
export function explainText(rule: RuleDescription, { colour = false, width }: TextOptions = {}): string {
  const { code, severity, summary, why, refusedBy, effect, needs, examples } = rule
  const colours = coloursFor(colour)
  const columns = width === undefined ? 80 : Math.max(40, width)
  const does = refusedBy === undefined ? undefined : libvirtDoes({ refusedBy, ...(effect !== undefined && { effect }) })
  const verdict = does ?? (refusedBy === undefined ? undefined : 'accepted')
  const parts = [
    `${colours.strong(code)} (${colours.severity(severity, severity)})\n${wrap(summary, columns)}`,
    ...(why === undefined ? [] : [wrap(why, columns)]),
    ...(verdict === undefined ? [] : [wrap(`libvirt: ${verdict}.`, columns)]),
    ...(needs === undefined ? [] : [wrap('It is looked at where a host is given (--host).', columns)]),
    ...(examples === undefined
      ? []
      : [examplePart('Bad', examples.bad, colours), examplePart('Good', examples.good, colours)]),
  ]
  return `${parts.filter((part) => part !== '').join('\n\n')}\n`
}

function examplePart(title: string, [first]: readonly string[], colours: Colours): string {
  if (first === undefined) return ''
  return `${colours.strong(`${title}:`)}\n\n${exampleText(first).split('\n').flatMap(exampleLines).join('\n')}`
}

/** A line of an example, and below it carets where it has marks. */
function exampleLines(marked: string): string[] {
  let line = ''
  let carets = ''
  for (const [index, part] of marked.split(/\[\[|\]\]/).entries()) {
    line += part
    carets += (index % 2 === 1 ? '^' : ' ').repeat(part.length)
  }
  return carets.includes('^') ? [`  ${line}`, `  ${carets.trimEnd()}`] : [`  ${line}`]
}
