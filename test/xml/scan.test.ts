import { expect } from 'chai'
import fc from 'fast-check'
import { attributeOf, childrenOf, scanXml, textOf, type XmlElement, type XmlNode } from '../../lib/xml/index.js'

const sample = [
  '\ufeff<?xml version="1.0" encoding="UTF-8" standalone="no"?>',
  '<!-- before --><?pi some data?>',
  '<device xmlns:q="urn:q" a = \'1\'>',
  '  <name>x &lt;&#x41;&#66;&gt; ]] &amp; \u{1F600}</name>\r',
  '  <q:empty q:b="say \'hi\'&quot;\ttab"/><![CDATA[<raw> & ]] >]]>',
  '  <\u00e9\u00b7\u{10000}></\u00e9\u00b7\u{10000} >',
  '</device>',
  '<!----><?end?>',
].join('\n')

/** The root of a text that is read, with no problem at all. */
function rootOf(text: string): XmlElement {
  const { root, problems } = scanXml(text)
  expect(problems).to.deep.equal([])
  if (root === undefined) throw new Error('there is no root')
  return root
}

/** All nodes below and including the given ones. */
function* allOf(nodes: readonly XmlNode[]): Generator<XmlNode> {
  for (const node of nodes) {
    yield node
    if (node.kind === 'element') yield* allOf(node.children)
  }
}

describe('scanXml: documents that are read', () => {
  it('keeps offsets that lead back to what is written', () => {
    const document = scanXml(sample)
    expect(document.problems).to.deep.equal([])
    const cut = (start: number, end: number): string => sample.slice(start, end)
    for (const node of allOf(document.prolog)) {
      const raw = cut(node.start, node.end)
      switch (node.kind) {
        case 'element':
          expect(raw.startsWith(`<${node.name}`)).to.equal(true)
          expect(cut(node.start, node.openEnd).endsWith(node.selfClosing ? '/>' : '>')).to.equal(true)
          if (node.selfClosing) expect([node.openEnd, node.closeStart]).to.deep.equal([node.end, node.end])
          else expect(cut(node.closeStart, node.end).replace(' ', '')).to.equal(`</${node.name}>`)
          for (const child of node.children) expect(child.kind !== 'element' || child.parent === node).to.equal(true)
          for (const { name, start, end, nameEnd, valueStart, valueEnd } of node.attributes) {
            expect(cut(start, nameEnd)).to.equal(name)
            expect(cut(valueStart - 1, valueStart)).to.equal(cut(valueEnd, valueEnd + 1))
            expect(end).to.equal(valueEnd + 1)
          }
          break
        case 'text':
          expect(raw).not.to.contain('<')
          break
        case 'cdata':
          expect(raw).to.equal(`<![CDATA[${node.value}]]>`)
          break
        case 'comment':
          expect(raw).to.equal(`<!--${node.value}-->`)
          break
        case 'instruction':
          expect(raw).to.equal(`<?${node.target}${node.value && ` ${node.value}`}?>`)
      }
    }
    expect(document.prolog.map((node) => node.kind)).to.deep.equal([
      'comment',
      'instruction',
      'element',
      'comment',
      'instruction',
    ])
    const { declaration } = document
    expect(declaration).to.deep.equal({ start: 1, end: 55, version: '1.0', encoding: 'UTF-8', standalone: 'no' })
  })

  it('resolves references and normalizes white space in values', () => {
    const root = rootOf(sample)
    const [name, empty] = childrenOf(root)
    expect(name && textOf(name)).to.equal('x <AB> ]] & \u{1F600}')
    expect(empty && attributeOf(empty, 'q:b')?.value).to.equal("say 'hi'\" tab")
    expect(textOf(root)).to.equal('\n  \n  <raw> & ]] >\n  \n')
    const { attributes } = rootOf("<a b='1\r\n2\r3\n4\t5&#13;&#10;&#9;&apos;&#x10FFFF; \r\n'/>")
    expect(attributes[0]?.value).to.equal("1 2 3 4 5\r\n\t'\u{10ffff}  ")
  })

  it('normalizes line ends in text, CDATA, comments and instructions', () => {
    const root = rootOf('<a>\r\n1\r2&#13;\r<![CDATA[\r\n]]><!--\r--><?p 1\r\n?></a>')
    expect(root.children.map((node) => node.kind !== 'element' && node.value)).to.deep.equal([
      '\n1\n2\r\n',
      '\n',
      '\n',
      '1\n',
    ])
  })

  it('reads every version 1.N and what the declaration may leave out', () => {
    for (const version of ['1.0', '1.1', '1.17', '1.']) {
      expect(scanXml(`<?xml version='${version}'?><a/>`).declaration?.version).to.equal(version)
    }
    expect(rootOf('<?xml\tversion\n=\r"1.0" ?><a/>').name).to.equal('a')
    expect(scanXml("<?xml version='1.0' standalone='yes'?><a/>").declaration?.standalone).to.equal('yes')
    expect(scanXml("<?xml version='1.0' encoding='KOI8-R'?><a/>").declaration?.encoding).to.equal('KOI8-R')
  })

  it('reads what libxml2 reads although XML 1.0 does not have it', () => {
    rootOf(`<?xml version='1.0' encoding='UTF-8'standalone='yes'?><a/>`)
    expect(scanXml("<a xmlns:p='' xmlns:p='' xmlns:p='u' p:b='1'/>").problems.map((problem) => problem.code)).to.eql([
      'xml/namespace-prefix-empty',
      'xml/namespace-attribute-duplicate',
      'xml/namespace-prefix-empty',
      'xml/namespace-attribute-duplicate',
    ])
    const many = Array.from({ length: 20 }, (_, i) => `b${i}='1'`).join(' ')
    expect(scanXml(`<a ${many} xmlns:p='' ${many.replaceAll('b', 'c')} xmlns:p=''/>`).root?.name).to.equal('a')
    expect(scanXml(`<a xmlns:p='' ${many} xmlns:p='u' xmlns:q='u'/>`).root?.name).to.equal('a')
  })

  it('takes the names of JavaScript for names like others', () => {
    const root = rootOf("<__proto__ constructor='1' __proto__='2'><toString/></__proto__>")
    expect(root.attributes.map(({ name, value }) => [name, value])).to.deep.equal([
      ['constructor', '1'],
      ['__proto__', '2'],
    ])
  })

  it('reads up to its limits', () => {
    const deep = '<a>'.repeat(256) + '</a>'.repeat(256)
    expect(rootOf(deep).end).to.equal(deep.length)
    const wide = `<a ${Array.from({ length: 1000 }, (_, i) => `a${i}='${i}'`).join(' ')}/>`
    expect(rootOf(wide).attributes).to.have.length(1000)
    expect(rootOf(`<a b='${'x'.repeat(10_000_000)}'/>`).attributes[0]?.value).to.have.length(10_000_000)
  })
})

