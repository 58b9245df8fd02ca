const MARK = /[\p{Mn}\p{Me}\u1160-\u11ff]/u
const HALF = /[\uff61-\uffdc\uffe8-\uffee]/u
const WIDE =
  /[\p{Emoji_Presentation}\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Hangul}\p{Script=Bopomofo}\p{Script=Yi}\p{Script=Tangut}\u2e80-\u303e\u3099-\u30ff\u31c0-\u33ff\ufe10-\ufe19\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{1f300}-\u{1f64f}\u{1f900}-\u{1f9ff}]/u

/** How many columns of a terminal a printable character takes: none for a combining mark, two for a wide one. */
export function characterWidth(character: string): 0 | 1 | 2 {
  if (character.length === 1 && character.charCodeAt(0) < 0x300) return 1
  if (MARK.test(character)) return 0
  return WIDE.test(character) && !HALF.test(character) ? 2 : 1
}

/** How many columns of a terminal a printable text takes. */
export function displayWidth(text: string): number {
  let width = 0
  for (const character of text) width += characterWidth(character)
  return width
}
