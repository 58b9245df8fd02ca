import { nodeDeviceName } from '../../libvirt/names.js'
import type { HostProblem } from '../snapshot/host-snapshot.js'
import type { Sysfs } from '../port/sysfs.js'
import { printable } from '../../xml/visible.js'
import { SysfsError } from '../port/sysfs.js'
import { baseName, directoryName, linkTarget } from '../port/sysfs-path.js'

/** What a sysfs attribute can hold at most; more than that is no attribute. */
const PAGE = 4096

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/

/** To whom a problem belongs. */
export type ProblemPlace = Pick<HostProblem, 'parent' | 'type' | 'device'>

/** One reading of a machine: the port, and what could not be read through it. Nothing here throws for what it meets. */
export class Scan {
  readonly problems: HostProblem[] = []
  /** What the port failed with, other than that there is no such file: what was not found may be there all the same. */
  readonly failures: unknown[] = []
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true })

  constructor(readonly sysfs: Sysfs) {}

  problem(file: string, message: string, place: ProblemPlace = {}): void {
    this.problems.push({ file, message, ...place })
  }

  /** The names in a directory, sorted bytewise; none where it is absent. */
  list(directory: string, place?: ProblemPlace): string[] {
    return this.names(directory, place) ?? []
  }

  /**
   * The names in a directory, sorted bytewise; `undefined` where it is absent or cannot be read. Names with control
   * characters are told and left out.
   */
  names(directory: string, place?: ProblemPlace): string[] | undefined {
    let names: string[]
    try {
      names = this.sysfs.list(directory)
    } catch (error) {
      if (!isAbsent(error)) this.#failure(error, directory, 'directory', place)
      return undefined
    }
    return names.sort(compareText).filter((name) => {
      const fault = CONTROL.test(name) ? 'has control characters' : name.includes('\ufffd') ? 'is not UTF-8' : undefined
      if (fault !== undefined) this.problem(directory, `The name ${shown(name)} ${fault} and is left out.`, place)
      return fault === undefined
    })
  }

  /** The value of an attribute without its one trailing newline; `undefined` with a problem told, silently where it is optional and absent. */
  value(file: string, place?: ProblemPlace, optional = false): string | undefined {
    let bytes: Uint8Array
    try {
      const text = this.sysfs.text?.(file)
      if (text !== undefined) return withoutNewline(text)
      bytes = this.sysfs.read(file)
    } catch (error) {
      if (!isAbsent(error)) this.#failure(error, file, 'file', place)
      else if (!optional) this.problem(file, `The file cannot be read: ${reasonOf(error)}.`, place)
      return undefined
    }
    if (bytes.length > PAGE) {
      this.problem(file, `The file has ${bytes.length} bytes, more than the ${PAGE} that an attribute can have.`, place)
      return undefined
    }
    const text = this.#decoder.decode(bytes)
    if (text.includes('\ufffd') && !isUtf8(bytes))
      this.problem(file, 'The text is not UTF-8; what is wrong in it was replaced.', place)
    return withoutNewline(text)
  }

  /** An unsigned number in hexadecimal, as in `vendor` and `class`. */
  hexadecimal(file: string, maximum: number, place?: ProblemPlace, optional = false): number | undefined {
    return this.#number(file, /^(?:0x)?[0-9a-f]{1,8}$/i, 16, 0, maximum, place, optional)
  }

  decimal(file: string, minimum: number, maximum: number, place?: ProblemPlace, optional = false): number | undefined {
    return this.#number(file, /^[ \t\n\v\f\r]*[+-]?\d{1,15}$/, 10, minimum, maximum, place, optional)
  }

  /** Where a symbolic link leads, without looking at links on the way; `undefined` for an absent link. */
  target(link: string, place?: ProblemPlace): string | undefined {
    try {
      return this.#inside(link, this.sysfs.link(link), place)
    } catch (error) {
      if (!isAbsent(error)) this.#failure(error, link, 'link', place)
      return undefined
    }
  }

  /** The last part of where a link leads, for example the driver's name for `driver`. */
  targetName(link: string, place?: ProblemPlace): string | undefined {
    const target = this.target(link, place)
    return target === undefined ? undefined : baseName(target)
  }

  /** The directory that an entry of a class or bus stands for: where its link leads, or itself where it is a directory. */
  device(entry: string, place?: ProblemPlace): string | undefined {
    try {
      return this.#inside(entry, this.sysfs.link(entry), place)
    } catch (error) {
      if (error instanceof SysfsError && error.code === 'EINVAL') return entry
      if (!isAbsent(error)) this.#failure(error, entry, 'link', place)
      return undefined
    }
  }

  #failure(error: unknown, file: string, what: string, place: ProblemPlace | undefined): void {
    this.failures.push(error)
    this.problem(file, `The ${what} cannot be read: ${reasonOf(error)}.`, place)
  }

  #inside(link: string, text: string, place: ProblemPlace | undefined): string | undefined {
    if (CONTROL.test(text)) {
      this.problem(link, `The link leads to ${shown(text)}, a name with control characters.`, place)
      return undefined
    }
    const target = linkTarget(directoryName(link), text)
    if (target !== undefined && target !== '') return target
    this.problem(link, `The link leads out of the machine, to ${shown(text)}.`, place)
    return undefined
  }

  #number(
    file: string,
    form: RegExp,
    base: number,
    minimum: number,
    maximum: number,
    place: ProblemPlace | undefined,
    optional: boolean,
  ): number | undefined {
    const text = this.value(file, place, optional)
    if (text === undefined) return undefined
    const value = form.test(text) ? parseInt(text, base) : NaN
    if (value >= minimum && value <= maximum) return value
    const what = Number.isNaN(value) ? 'is no number' : `is not between ${minimum} and ${maximum}`
    this.problem(file, `The value ${shown(text)} ${what}.`, place)
    return undefined
  }
}

/** libvirt's name of a device that can be a parent of mediated devices (libvirt 9.0, `node_device_udev.c`). */
export function parentNameOf(scan: Scan, id: string, path: string): { name: string; subsystem: string } {
  // a recording may have a device at its place on the bus alone
  const bus = /^sys\/bus\/([^/]+)\/devices\/[^/]+$/.exec(path)?.[1]
  const subsystem = scan.targetName(`${path}/subsystem`) ?? bus ?? baseName(directoryName(path))
  return { name: subsystem === 'matrix' ? 'ap_matrix' : nodeDeviceName(subsystem, id), subsystem }
}

/** Whether a failure says that there is no such file or directory. */
export function isAbsent(error: unknown): boolean {
  return error instanceof SysfsError && error.code === 'ENOENT'
}

/** A failure of the port in few words. */
export function reasonOf(error: unknown): string {
  if (error instanceof SysfsError) return error.errno === 0 ? error.code : `${error.code} (errno ${error.errno})`
  return error instanceof Error ? error.message : String(error)
}

/** A value from a file or a user in quotes, with nothing in it that a terminal would act on, and not too long. */
export function shown(value: string, longest = 80): string {
  const quoted = JSON.stringify(value.length > longest ? `${value.slice(0, longest)}…` : value)
  return printable(quoted)
}

/** Orders text bytewise, as far as that needs no bytes: by UTF-16 code units. */
export function compareText(a: string, b: string): number {
  return a < b ? -1 : a > b ? 1 : 0
}

function withoutNewline(text: string): string {
  return text.endsWith('\n') ? text.slice(0, -1) : text
}

function isUtf8(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes)
    return true
  } catch {
    return false
  }
}
