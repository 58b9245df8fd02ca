import { expect } from 'chai'
import { asSarif, type CheckedFile, sarifLog, type SarifResult } from '../../lib/report/index.js'
import { codeTable } from '../../lib/rules/codes/code-table.js'
import { fileUri } from '../../lib/report/file-uri.js'
import { checkedGuest, faultyGuest, hostile, samples } from './checked-samples.js'

function results(file: CheckedFile): SarifResult[] {
  return sarifLog([file]).runs.flatMap((run) => run.results)
}

const fingerprints = (text: string) =>
  results(checkedGuest(text))
    .map(({ ruleId, partialFingerprints }) => `${ruleId} ${Object.values(partialFingerprints).join()}`)
    .sort()

describe('asSarif', () => {
  it('has every code as a rule, with what it means', () => {
    const [run] = sarifLog([]).runs
    expect(run?.tool.driver.rules.map(({ id }) => id)).to.deep.equal(codeTable.map(({ code }) => code))
    for (const rule of run?.tool.driver.rules ?? []) {
      expect(rule.shortDescription?.text, rule.id).to.match(/\S\.$/)
      expect(rule.help?.markdown).to.be.a('string')
      expect(rule.defaultConfiguration?.level).to.be.oneOf(['error', 'warning', 'note'])
    }
  })

  it('has each finding with its rule, level, place, layers and fix', async () => {
    const files = await samples()
    const [run] = sarifLog(files, { version: '1.2.3', exitCode: 2, failures: ['a.xml cannot be read.'] }).runs
    if (run === undefined) throw new Error('There is no run.')
    expect(run.tool.driver).to.include({ name: 'nodedev-xml', version: '1.2.3', semanticVersion: '1.2.3' })
    expect(run.invocations[0]).to.deep.include({ executionSuccessful: false, exitCode: 2 })
    const [failure, notRun] = run.invocations[0]?.toolExecutionNotifications ?? []
    expect(failure).to.deep.equal({ level: 'error', message: { text: 'a.xml cannot be read.' } })
    expect(notRun).to.have.nested.property('associatedRule.id')
    expect(run.artifacts.map(({ location }) => location.uri)).to.deep.equal([
      'guest.xml',
      'sub%20dir/zwei%20%232.xml',
      'file:///abs/clean.xml',
      'd.json',
    ])
    for (const { ruleId, ruleIndex, locations } of run.results) {
      expect(run.tool.driver.rules[ruleIndex ?? -1]?.id).to.equal(ruleId)
      expect(locations).to.have.length(1)
      const { artifactLocation } = locations[0]?.physicalLocation ?? {}
      expect(run.artifacts[artifactLocation?.index ?? -1]?.location.uri).to.equal(artifactLocation?.uri)
    }
    const invalid = run.results.find(({ ruleId }) => ruleId === 'hostdev/uuid-invalid')
    expect(invalid).to.deep.include({ level: 'error', message: { text: "uuid '{x}' is not a UUID." } })
    expect(invalid?.properties).to.deep.equal({ path: ['hostdevs', 2, 'uuid'], refusedBy: ['schema', 'parse'] })
    expect(invalid?.locations[0]?.physicalLocation.region).to.deep.equal({
      startLine: 12,
      startColumn: 83,
      endLine: 12,
      endColumn: 86,
    })
    const ignored = run.results.find(({ ruleId }) => ruleId === 'hostdev/display-ignored')
    const [change] = ignored?.fixes?.[0]?.artifactChanges ?? []
    expect(change?.replacements).to.deep.equal([
      { deletedRegion: { startLine: 4, startColumn: 72, endLine: 4, endColumn: 85 } },
    ])
    const [related, unread] =
      run.results.find((result) => result.relatedLocations !== undefined)?.relatedLocations ?? []
    expect(related?.physicalLocation.artifactLocation.index).to.equal(1)
    expect(unread?.physicalLocation).to.deep.equal({ artifactLocation: { uri: 'unread.xml' } })
  })

  it('keeps what a comment suppresses, marked so with its reason', () => {
    const suppressed = results(checkedGuest(faultyGuest)).filter((result) => result.suppressions !== undefined)
    expect(suppressed.map(({ ruleId }) => ruleId)).to.have.members(['hostdev/model-missing', 'hostdev/uuid-missing'])
    expect(suppressed[0]?.suppressions).to.deep.equal([{ kind: 'inSource', justification: 'not yet decided' }])
  })

  it('has fingerprints that stay when lines and devices come and go around, and that tell findings apart', () => {
    const before = fingerprints(faultyGuest)
    expect(new Set(before).size).to.equal(before.length)
    const other = "<hostdev mode='subsystem' type='usb'><source><vendor id='1'/><product id='2'/></source></hostdev>"
    const moved = faultyGuest
      .replace('  <name>', '\n\n  <title>t</title>\n  <name>')
      .replace('<devices>', `<devices>\n    ${other}\n`)
      .replaceAll('\n', '\r\n')
    expect(fingerprints(moved)).to.deep.equal(before)
    expect(fingerprints(faultyGuest.replace('{x}', '{y}'))).not.to.deep.equal(before)
    // suppressing one of them changes none
    expect(fingerprints(faultyGuest.replace(/ *<!-- nodedev.*\n/, ''))).to.deep.equal(before)
  })

  it('takes codes that it does not know', () => {
    const [run] = sarifLog([
      {
        file: 'a',
        kind: 'domain',
        text: 'x',
        notRun: [],
        diagnostics: [
          { code: 'own/fault', severity: 'info', message: 'm', path: [], span: { start: 0, end: 1 }, refusedBy: [] },
        ],
      },
    ]).runs
    expect(run?.results[0]).to.include({ ruleId: 'own/fault', level: 'note' })
    expect(run?.tool.driver.rules[run.results[0]?.ruleIndex ?? -1]).to.deep.equal({ id: 'own/fault' })
  })

  it('makes a URI of any file name', () => {
    expect(fileUri('a:b.xml')).to.equal('a%3Ab.xml')
    expect(fileUri('C:\\vm\\a b.xml')).to.equal('file:///C:/vm/a%20b.xml')
    expect(fileUri('//host/x')).to.equal('file:///host/x')
    for (const name of hostile) expect(fileUri(name), name).to.match(/^[\w.~/%-]*$/)
  })

  it('puts nothing hostile into messages', () => {
    for (const value of hostile) {
      const [first] = [checkedGuest(faultyGuest)]
      const diagnostics = first.diagnostics.map((each) => ({ ...each, message: value, help: value }))
      const log = asSarif([{ ...first, file: value, diagnostics }])
      expect(log).to.match(/^[\n\u0020-\u007e]*$/)
      expect(log).not.to.match(/##(\[|vso)/)
      expect(log).not.to.match(/(?<!\\)\[click\]\(/)
      expect(() => JSON.parse(log) as unknown).not.to.throw()
    }
  })
})
