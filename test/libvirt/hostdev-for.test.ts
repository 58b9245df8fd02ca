import { expect } from 'chai'
import { hostdevFor } from '../../lib/libvirt/hostdev-for.js'
import { formatHostdev } from '../../lib/libvirt/hostdev.js'

const uuid = '53764d0e-85a0-42b4-af5c-2046b460b1dc'

describe('hostdevFor', () => {
  for (const model of ['vfio-pci', 'vfio-ccw', 'vfio-ap'] as const) {
    it(`takes the model from the device API ${model}`, () => {
      expect(hostdevFor({ uuid, deviceApi: model })).to.deep.equal({
        mode: 'subsystem',
        type: 'mdev',
        managed: false,
        model,
        uuid,
      })
    })
  }
  it('takes what is wished, and writes it as libvirt does', () => {
    const made = hostdevFor(
      { uuid: uuid.toUpperCase(), deviceApi: 'vfio-pci' },
      { display: 'on', ramfb: 'on', boot: { order: 1 }, alias: 'ua-gpu', address: { type: 'pci', slot: 5 } },
    )
    expect(formatHostdev(made)).to
      .equal(`<hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='on' ramfb='on'>
  <source>
    <address uuid='${uuid}'/>
  </source>
  <boot order='1'/>
  <alias name='ua-gpu'/>
  <address type='pci' domain='0x0000' bus='0x00' slot='0x05' function='0x0'/>
</hostdev>
`)
  })
  it('takes a model that is given instead', () => {
    expect(hostdevFor({ uuid }, { model: 'vfio-ap', display: 'off' })).to.include({ model: 'vfio-ap', display: 'off' })
  })
  it('refuses what no host device can be made of', () => {
    expect(() => hostdevFor({ deviceApi: 'vfio-pci' })).to.throw(RangeError, "not ''")
    expect(() => hostdevFor({ uuid: 'x', deviceApi: 'vfio-pci' })).to.throw(RangeError, "not 'x'")
    expect(() => hostdevFor({ uuid })).to.throw(RangeError, 'give the model')
    expect(() => hostdevFor({ uuid, deviceApi: 'vfio-platform' })).to.throw(RangeError, "'vfio-platform'")
    expect(() => hostdevFor({ uuid, deviceApi: 'vfio-ccw' }, { display: 'on' })).to.throw(
      RangeError,
      'neither display nor ramfb',
    )
    expect(() => hostdevFor({ uuid, deviceApi: 'vfio-ap' }, { ramfb: 'on' })).to.throw(
      RangeError,
      'neither display nor ramfb',
    )
  })
  it('makes a device without a UUID a PCI function that is not managed', () => {
    const address = '0000:26:00.4'
    const source = { domain: 0, bus: 0x26, slot: 0, function: 4 }
    const device = { mode: 'subsystem', type: 'pci', managed: false, source }
    for (const spelling of [address, '26:00.4', 'pci_0000_26_00_4', '00000000:26:00.4']) {
      expect(hostdevFor({ address: spelling })).to.deep.equal(device)
    }
    expect(hostdevFor({ address, deviceApi: 'vfio-pci' })).to.deep.equal(device)
    expect(hostdevFor({ address }, { display: 'off', boot: { order: 2 }, alias: 'ua-vgpu' })).to.deep.equal({
      ...device,
      ...{ display: 'off', boot: { order: 2 }, alias: 'ua-vgpu' },
    })
    expect(hostdevFor({ uuid, address, deviceApi: 'vfio-pci' })).to.include({ type: 'mdev', uuid })
    expect(() => hostdevFor({ address: 'nowhere' })).to.throw(RangeError, "not 'nowhere'")
    expect(() => hostdevFor({ address }, { model: 'vfio-pci' })).to.throw(RangeError, 'has no model')
  })
})
