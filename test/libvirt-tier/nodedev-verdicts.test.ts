import { expect } from 'chai'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import type { HostSnapshot } from '../../lib/machine/snapshot/host-snapshot.js'
import { checkNodeDevice } from '../../lib/rules/check-node-device.js'
import { nodeDeviceRules } from '../../lib/rules/lists/node-device-rules.js'
import { makeTree, readTree } from '../oracle/make-tree.js'
import { libvirtVerdicts, oracleAvailable, schemaVerdicts } from '../oracle/oracle.js'
import { makeWorkFolder } from '../oracle/work-folder.js'
import { marked } from '../rules/marked.js'
import { skipWhen } from '../skip.js'
import { anyMdevText, mdevTexts } from './mdev-texts.js'
import { randomOf } from './random.js'
import { seed as seedOfRun } from '../seed.js'
import { hostOfTree } from './tree-host.js'

const LIBVIRT = '9.0.0'
const MUTATIONS = 300
const TREE = join(resolve(process.env['NODEDEV_TREES'] ?? '../shared/oracle/trees'), 'parents.json')

/** Who refuses a node device: `define` is `virsh nodedev-define`, `validated` the same with `--validate`. */
interface Refused {
  readonly schema: boolean
  readonly define: boolean | null
  readonly validated: boolean | null
}

describe('node devices are refused where libvirt refuses them', () => {
  skipWhen(oracleAvailable)
  skipWhen(() => (existsSync(TREE) ? undefined : `no example machine ${TREE} (set NODEDEV_TREES)`))

  const folder = makeWorkFolder()
  after(() => rmSync(folder, { recursive: true, force: true }))
  let root: string
  let host: HostSnapshot

  before(async () => {
    root = join(folder, 'host')
    const tree = readTree(TREE)
    makeTree(tree, root)
    host = await hostOfTree(tree)
  })

  async function asked(texts: readonly string[]): Promise<Refused[]> {
    const files = texts.map((text, index) => {
      const file = join(folder, `${index}.xml`)
      writeFileSync(file, text)
      return file
    })
    const schema = await schemaVerdicts(files)
    const verdicts = new Map<string, boolean | null>()
    for (const { file, driver, validate, accepted } of await libvirtVerdicts(files, { root })) {
      if (driver === 'nodedev') verdicts.set(`${file} ${validate}`, accepted)
    }
    return files.map((file, index) => ({
      schema: schema[index]?.valid !== true,
      define: refused(verdicts.get(`${file} false`)),
      validated: refused(verdicts.get(`${file} true`)),
    }))
  }

  function predicted(text: string): Refused {
    const { diagnostics } = checkNodeDevice(parseNodeDevice(text), { host, libvirt: LIBVIRT })
    const by = new Set(diagnostics.flatMap(({ refusedBy }) => refusedBy))
    const define = by.has('parse') || by.has('define')
    return { schema: by.has('schema'), define, validated: define || by.has('schema') }
  }

  it('in the cases that are known', async function () {
    this.timeout(120_000)
    const cases = [...Object.entries(mdevTexts), ...examples()]
    const answers = await asked(cases.map(([, text]) => text))
    const differing = cases.flatMap(([title, text], index) => {
      const [here, there] = [JSON.stringify(predicted(text)), JSON.stringify(answers[index])]
      return here === there ? [] : [`${title}: here ${here}, libvirt ${there}`]
    })
    expect(differing.join('\n')).to.equal('')
  })

  it(`in ${MUTATIONS} generated ones`, async function () {
    this.timeout(600_000)
    const seed = seedOfRun()
    console.log(`        seed ${seed}`)
    const random = randomOf(seed)
    const texts = new Set<string>()
    while (texts.size < MUTATIONS) texts.add(anyMdevText(random))
    const answers = await asked([...texts])
    const faults: string[] = []
    const counts = { accepted: 0, refused: 0, 'not answered': 0 }
    for (const [index, text] of [...texts].entries()) {
      const theirs = answers[index]
      if (theirs === undefined || theirs.define === null || theirs.validated === null) {
        counts['not answered']++
        continue
      }
      counts[theirs.define ? 'refused' : 'accepted']++
      const ours = predicted(text)
      if (JSON.stringify(ours) !== JSON.stringify(theirs)) {
        faults.push(`${text}\nhere ${JSON.stringify(ours)}, libvirt ${JSON.stringify(theirs)}`)
      }
    }
    console.log(`        ${JSON.stringify(counts)}`)
    expect(faults.slice(0, 5).join('\n\n'), `${faults.length} differ`).to.equal('')
    expect(counts.accepted).to.be.above(MUTATIONS / 10)
    expect(counts.refused).to.be.above(MUTATIONS / 10)
  })
})

/** The examples of the rules that are node devices. */
function examples(): [string, string][] {
  return nodeDeviceRules.flatMap(({ code, examples: { bad, good } }) =>
    [...bad, ...good].flatMap(({ text }, index): [string, string][] =>
      text.startsWith('<') ? [[`${code}, example ${index + 1}`, marked(text).text]] : [],
    ),
  )
}

function refused(accepted: boolean | null | undefined): boolean | null {
  return accepted === undefined || accepted === null ? null : !accepted
}
