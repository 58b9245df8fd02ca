import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeXml, scanXml, type XmlProblem, type XmlProblemCode } from '../../lib/xml/index.js'
import { xmllintAvailable, xmllintVerdicts } from '../oracle/oracle.js'
import { makeWorkFolder } from '../oracle/work-folder.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'
import { mutations, ownSeeds } from './mutations.js'
import { randomOf, type Random } from './random.js'
import { seed as seedOfRun } from '../seed.js'
import { shrinkText } from './shrink-text.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')
const MUTANTS = 50_000
const MUTANTS_AT_ONCE = 5_000
const LONGEST_SEED = 30_000

/** What is refused here by choice, whatever libxml2 does: these documents are not compared. */
const REFUSED_BY_CHOICE: Readonly<Partial<Record<XmlProblemCode, string>>> = {
  'xml/doctype': 'a document type declaration can hide anything in entities; libvirt expands them',
  'xml/encoding-unsupported': 'libxml2 has many encodings; here are UTF-8, UTF-16, ISO-8859-1 and US-ASCII',
  'xml/too-long': 'a cap on memory',
  'xml/too-deep': 'a cap; that of libxml2 is one level away, and goes with an option',
  'xml/too-many-attributes': 'a cap on memory',
  'xml/too-many-nodes': 'a cap on memory',
}

/** What libxml2 says of namespaces, and as which finding it is told here. */
const NAMESPACE_MESSAGES: readonly (readonly [message: RegExp, code: XmlProblemCode])[] = [
  [/^Namespace prefix xmlns (?:on|for) /, 'xml/namespace-invalid'],
  [/^Namespace prefix .* is not defined$/, 'xml/namespace-prefix-unbound'],
  [/^Namespaced Attribute /, 'xml/namespace-attribute-duplicate'],
  [/^xmlns:\S*: Empty XML namespace is not allowed$/, 'xml/namespace-prefix-empty'],
  [/^Failed to parse QName '.*'$/, 'xml/namespace-invalid'],
  [/^colons are forbidden from PI names '.*'$/, 'xml/namespace-invalid'],
  [/^xml namespace prefix mapped to wrong URI$/, 'xml/namespace-invalid'],
  [/^xml namespace URI (?:cannot be the default namespace|mapped to wrong prefix)$/, 'xml/namespace-invalid'],
  [/^redefinition of the xmlns prefix is forbidden$/, 'xml/namespace-invalid'],
  [/^reuse of the xmlns namespace name is forbidden$/, 'xml/namespace-invalid'],
]

