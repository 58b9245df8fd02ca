import { basename, dirname, resolve } from 'node:path'
import { parseDomain, type Domain } from '../libvirt/domain.js'
import { parseNodeDevice } from '../libvirt/node-device.js'
import { parseUuid } from '../libvirt/uuid.js'
import { parseDefinition } from '../machine/definition.js'
import type { CheckedFile } from '../report/index.js'
import { knownDevice, type KnownDevice } from '../rules/known-device.js'
import type { Document } from '../shape/document.js'
import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'
import { nameOfFile, readInput } from './files.js'
import { sniff } from './sniff.js'

/** A file to check, read: a guest, or something that is judged by itself and may tell of a device. */
export type CheckInput =
  | { readonly kind: 'domain'; readonly file: string; readonly document: Document<Domain> }
  | {
      readonly kind: 'described'
      readonly checked: CheckedFile
      readonly device?: KnownDevice
      readonly remark?: string
    }

/**
 * Reads a file and finds out what it is.
 * @throws CliFailure where it cannot be read or is nothing that can be checked
 */
export async function readCheckInput(io: CliIo, path: string): Promise<CheckInput> {
  const bytes = await readInput(io, path)
  const file = nameOfFile(path)
  const sniffed = sniff(bytes)
  switch (sniffed.form) {
    case 'xml':
      // without a root the document itself tells what is wrong
      if (sniffed.root === 'domain' || sniffed.root === undefined)
        return { kind: 'domain', file, document: parseDomain(bytes) }
      if (sniffed.root === 'device') return nodeDeviceInput(file, bytes)
      throw unknownKind(file, `its root element is <${sniffed.root}>`)
    case 'json':
      return definitionInput(file, resolve(io.cwd, path), sniffed.text)
    case 'empty':
      throw unknownKind(file, 'it is empty')
    case 'unknown':
      throw unknownKind(file, 'it is neither XML nor JSON')
  }
}

function nodeDeviceInput(file: string, bytes: Uint8Array): CheckInput {
  const { text, diagnostics, value } = parseNodeDevice(bytes)
  const device = value === undefined ? undefined : knownDevice(value, file)
  const checked: CheckedFile = { file, kind: 'nodedev', text, diagnostics, notRun: [] }
  return { kind: 'described', checked, ...(device !== undefined && { device }) }
}

/** mdevctl keeps a definition in a file that is named by the UUID, in a folder that is named by the parent. */
function definitionInput(file: string, path: string, text: string): CheckInput {
  const name = basename(path)
  const uuid = parseUuid(name.replace(/\.json$/, ''))
  if (uuid === undefined && !looksLikeDefinition(text))
    throw unknownKind(file, 'it is JSON, but no definition of mdevctl')
  const { definition, diagnostics } = parseDefinition(text)
  const checked: CheckedFile = { file, kind: 'mdevctl', text, diagnostics, notRun: [] }
  if (uuid === undefined) {
    return { kind: 'described', checked, remark: `${file} tells of no device: it is not named by a UUID.` }
  }
  if (definition === undefined) return { kind: 'described', checked }
  const parent = name.endsWith('.json') ? {} : { parent: basename(dirname(path)) }
  return { kind: 'described', checked, device: { uuid, type: definition.type, file, ...parent } }
}

function looksLikeDefinition(text: string): boolean {
  return /^\s*\{/.test(text) && /"(?:mdev_type|start|attrs)"\s*:/.test(text)
}

function unknownKind(file: string, why: string): CliFailure {
  return new CliFailure(`${file} is no file that can be checked: ${why}.`, {
    help: 'Give the XML of a domain (<domain>) or a node device (<device>), or a definition of mdevctl (JSON).',
  })
}
