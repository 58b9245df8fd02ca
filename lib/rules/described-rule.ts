import type { Path, Span, TextEdit } from '../diagnostic.js'
import type { MdevAttribute } from '../libvirt/mdev.js'
import type { NodeDevice } from '../libvirt/node-device.js'
import type { DefinitionReading } from '../machine/definition/definition.js'
import type { HostSnapshot } from '../machine/snapshot/host-snapshot.js'
import type { Document } from '../shape/document.js'
import type { Draft } from '../shape/draft.js'
import type { LibvirtVersion } from './facts/libvirt-version.js'
import type { DomainRule, Finding, Undecided } from './rule.js'

/** Where mdevctl keeps a definition: the folder is named by the parent, the file by the UUID. */
export interface DefinitionFile {
  /** The file's name without its folder. */
  readonly name?: string
  /** The kernel's name of the parent. */
  readonly parent?: string
}

/** A mediated device as node device XML or a definition describes it, as far as that could be read. */
export interface DescribedMdev {
  /** Lower case with dashes. */
  readonly uuid?: string
  /** The id of its type. */
  readonly type?: string
  /** Its parent: libvirt's name in XML, the kernel's in a definition's folder. */
  readonly parent?: string
  readonly attributes: readonly Draft<MdevAttribute>[]
  /** Where each of them stands. */
  readonly paths: Readonly<Record<'uuid' | 'type' | 'parent' | 'attributes', Path>>
}

/** What a rule may look at of a description of a device. */
export interface DescribedFacts {
  /** Absent where a definition is checked. */
  readonly nodeDevice?: Document<NodeDevice>
  /** Absent where node device XML is checked. */
  readonly definition?: DefinitionReading
  readonly file: DefinitionFile
  /** Absent where a node device is no mediated device. */
  readonly mdev: DescribedMdev | undefined
  readonly host: HostSnapshot | undefined
  /** The release of libvirt that is asked about. */
  readonly libvirt: LibvirtVersion
}

/** One fault of a description. */
export interface DescribedFinding extends Omit<Finding, 'mend'> {
  /** Where the path leads to nothing that has a place of its own. */
  readonly span?: Span
  /** Mends it, where one right answer exists. */
  readonly fix?: readonly TextEdit[]
}

/** A description as an example of a rule. */
export interface DescribedExample {
  /** Node device XML or a definition; in a bad one `[[` and `]]` stand around what each finding points at. */
  readonly text: string
  /** Of a definition. */
  readonly file?: DefinitionFile
  readonly host?: HostSnapshot
  readonly libvirt?: string
}

/** One check of node device XML or of a definition of mdevctl, or of what both of them say of a mediated device. */
export interface DescribedRule extends Omit<DomainRule, 'examples' | 'check'> {
  readonly examples: { readonly bad: readonly DescribedExample[]; readonly good: readonly DescribedExample[] }
  /** `'reading'`: reading the text finds it, and this is its description. */
  readonly check: 'reading' | ((facts: DescribedFacts) => Iterable<DescribedFinding | Undecided>)
}
