import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { parseHostdev } from '../../lib/libvirt/hostdev.js'
import { parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { checkNodeDevice } from '../../lib/rules/check-node-device.js'
import { hostdevs } from './fixtures/hostdevs.js'
import { nodeDevices } from './fixtures/node-devices.js'

/** What every object of JavaScript has. */
const NAMES = ['constructor', '__proto__', 'toString', 'hasOwnProperty']

/** The text with an element of a name in each place where a tag ends, one at a time. */
function* withElements(text: string, name: string): Generator<string> {
  const rooted = text.trim().replace(/^<[\w:-]+/, `$& xmlns:q='urn:q'`)
  for (const { index, 0: tag } of rooted.matchAll(/<[^<>]*[^/]>(?!$)/g)) {
    const at = index + tag.length
    yield `${rooted.slice(0, at)}<${name} q:${name}='1' ${name}='${name}'/>${rooted.slice(at)}`
  }
}

describe('names that objects have of themselves', () => {
  for (const name of NAMES) {
    it(`${name} is an element and an attribute like any other`, () => {
      let count = 0
      for (const text of Object.values(hostdevs)) {
        const type = parseHostdev(text).unwrap().type
        for (const hostile of withElements(text, name)) {
          const document = parseDomain(`<domain><devices>${hostile}</devices></domain>`)
          expect(document.draft.hostdevs?.[0]?.type, hostile).to.equal(type)
          expect(() => checkDomain(document), hostile).not.to.throw()
          count++
        }
      }
      for (const text of Object.values(nodeDevices)) {
        for (const hostile of withElements(text, name)) {
          const document = parseNodeDevice(hostile)
          expect(document.draft.capabilities?.[0]?.type, hostile).to.be.a('string')
          expect(() => checkNodeDevice(document), hostile).not.to.throw()
          count++
        }
      }
      expect(count).to.be.greaterThan(100)
    })
  }
})
