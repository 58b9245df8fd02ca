import type { Random } from './random.js'

/** One way to change a document. Texts are byte strings: each character is one byte. */
export type Mutation = (text: string, random: Random) => string

/** The bytes of a text in UTF-8, as a byte string. */
export function utf8(text: string): string {
  return Buffer.from(text).toString('latin1')
}

/** Documents that have much of XML in little space, beside those of the corpus. */
export const ownSeeds: readonly string[] = [
  `<?xml version="1.0" encoding="UTF-8" standalone='yes'?>\n<!-- c - d -->\n<?pi some data?>\n<a:b xmlns:a="urn:a" xmlns="urn:d" a:x='1' y = "2 &lt;&#x20ac;&#10;"  xml:lang='en'>t ]] &amp; x]>\n<![CDATA[ <raw> ]] ]]><a:c/><é\u00b7 z=''>\u{1F600}</é ></a:b>\n<!-- e --><?q?>\n`,
  `<?xml version='1.1'?><r xmlns:p="u" xmlns:q="u"><p:a p:x='1' q:y='2'/><q:b xmlns:p='v' p:z="1" q:z='2'></q:b></r>`,
  `<?xml version = "1.0" encoding = 'utf-8' standalone = "no" ?>\r\n<a>\r\n<b>1</b>\t<c d='x"y' e="x'y"/><!----></a>\r\n`,
  `\ufeff<_-.:x ·='' a:b='&apos;&quot;&gt;'><?a:b ?><?x-y z?>&#xA;&#13;\r\r\n<x:y xmlns:x='http://a b'/></_-.:x>`,
  `<domain type='kvm' xmlns:qemu='http://libvirt.org/schemas/domain/qemu/1.0'>\n  <name>a&amp;b</name>\n  <!-- one -->\n  <devices>\n    <hostdev mode='subsystem' type='mdev' model="vfio-pci">\n      <source><address uuid='c2177883-f1bb-47f0-914d-32a22e3a8804'/></source>\n    </hostdev>\n  </devices>\n  <qemu:commandline><qemu:arg value='-s'/></qemu:commandline>\n</domain>\n`,
].map(utf8)

const bytes = Array.from({ length: 256 }, (_, code) => String.fromCharCode(code))

const characters = [
  ...`<>&'"/=!?-[]:;#x \t\r\n.aA1_\`\x01\x1b\x7f\x85\xa0\xb7é\u037e\u2028\u200c\u2040\ufffd\ufffe\uffff\ufeff`,
  ...'\u{1F600}\u{10000}\u{EFFFF}\u{F0000}\u{10FFFF}',
].map(utf8)

const references = [
  ...['&#0;', '&#x0;', '&#9;', '&#x1F600;', '&#xD800;', '&#x110000;', '&#x10FFFF;', '&#xfffe;', '&#38;', '&#60;'],
  ...['&#99999999999999999999;', '&#;', '&#x;', '&#X41;', '&#x41', '&lt;', '&gt;', '&amp;', '&apos;', '&quot;'],
  ...['&foo;', '&;', '& ', '&', '&lt', '&a:b;', '&amp;lt;', '&&amp;', '&Lt;', '& amp;', '&amp ;', '%a;', '&#-1;'],
]

const comments = [
  ...['<!--', '-->', '--', '---', '<!---->', '<!-- -->', '<!-->', '<!--->', '<!-- a -- b -->', '<!--a--->', '<!- a ->'],
  ...['<!-- <a> & ]]> -->', '<! -- a -->', '<!-- a', '<!--<!-- -->', '<!---a-->', '<!--a- -->'],
]

const cdata = [
  ...[']]>', '<![CDATA[', '<![CDATA[x]]>', '<![CDATA[]]>', '<![CDATA[]]]]>', '<![CDATA[<a>&]]>', '<![cdata[x]]>'],
  ...['<![CDATA [x]]>', '<![CDATA[ ]] > ]]>', '<![CDATA[<![CDATA[]]>', '<![INCLUDE[]]>', '<![', ']]]>', ']] >'],
]

const instructions = [
  ...[
    '<?xml version="1.0"?>',
    '<?xml?>',
    '<?XML a?>',
    '<?Xml?>',
    '<?xmlx?>',
    '<?xml-model href="a"?>',
    '<?pi?>',
    '<?pi d?>',
  ],
  ...['<?p:i d?>', '<? pi?>', '?>', '<?', '<??>', '<?pi d>', '<?pi??>', '<?1?>', '<?pi\td ? > ?>', '<?:a?>', '<?a/?>'],
]

