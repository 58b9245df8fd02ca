import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { decodeXml, scanXml, type XmlProblem, type XmlProblemCode } from '../../lib/xml/index.js'
import { xmllintAvailable, xmllintVerdicts } from '../oracle/oracle.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'
import { mutations, ownSeeds } from './mutations.js'
import { randomOf, seedOfRun, type Random } from './random.js'
import { shrinkText } from './shrink-text.js'
import { makeWorkFolder } from './work-folder.js'

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
  [/^Namespace prefix \S+ (?:on|for) \S*:/, 'the prefix of a name with two colons: that the name is none is said, and enough'],
]

type Verdict = 'ill-formed' | 'well-formed' | string

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
    console.log(`        ${Object.entries(counts).map(([what, count]) => `${count} ${what}`).join(', ')}; ${kinds.size} kinds`)
    for (const [kind, count] of kinds) expect(count, kind).to.be.above(MUTANTS / 200)
    for (const [what, count] of Object.entries(counts)) expect(count, what).to.be.above(MUTANTS / 50)
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
  const kinds = Array.from({ length: random.once(2) ? 1 : 1 + random.number(3) }, () => random.from(Object.keys(mutations)))
  for (const kind of kinds) text = mutations[kind]?.(text, random) ?? text
  return { text, kinds }
}

/** What this library says of a byte string: the codes of its findings where it reads it, `undefined` where it is not asked. */
function verdictOf(bytes: string): Verdict | undefined {
  const decoded = decodeXml(Buffer.from(bytes, 'latin1'))
  if (!('code' in decoded) && decoded.encoding !== 'utf-8') return undefined
  const problems = 'code' in decoded ? [decoded] : scanXml(decoded.text).problems
  if (problems.some(({ code }) => code in REFUSED_BY_CHOICE)) return undefined
  return problems.some(({ fatal }) => fatal) ? 'ill-formed' : findings(problems.map(({ code }) => code))
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
