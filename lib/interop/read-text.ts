import { LineCounter } from '../xml/lines.js'
import { scanXml } from '../xml/scan.js'
import type { XmlElement } from '../xml/tree.js'

/** The root element of a text. @throws SyntaxError with line and column, where it is not well-formed */
export function rootOf(text: string): XmlElement {
  const { root, problems } = scanXml(text)
  if (root !== undefined) return root
  const [problem] = problems
  const { line, column } = new LineCounter(text).position(problem?.start ?? 0)
  throw new SyntaxError(`${problem?.message ?? 'The text is no XML.'} (line ${line}, column ${column})`)
}

/** What an element holds, in order: texts, those next to each other joined, and elements. White space between elements is layout. */
export function contentOf(element: XmlElement): (string | XmlElement)[] {
  const content: (string | XmlElement)[] = []
  let text = ''
  let elements = false
  for (const child of element.children) {
    if (child.kind === 'text' || child.kind === 'cdata') text += child.value
    else if (child.kind === 'element') {
      if (text !== '') content.push(text)
      content.push(child)
      elements = true
      text = ''
    }
  }
  if (text !== '') content.push(text)
  const mixed = content.some((each) => typeof each === 'string' && each.trim() !== '')
  return elements && !mixed ? content.filter((each) => typeof each !== 'string') : content
}
