import type { Diagnostic, Span } from '../diagnostic.js'
import { LineCounter } from '../xml/lines.js'
import { scanXml } from '../xml/scan.js'
import type { XmlComment, XmlNode } from '../xml/tree.js'

/** A comment that suppresses findings, as it was understood. */
export interface Suppression {
  /** The comment. */
  readonly span: Span
  readonly codes: readonly string[]
  /** Absent where none is given. */
  readonly reason: string | undefined
  /** Whether the comment means a finding that begins at an offset. */
  readonly covers: (offset: number) => boolean
}

/** The comments of a text that begin with `nodedev-`. */
export interface Suppressions {
  readonly found: readonly Suppression[]
  /** Those that begin so with a word that is none. */
  readonly strange: readonly { readonly span: Span; readonly word: string }[]
}

const NONE: Suppressions = { found: [], strange: [] }
const COMMENT = /^\s*(nodedev-[\w-]+)/
const COVERS_LINE = 'nodedev-disable-next-line'
const COVERS_ELEMENT = 'nodedev-disable'

/** The words that begin a comment which suppresses findings. */
export const suppressionWords: readonly string[] = [COVERS_LINE, COVERS_ELEMENT]

/**
 * Reads the comments that suppress findings:
 *
 * `<!-- nodedev-disable-next-line CODE: reason -->` means what begins on the line behind the comment;
 * `<!-- nodedev-disable CODE: reason -->` means the next element with all that is in it, and so in front of the root element the
 * whole document. Several codes stand with commas between them.
 */
export function readSuppressions(text: string): Suppressions {
  // most documents have none, and need not be looked through again
  if (!text.includes('nodedev-')) return NONE
  const found: Suppression[] = []
  const strange: { span: Span; word: string }[] = []
  const lines = new LineCounter(text)
  for (const { comment, next } of commentsIn(scanXml(text).prolog)) {
    const [start = '', word] = COMMENT.exec(comment.value) ?? []
    if (word === undefined) continue
    const rest = comment.value.slice(start.length).trimStart()
    const span = { start: comment.start, end: comment.end }
    if (word === COVERS_LINE) {
      const line = lines.position(comment.end).line + 1
      found.push({ span, ...namedIn(rest), covers: (offset) => lines.position(offset).line === line })
    } else if (word === COVERS_ELEMENT) {
      const covers = (offset: number) => next !== undefined && offset >= next.start && offset < next.end
      found.push({ span, ...namedIn(rest), covers })
    } else strange.push({ span, word })
  }
  return { found, strange }
}

/** Codes in front of the first colon, the reason behind it. */
function namedIn(text: string): { codes: string[]; reason: string | undefined } {
  const colon = text.indexOf(':')
  const codes = (colon < 0 ? text : text.slice(0, colon)).split(/[\s,]+/).filter((code) => code !== '')
  const reason =
    colon < 0
      ? ''
      : text
          .slice(colon + 1)
          .replaceAll(/\s+/g, ' ')
          .trim()
  return { codes, reason: reason === '' ? undefined : reason }
}

interface CommentAt {
  readonly comment: XmlComment
  /** The element that comes next beside it. */
  readonly next: Span | undefined
}

function* commentsIn(nodes: readonly XmlNode[]): Iterable<CommentAt> {
  for (const [index, node] of nodes.entries()) {
    if (node.kind === 'comment') {
      yield { comment: node, next: nodes.slice(index + 1).find(({ kind }) => kind === 'element') }
    } else if (node.kind === 'element') yield* commentsIn(node.children)
  }
}

/** Whether a suppression means this finding. */
export function isMeant({ codes, covers }: Suppression, { code, span }: Diagnostic): boolean {
  return codes.includes(code) && covers(span.start)
}
