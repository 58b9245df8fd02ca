import { expect } from 'chai'
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { Layer } from '../../lib/diagnostic.js'
import { domainRules } from '../../lib/rules/lists/domain-rules.js'
import { exampleDomain } from '../rules/example-domain.js'
import type { RuleExample } from '../../lib/rules/rule.js'
import { libvirtVerdicts, oracleAvailable, schemaVerdicts } from '../oracle/oracle.js'
import { skipWhen } from '../skip.js'

interface Case {
  readonly title: string
  readonly example: RuleExample
  readonly refusedBy: readonly Layer[]
}

/** What QEMU refuses in any example of these rules: it gives no guest an address or a route, and only containers are given one. */
const REFUSED_ANYWAY: Readonly<Record<string, readonly Layer[]>> = {
  'hostdev/ip-mixed': ['define'],
  'hostdev/route-unclear': ['define'],
}

const cases: readonly Case[] = domainRules.flatMap(({ code, refusedBy, examples }) => [
  ...examples.bad.map((example, index) => ({ title: `${code}, bad ${index + 1}`, example, refusedBy })),
  ...examples.good.map((example, index) => ({
    title: `${code}, good ${index + 1}`,
    example,
    refusedBy: REFUSED_ANYWAY[code] ?? [],
  })),
])

describe('the examples of the rules are refused where the rules say', () => {
  skipWhen(oracleAvailable)
  const verdicts = new Map<string, { schema?: boolean; parse?: boolean | null; define?: boolean | null }>()
  const folder = mkdtempSync(join(tmpdir(), 'nodedev-xml-rules-'))
  const fileOf = (index: number): string => join(folder, `${index}.xml`)

  before(async function () {
    this.timeout(120_000)
    const files = cases.map(({ example }, index) => {
      writeFileSync(fileOf(index), exampleDomain(example).text)
      return fileOf(index)
    })
    for (const { file, valid } of await schemaVerdicts(files)) verdicts.set(file, { schema: valid })
    for (const { file, driver, validate, accepted } of await libvirtVerdicts(files, { validated: false })) {
      if (validate) continue
      const entry = verdicts.get(file)
      if (entry === undefined) throw new Error(`${file} has no schema verdict`)
      if (driver === 'test') entry.parse = accepted
      if (driver === 'qemu') entry.define = accepted
    }
  })

  after(() => rmSync(folder, { recursive: true, force: true }))

  for (const [index, { title, refusedBy }] of cases.entries()) {
    it(title, () => {
      const refused = (layer: Layer): boolean => refusedBy.includes(layer)
      expect(verdicts.get(fileOf(index))).to.deep.equal({
        schema: !refused('schema'),
        parse: !refused('parse'),
        // What the parser refuses never reaches the QEMU driver.
        define: !refused('parse') && !refused('define'),
      })
    })
  }
})
