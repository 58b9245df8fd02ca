import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { verdict, type Judgement } from '../../lib/rules/verdict.js'
import { libvirtVerdicts, oracleAvailable, schemaVerdicts, type LibvirtVerdict } from '../oracle/oracle.js'
import { makeWorkFolder } from '../oracle/work-folder.js'
import { oddDevices } from '../rules/odd-devices.js'
import { domainWith } from '../rules/odd-domain.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'
import { randomOf } from './random.js'
import { seed as seedOfRun } from '../seed.js'
import { MACHINE_LACKS, undecidedFor, verdictExceptions } from './verdict-exceptions.js'
import { mutantOf } from './verdict-mutations.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')
const DOMAINS = join(CORPUS, 'libvirt-11.3.0/qemuxmlconfdata')
const MUTANTS = 20_000
const LIBVIRT = '9.0.0'
const LAYERS = ['schema', 'parse', 'define'] as const

type Layer = (typeof LAYERS)[number]
type Answers = Readonly<Record<Layer, Judgement | 'not asked'>>

interface Tally {
  agreed: number
  undecided: number
  'not asked': number
  excepted: number
}

describe('verdicts on domains with host devices', () => {
  skipWhen(oracleAvailable)
  const folder = makeWorkFolder()
  after(() => rmSync(folder, { recursive: true, force: true }))

  describe('the corpus', () => {
    skipWhen(() =>
      existsSync(DOMAINS) ? undefined : `there is no corpus at ${CORPUS}; NODEDEV_CORPUS names another place`,
    )

    it(`is judged as by libvirt ${LIBVIRT}`, async function () {
      this.timeout(60_000)
      const texts = corpusDomains()
      const tallies = tally(texts, await theirAnswers(folder, texts))
      expect(texts.length).to.be.above(60)
      console.log(`        ${told(tallies)}`)
    })
  })

  it(`odd devices are judged by libvirt ${LIBVIRT} as the unit tests say`, async function () {
    this.timeout(60_000)
    const texts = oddDevices.map(([, devices, machine]) => domainWith(devices, machine))
    const answers = await theirAnswers(folder, texts)
    for (const [index, [refusedBy, devices]] of oddDevices.entries()) {
      const refusing = LAYERS.filter((layer) => answers[index]?.[layer] === 'refuses')
      expect(refusing.join(' '), devices).to.equal(refusedBy)
    }
    expect(answers).to.have.length.above(150)
  })

  it(`${MUTANTS} mutants are judged as by libvirt ${LIBVIRT}`, async function () {
    this.timeout(300_000)
    const seed = seedOfRun()
    console.log(`        seed ${seed}`)
    const random = randomOf(seed)
    const given = await accepted(folder, existsSync(DOMAINS) ? corpusDomains() : [])
    const kinds = new Map<string, number>()
    const texts = Array.from({ length: MUTANTS }, () => {
      const mutant = mutantOf(random, given)
      for (const kind of mutant.kinds) kinds.set(kind, (kinds.get(kind) ?? 0) + 1)
      return mutant.text
    })
    const theirs = await theirAnswers(folder, texts)
    const tallies = tally(texts, theirs)
    console.log(`        ${told(tallies)}; ${kinds.size} kinds`)
    for (const [kind, count] of kinds) expect(count, kind).to.be.above(MUTANTS / 100)
    for (const layer of LAYERS) {
      const counts = tallies[layer]
      expect(counts.excepted + counts.undecided, `not agreed on ${layer}`).to.be.at.most(MUTANTS / 1000)
      for (const judgement of ['accepts', 'refuses'] as const) {
        expect(theirs.filter((answers) => answers[layer] === judgement).length, `${layer} ${judgement}`).to.be.above(
          MUTANTS / 10,
        )
      }
    }
  })
})

/** The domains of libvirt's own tests that have host devices. */
function corpusDomains(): string[] {
  return readdirSync(DOMAINS)
    .filter((name) => name.endsWith('.xml'))
    .sort()
    .map((name) => readFileSync(join(DOMAINS, name), 'utf8'))
    .filter((text) => /<hostdev|<interface type=.hostdev/.test(text))
}