/** What libxml2 says and this library does not. */
const NOT_SAID: readonly (readonly [message: RegExp, why: string])[] = [
  [/^xmlns(?::\S+)?: '/, 'that a namespace name is no URI: names are compared, and nobody looks behind them'],
  [
    /^Namespace prefix \S+ (?:on|for) \S*:/,
    'the prefix of a name with two colons: that the name is none is said, and enough',
  ],
]

/** What this library says and libxml2 does not, by the beginning of the message. */
const SAID_HERE_ONLY: readonly (readonly [message: string, why: string])[] = [
  [
    'The element has two declarations ',
    'libxml2 drops a faulty declaration before it looks for another one of that name',
  ],
]

const declared = (encoding: string, content: string): string =>
  `<?xml version='1.0' encoding='${encoding}'?><a>${content}</a>`
const utf16le = (text: string): string => Buffer.from(text, 'utf16le').toString('latin1')
const utf16be = (text: string): string => Buffer.from(text, 'utf16le').swap16().toString('latin1')
const utf32le = (text: string): string => [...text].map((character) => `${character}\0\0\0`).join('')
const utf32be = (text: string): string => [...text].map((character) => `\0\0\0${character}`).join('')

const NOT_READ = 'an encoding that is not read'

/** Documents as byte strings, and why one is refused here that libxml2 reads. */
const ENCODINGS: readonly (readonly [what: string, bytes: string, refusedBecause?: string])[] = [
  ['UTF-8', '<a>\xc3\xa9\xe2\x82\xac\xf0\x9f\x98\x80</a>'],
  ['UTF-8 with a byte order mark', '\xef\xbb\xbf<a>\xc3\xa9</a>'],
  ['UTF-8 with a byte order mark, declared', `\xef\xbb\xbf${declared('UTF-8', '\xc3\xa9')}`],
  ['utf8', declared('utf8', '\xc3\xa9')],
  ['a cut sequence of UTF-8', '<a>\xe2\x82</a>'],
  ['an overlong sequence of UTF-8', '<a>\xc0\xaf</a>'],
  ['a surrogate in UTF-8', '<a>\xed\xa0\x80</a>'],
  ['above U+10FFFF in UTF-8', '<a>\xf4\x90\x80\x80</a>'],
  ['a byte above 0x7f and no declaration', '<a>\xe9</a>'],
  ['a byte above 0x7f, declared UTF-8', declared('UTF-8', '\xe9')],
  ...['ISO-8859-1', 'iso8859-1', 'ISO_8859-1', 'ISO-LATIN-1', 'latin1', 'L1'].map((name): [string, string] => [
    name,
    declared(name, '\xe9\x80'),
  ]),
  ...['US-ASCII', 'ASCII', 'ISO646-US'].flatMap((name): [string, string][] => [
    [name, declared(name, 'e')],
    [`${name} and a byte above 0x7f`, declared(name, '\xe9')],
  ]),
  [
    'ISO-8859-1 behind the mark of UTF-8',
    `\xef\xbb\xbf${declared('ISO-8859-1', '\xe9')}`,
    'mark and declaration contradict each other',
  ],
  ['UTF-16LE with a byte order mark', utf16le('\ufeff<a>\u20ac\u{1F600}</a>')],
  ['UTF-16BE with a byte order mark', utf16be('\ufeff<a>\u20ac\u{1F600}</a>')],
  ['UTF-16LE, marked and declared', utf16le(`\ufeff${declared('UTF-16', '\u20ac')}`)],
  ['UTF-16BE, marked and declared', utf16be(`\ufeff${declared('UTF-16', '\u20ac')}`)],
  ['UTF-16LE by its declaration', utf16le(declared('UTF-16LE', '\u20ac'))],
  ['UTF-16BE by its declaration', utf16be(declared('UTF-16BE', '\u20ac'))],
  ['UTF-16 declared UTF-8', utf16be(`\ufeff${declared('UTF-8', '\u20ac')}`)],
  ['UTF-16LE without mark and declaration', utf16le('<a/>')],
  ['UTF-8 declared UTF-16', declared('UTF-16', 'e')],
  ['half a unit of UTF-16', utf16le('\ufeff<a/>').slice(0, -1)],
  ['a lone surrogate in UTF-16', utf16le('\ufeff<a>\ud800</a>')],
  ['windows-1252', declared('windows-1252', '\x80'), NOT_READ],
  ['ISO-8859-15', declared('ISO-8859-15', '\xa4'), NOT_READ],
  ['Shift_JIS', declared('Shift_JIS', '\x82\xa0'), NOT_READ],
  ['UTF-7', declared('UTF-7', '+IKw-'), NOT_READ],
  ['UTF-32LE without a byte order mark', utf32le('<a/>')],
  ['UTF-32BE without a byte order mark', utf32be('<a/>'), NOT_READ],
  ['an encoding that nobody has', declared('x-none', 'e')],
  ['nothing', ''],
]

/** A document for each refusal by choice that one can show, and what libxml2 says of it. */
const CHOICES: readonly (readonly [code: XmlProblemCode, text: string, theirs: Verdict])[] = [
  ['xml/doctype', '<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', 'well-formed'],
  ['xml/doctype', '<!DOCTYPE a><a/>', 'well-formed'],
  ['xml/too-deep', `${'<a>'.repeat(257)}${'</a>'.repeat(257)}`, 'well-formed'],
  ['xml/too-deep', `${'<a>'.repeat(258)}${'</a>'.repeat(258)}`, 'ill-formed'],
  ['xml/too-many-attributes', `<a${Array.from({ length: 1001 }, (_, i) => ` b${i}=''`).join('')}/>`, 'well-formed'],
  ['xml/too-many-nodes', `<a>${'<b/>'.repeat(2_000_000)}</a>`, 'well-formed'],
]

/** `ill-formed`, `well-formed`, or the codes of the findings about a document that is read. */
type Verdict = string

describe('the scanner against libxml2', () => {
  skipWhen(xmllintAvailable)
  const folder = makeWorkFolder()
  after(() => rmSync(folder, { recursive: true, force: true }))

  it(`judges ${MUTANTS} damaged documents alike`, async function () {
    this.timeout(300_000)
    const seed = seedOfRun()
    const random = randomOf(seed)
    const seeds = [...ownSeeds, ...corpusSeeds()]
    console.log(`        seed ${seed}, ${seeds.length} documents`)
    const counts = { 'well-formed': 0, 'ill-formed': 0, 'with namespace faults': 0 }
    const kinds = new Map(Object.keys(mutations).map((kind) => [kind, 0]))
    for (let compared = 0; compared < MUTANTS; compared += MUTANTS_AT_ONCE) {
      const texts: string[] = []
      while (texts.length < MUTANTS_AT_ONCE) {
        const made = mutant(seeds, random)
        if (verdictOf(made.text) === undefined) continue
        texts.push(made.text)
        for (const kind of made.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      }
      const theirs = await theirVerdicts(folder, texts)
      for (const [index, text] of texts.entries()) {
        const ours = verdictOf(text)
        if (ours !== theirs[index]) expect.fail(await told(folder, text))
        counts[ours === 'ill-formed' || ours === 'well-formed' ? ours : 'with namespace faults']++
      }
    }
    console.log(
      `        ${Object.entries(counts)
        .map(([what, count]) => `${count} ${what}`)
        .join(', ')}; ${kinds.size} kinds`,
    )
    for (const [kind, count] of kinds) expect(count, kind).to.be.above(MUTANTS / 200)
    for (const [what, count] of Object.entries(counts)) expect(count, what).to.be.above(MUTANTS / 50)
  })

  it('judges encodings alike', async () => {
    const theirs = await theirVerdicts(
      folder,
      ENCODINGS.map(([, bytes]) => bytes),
    )
    for (const [index, [what, bytes, because]] of ENCODINGS.entries()) {
      const decoded = decodeXml(Buffer.from(bytes, 'latin1'))
      const problems = 'code' in decoded ? [decoded] : scanXml(decoded.text).problems
      const ours = problems.some(({ fatal }) => fatal) ? 'ill-formed' : 'well-formed'
      if (because === undefined) expect(ours, what).to.equal(theirs[index])
      else expect([ours, theirs[index]], `${what}: ${because}`).to.deep.equal(['ill-formed', 'well-formed'])
    }
  })

  it('refuses what libxml2 reads by choice only', async () => {
    const theirs = await theirVerdicts(
      folder,
      CHOICES.map(([, text]) => text),
    )
    for (const [index, [code, text, verdict]] of CHOICES.entries()) {
      const { problems } = scanXml(text)
      expect(code in REFUSED_BY_CHOICE, code).to.equal(true)
      expect(
        problems.map((problem) => problem.code),
        code,
      ).to.deep.equal([code])
      expect(theirs[index], code).to.equal(verdict)
    }
  })
})

function corpusSeeds(): string[] {
  if (!existsSync(CORPUS)) return []
  return readdirSync(CORPUS, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => readFileSync(join(CORPUS, name), 'latin1'))
    .filter((text) => text.length < LONGEST_SEED)
}

/** A document after one to three mutations. */
function mutant(seeds: readonly string[], random: Random): { text: string; kinds: readonly string[] } {
  let text = random.once(8) ? random.from(ownSeeds) : random.from(seeds)
  const kinds = Array.from({ length: random.once(2) ? 1 : 1 + random.number(3) }, () =>
    random.from(Object.keys(mutations)),
  )
  for (const kind of kinds) text = mutations[kind]?.(text, random) ?? text
  return { text, kinds }
}

/** What this library says of a byte string: the codes of its findings where it reads it, `undefined` where it is not asked. */
function verdictOf(bytes: string): Verdict | undefined {
  // Behind the root, libxml2 takes a NUL for the end of the text, and here it is a character that XML cannot carry.
  const nul = bytes.indexOf('\0')
  if (nul >= 0 && verdictOf(bytes.slice(0, nul)) !== 'ill-formed') return undefined
  const decoded = decodeXml(Buffer.from(bytes, 'latin1'))
  if (!('code' in decoded) && decoded.encoding !== 'utf-8') return undefined
  const problems = 'code' in decoded ? [decoded] : problemsOf(decoded.text)
  if (typeof problems === 'string') return problems
  if (problems.some(({ code }) => code in REFUSED_BY_CHOICE)) return undefined
  return problems.some(({ fatal }) => fatal) ? 'ill-formed' : findings(codesOf(problems))
}

function codesOf(problems: readonly XmlProblem[]): XmlProblemCode[] {
  return problems
    .filter(({ message }) => !SAID_HERE_ONLY.some(([beginning]) => message.startsWith(beginning)))
    .map(({ code }) => code)
}

/** The scanner must not throw; where it does, that is a disagreement as any other. */
function problemsOf(text: string): readonly XmlProblem[] | string {
  try {
    return scanXml(text).problems
  } catch (error) {
    return `throws ${String(error)}`
  }
}

function findings(codes: readonly XmlProblemCode[]): Verdict {
  return codes.length === 0 ? 'well-formed' : [...new Set(codes)].sort().join(', ')
}

/** What libxml2 says of byte strings, in our words. */
async function theirVerdicts(folder: string, texts: readonly string[]): Promise<Verdict[]> {
  const files = texts.map((text, index) => {
    const file = join(folder, `${index}.xml`)
    writeFileSync(file, text, 'latin1')
    return file
  })
  const verdicts = await xmllintVerdicts(files)
  for (const file of files) rmSync(file)
  return verdicts.map(({ wellFormed, namespaceErrors }) =>
    wellFormed ? findings(namespaceErrors.flatMap((message) => codeOf(message))) : 'ill-formed',
  )
}

function codeOf(message: string): XmlProblemCode[] {
  if (NOT_SAID.some(([pattern]) => pattern.test(message))) return []
  const known = NAMESPACE_MESSAGES.find(([pattern]) => pattern.test(message))
  if (known === undefined) throw new Error(`libxml2 says of namespaces what no table has: ${message}`)
  return [known[1]]
}

/** A disagreement as small as it gets, to be kept as a fixture. */
async function told(folder: string, text: string): Promise<string> {
  const kindOf = (ours: Verdict | undefined, theirs: Verdict | undefined): string => {
    if (ours === undefined || ours === theirs) return 'agree'
    return ours === 'ill-formed' || theirs === 'ill-formed' ? `${ours === 'ill-formed'}` : `${ours}; ${theirs}`
  }
  const [before] = await theirVerdicts(folder, [text])
  const kind = kindOf(verdictOf(text), before)
  const small = await shrinkText(text, async (candidates) => {
    const theirs = await theirVerdicts(folder, candidates)
    return candidates.map((candidate, index) => kindOf(verdictOf(candidate), theirs[index]) === kind)
  })
  const [theirs] = await theirVerdicts(folder, [small])
  const shown = JSON.stringify(small).replace(/[\x7f-\xff]/g, (byte) => `\\x${byte.charCodeAt(0).toString(16)}`)
  return `bytes ${shown}: here ${verdictOf(small)}, libxml2 ${theirs}`
}
