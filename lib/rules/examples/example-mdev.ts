/** Node device XML of a mediated device for examples of rules; libvirt takes it where nothing else is said. */
export function exampleMdevXml(parts: {
  readonly parent?: string
  readonly type?: string
  readonly uuid?: string
  readonly inside?: string
}): string {
  const { parent = 'pci_0000_06_00_0', type = 'nvidia-231', uuid, inside = '' } = parts
  const named = uuid === undefined ? '' : `<uuid>${uuid}</uuid>`
  return `<device>
  <name>example</name>
  <parent>${parent}</parent>
  <capability type='mdev'><type id='${type}'/>${named}${inside}</capability>
</device>
`
}

/** A definition of mdevctl for examples of rules. */
export function exampleDefinition(type: string, attributes = ''): string {
  return `{ "mdev_type": "${type}", "start": "auto", "attrs": [ ${attributes} ] }`
}
