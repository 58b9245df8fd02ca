import { decodeXml } from '../xml/encoding.js'

/** What a file seems to hold, by its beginning. `root` is absent where no start tag could be made out. */
export type Sniffed =
  | { readonly form: 'xml'; readonly root: string | undefined }
  | { readonly form: 'json'; readonly text: string }
  | { readonly form: 'empty' }
  | { readonly form: 'unknown' }

/** What may stand before the root: white space, comments, instructions, a document type. */
const PROLOG = /^(?:\s+|<!--[^]*?-->|<\?[^]*?\?>|<!DOCTYPE[^[>]*(?:\[[^]*?\]\s*)?>)/

/** Tells XML from JSON, and names the root of XML; it judges nothing. */
export function sniff(bytes: Uint8Array): Sniffed {
  const decoded = decodeXml(bytes)
  // what cannot be decoded is left to the parser where it begins as XML does
  if ('code' in decoded) return beginsAsXml(bytes) ? { form: 'xml', root: undefined } : { form: 'unknown' }
  const { text } = decoded
  const first = /\S/.exec(text)?.[0]
  if (first === undefined) return { form: 'empty' }
  if (first === '<') return { form: 'xml', root: rootOf(text) }
  return first === '{' || first === '[' ? { form: 'json', text } : { form: 'unknown' }
}

function rootOf(text: string): string | undefined {
  let rest = text
  for (let part = PROLOG.exec(rest); part !== null; part = PROLOG.exec(rest)) rest = rest.slice(part[0].length)
  return /^<([^\s<>/!?]+)/.exec(rest)?.[1]
}

function beginsAsXml(bytes: Uint8Array): boolean {
  const [first = 0, second = 0, third = 0] = bytes
  const marked = (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)
  return (
    marked ||
    first === 0x3c ||
    (first === 0xef && second === 0xbb && third === 0xbf) ||
    (first === 0 && second === 0x3c)
  )
}