/** Those that libvirt accepts in every way, which can be mutated. */
async function accepted(folder: string, texts: readonly string[]): Promise<string[]> {
  const answers = await theirAnswers(folder, texts)
  return texts.filter((_, index) => LAYERS.every((layer) => answers[index]?.[layer] === 'accepts'))
}

/** What libvirt says; the questions are put to two of it at once. */
async function theirAnswers(folder: string, texts: readonly string[]): Promise<Answers[]> {
  if (texts.length === 0) return []
  const files = texts.map((text, index) => {
    const file = join(folder, `${index}.xml`)
    writeFileSync(file, text)
    return file
  })
  const half = Math.ceil(files.length / 2)
  const halves = [files.slice(0, half), files.slice(half)].filter((each) => each.length > 0)
  const [schemas, ...verdicts] = await Promise.all([
    schemaVerdicts(files),
    ...halves.map((each) => libvirtVerdicts(each, { validated: false })),
  ])
  for (const file of files) rmSync(file)
  const said = new Map<string, LibvirtVerdict>()
  for (const each of verdicts.flat()) said.set(`${each.file} ${each.driver}`, each)
  return files.map((file, index) => ({
    schema: schemas[index]?.valid === true ? 'accepts' : 'refuses',
    parse: answerOf(said.get(`${file} test`)),
    define: answerOf(said.get(`${file} qemu`)),
  }))
}

function answerOf(said: LibvirtVerdict | undefined): Judgement | 'not asked' {
  if (said?.accepted === undefined || said.accepted === null || MACHINE_LACKS.test(said.error ?? '')) return 'not asked'
  return said.accepted ? 'accepts' : 'refuses'
}

/** What this library says. */
function ourAnswers(text: string): Record<Layer, Judgement> & { readonly whys: readonly string[] } {
  const document = parseDomain(text)
  const { diagnostics, notRun } = checkDomain(document, { libvirt: LIBVIRT })
  const ofDefining = notRun.filter(({ refusedBy = [] }) => refusedBy.includes('parse') || refusedBy.includes('define'))
  return {
    whys: ofDefining.map(({ why }) => why),
    schema: diagnostics.some(({ refusedBy }) => refusedBy.includes('schema')) ? 'refuses' : 'accepts',
    parse: verdict(document, { libvirt: LIBVIRT, driver: 'test' }).define,
    define: verdict(document, { libvirt: LIBVIRT, driver: 'qemu' }).define,
  }
}

/** Counts what is the same, and fails at the first thing that is not. */
function tally(texts: readonly string[], theirs: readonly Answers[]): Record<Layer, Tally> {
  const tallies = { schema: empty(), parse: empty(), define: empty() }
  const differing: string[] = []
  for (const [index, text] of texts.entries()) {
    const ours = ourAnswers(text)
    for (const layer of LAYERS) {
      const counts = tallies[layer]
      const their = theirs[index]?.[layer] ?? 'not asked'
      if (their === 'not asked') counts['not asked']++
      else if (ours[layer] === 'undecided') {
        counts.undecided++
        const isListed = ours.whys.some((why) => undecidedFor.some(({ said }) => said.test(why)))
        if (!isListed) differing.push(`${layer}: undecided, and not listed why (${ours.whys.join(' ')}): ${text}`)
      } else if (ours[layer] === their) counts.agreed++
      else if (verdictExceptions.some(({ isMet }) => isMet(text))) counts.excepted++
      else differing.push(`${layer}: here ${ours[layer]}, libvirt ${their}: ${text}`)
    }
  }
  if (differing.length > 0) expect.fail(`${differing.length} differ; ${differing.slice(0, 5).join('\n')}`)
  return tallies
}

function empty(): Tally {
  return { agreed: 0, undecided: 0, 'not asked': 0, excepted: 0 }
}

function told(tallies: Readonly<Record<Layer, Tally>>): string {
  return LAYERS.map((layer) => {
    const { agreed, undecided, excepted, 'not asked': notAsked } = tallies[layer]
    return `${layer} ${agreed} agreed, ${undecided} undecided, ${notAsked} not asked, ${excepted} excepted`
  }).join('; ')
}