/** Text, code, what the span covers, and a part of the message. */
const refused: readonly (readonly [text: string, code: string, covered: string, message?: string])[] = [
  ['', 'xml/empty', '', 'The text is empty.'],
  ['\ufeff \n', 'xml/empty', '\ufeff \n', 'The text is empty.'],
  ['<!-- a -->', 'xml/empty', '<!-- a -->', 'no root element'],
  ['<!DOCTYPE html><a/>', 'xml/doctype', '<!DOCTYPE', 'DOCTYPE html'],
  ['<a><!DOCTYPE b></a>', 'xml/doctype', '<!DOCTYPE'],
  ['<!doctype html><a/>', 'xml/markup-invalid', '<!', "'<!doctype'"],
  ['<a><!ELEMENT a ANY></a>', 'xml/markup-invalid', '<!'],
  ['\ufeff\ufeff<a/>', 'xml/text-outside-root', '\ufeff', "'\\ufeff'"],
  ['x<a/>', 'xml/text-outside-root', 'x', "'x'"],
  ['<a/>&amp;', 'xml/text-outside-root', '&'],
  ['<a/><![CDATA[x]]>', 'xml/text-outside-root', '<![CDATA['],
  ['<a/>\u001b', 'xml/character-invalid', '\u001b', 'U+001B'],
  ['<a/>\0', 'xml/character-invalid', '\0', 'U+0000'],
  ['<a/>\ud83d', 'xml/character-invalid', '\ud83d', 'U+D83D'],
  ['<a/>\u{1F600}', 'xml/text-outside-root', '\ud83d', "'\u{1F600}'"],
  ['</a>', 'xml/tag-mismatch', '</a', "'</a>'"],
  ['<a/></', 'xml/tag-mismatch', '</'],
  ['<a/><b/>', 'xml/root-second', '<', "'a'"],
  // declarations
  [' <?xml version="1.0"?><a/>', 'xml/declaration-invalid', '<?xml', 'very start'],
  ['<a/><?xml version="1.0"?>', 'xml/declaration-invalid', '<?xml'],
  ['<?xml?><a/>', 'xml/declaration-invalid', '<?xml', 'white space'],
  ['<?xml ?><a/>', 'xml/declaration-invalid', '?', "'?' follows"],
  ['<?xml encoding="UTF-8"?><a/>', 'xml/declaration-invalid', 'e'],
  ['<?xml version?><a/>', 'xml/declaration-invalid', '?', "'='"],
  ['<?xml version=1.0?><a/>', 'xml/declaration-invalid', '1', 'quotes'],
  ['<?xml version="1.0?><a/>', 'xml/declaration-invalid', '"', 'no closing quote'],
  ['<?xml version="1.0', 'xml/declaration-invalid', '"'],
  ['<?xml version="one"?><a/>', 'xml/declaration-invalid', 'one', "'one'"],
  ['<?xml version="2.0"?><a/>', 'xml/version-unsupported', '2.0', "'2.0'"],
  ['<?xml version="1.0"encoding="UTF-8"?><a/>', 'xml/declaration-invalid', 'e', 'White space'],
  ['<?xml version="1.0" encoding="8"?><a/>', 'xml/declaration-invalid', '8', "'8'"],
  ['<?xml version="1.0"standalone="yes"?><a/>', 'xml/declaration-invalid', 's', 'White space'],
  ['<?xml version="1.0" encoding="l1"standalone="yes"?><a/>', 'xml/declaration-invalid', 's'],
  ['<?xml version="1.0" standalone="maybe"?><a/>', 'xml/declaration-invalid', 'maybe', "'maybe'"],
  ['<?xml version="1.0" standalone="no" encoding="UTF-8"?><a/>', 'xml/declaration-invalid', 'e', "'?>'"],
  ['<?xml version="1.0"', 'xml/declaration-invalid', '', 'the end of the text'],
  // start tags and names
  ['<', 'xml/markup-invalid', '', 'the end of the text'],
  ['<a>1 < 2</a>', 'xml/markup-invalid', ' ', "'&lt;'"],
  ['<1/>', 'xml/markup-invalid', '1', "'1'"],
  ['<\u0001/>', 'xml/character-invalid', '\u0001'],
  ['<a', 'xml/tag-unclosed', '<a', "'a'"],
  ['<a ', 'xml/tag-unclosed', '<a'],
  ["<a b='1'", 'xml/tag-unclosed', '<a'],
  ['<a!/>', 'xml/name-invalid', '!', "'!' follows"],
  ['<a\u{F0000}/>', 'xml/name-invalid', '\u{F0000}'.slice(0, 1)],
  ['<a/', 'xml/markup-invalid', '', "'>' must follow '/'"],
  ['<a/ >', 'xml/markup-invalid', ' '],
  ['<a:b:1/>', 'xml/name-invalid', 'a:b:1', "'a:b:1'"],
  ["<a b:c:-='1'/>", 'xml/name-invalid', 'b:c:-'],
  ['<a>', 'xml/tag-unclosed', '<a', 'no end tag'],
  ['<a><b>x', 'xml/tag-unclosed', '<b', "'b'"],
  // end tags
  ['<a></b>', 'xml/tag-mismatch', '</b', "'</b>' does not match the open element 'a'"],
  ['<a></ab>', 'xml/tag-mismatch', '</ab'],
  ['<a></ a>', 'xml/tag-mismatch', '</'],
  ['<a></a', 'xml/tag-unclosed', '', "must close with '>'"],
  ['<a></a b>', 'xml/tag-unclosed', 'b'],
  // attributes
  ["<a b='1' b='2'/>", 'xml/attribute-duplicate', 'b', "two attributes 'b'"],
  ["<a xmlns='1' xmlns='1'/>", 'xml/attribute-duplicate', 'xmlns'],
  ["<a xmlns:='' xmlns:=''/>", 'xml/attribute-duplicate', 'xmlns:'],
  ["<a xmlns:p='' xmlns:p='1' xmlns:p='2'/>", 'xml/attribute-duplicate', 'xmlns:p'],
  [`<a ${'bcdefghijklmnopq'.replace(/./g, "$&='' ")}r='' e=''/>`, 'xml/attribute-duplicate', 'e'],
  ["<a b='1'c='2'/>", 'xml/attribute-invalid', 'c', 'White space'],
  ["<a ='1'/>", 'xml/name-invalid', '=', "'='"],
  ['<a b/>', 'xml/attribute-invalid', '/', "'='"],
  ['<a b = 1/>', 'xml/attribute-invalid', '1', 'quotes'],
  ["<a b='", 'xml/attribute-invalid', "'", 'no closing quote'],
  ["<a b='<'/>", 'xml/attribute-invalid', '<', "'&lt;'"],
  ["<a b='\u0000'/>", 'xml/character-invalid', '\0', 'U+0000'],
  ["<a b='\udc00'/>", 'xml/character-invalid', '\udc00', 'U+DC00'],
  // text
  ['<a>]]></a>', 'xml/text-invalid', ']]>', "']]&gt;'"],
  ['<a>\ufffe</a>', 'xml/character-invalid', '\ufffe', 'U+FFFE'],
  ['<a>\ud800x</a>', 'xml/character-invalid', '\ud800', 'U+D800'],
  // references
  ['<a>& </a>', 'xml/reference-invalid', '&', "'&amp;'"],
  ['<a>&', 'xml/reference-invalid', '&', 'the end of the text'],
  ['<a>&amp</a>', 'xml/reference-invalid', '&amp', "';'"],
  ['<a>&foo;</a>', 'xml/reference-undefined', '&foo;', "'&foo;'"],
  ["<a b='&__proto__;'/>", 'xml/reference-undefined', '&__proto__;'],
  ['<a>&#;</a>', 'xml/reference-invalid', '&#', 'decimal'],
  ['<a>&#xg;</a>', 'xml/reference-invalid', '&#x', 'hexadecimal'],
  ['<a>&#X41;</a>', 'xml/reference-invalid', '&#'],
  ['<a>&#12', 'xml/reference-invalid', '&#12', "';'"],
  ['<a>&#0;</a>', 'xml/reference-invalid', '&#0;', 'cannot carry'],
  ['<a>&#xd800;</a>', 'xml/reference-invalid', '&#xd800;'],
  ['<a>&#x110000;</a>', 'xml/reference-invalid', '&#x110000;'],
  [`<a>&#${'9'.repeat(400)};</a>`, 'xml/reference-invalid', `&#${'9'.repeat(400)};`, '999...'],
  // comments, CDATA sections, instructions
  ['<!-- a -- b --><a/>', 'xml/comment-invalid', '--', "'--'"],
  ['<a><!-- b', 'xml/comment-invalid', '<!--', "'-->'"],
  ['<a><!-- \u0002 --></a>', 'xml/character-invalid', '\u0002'],
  ['<a><![CDATA[ b', 'xml/cdata-invalid', '<![CDATA[', "']]>'"],
  ['<? a?><a/>', 'xml/instruction-invalid', '<?', "' ' follows"],
  ['<?XmL a?><a/>', 'xml/instruction-invalid', 'XmL', "'XmL'"],
  ['<?a/?><a/>', 'xml/instruction-invalid', '/', "'/' follows"],
  ['<?a', 'xml/instruction-invalid', '', 'the end of the text'],
  ['<?a b', 'xml/instruction-invalid', '<?', "no closing '?>'"],
  // limits
  ['<a>'.repeat(257), 'xml/too-deep', '<a', '256'],
  ['<a>'.repeat(100_000), 'xml/too-deep', '<a'],
]

