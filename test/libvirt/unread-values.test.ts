import { expect } from 'chai'
import { formatNodeDevice, parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { own } from '../../lib/shape/values.js'
import { unreadValues } from './unread-values.js'

describe('values of node devices that libvirt does not read', () => {
  for (const { title, text, told, at, read } of unreadValues) {
    it(title, () => {
      const { diagnostics, value } = parseNodeDevice(text)
      const found = diagnostics.map(({ code, severity, span, refusedBy }) =>
        [code, severity, text.slice(span.start, span.end), refusedBy.join(' ')].join(' | '),
      )
      expect(found).to.deep.equal(told)
      expect(value === undefined).to.equal(diagnostics.some(({ severity }) => severity === 'error'))
      let there: unknown = value?.capabilities[0]
      for (const key of at) there = own(there, String(key))
      expect(there).to.deep.equal(read)
      // What libvirt drops is gone once it is written.
      if (value !== undefined) expect(parseNodeDevice(formatNodeDevice(value)).diagnostics).to.deep.equal([])
    })
  }
})
