import { expect } from 'chai'
import { collect } from '../../bench/collect.js'
import { KeptDocument } from '../../lib/cli/kept-document.js'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { guestWith, OTHER } from './fixtures.js'

describe('KeptDocument', () => {
  it('is the document, also when its tree is gone', () => {
    const bytes = Buffer.from(`\ufeff${guestWith}`, 'utf16le')
    const whole = parseDomain(bytes)
    let read = 0
    const kept = new KeptDocument(parseDomain(bytes), () => {
      read++
      return parseDomain(bytes)
    })
    for (const again of [false, true]) {
      if (again) collect()
      const path = ['hostdevs', 0, 'uuid'] as const
      expect(kept.text).to.equal(whole.text)
      expect(kept.draft).to.deep.equal(whole.draft)
      expect(kept.diagnostics).to.deep.equal(whole.diagnostics)
      expect(kept.value).to.deep.equal(whole.value)
      expect(kept.unwrap()).to.deep.equal(whole.unwrap())
      expect(kept.spanOf(path, 'value')).to.deep.equal(whole.spanOf(path, 'value'))
      expect(kept.nearestSpan(path)).to.deep.equal(whole.nearestSpan(path))
      expect(kept.toBytes()).to.deep.equal(whole.toBytes())
      expect(kept.set(path, OTHER).toBytes()).to.deep.equal(whole.set(path, OTHER).toBytes())
      expect(kept.remove(['hostdevs', 0]).text).to.equal(whole.remove(['hostdevs', 0]).text)
      const [hostdev] = whole.unwrap().hostdevs
      if (hostdev === undefined) throw new Error('The guest has no device.')
      expect(kept.append('hostdevs', hostdev).text).to.equal(whole.append('hostdevs', hostdev).text)
      expect(kept.insert(['hostdevs', 0], hostdev).text).to.equal(whole.insert(['hostdevs', 0], hostdev).text)
      expect(kept.replace(['hostdevs', 0], hostdev).text).to.equal(whole.replace(['hostdevs', 0], hostdev).text)
    }
    expect(read).to.be.at.most(1)
  })
})
