import type { JsonSchema } from './json-schema-type.js'

/**
 * A remark about a value that was read all the same: `spelling`, libvirt reads it, only its schema refuses it; `changed`,
 * libvirt takes it for something else than what stands there.
 */
export type RemarkKind = 'spelling' | 'changed'

/** Receives remarks while a value is decoded. */
export type Remark = (kind: RemarkKind, message: string) => void

/** How one value stands in text: an attribute's value or an element's text. */
export interface Codec<V> {
  /** Completes the sentence "'x' is not ...", for example `a UUID`. */
  readonly expected: string
  /** The value, or `undefined` where the text is none. */
  readonly decode: (raw: string, remark: Remark) => V | undefined
  /** The text, or `undefined` where what the caller gave is not a value of this kind. */
  readonly encode: (value: unknown) => string | undefined
  readonly schema: JsonSchema
  /**
   * Whether libvirt's schema accepts the text, which is another question than whether its parser reads it; absent where the
   * schema accepts what is read and nothing else.
   */
  readonly inSchema?: (raw: string) => boolean
  /** Whether an empty text counts as an absent one, as libvirt's XPath readers take it. */
  readonly emptyIsAbsent?: boolean
}