const attributes = [
  ...[' a="1"', ' a="1" a="2"', ' a=1', ' a', ' a = "1" ', " a='<'", " a='>'", ' a="', ' ="1"', ' a=""b=""', ' a="&"'],
  ...[" a='\"'", " a='\t\n\r'", ' a=="1"', " a='1'\"", ' é="1"', ' 1="1"', ' -a="1"', ' xml:space="x"', " a\n=\t'1'"],
]

const namespaces = [
  ...[' xmlns=""', ' xmlns="u"', ' xmlns:p=""', ' xmlns:p="u"', ' xmlns:q="u"', ' xmlns:xml="u"', ' xmlns="a b"'],
  ...[' xmlns:xml="http://www.w3.org/XML/1998/namespace"', ' xmlns="http://www.w3.org/XML/1998/namespace"'],
  ...[' xmlns:q="http://www.w3.org/2000/xmlns/"', ' xmlns:xmlns="u"', ' p:a="1"', ' q:a="1"', ' :a="1"', ' a:="1"'],
  ...[' a:b:c="1"', ' a:1="2"', ' xmlns:1="2"', ' xmlns:="2"', ' xmlns:p="u" xmlns:p="u"', ' xml:a="1" xml:a="1"'],
]

const elements = [
  ...['<a/>', '<p:a/>', '<:a/>', '<a:/>', '<a:b:c/>', '<a::b/>', '<a:1/>', '<a:b:1/>', '<a:b:/>', '<a:é/>', '<:/>'],
  ...['<xmlns:a/>', '<xml:a/>', '<a>', '</a>', '</a >', '</ a>', '< a>', '<a / >', '</', '<', '<>', '</>', '<a/', '/>'],
  ...['<!', '<!x>', '<!ELEMENT a ANY>', '<a/a>', '<a></a>', '<1/>', '<a\n>', '<a="1"/>', '</a b="1">', '\ufeff'],
].map(utf8)

const declarations = [
  ...['<?xml version="1.0"?>', `<?xml version='1.0' encoding='UTF-8'?>`, ' <?xml version="1.0"?>', '\n<?xml?>'],
  ...['<?xml version="1.0" encoding="utf-8" standalone="yes"?>\n', '<?xml version="1.5"?>', '<?xml version="2.0"?>'],
  ...['<?xml version="1.0" standalone="no" ?>', '<?xml encoding="UTF-8"?>', '<?xml version="10"?>', '<?xml ?>'],
  ...['<?xml version="1.0" standalone="yes" encoding="UTF-8"?>', '<?xml version="1.0a"?>', '<?xml version=" 1.0"?>'],
  ...['<?xml\tversion\n=\r"1.0"?>', '<?xml version="1.0" encoding=""?>', '<?xml version="1."?>', '<?xml version="1"?>'],
  ...[
    '<?xml version="1.0" encoding="UTF8"standalone="yes"?>',
    '<?xml version="1.0" ?><!-- x -->',
    '<?xml version="1.0">',
  ],
  ...['<?xml version="1.0" standalone="maybe"?>', '<?xml version="1.0" a="b"?>', `<?xml version="1.0'?>`, '<?XML?>'],
  ...[
    '\ufeff',
    '\ufeff<?xml version="1.0"?>',
    '\ufeff\ufeff',
    '<?xml version="1.0" encoding="-8"?>',
    '\n',
    '<!-- x -->',
  ],
].map(utf8)

/** With `there` in the place of what stands between two offsets. */
function put(text: string, from: number, to: number, there = ''): string {
  return text.slice(0, from) + there + text.slice(to)
}

function anywhere(tokens: readonly string[]): Mutation {
  return (text, random) => {
    const at = random.number(text.length + 1)
    return put(text, at, at, random.from(tokens))
  }
}

/** Changes one of the places that a pattern finds; a text without one stays as it is. */
function where(pattern: RegExp, change: (found: string, random: Random, text: string) => string): Mutation {
  return (text, random) => {
    const found = [...text.matchAll(pattern)]
    if (found.length === 0) return text
    const { 0: here, index } = random.from(found)
    return put(text, index, index + here.length, change(here, random, text))
  }
}

