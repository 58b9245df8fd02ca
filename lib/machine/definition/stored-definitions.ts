import { isKernelUuid } from '../../libvirt/uuid.js'
import { LineCounter } from '../../xml/lines.js'
import { HostError } from '../host-error.js'
import { checkAttributes } from '../backend/device-attributes.js'
import type { Store } from '../port/store.js'
import { SysfsError } from '../port/sysfs.js'
import { isSysfsPath } from '../port/sysfs-path.js'
import { compareText, isAbsent, reasonOf, shown } from '../scan/scan.js'
import type { ProblemPlace } from '../scan/scan.js'
import type { Definition } from './definition.js'
import { parseDefinition } from './definition.js'

/** Where mdevctl keeps definitions: `<parent>/<uuid>` below it. */
export const DEFINITIONS = 'etc/mdevctl.d'

/** Scripts of mdevctl stand beside the parents. */
const SCRIPTS = 'scripts.d'

/** How many faults are told of one file. */
const MOST_FAULTS = 3

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

/** A file that defines a device, as its name and place say. */
export interface StoredDefinition {
  /** The file below the machine's root. */
  readonly file: string
  /** The kernel's name of the parent. */
  readonly parent: string
  /** Lower case. */
  readonly uuid: string
}

/** Hears what is wrong with a stored file. */
export type TellProblem = (file: string, message: string, place?: ProblemPlace) => void

/** The files that define devices, sorted by parent and UUID. What stands among them and is none is told. */
export function* storedDefinitions(store: Store, tell: TellProblem): Generator<StoredDefinition> {
  for (const parent of namesIn(store, DEFINITIONS, tell)) {
    if (parent === SCRIPTS) continue
    let before: StoredDefinition | undefined
    for (const stored of definitionsUnder(store, parent, tell)) {
      if (stored.uuid === before?.uuid) {
        tell(
          stored.file,
          `The device is defined by ${shown(before.file)} already; this one is left out.`,
          placeOf(stored),
        )
        continue
      }
      yield stored
      before = stored
    }
  }
}

/** The definitions under one parent, those of equal UUID beside each other, the file that mdevctl would write last. */
export function definitionsUnder(store: Store, parent: string, tell: TellProblem): StoredDefinition[] {
  const directory = `${DEFINITIONS}/${parent}`
  const found: StoredDefinition[] = []
  for (const name of namesIn(store, directory, tell, { parent })) {
    const file = `${directory}/${name}`
    const uuid = name.toLowerCase()
    if (!isKernelUuid(uuid)) {
      tell(file, `The name ${shown(name)} is no UUID, so the file defines nothing.`, { parent })
      continue
    }
    if (uuid !== name) {
      tell(file, 'The name has capital letters: mdevctl lists such a definition, but cannot remove it.', {
        parent,
        device: uuid,
      })
    }
    found.push({ file, parent, uuid })
  }
  // capital letters sort before small ones; mdevctl's own spelling goes first
  return found.sort((a, b) => compareText(a.uuid, b.uuid) || compareText(b.file, a.file))
}

/** What a file that defines a device holds; `undefined` with problems told where that cannot be made out. */
export function readDefinition(store: Store, stored: StoredDefinition, tell: TellProblem): Definition | undefined {
  const { file } = stored
  const place = placeOf(stored)
  let text: string
  try {
    text = textOf(store.read(file))
  } catch (error) {
    tell(file, `The definition cannot be read: ${readFault(error)}.`, place)
    return undefined
  }
  const { definition, diagnostics } = parseDefinition(text)
  const lines = new LineCounter(text)
  for (const { message, span } of diagnostics.slice(0, MOST_FAULTS)) {
    const { line, column } = lines.position(span.start)
    tell(file, `Line ${line}, column ${column}: ${message}`, place)
  }
  if (diagnostics.length > MOST_FAULTS) {
    tell(file, `There are ${diagnostics.length - MOST_FAULTS} more faults in the definition.`, place)
  }
  if (definition === undefined) return undefined
  if (!isPlainName(definition.type)) {
    tell(file, `The type ${shown(definition.type)} can be no type of a parent.`, place)
    return undefined
  }
  const refused = attributeFault(definition)
  if (refused !== undefined) tell(file, `${refused} The device cannot be started like that.`, place)
  return definition
}

/** Whether a text can name a file in a directory, as the parents and types of sysfs do. */
export function isPlainName(name: string): boolean {
  return isSysfsPath(name) && !name.includes('/') && !CONTROL.test(name) && new TextEncoder().encode(name).length <= 255
}

/** Whether a text can name the directory of a parent's definitions. */
export function isParentName(name: string): boolean {
  return isPlainName(name) && name !== SCRIPTS
}

/** @throws TypeError for what is not UTF-8 */
export function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes)
}

function readFault(error: unknown): string {
  if (error instanceof TypeError) return 'it is not UTF-8'
  if (error instanceof SysfsError && error.code === 'ELOOP') return 'it is a symbolic link'
  if (error instanceof SysfsError && error.code === 'EISDIR') return 'it is a directory'
  return reasonOf(error)
}

function attributeFault({ attributes }: Definition): string | undefined {
  try {
    checkAttributes(attributes)
    return undefined
  } catch (error) {
    if (error instanceof HostError) return error.message
    throw error
  }
}

function namesIn(store: Store, directory: string, tell: TellProblem, place?: ProblemPlace): string[] {
  let names: string[]
  try {
    names = store.list(directory)
  } catch (error) {
    if (isAbsent(error)) return []
    const file = error instanceof SysfsError && error.code === 'ENOTDIR'
    tell(directory, file ? 'This is no directory.' : `The directory cannot be read: ${reasonOf(error)}.`, place)
    return []
  }
  return names.sort(compareText).filter((name) => {
    const fault = CONTROL.test(name) ? 'has control characters' : name.includes('\ufffd') ? 'is not UTF-8' : undefined
    if (fault !== undefined) tell(directory, `The name ${shown(name)} ${fault} and is left out.`, place)
    return fault === undefined
  })
}

function placeOf({ parent, uuid }: StoredDefinition): ProblemPlace {
  return { parent, device: uuid }
}
