import { basename, dirname, resolve } from 'node:path'
import { parseDomain, type Domain } from '../libvirt/domain.js'
import { type NodeDevice, parseNodeDevice } from '../libvirt/node-device.js'
import { parseUuid } from '../libvirt/uuid.js'
import { parseDefinition } from '../machine/definition/definition.js'
import type { DefinitionFile } from '../rules/described-rule.js'
import { knownDevice, type KnownDevice } from '../rules/known-device.js'
import type { Document } from '../shape/document.js'
import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'
import { nameOfFile, readInput } from './files.js'
import { KeptDocument } from './kept-document.js'
import { sniff } from './sniff.js'

/** The XML of a guest. */
export interface DomainInput {
  readonly kind: 'domain'
  readonly path: string
  readonly bytes: Uint8Array
  readonly document: Document<Domain>
}

/** Node device XML, which may tell of a device that guests name. */
export interface NodeDeviceInput {
  readonly kind: 'nodedev'
  readonly path: string
  readonly bytes: Uint8Array
  readonly document: Document<NodeDevice>
  readonly device?: KnownDevice
}

/** A definition in mdevctl's format, which may tell of one too. */
export interface DefinitionInput {
  readonly kind: 'mdevctl'
  readonly path: string
  readonly bytes: Uint8Array
  readonly text: string
  /** Where it lies, as far as that says something. */
  readonly place: DefinitionFile
  readonly device?: KnownDevice
}

/** A file to check, read. */
export type CheckInput = DomainInput | NodeDeviceInput | DefinitionInput

/** A file is none of those that can be checked. */
export class UnknownKind extends CliFailure {
  override readonly name = 'UnknownKind'
  readonly why: string

  constructor(file: string, why: string) {
    super(`${file} is no file that can be checked: ${why}.`, {
      help: 'Give the XML of a domain (<domain>) or a node device (<device>), or a definition of mdevctl (JSON).',
    })
    this.why = why
  }
}

/**
 * Reads a file and finds out what it is.
 * @throws CliFailure where it cannot be read, `UnknownKind` where it is nothing that can be checked
 */
export async function readCheckInput(io: CliIo, path: string): Promise<CheckInput> {
  return checkInputOf(io, path, await readInput(io, path))
}

/** The same of bytes that are there. */
export function checkInputOf(io: CliIo, path: string, bytes: Uint8Array): CheckInput {
  const file = nameOfFile(path)
  const sniffed = sniff(bytes)
  switch (sniffed.form) {
    case 'xml':
      // without a root the document itself tells what is wrong
      if (sniffed.root === 'domain' || sniffed.root === undefined) {
        return { kind: 'domain', path, bytes, document: kept(bytes, parseDomain) }
      }
      if (sniffed.root === 'device') return nodeDeviceInput(path, bytes)
      throw new UnknownKind(file, `its root element is <${sniffed.root}>`)
    case 'json':
      return definitionInput(io, path, bytes, sniffed.text)
    case 'empty':
      throw new UnknownKind(file, 'it is empty')
    case 'unknown':
      throw new UnknownKind(file, 'it is neither XML nor JSON')
  }
}

function kept<T>(bytes: Uint8Array, parse: (bytes: Uint8Array) => Document<T>): Document<T> {
  return new KeptDocument(parse(bytes), () => parse(bytes))
}

function nodeDeviceInput(path: string, bytes: Uint8Array): NodeDeviceInput {
  const whole = parseNodeDevice(bytes)
  const { value } = whole
  const device = value === undefined ? undefined : knownDevice(value, nameOfFile(path))
  const document = new KeptDocument(whole, () => parseNodeDevice(bytes))
  return { kind: 'nodedev', path, bytes, document, ...(device !== undefined && { device }) }
}

/** mdevctl keeps a definition in a file that is named by the UUID, in a folder that is named by the parent. */
function definitionInput(io: CliIo, path: string, bytes: Uint8Array, text: string): DefinitionInput {
  const file = nameOfFile(path)
  const name = basename(path)
  const uuid = parseUuid(name.replace(/\.json$/, ''))
  if (uuid === undefined && !looksLikeDefinition(text))
    throw new UnknownKind(file, 'it is JSON, but no definition of mdevctl')
  if (uuid === undefined) return { kind: 'mdevctl', path, bytes, text, place: {} }
  const parent = name.endsWith('.json') ? undefined : basename(dirname(resolve(io.cwd, path)))
  const place = { name, ...(parent !== undefined && { parent }) }
  const named: DefinitionInput = { kind: 'mdevctl', path, bytes, text, place }
  const { definition } = parseDefinition(text)
  if (definition === undefined) return named
  return { ...named, device: { uuid, type: definition.type, file, ...(parent !== undefined && { parent }) } }
}

function looksLikeDefinition(text: string): boolean {
  return /^\s*\{/.test(text) && /"(?:mdev_type|start|attrs)"\s*:/.test(text)
}