describe('scanXml: texts that are refused', () => {
  for (const [text, code, covered, part = ''] of refused) {
    it(`${code}: ${JSON.stringify(text.slice(0, 60))}`, () => {
      const document = scanXml(text)
      const [problem, ...others] = document.problems
      expect(others).to.deep.equal([])
      expect(problem).to.include({ code, fatal: true })
      expect(problem && text.slice(problem.start, problem.end)).to.equal(covered)
      expect(problem?.message).to.contain(part)
      expect(problem?.message).to.match(/^[^\p{Cc}\p{Cs}]{10,300}\.$/u)
      expect([document.root, document.prolog, document.declaration]).to.deep.equal([undefined, [], undefined])
    })
  }

  it('refuses more attributes than its limit, and many more', () => {
    for (const count of [1001, 100_000]) {
      const text = `<a ${Array.from({ length: count }, (_, i) => `a${i}='1'`).join(' ')}/>`
      const [problem] = scanXml(text).problems
      expect(problem).to.include({ code: 'xml/too-many-attributes', fatal: true })
      expect(problem && text.slice(problem.start, problem.end)).to.equal("a1000='1'")
    }
  })

  it('refuses more nodes than its limit', () => {
    const [problem] = scanXml(`<a>${'<b/>'.repeat(2_000_000)}</a>`).problems
    expect(problem).to.include({ code: 'xml/too-many-nodes', start: 3 + 4 * 1_999_999 })
  })

  it('refuses longer texts than its limit', () => {
    const length = 64 * 1024 * 1024 + 1
    expect(scanXml(' '.repeat(length)).problems[0]).to.include({ code: 'xml/too-long', start: length - 1, end: length })
  })

  it('names the first fault of several', () => {
    expect(scanXml('<a>&x;\u0000</b>').problems[0]?.code).to.equal('xml/reference-undefined')
    expect(scanXml('<a>\u0000&x;</b>').problems[0]?.code).to.equal('xml/character-invalid')
    expect(scanXml('<a><!-- \u0000 -- --></a>').problems[0]?.code).to.equal('xml/character-invalid')
    expect(scanXml("<a p:b='1' b='' b=''/>").problems.map((problem) => problem.fatal)).to.deep.equal([true])
  })

  it('throws a wrong type back at the caller', () => {
    // @ts-expect-error a number is no text
    expect(() => scanXml(1)).to.throw(TypeError)
  })
})

