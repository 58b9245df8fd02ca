import { expect } from 'chai'
import fc from 'fast-check'
import type { Diagnostic } from '../../lib/diagnostic.js'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { parseDefinition } from '../../lib/machine/definition/definition.js'
import { checkDefinition } from '../../lib/rules/check-definition.js'
import { checkDomains } from '../../lib/rules/check-domains.js'
import { checkNodeDevice } from '../../lib/rules/check-node-device.js'
import { definitionRules } from '../../lib/rules/lists/definition-rules.js'
import { exampleDomain } from './example-domain.js'
import { exampleDefinedHost, examplePciHost } from '../../lib/rules/examples/example-host.js'
import { nodeDeviceRules } from '../../lib/rules/lists/node-device-rules.js'
import { setRules } from '../../lib/rules/lists/set-rules.js'
import { isHidden } from '../../lib/xml/visible.js'
import { marked } from './marked.js'
import { instances } from '../thorough.js'

const described = [...nodeDeviceRules, ...definitionRules].flatMap(({ examples }) =>
  [...examples.bad, ...examples.good].map(({ text }) => marked(text).text),
)
const guests = setRules.flatMap(({ examples }) => examples.bad.flatMap(({ domains }) => domains))

/** A text with a few pieces put in the place of others. */
const damaged = (texts: readonly string[]) =>
  fc
    .tuple(
      fc.constantFrom(...texts),
      fc.array(
        fc.tuple(
          fc.nat(),
          fc.nat(4),
          fc.oneof(
            fc.constantFrom(
              '',
              '&#x202e;',
              '&#x1b;',
              '\u001b',
              '\u202e',
              "'",
              '"',
              '{',
              '[',
              '<',
              '>',
              '../',
              '\\u001b',
            ),
            fc.string({ maxLength: 5 }),
          ),
        ),
        { maxLength: 3 },
      ),
    )
    .map(([text, changes]) =>
      changes.reduce((now, [at, length, put]) => {
        const start = at % (now.length + 1)
        return now.slice(0, start) + put + now.slice(start + length)
      }, text),
    )

function expectSound(text: string, diagnostics: readonly Diagnostic[]): void {
  for (const { code, message, help = '', span } of diagnostics) {
    expect(span.start, code).to.be.within(0, text.length)
    expect(span.end, code).to.be.within(span.start, text.length)
    for (const character of message + help)
      expect(isHidden(character), `${code}: ${JSON.stringify(message)}`).to.equal(false)
  }
}

describe('checks of damaged texts', () => {
  it('never throw, point into the text, and show nothing hidden', function () {
    this.timeout(30_000)
    fc.assert(
      fc.property(damaged(described), fc.string(), (text, name) => {
        const host = exampleDefinedHost
        expectSound(text, checkNodeDevice(parseNodeDevice(text), { host, libvirt: '9.0.0' }).diagnostics)
        const file = { name, parent: name }
        expectSound(text, checkDefinition(parseDefinition(text), { host, file }).diagnostics)
      }),
      { numRuns: instances(250, 1000) },
    )
  })

  it('do so for domains together', () => {
    fc.assert(
      fc.property(fc.array(fc.tuple(fc.string(), damaged(guests)), { maxLength: 4 }), (some) => {
        const files = some.map(([file, devices]) => ({ file, document: parseDomain(exampleDomain({ devices }).text) }))
        const devices = [{ uuid: '4b20d080-1b54-4048-85b3-a6a62d165c02', type: 'nvidia-231' }]
        const results = checkDomains(files, { host: examplePciHost, devices })
        expect(results.length).to.equal(files.length)
        for (const [index, { diagnostics }] of results.entries()) {
          expectSound(files[index]?.document.text ?? '', diagnostics)
        }
      }),
      { numRuns: instances(125, 500) },
    )
  })
})
