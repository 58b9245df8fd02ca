import type { Random } from './random.js'

const UUID = '4b20d080-1b54-4048-85b3-a6a62d165c01'

function device(parts: {
  readonly name?: string
  readonly parent?: string
  readonly type?: string
  readonly inside?: string
  readonly kind?: string
}): string {
  const { name = '<name>new</name>', parent = '<parent>pci_0000_06_00_0</parent>', kind = 'mdev' } = parts
  const { type = "<type id='nvidia-222'/>", inside = '' } = parts
  return `<device>${name}${parent}<capability type='${kind}'>${type}${inside}</capability></device>`
}

/** Node devices that somebody could give to `virsh nodedev-define`, by what is special about them. */
export const mdevTexts: Readonly<Record<string, string>> = {
  'a type alone': device({}),
  'a UUID': device({ inside: `<uuid>${UUID}</uuid>` }),
  'an upper-case UUID': device({ inside: `<uuid>${UUID.toUpperCase()}</uuid>` }),
  'a UUID without dashes': device({ inside: `<uuid>${UUID.replaceAll('-', '')}</uuid>` }),
  'an empty UUID': device({ inside: '<uuid/>' }),
  'a bad UUID': device({ inside: '<uuid>xyz</uuid>' }),
  'a UUID in braces': device({ inside: `<uuid>{${UUID}}</uuid>` }),
  'a UUID with blanks': device({ inside: `<uuid> ${UUID.replaceAll('-', ' ')} </uuid>` }),
  'the UUID in front of the type': device({ type: '', inside: `<uuid>${UUID}</uuid><type id='nvidia-222'/>` }),
  'no type': device({ type: '' }),
  'a type without id': device({ type: '<type/>' }),
  'a type with an empty id': device({ type: "<type id=''/>" }),
  'a type with special characters': device({ type: "<type id='a &lt; &amp; b'/>" }),
  'a type that no parent offers': device({ type: "<type id='nvidia-999'/>" }),
  'two types': device({ inside: "<type id='other'/>" }),
  'no parent': device({ parent: '' }),
  'an empty parent': device({ parent: '<parent/>' }),
  'an unknown parent': device({ parent: '<parent>nope</parent>' }),
  'the parent by the name of the kernel': device({ parent: '<parent>0000:06:00.0</parent>' }),
  'the computer as parent': device({ parent: '<parent>computer</parent>' }),
  'a bridge as parent': device({ parent: '<parent>pci_0000_00_03_0</parent>' }),
  'a subchannel as parent': device({ parent: '<parent>css_0_0_0052</parent>', type: "<type id='vfio_ccw-io'/>" }),
  'the matrix as parent': device({ parent: '<parent>ap_matrix</parent>', type: "<type id='vfio_ap-passthrough'/>" }),
  'mtty as parent': device({ parent: '<parent>mtty_mtty</parent>', type: "<type id='mtty-1'/>" }),
  'two parents': device({ parent: '<parent>pci_0000_06_00_0</parent><parent>nope</parent>' }),
  'a parent with blanks': device({ parent: '<parent> pci_0000_06_00_0 </parent>' }),
  'a parent_addr of elsewhere': device({ inside: '<parent_addr>0000:99:00.0</parent_addr>' }),
  'an empty parent_addr': device({ inside: '<parent_addr/>' }),
  'an IOMMU group': device({ inside: "<iommuGroup number='12'/>" }),
  'an IOMMU group without number': device({ inside: '<iommuGroup/>' }),
  'a bad IOMMU group': device({ inside: "<iommuGroup number='x'/>" }),
  'a negative IOMMU group': device({ inside: "<iommuGroup number='-1'/>" }),
  'a hexadecimal IOMMU group': device({ inside: "<iommuGroup number='0x1'/>" }),
  'an IOMMU group with a sign': device({ inside: "<iommuGroup number='+1'/>" }),
  'an IOMMU group that is too large': device({ inside: "<iommuGroup number='4294967296'/>" }),
  'an attribute': device({ inside: "<attr name='a' value='1'/>" }),
  'two attributes of one name': device({ inside: "<attr name='a' value='1'/><attr name='a' value='2'/>" }),
  'an attribute without value': device({ inside: "<attr name='a'/>" }),
  'an attribute without name': device({ inside: "<attr value='1'/>" }),
  'an attribute with an empty value': device({ inside: "<attr name='a' value=''/>" }),
  'an attribute with an empty name': device({ inside: "<attr name='' value='1'/>" }),
  'an attribute that leads elsewhere': device({ inside: "<attr name='../x' value='1'/>" }),
  'an attribute with more than it can have': device({ inside: "<attr name='a' value='1' more='2'/>" }),
  'an unknown child': device({ inside: '<more/>' }),
  'a start': device({ inside: "<start type='auto'/>" }),
  'no name': device({ name: '' }),
  'an empty name': device({ name: '<name/>' }),
  'a path': device({ name: '<name>new</name><path>/sys/devices/x</path>' }),
  'a driver': device({ name: '<name>new</name><driver><name>vfio_mdev</name></driver>' }),
  'device files': device({
    name: "<name>new</name><devnode type='dev'>/dev/x</devnode><devnode type='link'>y</devnode>",
  }),
  'a bad device file': device({ name: "<name>new</name><devnode type='x'>/dev/x</devnode>" }),
  'a comment and an instruction': device({ inside: '<!-- a --><?b c?>' }),
  'types of a parent': `<device><name>m</name><parent>computer</parent><capability type='mdev_types'><capability type='mdev_types'><type id='t'><deviceAPI>vfio-pci</deviceAPI><availableInstances>1</availableInstances></type></capability></capability></device>`,
  'no capability': '<device><name>m</name><parent>pci_0000_06_00_0</parent></device>',
  'an unknown capability': device({ kind: 'foo' }),
  'a capability without type': `<device><name>m</name><parent>pci_0000_06_00_0</parent><capability><type id='t'/></capability></device>`,
  'a graphics node':
    "<device><name>m</name><parent>computer</parent><capability type='drm'><type>primary</type></capability></device>",
  'a generic SCSI device':
    "<device><name>m</name><parent>computer</parent><capability type='scsi_generic'><char>/dev/sg0</char></capability></device>",
  'a channel device':
    "<device><name>m</name><parent>css_0_0_0052</parent><capability type='ccw'><cssid>0x0</cssid><ssid>0x0</ssid><devno>0x0001</devno></capability></device>",
  'a channel device with a state':
    "<device><name>m</name><parent>css_0_0_0052</parent><capability type='ccw'><state>online</state><cssid>0x0</cssid><ssid>0x0</ssid><devno>0x0001</devno></capability></device>",
  'a vDPA device':
    "<device><name>m</name><parent>computer</parent><capability type='vdpa'><chardev>/dev/v</chardev></capability></device>",
  'a graphics node first': `<device><name>m</name><parent>pci_0000_06_00_0</parent><capability type='drm'><type>render</type></capability><capability type='mdev'><type id='t'/></capability></device>`,
  'two mediated devices': `<device><name>m</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='t'/></capability><capability type='mdev'><type id='u'/></capability></device>`,
  'a graphics node behind': `<device><name>m</name><parent>pci_0000_06_00_0</parent><capability type='mdev'><type id='t'/></capability><capability type='drm'><type>render</type></capability></device>`,
}

