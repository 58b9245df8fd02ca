import { expect } from 'chai'
import fc from 'fast-check'
import type { Diagnostic } from '../../lib/diagnostic.js'
import { asGithub, asJson, asJunit, asSarif, asText, type CheckedFile } from '../../lib/report/index.js'
import { scanXml } from '../../lib/xml/index.js'
import { checkedGuest, faultyGuest, hostile } from './checked-samples.js'
import { instances } from '../thorough.js'

interface Command {
  name: string
  properties: Record<string, string>
  message: string
}

/** Reads a line as GitHub's runner does (actions/runner, ActionCommand.TryParseV2). */
function command(line: string): Command {
  const [, name = '', written = '', message = ''] = /^::([^ :]+)(?: ((?:(?!::).)*))?::(.*)$/.exec(line) ?? []
  const decoded = (text: string) => text.replaceAll('%0D', '\r').replaceAll('%0A', '\n').replaceAll('%25', '%')
  const properties = written.split(',').map((pair): [string, string] => {
    const equals = pair.indexOf('=')
    return [
      pair.slice(0, equals),
      decoded(
        pair
          .slice(equals + 1)
          .replaceAll('%3A', ':')
          .replaceAll('%2C', ','),
      ),
    ]
  })
  return { name, properties: Object.fromEntries(properties), message: decoded(message) }
}

function withTexts(file: string, value: string): CheckedFile {
  const guest = checkedGuest(faultyGuest)
  const diagnostics = guest.diagnostics.map((each): Diagnostic => ({
    ...each,
    message: value,
    help: value,
    related: [{ file: value, span: { start: 0, end: 1 }, message: value }],
  }))
  return { ...guest, file, text: guest.text.replaceAll('{x}', value), diagnostics }
}

describe('asGithub', () => {
  it('has one command for each finding', () => {
    const lines = asGithub([checkedGuest(faultyGuest)])
      .trimEnd()
      .split('\n')
      .map(command)
    expect(lines.map(({ name }) => name)).to.have.members(['error', 'error', 'warning', 'warning', 'warning', 'notice'])
    expect(lines.find(({ properties }) => properties.title === 'hostdev/uuid-invalid')).to.deep.equal({
      name: 'error',
      properties: {
        file: 'guest.xml',
        line: '12',
        endLine: '12',
        col: '83',
        endColumn: '86',
        title: 'hostdev/uuid-invalid',
      },
      message: "uuid '{x}' is not a UUID.\nlibvirt: refused by the schema (--validate), by the parser",
    })
  })

  it('leaves the columns out of what is longer than a line', () => {
    const [finding] = checkedGuest(faultyGuest).diagnostics
    if (finding === undefined) throw new Error('There is no finding.')
    const file = { ...checkedGuest(faultyGuest), diagnostics: [{ ...finding, span: { start: 0, end: 60 } }] }
    expect(asGithub([file])).to.match(/^::\w+ file=guest\.xml,line=1,endLine=4,title=[^,]*::/)
  })

  it('escapes what commands are made of', () => {
    const file = { ...withTexts('a,b:c%\n.xml', '100 %: a, b\r\n::error::x') }
    const [first = ''] = asGithub([file]).split('\n')
    expect(first).to.include('file=a%2Cb%3Ac%25\\u000a.xml,')
    expect(command(first).message).to.include('100 %: a, b\\u000d\\u000a::error::x')
  })
})

describe('no report', () => {
  const texts = fc.oneof(
    fc.constantFrom(...hostile),
    fc.string({ unit: 'binary', maxLength: 40 }),
    fc
      .array(fc.constantFrom(...hostile, '::', '##[', '\n', '\r', '%', ',', ':', ']]>', '&', '<', '>', "'", '"', ' '))
      .map((parts) => parts.join('')),
  )

  it('lets a message or a file name become a command, an escape sequence or markup', () => {
    fc.assert(
      fc.property(texts, texts, (name, value) => {
        const files = [withTexts(name, value)]
        const github = asGithub(files)
        const lines = github.trimEnd().split('\n')
        expect(lines).to.have.length(files[0]?.diagnostics.length ?? 0)
        for (const line of lines) {
          expect(command(line).name).to.be.oneOf(['error', 'warning', 'notice'])
          expect(command(line).properties).to.have.all.keys(
            ...['file', 'line', 'endLine', 'col', 'endColumn', 'title'].filter((key) => line.includes(`${key}=`)),
          )
        }
        const [text, json, sarif, junit] = [asText(files), asJson(files), asSarif(files), asJunit(files)]
        for (const report of [github, text, json, sarif, junit])
          expect(report).not.to.match(/[^\n\P{Cc}]|[\p{Cs}\p{Zl}\p{Zp}]|\p{Default_Ignorable_Code_Point}/u)
        for (const report of [text, json, sarif, junit]) expect(report).not.to.match(/##(?:\[|vso\[)|^[^\S\n]*::/im)
        const { root } = scanXml(junit)
        expect(root?.name).to.equal('testsuites')
        expect(() => [JSON.parse(json), JSON.parse(sarif)] as unknown).not.to.throw()
      }),
      { numRuns: instances(75, 300) },
    )
  })
})