const TAG = /<([\w:]+)[^<>]*>/g
const NAME = /<\/?[\w:]+/g
const VALUE = /=(?:'[^'<>]*'|"[^"<>]*")/g
const BETWEEN = />[^<]*/g
const DECLARATION = /^(?:\xef\xbb\xbf|.)?<\?xml[^>]*>/

/** All kinds, by name. */
export const mutations: Readonly<Record<string, Mutation>> = {
  'a byte removed': (text, random) => {
    const at = random.number(text.length)
    return put(text, at, at + 1)
  },
  'a byte put in': anywhere(bytes),
  'a byte replaced': (text, random) => {
    const at = random.number(text.length)
    return put(text, at, at + 1, random.from(bytes))
  },
  'a character put in': anywhere(characters),
  'a character replaced': (text, random) => {
    const at = random.number(text.length)
    return put(text, at, at + 1, random.from(characters))
  },
  'a piece removed': (text, random) => {
    const at = random.number(text.length)
    return put(text, at, at + random.number(30))
  },
  'a piece doubled': (text, random) => {
    const at = random.number(text.length)
    return put(text, at, at, text.slice(at, at + random.number(60)))
  },
  'a piece put elsewhere': (text, random) => {
    const [from, to] = [random.number(text.length), random.number(text.length)]
    return put(text, to, to, text.slice(from, from + 1 + random.number(40)))
  },
  'the end cut off': (text, random) => text.slice(0, random.number(text.length + 1)),
  'a token put in anywhere': anywhere([...references, ...comments, ...cdata, ...instructions, ...elements]),
  'a reference in content': where(BETWEEN, (here, random) => here + random.from(references)),
  'a reference in a value': where(
    VALUE,
    (here, random) => here.slice(0, -1) + random.from(references) + here.slice(-1),
  ),
  'a comment in content': where(BETWEEN, (here, random) => here + random.from(comments)),
  'CDATA in content': where(BETWEEN, (here, random) => here + random.from(cdata)),
  'an instruction in content': where(BETWEEN, (here, random) => here + random.from(instructions)),
  'an element in content': where(BETWEEN, (here, random) => here + random.from(elements)),
  'an attribute put in': where(NAME, (here, random) => here + random.from(attributes)),
  'an attribute of elsewhere': where(NAME, (here, random, text) => {
    const others = [...text.matchAll(/ [\w:]+=(?:'[^'<>]*'|"[^"<>]*")/g)].map(([attribute]) => attribute)
    return others.length === 0 ? here : here + random.from(others)
  }),
  'a namespace declared or used': where(NAME, (here, random) => here + random.from(namespaces)),
  'a prefix on an element': (text, random) => {
    const names = [...text.matchAll(/<(\w+)/g)].map(([, name = '']) => name)
    if (names.length === 0) return text
    const prefix = random.from(['p:', 'xml:', 'xmlns:', 'a:b:'])
    return text.replaceAll(new RegExp(`(?<=</?)${random.from(names)}\\b`, 'g'), `${prefix}$&`)
  },
  'other line ends': (text, random) => text.replaceAll('\n', random.from(['\r\n', '\r', '\n\r', '\x0b', ''])),
  'a name changed': where(
    NAME,
    (here, random) =>
      here.slice(0, here.length - random.number(2)) +
      random.from([':', 'p:', utf8('é'), '1', '-', '.', '', ':x', utf8('\ufeff')]),
  ),
  'a tag changed': where(TAG, (here, random) =>
    random.from([
      `${here.slice(0, -1)}/>`,
      here + here,
      `<!--${here}-->`,
      `<![CDATA[${here}]]>`,
      here.toUpperCase(),
      here.replace(/["']/, random.from([`"`, `'`, ''])),
      here.replace('<', '</'),
      here.replace(/\s+/, random.from(['', '\n', '\t\r\n'])),
      '',
    ]),
  ),
  'a mark doubled or removed': where(/[="'/<>?! \-&;]/g, (here, random) =>
    random.from(['', here + here, `${here} `, ` ${here}`]),
  ),
  'another declaration': (text, random) => random.from(declarations) + text.replace(DECLARATION, ''),
  'the declaration damaged': (text, random) => {
    const [here] = DECLARATION.exec(text) ?? []
    if (here === undefined) return random.from(declarations) + text
    const at = random.number(here.length)
    return put(text, at, at + random.number(2), random.from(['', ...characters]))
  },
  'something behind the end': (text, random) =>
    text + random.from([' ', '\n', 'x', '&#32;', ...comments, ...cdata, ...instructions, ...elements, ...characters]),
}
