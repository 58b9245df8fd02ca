import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { verdict } from '../../lib/rules/verdict.js'
import { oddDevices } from './odd-devices.js'
import { domainWith } from './odd-domain.js'

const LIBVIRT = '9.0.0'

describe('odd devices', () => {
  for (const [refusedBy, devices, machine] of oddDevices) {
    it(`are judged as by libvirt ${LIBVIRT}: ${devices}`, () => {
      const document = parseDomain(domainWith(devices, machine))
      const { diagnostics } = checkDomain(document, { libvirt: LIBVIRT })
      const refusing = [
        ...(diagnostics.some((each) => each.refusedBy.includes('schema')) ? ['schema'] : []),
        ...(verdict(document, { libvirt: LIBVIRT, driver: 'test' }).define === 'refuses' ? ['parse'] : []),
        ...(verdict(document, { libvirt: LIBVIRT, driver: 'qemu' }).define === 'refuses' ? ['define'] : []),
      ]
      expect(refusing.join(' ')).to.equal(refusedBy)
    })
  }
})