const UUIDS = [
  UUID,
  UUID.toUpperCase(),
  ` ${UUID}`,
  UUID.replaceAll('-', ''),
  `{${UUID}}`,
  UUID.slice(1),
  `${UUID}-`,
  '',
]
const NUMBERS = ['0', '12', '-1', '0x1', '+3', ' 4', '4 ', '', '010', '4294967295', '4294967296', '1e3', 'x']
const PARENTS = [
  'pci_0000_06_00_0',
  'pci_0000_00_02_0',
  'css_0_0_0023',
  'ap_matrix',
  'mtty_mtty',
  'computer',
  'nope',
  '',
]
const TYPES = ['nvidia-222', 'i915-GVTg_V5_4', 'nope', '', 'a b', "it's", '\u00e9']
const NAMES = ['assign_adapter', '', '../x', 'a/b', 'remove', 'a b', 'a & b']

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll("'", '&apos;').replaceAll('<', '&lt;')

/** One node device with a few of its parts changed, doubled, left out, moved or put in. */
export function anyMdevText(random: Random): string {
  const some = <T>(usual: T, others: readonly T[]): T => (random.once(3) ? random.from(others) : usual)
  const attribute = (): string => {
    const name = some('assign_adapter', NAMES)
    const value = some('5', ['', '0xab', 'a < b', "it's"])
    return `<attr${random.once(8) ? '' : ` name='${escaped(name)}'`}${random.once(8) ? '' : ` value='${escaped(value)}'`}${random.once(12) ? " more='1'" : ''}/>`
  }
  const inside = [
    random.once(12) ? '' : random.once(12) ? '<type/>' : `<type id='${escaped(some('nvidia-222', TYPES))}'/>`,
    random.once(2) ? `<uuid>${some(UUID, UUIDS)}</uuid>` : '',
    random.once(4) ? `<parent_addr>${some('0000:06:00.0', ['0000:99:00.0', ''])}</parent_addr>` : '',
    random.once(3) ? `<iommuGroup${random.once(8) ? '' : ` number='${some('12', NUMBERS)}'`}/>` : '',
    random.once(2) ? attribute() : '',
    random.once(3) ? attribute() : '',
    random.once(12) ? random.from(['<more/>', "<start type='auto'/>", '<!-- c -->', 'text', ' ']) : '',
  ].filter((part) => part !== '')
  const kind = random.once(15) ? random.from(['foo', 'mdev_types', 'drm', '', 'MDEV']) : 'mdev'
  const outside = [
    random.once(8) ? '' : '<name>new</name>',
    random.once(12) ? '' : `<parent>${some('pci_0000_06_00_0', PARENTS)}</parent>`,
    random.once(15)
      ? ''
      : `<capability${random.once(25) ? '' : ` type='${kind}'`}>${shuffled(random, doubled(random, inside)).join('')}</capability>`,
    random.once(10) ? random.from(['<path>/sys/x</path>', '<driver><name>d</name></driver>', '<more/>', 'text']) : '',
    random.once(15) ? "<devnode type='dev'>/dev/x</devnode>" : '',
  ].filter((part) => part !== '')
  const text = `<device>${shuffled(random, doubled(random, outside)).join('')}</device>`
  return random.once(6) ? disturbed(random, text) : text
}

/** The same with an attribute, an element or a text at a place of any kind. */
function disturbed(random: Random, text: string): string {
  const tags = [...text.matchAll(/<(\w+)[^<>]*?(\/?)>/g)]
  const { 0: tag, 2: closed, index } = random.from(tags)
  const kind = random.from(['attribute', 'element', 'text'] as const)
  if (kind === 'attribute')
    return text.slice(0, index) + tag.replace(/\w+/, "$& odd='1'") + text.slice(index + tag.length)
  const at = closed === '/' ? index : index + tag.length
  return text.slice(0, at) + (kind === 'element' ? '<odd/>' : 'odd') + text.slice(at)
}

function doubled(random: Random, parts: readonly string[]): readonly string[] {
  return parts.length > 0 && random.once(10) ? [...parts, random.from(parts)] : parts
}

function shuffled(random: Random, parts: readonly string[]): readonly string[] {
  if (!random.once(4)) return parts
  const left = [...parts]
  const mixed: string[] = []
  while (left.length > 0) mixed.push(...left.splice(random.number(left.length), 1))
  return mixed
}
