import { expect } from 'chai'
import { asJunit, type CheckedFile } from '../../lib/report/index.js'
import { attributeOf, childrenOf, scanXml, type XmlElement } from '../../lib/xml/index.js'
import { checkedGuest, faultyGuest, hostile, samples } from './checked-samples.js'

/** What the XSDs in use (Jenkins' junit-10.xsd among them) allow of what is written here. */
const SHAPE: Readonly<Record<string, { attributes: readonly string[]; children: readonly string[] }>> = {
  testsuites: { attributes: ['name', 'tests', 'failures', 'errors', 'time'], children: ['testsuite'] },
  testsuite: {
    attributes: ['name', 'tests', 'failures', 'errors', 'skipped', 'time'],
    children: ['testcase', 'system-out'],
  },
  testcase: { attributes: ['name', 'classname', 'time'], children: ['failure', 'skipped'] },
  failure: { attributes: ['message', 'type'], children: [] },
  skipped: { attributes: ['message'], children: [] },
  'system-out': { attributes: [], children: [] },
}

function validated(xml: string): XmlElement {
  const { root, problems } = scanXml(xml)
  if (root === undefined) throw new Error(problems[0]?.message)
  const visit = (element: XmlElement) => {
    const shape = SHAPE[element.name]
    expect(shape, element.name).not.to.equal(undefined)
    expect(element.attributes.map(({ name }) => name)).to.have.members([...(shape?.attributes ?? [])])
    const children = element.children.filter((child) => child.kind === 'element')
    for (const child of children) {
      expect(shape?.children).to.include(child.name)
      visit(child)
    }
    // the order of the XSDs: cases in front of what was printed
    expect(children.findLastIndex(({ name }) => name === 'testcase')).to.be.lessThan(
      children.some(({ name }) => name === 'system-out') ? children.length - 1 : children.length,
    )
  }
  visit(root)
  for (const suites of [root, ...childrenOf(root, 'testsuite')]) {
    const cases = root === suites ? childrenOf(root, 'testsuite').flatMap(casesOf) : casesOf(suites)
    const count = (name: string) => cases.filter((each) => childrenOf(each, name).length > 0).length
    expect(valueOf(suites, 'tests')).to.equal(String(cases.length))
    expect(valueOf(suites, 'failures')).to.equal(String(count('failure')))
    if (suites !== root) expect(valueOf(suites, 'skipped')).to.equal(String(count('skipped')))
  }
  return root
}

function valueOf(element: XmlElement, name: string): string | undefined {
  return attributeOf(element, name)?.value
}

function casesOf(suite: XmlElement): XmlElement[] {
  return childrenOf(suite, 'testcase')
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
    expect(clean && casesOf(clean).map((each) => valueOf(each, 'name'))[0]).to.equal('no findings')
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
      expect(casesOf(childrenOf(validated(xml), 'testsuite')[0] ?? expect.fail())).to.have.length(3)
      expect(xml).to.match(/^[\n\u0020-\u007e]*$/)
      expect(xml).not.to.match(/##(\[|vso)|^\s*::/m)
    }
  })
})
