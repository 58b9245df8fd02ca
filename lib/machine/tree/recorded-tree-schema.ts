import type { JsonSchema } from '../../shape/json-schema-type.js'
import { recordSchema } from '../../shape/json-schema.js'
import { mapSchema } from '../validators/open-schema.js'
import type { RecordedEntry, RecordedFiles } from './recorded-tree.js'

const optional = { mode: { type: 'string', pattern: '^[0-7]{3,4}$' } }
const text: JsonSchema = { type: 'string' }

/** The entry that has one key beside its mode. */
type EntryWith<K extends string> = Extract<RecordedEntry, Readonly<Record<K, unknown>>>

const BASE64 = '^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$'

/** A recorded machine as a file that `--host` takes. */
export interface Recording {
  version?: 1
  /** The kernel's release, for example `6.1.0-56-amd64`. */
  kernel?: string
  /** Whether UUIDs and serial numbers were replaced. */
  redacted?: boolean
  tree: RecordedFiles
}

/**
 * The JSON Schema of `RecordedFiles`. Unknown keys of an entry are refused: an entry is one thing only, and what a later
 * format adds to it would change what the file is.
 */
const recordedFiles = mapSchema<RecordedFiles>('recorded files', {
  anyOf: [
    recordSchema<EntryWith<'text'>>('recorded text file', { required: { text }, optional }),
    recordSchema<EntryWith<'base64'>>('recorded file', {
      required: { base64: { type: 'string', pattern: BASE64 } },
      optional,
    }),
    recordSchema<EntryWith<'link'>>('recorded link', { required: { link: text }, optional }),
    recordSchema<EntryWith<'dir'>>('recorded directory', { required: { dir: { const: true } }, optional }),
    recordSchema<EntryWith<'unread'>>('file that was not read', { required: { unread: { const: true } }, optional }),
    recordSchema<EntryWith<'error'>>('file that could not be read', {
      required: { error: { type: 'string', pattern: '^E[A-Z0-9]+$' } },
      optional,
    }),
  ],
})

/** The JSON Schema of a `Recording`. Beside the tree a file may tell more, for example what was recorded. */
export const recordedTreeSchema: JsonSchema = {
  ...recordSchema<Recording>('recorded tree', {
    required: { tree: recordedFiles },
    optional: { version: { const: 1 }, kernel: text, redacted: { type: 'boolean' } },
  }),
  additionalProperties: true,
}
