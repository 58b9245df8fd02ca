// The faults that the scanner refuses a text for, as sentences; each function makes one refusal and throws nothing.
import { spaceEnd, nameEnd, firstInvalidCharacter } from './characters.js'
import { refuseCharacter } from './markup.js'
import { Refusal } from './refusal.js'
import type { XmlAttribute, XmlElement, XmlProblemCode } from './tree.js'
import { visible, visibleAt } from './visible.js'

/** A refusal at one character, which may be the end of the text. */
function at(code: XmlProblemCode, text: string, offset: number, message: string): Refusal {
  return new Refusal(code, offset, Math.min(offset + 1, text.length), message)
}

function isInvalidAt(text: string, offset: number): boolean {
  return offset < text.length && firstInvalidCharacter(text, offset, Math.min(offset + 2, text.length)) === offset
}

/** For a place where another character is wanted: a character that XML cannot carry is refused as such. */
function unexpected(code: XmlProblemCode, text: string, offset: number, message: string): Refusal {
  return isInvalidAt(text, offset) ? refuseCharacter(text, offset) : at(code, text, offset, message)
}

export function tooLong(text: string, most: number): Refusal {
  const message = `The text has ${text.length} UTF-16 units; at most ${most} are read.`
  return new Refusal('xml/too-long', most, text.length, message)
}

export function textOutside(text: string, offset: number): Refusal {
  const message = `Text must not stand outside the root element, but ${visibleAt(text, offset)} does.`
  return unexpected('xml/text-outside-root', text, offset, message)
}

export function endTagOutside(text: string, offset: number): Refusal {
  const end = nameEnd(text, offset + 2)
  const message = `The end tag '</${visible(text.slice(offset + 2, end))}>' closes no element.`
  return new Refusal('xml/tag-mismatch', offset, end, message)
}

export function secondRoot(offset: number, root: XmlElement): Refusal {
  const message = `A second root element follows '${visible(root.name)}', but a document has only one.`
  return new Refusal('xml/root-second', offset, offset + 1, message)
}

export function noRoot(text: string): Refusal {
  const empty = spaceEnd(text, text.startsWith('\ufeff') ? 1 : 0) === text.length
  return new Refusal('xml/empty', 0, text.length, empty ? 'The text is empty.' : 'The text has no root element.')
}

export function unclosed({ name, start }: XmlElement): Refusal {
  return new Refusal(
    'xml/tag-unclosed',
    start,
    start + 1 + name.length,
    `The element '${visible(name)}' has no end tag.`,
  )
}

export function tagUnclosed(start: number, name: string): Refusal {
  const message = `The start tag of '${visible(name)}' has no closing '>'.`
  return new Refusal('xml/tag-unclosed', start, start + 1 + name.length, message)
}

export function endTag(text: string, start: number, open: XmlElement): Refusal {
  const end = nameEnd(text, start + 2)
  const name = text.slice(start + 2, end)
  if (name !== open.name) {
    const message = `The end tag '</${visible(name)}>' does not match the open element '${visible(open.name)}'.`
    return new Refusal('xml/tag-mismatch', start, end, message)
  }
  const offset = spaceEnd(text, end)
  const message = `The end tag of '${visible(name)}' must close with '>', but ${visibleAt(text, offset)} follows.`
  return unexpected('xml/tag-unclosed', text, offset, message)
}

export function declaration(text: string, start: number): Refusal {
  if (text.startsWith('<!DOCTYPE', start)) {
    const nameStart = spaceEnd(text, start + 9)
    const name = visible(text.slice(nameStart, nameEnd(text, nameStart)))
    const message = `A document type declaration (DOCTYPE ${name}) is refused, because it can define entities.`
    return new Refusal('xml/doctype', start, start + 9, message)
  }
  if (text.startsWith('<![CDATA[', start)) {
    const message = 'A CDATA section must not stand outside the root element.'
    return new Refusal('xml/text-outside-root', start, start + 9, message)
  }
  const shown = visible(text.slice(start, start + 9))
  return new Refusal('xml/markup-invalid', start, start + 2, `'${shown}' begins no comment and no CDATA section.`)
}

export function tooDeep(start: number, name: string, most: number): Refusal {
  const message = `The element '${visible(name)}' is nested deeper than ${most} levels.`
  return new Refusal('xml/too-deep', start, start + 1 + name.length, message)
}

export function tooManyAttributes({ start, end }: XmlAttribute, element: string, most: number): Refusal {
  const message = `The element '${visible(element)}' has more than ${most} attributes.`
  return new Refusal('xml/too-many-attributes', start, end, message)
}

export function duplicate({ name, start, nameEnd }: XmlAttribute, element: string): Refusal {
  const message = `The element '${visible(element)}' has two attributes '${visible(name)}'.`
  return new Refusal('xml/attribute-duplicate', start, nameEnd, message)
}

/** For what follows the name or an attribute in a start tag without white space. */
export function inTag(text: string, offset: number, name: string, attributes: number): Refusal {
  const message =
    attributes === 0
      ? `White space, '/' or '>' must follow the name '${visible(name)}', but ${visibleAt(text, offset)} follows.`
      : `White space must stand before ${visibleAt(text, offset)} in the tag of '${visible(name)}'.`
  return unexpected(attributes === 0 ? 'xml/name-invalid' : 'xml/attribute-invalid', text, offset, message)
}

export function afterSlash(text: string, offset: number, name: string): Refusal {
  const message = `'>' must follow '/' in the tag of '${visible(name)}', but ${visibleAt(text, offset)} follows.`
  return unexpected('xml/markup-invalid', text, offset, message)
}

export function noEquals(text: string, offset: number, name: string, element: string): Refusal {
  const follows = visibleAt(text, offset)
  const message = `'=' must follow the attribute '${visible(name)}' of '${visible(element)}', but ${follows} follows.`
  return unexpected('xml/attribute-invalid', text, offset, message)
}

export function noQuote(text: string, offset: number, name: string): Refusal {
  const follows = visibleAt(text, offset)
  const message = `The value of the attribute '${visible(name)}' must stand in quotes, but ${follows} follows.`
  return unexpected('xml/attribute-invalid', text, offset, message)
}

export function valueUnclosed(quote: number, name: string): Refusal {
  const message = `The value of the attribute '${visible(name)}' has no closing quote.`
  return new Refusal('xml/attribute-invalid', quote, quote + 1, message)
}

export function lessThanInValue(offset: number, name: string): Refusal {
  const message = `'<' in the value of the attribute '${visible(name)}' must be written '&lt;'.`
  return new Refusal('xml/attribute-invalid', offset, offset + 1, message)
}

export function cdataEndInText(offset: number): Refusal {
  return new Refusal('xml/text-invalid', offset, offset + 3, `']]>' in text must be written ']]&gt;'.`)
}

export function name(text: string, offset: number, what: 'element' | 'attribute'): Refusal {
  const message =
    what === 'element'
      ? `'<' must begin a tag or be written '&lt;', but ${visibleAt(text, offset)} follows.`
      : `An attribute name cannot begin with ${visibleAt(text, offset)}.`
  return unexpected(what === 'element' ? 'xml/markup-invalid' : 'xml/name-invalid', text, offset, message)
}

export function nameAfterColon(text: string, start: number, offset: number, end: number, what: string): Refusal {
  const shown = visible(text.slice(start, end))
  const message = `The ${what} name '${shown}' cannot have ${visibleAt(text, offset)} behind its second colon.`
  return new Refusal('xml/name-invalid', start, end, message)
}
