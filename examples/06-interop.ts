// From and to the trees of fast-xml-parser and xmlbuilder2.
import { XMLBuilder, XMLParser } from 'fast-xml-parser'
import { create } from 'xmlbuilder2'
import { formatHostdev, hostdevFor, parseDomain } from 'nodedev-xml'
import { fastXmlOptions, fromDom, fromFastXml, toBuilder, toFastXml } from 'nodedev-xml/interop'

const hostdev = formatHostdev(hostdevFor({ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01', deviceApi: 'vfio-pci' }))

// a value into a builder of xmlbuilder2, and a document of it read
const domain = create().ele('domain', { type: 'kvm' })
toBuilder(domain.ele('devices'), hostdev)
console.log(parseDomain(fromDom(domain)).unwrap().hostdevs[0]?.type)

// a value into a tree for XMLBuilder, and a tree of XMLParser read
const text: string = new XMLBuilder(fastXmlOptions).build({
  domain: { '@_type': 'kvm', devices: toFastXml(hostdev, fastXmlOptions) },
})
const tree: object = new XMLParser(fastXmlOptions).parse(text)
console.log(parseDomain(fromFastXml(tree, fastXmlOptions)).unwrap().hostdevs[0]?.type)

// mdev
// mdev
