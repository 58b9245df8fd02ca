/**
 * A text for the log of a CI service that takes commands from what is printed: `##[` and `##vso[` anywhere in a line, `::` at
 * its beginning. None of them is left in it; a person reads nearly the same.
 */
export function withoutLogCommands(text: string): string {
  return text.replaceAll(/##(?=\[|vso\[)/gi, '#\\u0023').replaceAll(/^([^\S\n\r\u2028\u2029]*)::/gm, '$1./::')
}
