import { expect } from 'chai'
import { asJunit, type CheckedFile } from '../../lib/report/index.js'
import { attributeOf, childrenOf, scanXml, type XmlElement } from '../../lib/xml/index.js'
import { casesBelow, junitFaults } from './junit-shape.js'
import { checkedGuest, faultyGuest, hostile, samples } from './checked-samples.js'

function validated(xml: string): XmlElement {
  const root = rootOf(xml)
  expect(junitFaults(root)).to.deep.equal([])
  return root
}

function rootOf(xml: string): XmlElement {
  const { root, problems } = scanXml(xml)
  if (root === undefined) throw new Error(problems[0]?.message)
  return root
}

function valueOf(element: XmlElement, name: string): string | undefined {
  return attributeOf(element, name)?.value
}

describe('asJunit', () => {
  it('has a suite for each file, a case for each finding, and the right counts', async () => {
    const root = validated(asJunit(await samples()))
    const suites = childrenOf(root, 'testsuite')
    expect(suites.map((suite) => valueOf(suite, 'name'))).to.deep.equal([
      'guest.xml',
      'sub dir/zwei #2.xml',
      '/abs/clean.xml',
      'd.json',
    ])
    const [, second, clean] = suites
    expect(second && valueOf(second, 'failures')).to.equal('2')
    expect(clean && casesBelow(clean).map((each) => valueOf(each, 'name'))[0]).to.equal('no findings')
  })

  it('fails what is grave enough', () => {
    const failures = (failOn: 'error' | 'warning' | 'info') =>
      valueOf(validated(asJunit([checkedGuest(faultyGuest)], { failOn })), 'failures')
    expect([failures('error'), failures('warning'), failures('info')]).to.deep.equal(['2', '5', '6'])
  })

  it('is empty of files and still well-formed', () => {
    expect(valueOf(validated(asJunit([])), 'tests')).to.equal('0')
  })

  it('lets nothing hostile out of its text', () => {
    for (const value of hostile) {
      const guest = checkedGuest(faultyGuest)
      const diagnostics = guest.diagnostics.map((each) => ({ ...each, message: value, help: value, code: value }))
      const file: CheckedFile = { ...guest, file: value, diagnostics, notRun: [{ code: value, why: value }] }
      const xml = asJunit([file])
      expect(casesBelow(childrenOf(validated(xml), 'testsuite')[0] ?? expect.fail())).to.have.length(3)
      expect(xml).to.match(/^[\n\u0020-\u007e]*$/)
      expect(xml).not.to.match(/##(\[|vso)|^\s*::/m)
    }
  })
})

describe('the shape of JUnit reports', () => {
  const suite = (attributes: string, inside = '') =>
    `<testsuites><testsuite ${attributes}>${inside}</testsuite></testsuites>`
  const good = `name='s' tests='1' failures='0' errors='0'`
  const passed = `<testcase name='c' classname='s'/>`

  it('takes what the XSDs take', () => {
    const properties = `<properties><property name='a' value=''/></properties>`
    const xml = suite(`${good} skipped='0' time='1,234.5'`, `${properties}${passed}<system-out>x</system-out>`)
    expect(junitFaults(rootOf(xml))).to.deep.equal([])
  })

  for (const [xml, fault] of [
    ['<report/>', 'the root is report'],
    [suite(`tests='0' failures='0' errors='0'`), 'testsuite has no name'],
    [suite(`${good} colour='red'`, passed), 'testsuite knows no colour'],
    [suite(`name='s' tests='one' failures='0' errors='0'`, passed), `tests='one' of testsuite`],
    [suite(`name='s' tests='2' failures='0' errors='0'`, passed), `tests='2' of testsuite, which has 1`],
    [suite(`${good} skipped='1'`, passed), `skipped='1' of testsuite, which has 0`],
    [suite(`${good} time='soon'`, passed), `time='soon' of testsuite`],
    [suite(good, `<system-out/>${passed}`), 'testcase is late in testsuite'],
    [suite(good, `${passed}<system-out/><system-out/>`), 'system-out twice in testsuite'],
    [suite(good, `${passed}words`), 'text in testsuite'],
    [suite(good, `<testcase name='c' classname='s'><skipped/><skipped/></testcase>`), 'testcase has two results'],
    [suite(good, `<testcase name='c' classname='s'><system-in/></testcase>`), 'system-in in testcase'],
    [suite(good, `<testcase classname='s'/>`), 'testcase has no name'],
    [
      suite(`name='s' tests='1' failures='1' errors='0'`, `<testcase name='c' classname='s'><failure/></testcase>`),
      'failure has no type',
    ],
  ] as const) {
    it(`does not take what has this fault: ${fault}`, () => {
      expect(junitFaults(rootOf(xml))).to.include(fault)
    })
  }
})