describe('scanXml: ASCII, and what is not', () => {
  const ascii = `<?xml version='1.0'?>\n<d a = '1' b="2&lt;">\n  <n>x &#x41; ]] y</n ><e/>\r\n<![CDATA[<]]><!--c--></d>\n`

  it('read a text in the same way, wherever it ends', () => {
    const twin = ascii.replace('y', '\u00e9')
    for (let end = 0; end <= ascii.length; end++) {
      const [plain, other] = [ascii, twin].map((text) => {
        const { root, prolog, problems } = scanXml(text.slice(0, end))
        const nodes = [...allOf(prolog)].map(({ kind, start, end }) => ({ kind, start, end }))
        return { nodes, name: root?.name, problems: problems.map(({ code, start, end }) => ({ code, start, end })) }
      })
      expect(other, ascii.slice(0, end)).to.deep.equal(plain)
    }
    expect(scanXml(ascii).root?.end).to.equal(ascii.length - 1)
    expect(scanXml(twin).root?.end).to.equal(twin.length - 1)
  })

  it('has no unit behind its end', () => {
    for (const begin of [
      '<',
      '<a',
      '<a ',
      '<a b',
      '<a b=',
      "<a b='",
      "<a b='c",
      '</',
      '<a>',
      '<a></',
      '<a></a',
      '<a>x',
    ]) {
      for (const text of [begin, `\u00e9${begin}`, `${begin}\u00e9`]) {
        const [problem] = scanXml(text).problems
        expect(problem?.fatal, text).to.equal(true)
        expect(problem?.end, text).to.be.most(text.length)
      }
    }
  })
})

describe('scanXml: any damage', () => {
  const damages = fc.array(
    fc.record({
      at: fc.nat(sample.length),
      cut: fc.nat(2),
      insert: fc.oneof(
        fc.string({ unit: 'binary', maxLength: 2 }),
        fc.constantFrom(...'<>&;\'"=/!?-[]:# \r\n\0\ud800'),
      ),
    }),
    { minLength: 1, maxLength: 3 },
  )

  it('never throws, and every span stays inside the text', () => {
    fc.assert(
      fc.property(damages, (list) => {
        const text = list.reduce((t, { at, cut, insert }) => t.slice(0, at) + insert + t.slice(at + cut), sample)
        const { root, prolog, problems } = scanXml(text)
        for (const { start, end } of [...problems, ...allOf(prolog)]) {
          expect(start >= 0 && start <= end && end <= text.length).to.equal(true)
        }
        expect(root === undefined).to.equal(problems.some((problem) => problem.fatal))
      }),
      { numRuns: 3000 },
    )
  })

  it('never throws on any text', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        (text) => scanXml(text).text === text && scanXml(`<${text}`).text !== '',
      ),
    )
  })
})
