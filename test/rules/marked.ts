import type { Span } from '../../lib/diagnostic.js'

/** A text without the `[[` and `]]` of an example, and the spans between them. */
export function marked(example: string): { readonly text: string; readonly spans: readonly Span[] } {
  const [first = '', ...rest] = example.split('[[')
  let text = first
  const spans: Span[] = []
  for (const part of rest) {
    const [inside = '', behind = ''] = part.split(']]')
    spans.push({ start: text.length, end: text.length + inside.length })
    text += inside + behind
  }
  return { text, spans }
}
