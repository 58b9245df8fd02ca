import type { ParentEntry } from '../backend/backend.js'
import type { ProblemPlace } from '../scan/scan.js'
import type { Sysfs } from '../port/sysfs.js'
import { SysfsError } from '../port/sysfs.js'
import { isAbsent, reasonOf, Scan, shown } from '../scan/scan.js'

/** The bus of PCI functions. */
const PCI_DEVICES = 'sys/bus/pci/devices'

/** A virtual function that NVIDIA's driver can make a vGPU of, and what it tells. */
export interface VgpuFunction extends ParentEntry {
  /** The directory of the card, or of itself where no card is told. */
  card: string
  /** The types that could be made on it now, by their ids; `undefined` where that cannot be read. */
  creatable: ReadonlyMap<string, string> | undefined
  /** The id of the type that it has, `'0'` where it has none; `undefined` where that cannot be read. */
  current: string | undefined
}

/** The names of types by their ids. */
export type VgpuTypes = ReadonlyMap<string, string>

const LARGEST = 0xffff_ffff
/** Whoever reads all functions of the bus tells of links that lead nowhere. */
const NOT_THERE = new Set(['ENOENT', 'ENOTDIR', 'EXDEV', 'ELOOP'])
/** How many wrong lines of one file are told. */
const TOLD = 5

/** What a scan has found: it is asked for parents and again for devices, and each function costs a look that mostly fails. */
const FOUND = new WeakMap<Scan, ParentEntry[]>()

/** The functions that have the vendor's directory `nvidia` with the files of types, sorted; none is no fault. */
export function vgpuParents(scan: Scan): ParentEntry[] {
  const known = FOUND.get(scan)
  if (known !== undefined) return known
  const parents: ParentEntry[] = []
  FOUND.set(scan, parents)
  for (const id of scan.list(PCI_DEVICES)) {
    const entry = `${PCI_DEVICES}/${id}`
    const files = vendorFiles(scan, `${entry}/nvidia`, id)
    if (!files.includes('current_vgpu_type') && !files.includes('creatable_vgpu_types')) continue
    const path = scan.device(entry, { parent: id })
    if (path !== undefined) parents.push({ id, path, backend: 'nvidia-vf' })
  }
  return parents
}

/** The names in the vendor's directory; none where it is not there, or where the function itself is not what it should be. */
function vendorFiles(scan: Scan, directory: string, id: string): string[] {
  try {
    return scan.sysfs.list(directory)
  } catch (error) {
    if (!(error instanceof SysfsError && NOT_THERE.has(error.code))) {
      scan.problem(directory, `The directory cannot be read: ${reasonOf(error)}.`, { parent: id })
    }
    return []
  }
}

/** What one function tells. */
export function readVgpuFunction(scan: Scan, parent: ParentEntry): VgpuFunction {
  const { path } = parent
  const place = { parent: parent.id }
  return {
    ...parent,
    card: scan.target(`${path}/physfn`) ?? path,
    creatable: creatableTypes(scan, `${path}/nvidia/creatable_vgpu_types`, place),
    current: currentVgpuType(scan, path, place),
  }
}

/** The id of the type that the function at `path` has, `'0'` where it has none. */
export function currentVgpuType(scan: Scan, path: string, place?: ProblemPlace): string | undefined {
  const number = scan.decimal(`${path}/nvidia/current_vgpu_type`, 0, LARGEST, place)
  return number === undefined ? undefined : String(number)
}

/** Whether a function surely has not the type any more; what cannot be read may have it. */
export function isVgpuGone(sysfs: Sysfs, id: string, type: string): boolean {
  const path = `${PCI_DEVICES}/${id}`
  try {
    sysfs.list(path)
  } catch (error) {
    return isAbsent(error)
  }
  const current = currentVgpuType(new Scan(sysfs), path)
  return current !== undefined && current !== type
}

/**
 * Reads `creatable_vgpu_types`: a header that may be missing, then a line for each type, `<id> : <name>`. An empty file and a
 * header alone mean that nothing can be made now. What is no such line is told and left out.
 */
function creatableTypes(scan: Scan, file: string, place: ProblemPlace): VgpuTypes | undefined {
  const text = scan.value(file, place)
  if (text === undefined) return undefined
  const types = new Map<string, string>()
  let wrong = 0
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '' || (index === 0 && /^\s*ID\s*:/i.test(line))) continue
    const fault = addType(types, line)
    if (fault === undefined) continue
    wrong++
    if (wrong <= TOLD) scan.problem(file, `The line ${shown(line)} ${fault}.`, place)
  }
  if (wrong > TOLD) scan.problem(file, `${wrong - TOLD} more lines tell no type.`, place)
  return types
}

/** Gives what is wrong with the line. */
function addType(types: Map<string, string>, line: string): string | undefined {
  const [, digits, name] = /^\s*(\d{1,10})\s*:\s*(\S.*)$/.exec(line) ?? []
  if (digits === undefined || name === undefined) return 'is no number, colon and name'
  const number = Number(digits)
  if (number === 0 || number > LARGEST) return 'has a number that no type can have'
  const id = String(number)
  if (types.has(id)) return 'has the number of a line before it'
  types.set(id, name.trimEnd())
  return undefined
}
