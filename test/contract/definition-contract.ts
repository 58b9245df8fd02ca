import { expect } from 'chai'
import type { Host, HostErrorCode, HostSnapshot } from '../../lib/machine/sim.js'
import { HostError } from '../../lib/machine/sim.js'

const UUID = 'd0c0ffee-aaaa-4bbb-8ccc-ddddeeeeffff'
const OTHER = 'd1c0ffee-aaaa-4bbb-8ccc-ddddeeeeffff'
const NAME = `mdev_${UUID.replaceAll('-', '_')}_mtty`

/**
 * What every host promises of definitions, on a machine that has the kernel's sample driver `mtty`, no mediated device and no
 * definition. Leaves the machine as it was.
 */
export function describeDefinitionContract(name: string, makeHost: () => Host | Promise<Host>): void {
  describe(`the contract of definitions: ${name}`, () => {
    let host: Host
    let untouched: HostSnapshot

    before(async () => {
      host = await makeHost()
      untouched = await host.snapshot()
    })

    afterEach(async () => {
      for (const { name, active } of (await host.snapshot()).devices) if (active) await host.destroy(name)
      for (const { name, defined } of (await host.snapshot()).devices) if (defined) await host.undefine(name)
    })

    after(async () => {
      expect(await host.snapshot()).to.deep.equal(untouched)
      await host.close()
    })

    const define = (type = 'mtty-1', uuid = UUID, parent = 'mtty') => host.define({ parent, type, uuid })
    const state = async (uuid = UUID) => {
      const device = (await host.snapshot()).devices.find((each) => each.uuid === uuid)
      return device && [device.parent, device.type, device.active, device.defined, device.autostart]
    }
    const refuses = async (code: HostErrorCode, deed: Promise<unknown>) => {
      const error: unknown = await deed.catch((reason: unknown) => reason)
      expect(error).to.be.instanceOf(HostError)
      expect(error).to.include({ code })
    }

    it('the whole life: defined, started, destroyed, undefined', async () => {
      expect((await define()).name).to.equal(NAME)
      expect(await state()).to.deep.equal(['mtty', 'mtty-1', false, true, false])
      expect((await host.start(UUID)).path).to.equal(`/sys/devices/virtual/mtty/mtty/${UUID}`)
      expect(await state()).to.deep.equal(['mtty', 'mtty-1', true, true, false])
      await host.destroy(UUID)
      expect(await state()).to.deep.equal(['mtty', 'mtty-1', false, true, false])
      await host.undefine(UUID)
      expect(await state()).to.equal(undefined)
    })

    it('what start returns is what a snapshot shows', async () => {
      await define('mtty-2')
      const started = await host.start(NAME)
      expect((await host.snapshot()).devices).to.deep.equal([started])
    })

    it('a running device can be undefined, and lives on until it is destroyed', async () => {
      await define()
      await host.start(UUID)
      await host.undefine(UUID)
      expect(await state()).to.deep.equal(['mtty', 'mtty-1', true, false, undefined])
    })

    it('a running device is defined as it runs', async () => {
      await host.create({ parent: 'mtty', type: 'mtty-2', uuid: UUID })
      await host.define({ uuid: UUID, autostart: true })
      expect(await state()).to.deep.equal(['mtty', 'mtty-2', true, true, true])
    })

    it('a definition takes nothing from the parent, and counts its types only when it is started', async () => {
      await define('no-such-type')
      expect((await host.snapshot()).types).to.deep.equal(untouched.types)
      await refuses('type-unknown', host.start(UUID))
      await host.define({ parent: 'mtty', type: 'mtty-1', uuid: UUID }, { replace: true })
      await host.start(UUID)
      await refuses('uuid-exists', host.start(UUID))
    })

    it('one device is defined once, replaced on demand, and marked to be started by itself', async () => {
      await define()
      await refuses('definition-exists', define('mtty-2'))
      await host.define({ parent: 'mtty', type: 'mtty-2', uuid: UUID }, { replace: true })
      await host.setAutostart(UUID, true)
      expect(await state()).to.deep.equal(['mtty', 'mtty-2', false, true, true])
    })

    it('one UUID under two parents needs the parent', async () => {
      await define()
      await define('nvidia-1', UUID, '0000:ff:1f.7')
      await refuses('uuid-ambiguous', host.start(UUID))
      await refuses('uuid-ambiguous', host.undefine(UUID))
      await refuses('uuid-ambiguous', host.setAutostart(UUID, true))
      await refuses('parent-unknown', host.start(UUID, { parent: 'pci_0000_ff_1f_7' }))
      await host.start(UUID, { parent: 'mtty' })
      await host.undefine(UUID, { parent: '0000:ff:1f.7' })
    })

    it('what is not defined is neither started nor undefined', async () => {
      await define()
      await host.create({ parent: 'mtty', type: 'mtty-1', uuid: OTHER })
      for (const id of [OTHER, 'nonsense', '']) {
        await refuses('definition-unknown', host.start(id))
        await refuses('definition-unknown', host.undefine(id))
        await refuses('definition-unknown', host.setAutostart(id, true))
      }
      await refuses('definition-unknown', host.undefine(UUID, { parent: 'mdpy' }))
    })

    it('a definition whose attributes the driver refuses leaves no device behind', async () => {
      await host.define({ parent: 'mtty', type: 'mtty-1', uuid: UUID, attributes: [{ name: 'nothing', value: '1' }] })
      await refuses('attribute-unknown', host.start(UUID))
      expect(await state()).to.deep.equal(['mtty', 'mtty-1', false, true, false])
      expect((await host.snapshot()).types).to.deep.equal(untouched.types)
    })

    it('twenty at once: of equal ones one is stored, the others are told', async () => {
      const uuid = (n: number) => `d2c0ffee-aaaa-4bbb-8ccc-0000000000${n % 10}0`
      const results = await Promise.allSettled(Array.from({ length: 20 }, (_, n) => define('mtty-1', uuid(n))))
      const refused = results.flatMap((result) => (result.status === 'rejected' ? [result.reason as unknown] : []))
      expect(refused).to.have.length(10)
      for (const error of refused) expect(error).to.include({ code: 'definition-exists' })
      expect((await host.snapshot()).devices.filter(({ defined }) => defined)).to.have.length(10)
    })
  })
}
