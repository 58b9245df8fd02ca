import { firstInvalidCharacter, nameEnd, spaceEnd } from './characters.js'
import { Refusal } from './refusal.js'
import type { XmlCData, XmlComment, XmlInstruction } from './tree.js'
import { codeAt, visible, visibleAt } from './visible.js'

/**
 * Reads the comment whose `<!--` is at `start`.
 *
 * @throws Refusal `xml/comment-invalid` or `xml/character-invalid`
 * @see https://www.w3.org/TR/xml/#NT-Comment
 */
export function consumeComment(text: string, start: number): XmlComment {
  const dashes = text.indexOf('--', start + 4)
  const value = consumeRaw(text, start + 4, dashes)
  if (dashes < 0) {
    throw new Refusal('xml/comment-invalid', start, start + 4, `The comment has no closing '-->'.`)
  }
  if (text.charCodeAt(dashes + 2) !== 0x3e) {
    throw new Refusal('xml/comment-invalid', dashes, dashes + 2, `A comment must not contain '--'.`)
  }
  return { kind: 'comment', value, start, end: dashes + 3 }
}

/**
 * Reads the CDATA section whose `<![CDATA[` is at `start`.
 *
 * @throws Refusal `xml/cdata-invalid` or `xml/character-invalid`
 * @see https://www.w3.org/TR/xml/#NT-CDSect
 */
export function consumeCData(text: string, start: number): XmlCData {
  const close = text.indexOf(']]>', start + 9)
  const value = consumeRaw(text, start + 9, close)
  if (close < 0) {
    throw new Refusal('xml/cdata-invalid', start, start + 9, `The CDATA section has no closing ']]>'.`)
  }
  return { kind: 'cdata', value, start, end: close + 3 }
}

/**
 * Reads the processing instruction whose `<?` is at `start`.
 *
 * @throws Refusal `xml/instruction-invalid`, `xml/declaration-invalid` or `xml/character-invalid`
 * @see https://www.w3.org/TR/xml/#NT-PI
 */
export function consumeInstruction(text: string, start: number): XmlInstruction {
  const targetEnd = nameEnd(text, start + 2)
  const target = text.slice(start + 2, targetEnd)
  if (target === '') {
    const message = `A processing instruction must begin with a name, but ${visibleAt(text, targetEnd)} follows '<?'.`
    throw new Refusal('xml/instruction-invalid', start, start + 2, message)
  }
  if (target === 'xml') {
    const message = `An XML declaration must have white space behind '<?xml' and stand at the very start of the text.`
    throw new Refusal('xml/declaration-invalid', start, targetEnd, message)
  }
  if (target.toLowerCase() === 'xml') {
    const message = `The target '${target}' of a processing instruction is reserved.`
    throw new Refusal('xml/instruction-invalid', start + 2, targetEnd, message)
  }
  const close = text.indexOf('?>', targetEnd)
  const valueStart = spaceEnd(text, targetEnd)
  if (valueStart === targetEnd && close !== targetEnd) {
    const follows = visibleAt(text, targetEnd)
    const message = `White space or '?>' must follow the target '${visible(target)}', but ${follows} follows.`
    throw new Refusal('xml/instruction-invalid', targetEnd, Math.min(targetEnd + 1, text.length), message)
  }
  const value = consumeRaw(text, valueStart, close)
  if (close < 0) {
    const message = `The processing instruction '${visible(target)}' has no closing '?>'.`
    throw new Refusal('xml/instruction-invalid', start, start + 2, message)
  }
  return { kind: 'instruction', target, value, start, end: close + 2 }
}

/** What stands between two offsets, checked and with its line ends normalized; up to the end of the text if `end` is -1. */
function consumeRaw(text: string, start: number, end: number): string {
  const last = end < 0 ? text.length : end
  const at = firstInvalidCharacter(text, start, last)
  if (at >= 0) throw refuseCharacter(text, at)
  return normalizeLines(text.slice(start, last))
}

/**
 * A text with LF for each CRLF and lone CR.
 *
 * @see https://www.w3.org/TR/xml/#sec-line-ends
 */
function normalizeLines(raw: string): string {
  return raw.includes('\r') ? raw.replace(/\r\n?/g, '\n') : raw
}

/** The refusal of the character at `at`, which XML cannot carry. */
export function refuseCharacter(text: string, at: number): Refusal {
  return new Refusal('xml/character-invalid', at, at + 1, `The character ${codeAt(text, at)} is not allowed in XML.`)
}

/** Character data with LF for each line end, if there may be others. */
export function withLines(raw: string, returns: boolean): string {
  return returns ? normalizeLines(raw) : raw
}

/** An attribute's value with a space for each line end and tab, if there may be any. */
export function withSpaces(raw: string, spaces: boolean): string {
  return spaces ? raw.replace(/\r\n|[\t\n\r]/g, ' ') : raw
}
