import type { XmlCData, XmlElement, XmlText } from '../../xml/tree.js'
import { scanXml } from '../../xml/scan.js'
import { visible } from '../../xml/visible.js'
import type { DescribedFacts, DescribedFinding, DescribedRule } from '../described-rule.js'
import { exampleMdevXml } from '../examples/example-mdev.js'

export const textDropped: DescribedRule = {
  code: 'nodedev/text-dropped',
  severity: 'warning',
  refusedBy: ['schema'],
  effect: 'dropped',
  summary: 'There is text where only elements can stand.',
  why: "libvirt's parser passes over it and its schema refuses it; most often it is a value that has lost its element.",
  examples: {
    bad: [{ text: exampleMdevXml({ inside: '[[start]]' }) }],
    good: [{ text: exampleMdevXml({ inside: ' <!-- start --> ' }) }],
  },
  check,
}

/** Elements of a mediated device that hold attributes and nothing else. */
const EMPTY = new Set(['type', 'iommuGroup', 'attr'])

function* check({ nodeDevice }: DescribedFacts): Iterable<DescribedFinding> {
  // Only what was read as a node device has parts.
  if (nodeDevice?.spanOf([]) === undefined) return
  const { text } = nodeDevice
  const { root } = scanXml(text)
  if (root === undefined) return
  for (const [element, child] of strayTexts(root)) {
    const raw = text.slice(child.start, child.end)
    yield {
      path: [],
      span: { start: child.end - raw.trimStart().length, end: child.start + raw.trimEnd().length },
      message: `The text '${visible(child.value.trim())}' stands in <${visible(element.name)}>, where libvirt drops it.`,
    }
  }
}

/** The texts in elements that hold elements, and in those that hold nothing. */
function* strayTexts(element: XmlElement): Iterable<[XmlElement, XmlText | XmlCData]> {
  const holdsText = element.children.every(({ kind }) => kind !== 'element') && canHoldText(element)
  for (const child of element.children) {
    if (child.kind === 'element') yield* strayTexts(child)
    const isText = child.kind === 'text' || child.kind === 'cdata'
    if (isText && !holdsText && child.value.trim() !== '') yield [element, child]
  }
}

function canHoldText({ name, parent }: XmlElement): boolean {
  if (parent === undefined || name === 'capability') return false
  const isPartOfMdev = parent.attributes.some((each) => each.name === 'type' && each.value === 'mdev')
  return !(isPartOfMdev && EMPTY.has(name))
}
