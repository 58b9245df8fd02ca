import { expect } from 'chai'
import type {
  CreateRequest,
  Host,
  HostDevice,
  HostErrorCode,
  HostEvent,
  HostSnapshot,
  MdevAttribute,
} from '../../lib/machine/sim.js'
import { HostError, openSysfs, recordedStore, recordedTree } from '../../lib/machine/sim.js'

/** What the suite must know of the machine beyond the port. */
export interface ContractFacts {
  /** Removes devices in a quicker way than one `destroy` after the other, where there is one. */
  removeAll?: (uuids: readonly string[]) => Promise<void>
  /** Opens the VFIO device of an instance, as a guest does; the function returned closes it. */
  hold?: (uuid: string) => Promise<() => Promise<void>>
  /** Writes to a file of the machine as somebody else does, who knows nothing of this library. */
  write?: (file: string, text: string) => Promise<void>
}

const FREE = {
  mtty: { 'mtty-1': 24, 'mtty-2': 12 },
  mdpy: { 'mdpy-hd': 4, 'mdpy-vga': 4, 'mdpy-xga': 4 },
  mbochs: { 'mbochs-large': 4, 'mbochs-medium': 16, 'mbochs-small': 64 },
}
const NIL = '00000000-0000-0000-0000-000000000000'
const UUID = '0c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff'
const THIRD = '2c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff'
const GROUP = '4dea22b3-1d52-d8f3-2516-782e98ab3fa0'
const OTHER = '1c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff'

/**
 * What every host promises, on a machine that has the kernel's sample drivers `mtty`, `mdpy` and `mbochs` and no mediated
 * device: the simulated kernel, a real one. Leaves the machine as it was.
 */
export function describeHostContract(
  name: string,
  makeHost: () => Host | Promise<Host>,
  facts: ContractFacts = {},
): void {
  describe(`the host contract: ${name}`, () => {
    let host: Host
    let untouched: HostSnapshot

    before(async () => {
      host = await makeHost()
      untouched = await host.snapshot()
    })

    afterEach(async () => {
      const left = (await host.snapshot()).devices.map((device) => device.id)
      if (facts.removeAll) await facts.removeAll(left)
      else for (const id of left) await host.destroy(id)
    })

    after(async () => {
      expect(await host.snapshot()).to.deep.equal(untouched)
      await host.close()
    })

    const create = (parent: string, type: string, uuid?: string, attributes?: MdevAttribute[]) =>
      host.create({ parent, type, ...(uuid !== undefined && { uuid }), ...(attributes && { attributes }) })
    const available = async (parent: string) =>
      Object.fromEntries(
        (await host.snapshot()).types
          .filter((type) => type.parent === parent)
          .map((type) => [type.id, type.availableInstances]),
      )
    const active = async () => (await host.snapshot()).devices.map((device) => device.id)
    const isUntouched = async () => expect(await host.snapshot()).to.deep.equal(untouched)

    describe('snapshot', () => {
      it('has the three parents with both names and their directories', () => {
        const nodes = untouched.nodes.filter((node) => Object.hasOwn(FREE, node.id))
        expect(nodes).to.deep.equal(
          ['mbochs', 'mdpy', 'mtty'].map((id) => ({
            kind: 'virtual',
            id,
            name: `${id}_${id}`,
            path: `/sys/devices/virtual/${id}/${id}`,
            parentName: 'computer',
            backend: 'mdev',
          })),
        )
      })

      it('has all types with what is left of them, sorted', async () => {
        for (const [parent, types] of Object.entries(FREE)) {
          expect(await available(parent)).to.deep.equal(types)
          const ids = untouched.types.filter((type) => type.parent === parent).map((type) => type.id)
          expect(ids).to.deep.equal(Object.keys(types))
        }
      })

      it('has a type in full', () => {
        expect(untouched.types.find((type) => type.id === 'mtty-2')).to.deep.equal({
          parent: 'mtty',
          parentName: 'mtty_mtty',
          backend: 'mdev',
          id: 'mtty-2',
          name: 'Dual port serial',
          deviceApi: 'vfio-pci',
          availableInstances: 12,
        })
      })

      it('has the description where the driver gives one', () => {
        const type = untouched.types.find((candidate) => candidate.id === 'mdpy-xga')
        expect(type?.description).to.equal('virtual display, 1024x768 framebuffer')
      })

      it('has no devices and no problems of parents to begin with', () => {
        expect(untouched.version).to.equal(1)
        expect(untouched.devices).to.deep.equal([])
        expect(untouched.problems.filter((problem) => problem.parent !== undefined)).to.deep.equal([])
      })

      it('is plain JSON', () => {
        expect(JSON.parse(JSON.stringify(untouched))).to.deep.equal(untouched)
      })

      it('has devices sorted by parent and UUID', async () => {
        await create('mtty', 'mtty-1', OTHER)
        await create('mtty', 'mtty-2', UUID)
        await create('mdpy', 'mdpy-vga', NIL)
        const { devices } = await host.snapshot()
        expect(devices.map((device) => [device.parent, device.id])).to.deep.equal([
          ['mdpy', NIL],
          ['mtty', UUID],
          ['mtty', OTHER],
        ])
      })

      it('is not taken when it is aborted', async () => {
        expect(await failure(host.snapshot({ signal: AbortSignal.abort('enough') }))).to.equal('enough')
      })
    })

    describe('create', () => {
      it('gives the device as the next snapshot has it', async () => {
        const made = await create('mtty', 'mtty-1', UUID)
        expect((await host.snapshot()).devices).to.deep.equal([made])
      })

      it('gives all that is known of the device', async () => {
        const made = await create('mdpy', 'mdpy-hd', UUID)
        const { iommuGroup, driver, ...rest } = made
        expect(iommuGroup).to.be.a('number')
        expect(driver).to.match(/^(mdpy|vfio_mdev)$/)
        expect(rest).to.deep.equal({
          id: UUID,
          uuid: UUID,
          name: 'mdev_0c0ffee0_aaaa_4bbb_8ccc_ddddeeeeffff_mdpy',
          parent: 'mdpy',
          parentName: 'mdpy_mdpy',
          backend: 'mdev',
          type: 'mdpy-hd',
          deviceApi: 'vfio-pci',
          path: `/sys/devices/virtual/mdpy/mdpy/${UUID}`,
          active: true,
          defined: false,
          ours: true,
        } satisfies HostDevice)
      })

      it('makes a version 4 UUID where none is given', async () => {
        const made = await create('mtty', 'mtty-1')
        expect(made.uuid).to.match(/^[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/)
      })

      it("takes the parent by libvirt's name", async () => {
        expect((await create('mbochs_mbochs', 'mbochs-small', UUID)).parent).to.equal('mbochs')
      })

      for (const [what, spelling] of [
        ['upper case', UUID.toUpperCase()],
        ['no dashes', UUID.replaceAll('-', '')],
        ['white space around it', ` ${UUID}\n`],
        ['blanks between the bytes', UUID.replaceAll('-', ' ')],
      ] as const) {
        it(`takes a UUID with ${what}`, async () => {
          expect((await create('mtty', 'mtty-1', spelling)).uuid).to.equal(UUID)
          expect(await active()).to.deep.equal([UUID])
        })
      }

      for (const uuid of [NIL, 'ffffffff-ffff-ffff-ffff-ffffffffffff', '12345678-1234-9234-1234-123456789abc']) {
        it(`does not look at the version of ${uuid}`, async () => {
          expect((await create('mtty', 'mtty-1', uuid)).uuid).to.equal(uuid)
        })
      }

      for (const uuid of ['', 'not-a-uuid', UUID.slice(1), `${UUID}0`, `{${UUID}}`, `urn:uuid:${UUID}`, `${UUID}\0`]) {
        it(`refuses ${JSON.stringify(uuid)} for a UUID`, async () => {
          await refused(create('mtty', 'mtty-1', uuid), 'uuid-invalid')
          await isUntouched()
        })
      }

      for (const [what, parent, type, uuid] of [
        ['under the same type', 'mtty', 'mtty-1', UUID],
        ['under another type', 'mtty', 'mtty-2', UUID],
        ['under another parent', 'mdpy', 'mdpy-vga', UUID],
        ['in other letters', 'mtty', 'mtty-1', UUID.toUpperCase()],
      ] as const) {
        it(`refuses a UUID that is in use, ${what}`, async () => {
          await create('mtty', 'mtty-1', UUID)
          const error = await refused(create(parent, type, uuid), 'uuid-exists')
          expect(error.message).to.contain(UUID).and.to.contain('mtty')
          expect(await active()).to.deep.equal([UUID])
        })
      }

      for (const parent of ['nope', '', '.', '../mdev_bus/mtty', 'mtty/', 'mtty\n', '__proto__']) {
        it(`refuses the parent ${JSON.stringify(parent)}`, async () => {
          await refused(create(parent, 'mtty-1', UUID), 'parent-unknown')
          await isUntouched()
        })
      }

      it('tells which parent was meant when only the letter case is wrong', async () => {
        expect((await refused(create('MTTY', 'mtty-1'), 'parent-unknown')).help).to.contain('"mtty"')
      })

      for (const type of ['mtty-3', 'mdpy-vga', '', '..', '../mdev_supported_types/mtty-1', 'mtty-1/', 'mtty-1\0']) {
        it(`refuses the type ${JSON.stringify(type)}`, async () => {
          await refused(create('mtty', type, UUID), 'type-unknown')
          await isUntouched()
        })
      }

      it('names the first fault in a fixed order: UUID, UUID in use, parent, type', async () => {
        await create('mtty', 'mtty-1', UUID)
        await refused(create('nope', 'nope', 'nope'), 'uuid-invalid')
        await refused(create('nope', 'nope', UUID), 'uuid-exists')
        await refused(create('nope', 'nope', OTHER), 'parent-unknown')
        await refused(create('mtty', 'nope', OTHER), 'type-unknown')
      })

      it('makes nothing when it is aborted before', async () => {
        const request = { parent: 'mtty', type: 'mtty-1', uuid: UUID }
        expect(await failure(host.create(request, { signal: AbortSignal.abort('enough') }))).to.equal('enough')
        await isUntouched()
      })

      it('undoes what it made when it is aborted on the way', async () => {
        const controller = new AbortController()
        const making = host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID }, { signal: controller.signal })
        controller.abort('enough')
        expect(await failure(making)).to.equal('enough')
        await isUntouched()
      })
    })

    describe('instances', () => {
      it('are shared by the types of mtty', async () => {
        await create('mtty', 'mtty-1', UUID)
        expect(await available('mtty')).to.deep.equal({ 'mtty-1': 23, 'mtty-2': 11 })
        await create('mtty', 'mtty-2', OTHER)
        expect(await available('mtty')).to.deep.equal({ 'mtty-1': 21, 'mtty-2': 10 })
      })

      it('are counted over all types of mdpy', async () => {
        await create('mdpy', 'mdpy-vga', UUID)
        expect(await available('mdpy')).to.deep.equal({ 'mdpy-hd': 3, 'mdpy-vga': 3, 'mdpy-xga': 3 })
      })

      it('of mbochs take memory from one pool', async () => {
        await create('mbochs', 'mbochs-medium', UUID)
        expect(await available('mbochs')).to.deep.equal({ 'mbochs-large': 3, 'mbochs-medium': 15, 'mbochs-small': 60 })
      })

      for (const [parent, type, count] of [
        ['mtty', 'mtty-2', 12],
        ['mdpy', 'mdpy-xga', 4],
        ['mbochs', 'mbochs-large', 4],
      ] as const) {
        it(`run out on ${parent}`, async () => {
          for (let index = 0; index < count; index++) await create(parent, type)
          for (const left of Object.values(await available(parent))) expect(left).to.equal(0)
          const error = await refused(create(parent, type, UUID), 'no-instances-left')
          expect(error.message).to.contain(type).and.to.contain(parent)
          expect(await active()).to.have.lengthOf(count)
        })
      }

      it('run out for whoever comes last of many at once', async () => {
        const tries = await Promise.allSettled(Array.from({ length: 6 }, () => create('mdpy', 'mdpy-vga')))
        const codes = tries.flatMap((one) => (one.status === 'rejected' ? [codeOf(one.reason)] : []))
        expect(codes).to.deep.equal(['no-instances-left', 'no-instances-left'])
        expect(await active()).to.have.lengthOf(4)
      })

      it('can be had again when a device is gone', async () => {
        const first = await create('mbochs', 'mbochs-large')
        for (let index = 0; index < 3; index++) await create('mbochs', 'mbochs-large')
        await host.destroy(first.id)
        expect((await create('mbochs', 'mbochs-large', UUID)).uuid).to.equal(UUID)
      })
    })

    describe('several at once', () => {
      it('different UUIDs on one parent all succeed', async () => {
        const made = await Promise.all(Array.from({ length: 4 }, () => create('mtty', 'mtty-1')))
        expect(new Set(made.map((device) => device.uuid)).size).to.equal(4)
        expect(new Set(made.map((device) => device.iommuGroup)).size).to.equal(4)
      })

      for (const [what, parent, type] of [
        ['one parent', 'mtty', 'mtty-2'],
        ['two parents', 'mdpy', 'mdpy-vga'],
      ] as const) {
        it(`one UUID on ${what} succeeds once`, async () => {
          const tries = await Promise.allSettled([create('mtty', 'mtty-1', UUID), create(parent, type, UUID)])
          const codes = tries.flatMap((one) => (one.status === 'rejected' ? [codeOf(one.reason)] : []))
          expect(codes).to.deep.equal(['uuid-exists'])
          expect(await active()).to.deep.equal([UUID])
        })
      }

      it('destroying one device twice leaves nothing and no other error', async () => {
        await create('mtty', 'mtty-1', UUID)
        const tries = await Promise.allSettled([host.destroy(UUID), host.destroy(UUID)])
        expect(tries.some((one) => one.status === 'fulfilled')).to.equal(true)
        for (const one of tries) {
          if (one.status === 'rejected') expect(codeOf(one.reason)).to.be.oneOf(['device-unknown', 'busy'])
        }
        await isUntouched()
      })
    })

    describe('attributes', () => {
      it('are written in their order and told with the device', async () => {
        const attributes = [
          { name: 'power/control', value: 'auto' },
          { name: 'power/control', value: 'on' },
        ]
        const made = await create('mtty', 'mtty-1', UUID, attributes)
        expect(made.attributes).to.deep.equal(attributes)
      })

      it('that the driver refuses undo the device, and the error keeps the facts', async () => {
        const attributes = [
          { name: 'power/control', value: 'on' },
          { name: 'power/control', value: 'perhaps' },
        ]
        const error = await refused(create('mtty', 'mtty-1', UUID, attributes), 'attribute-refused')
        expect(error).to.include({ errno: 'EINVAL', syscall: 'write' })
        expect(error.file).to.equal(`sys/devices/virtual/mtty/mtty/${UUID}/power/control`)
        expect(error.undoing).to.equal(undefined)
        expect(error.message).to.contain('perhaps')
        await isUntouched()
      })

      it('that do not exist undo the device', async () => {
        await refused(create('mtty', 'mtty-1', UUID, [{ name: 'nope', value: '1' }]), 'attribute-unknown')
        await refused(create('mtty', 'mtty-1', UUID, [{ name: 'nope/nope', value: '1' }]), 'attribute-unknown')
        await isUntouched()
      })

      it('that are directories are none', async () => {
        await refused(create('mtty', 'mtty-1', UUID, [{ name: 'vendor', value: '1' }]), 'attribute-unknown')
        await isUntouched()
      })

      it('that can only be read are refused', async () => {
        const attributes = [{ name: 'vendor/sample_mdev_dev', value: '1' }]
        await refused(create('mtty', 'mtty-1', UUID, attributes), 'attribute-refused')
        await isUntouched()
      })

      for (const name of ['mdev_type/create', 'subsystem/drivers_autoprobe', 'driver/unbind', 'iommu_group/type']) {
        it(`do not lead out of the device: ${name}`, async () => {
          await refused(create('mtty', 'mtty-1', UUID, [{ name, value: '1' }]), 'attribute-refused')
          await isUntouched()
        })
      }

      for (const name of [
        '',
        '/etc/passwd',
        '..',
        '../mtty',
        'power/../remove',
        './remove',
        'power//control',
        'a\0b',
        'a\nb',
        'remove',
      ]) {
        it(`are refused by their name before anything is made: ${JSON.stringify(name)}`, async () => {
          await refused(create('mtty', 'mtty-1', UUID, [{ name, value: '1' }]), 'attribute-refused')
          await isUntouched()
        })
      }

      for (const value of ['', 'a\0b', 'x'.repeat(5000)]) {
        it(`are refused by a value that the kernel would not take whole: ${JSON.stringify(value.slice(0, 5))}`, async () => {
          await refused(create('mtty', 'mtty-1', UUID, [{ name: 'power/control', value }]), 'attribute-refused')
          await isUntouched()
        })
      }
    })

    describe('destroy', () => {
      for (const [what, id] of [
        ['UUID', UUID],
        ['UUID in upper case', UUID.toUpperCase()],
        ['UUID without dashes', UUID.replaceAll('-', '')],
        ["libvirt's name", 'mdev_0c0ffee0_aaaa_4bbb_8ccc_ddddeeeeffff_mtty'],
        ["libvirt's old name", 'mdev_0c0ffee0_aaaa_4bbb_8ccc_ddddeeeeffff'],
      ] as const) {
        it(`takes the ${what}`, async () => {
          await create('mtty', 'mtty-1', UUID)
          await create('mtty', 'mtty-1', OTHER)
          await host.destroy(id)
          expect(await active()).to.deep.equal([OTHER])
        })
      }

      it('gives the instance back', async () => {
        await create('mtty', 'mtty-2', UUID)
        await host.destroy(UUID)
        await isUntouched()
      })

      it('finds nothing the second time', async () => {
        await create('mtty', 'mtty-1', UUID)
        await host.destroy(UUID)
        await refused(host.destroy(UUID), 'device-unknown')
      })

      for (const id of ['', UUID, 'mtty', 'mdev_', '../mtty', '__proto__', `${UUID}\n\n/remove`]) {
        it(`finds nothing named ${JSON.stringify(id)}`, async () => {
          await create('mtty', 'mtty-1', OTHER)
          await refused(host.destroy(id), 'device-unknown')
          expect(await active()).to.deep.equal([OTHER])
        })
      }

      it('holds to the parent in the name and to the one that is given', async () => {
        await create('mtty', 'mtty-1', UUID)
        await refused(host.destroy('mdev_0c0ffee0_aaaa_4bbb_8ccc_ddddeeeeffff_mdpy'), 'device-unknown')
        await refused(host.destroy(UUID, { parent: 'mdpy' }), 'device-unknown')
        await host.destroy(UUID, { parent: 'mtty_mtty' })
        await isUntouched()
      })

      it('removes nothing when it is aborted before', async () => {
        await create('mtty', 'mtty-1', UUID)
        expect(await failure(host.destroy(UUID, { signal: AbortSignal.abort('enough') }))).to.equal('enough')
        expect(await active()).to.deep.equal([UUID])
      })

      const { hold } = facts
      if (hold) {
        it('leaves a device alone that somebody has open', async () => {
          await create('mtty', 'mtty-1', UUID)
          const release = await hold(UUID)
          try {
            await refused(host.destroy(UUID), 'in-use')
            expect(await active()).to.deep.equal([UUID])
          } finally {
            await release()
          }
          await host.destroy(UUID)
          await isUntouched()
        })
      }
    })

    describe('the devices of one guest', () => {
      const three: readonly CreateRequest[] = [
        { parent: 'mtty', type: 'mtty-2', uuid: OTHER },
        { parent: 'mdpy_mdpy', type: 'mdpy-vga', uuid: UUID.toUpperCase() },
        { parent: 'mtty', type: 'mtty-1', uuid: THIRD, attributes: [{ name: 'power/control', value: 'on' }] },
      ]
      const withThird = (third: Partial<CreateRequest>) => [
        ...three.slice(0, 2),
        { parent: 'mtty', type: 'mtty-1', ...third },
      ]

      it('are made in the order given, and are what a snapshot has', async () => {
        const made = await host.createAll(three, { group: GROUP.toUpperCase() })
        expect(made.map(({ id, group, ours }) => [id, group, ours])).to.deep.equal(
          [OTHER, UUID, THIRD].map((id) => [id, GROUP, true]),
        )
        const { devices, unfinished } = await host.snapshot()
        expect(unfinished).to.equal(undefined)
        // what was written to a device no file tells
        const seen = made.map(({ attributes: _, ...device }) => device)
        expect(devices).to.have.deep.members(seen)
      })

      it('are none where none is asked for', async () => {
        expect(await host.createAll([], { group: GROUP })).to.deep.equal([])
        await isUntouched()
      })

      for (const [what, code, requests] of [
        ['a type that is not there', 'type-unknown', withThird({ type: 'mtty-9' })],
        ['a parent that is not there', 'parent-unknown', withThird({ parent: 'nope' })],
        ['a UUID that two of them have', 'uuid-exists', withThird({ uuid: UUID })],
        [
          'an attribute that the driver refuses',
          'attribute-refused',
          withThird({ attributes: [{ name: 'power/control', value: 'perhaps' }] }),
        ],
        [
          'an attribute that is not there',
          'attribute-unknown',
          withThird({ attributes: [{ name: 'nope', value: '1' }] }),
        ],
      ] as const) {
        it(`are not made at all with ${what}; the error says which one it was`, async () => {
          const error = await refused(host.createAll(requests, { group: GROUP }), code)
          expect(error).to.include({ request: 2, undoing: undefined })
          await isUntouched()
          expect(await host.destroyGroup(GROUP)).to.deep.equal([])
        })
      }

      it('are not made at all where there is room for some of them', async () => {
        const five = Array.from({ length: 5 }, () => ({ parent: 'mdpy', type: 'mdpy-vga' }))
        expect(await refused(host.createAll(five), 'no-instances-left')).to.include({ request: 4 })
        await isUntouched()
        // the types share what is left: only the driver knows
        const mixed = [...five.slice(1), { parent: 'mdpy', type: 'mdpy-hd' }]
        expect(await refused(host.createAll(mixed), 'no-instances-left')).to.include({ request: 4 })
        await isUntouched()
      })

      it('are undone when that is aborted on the way', async () => {
        const controller = new AbortController()
        const making = host.createAll(three, { group: GROUP, signal: controller.signal })
        controller.abort('enough')
        expect(await failure(making)).to.equal('enough')
        await isUntouched()
      })

      it('are destroyed together, the last one first, and no other', async () => {
        await host.createAll(three.slice(0, 2), { group: GROUP })
        await create('mtty', 'mtty-1', THIRD)
        await host.createAll([{ parent: 'mbochs', type: 'mbochs-small', uuid: NIL }], { group: OTHER })
        expect(await host.destroyGroup(GROUP)).to.deep.equal([UUID, OTHER])
        expect((await active()).sort()).to.deep.equal([NIL, THIRD])
        expect(await host.destroyGroup(GROUP)).to.deep.equal([])
        expect(await host.destroyGroup(OTHER.toUpperCase())).to.deep.equal([NIL])
      })

      it('are destroyed one by one too', async () => {
        await host.createAll(three, { group: GROUP })
        await host.destroy(UUID)
        expect(await host.destroyGroup(GROUP)).to.deep.equal([THIRD, OTHER])
        await isUntouched()
      })

      it('refuse what is no UUID for their name', async () => {
        await refused(host.createAll(three, { group: 'guest' }), 'uuid-invalid')
        await refused(host.destroyGroup('guest'), 'uuid-invalid')
        await isUntouched()
      })

      it('are there as long as they are used', async () => {
        const seen = await host.withDevices(three, async (devices) => [devices.map(({ id }) => id), await active()])
        expect(seen).to.deep.equal([
          [OTHER, UUID, THIRD],
          [UUID, OTHER, THIRD],
        ])
        await isUntouched()
        expect(await failure(host.withDevices(three, () => Promise.reject(new Error('of the use'))))).to.include({
          message: 'of the use',
        })
        await isUntouched()
      })

      const { hold } = facts
      if (hold) {
        it('stay all when one of them is open', async () => {
          await host.createAll(three, { group: GROUP })
          const release = await hold(UUID)
          try {
            await refused(host.destroyGroup(GROUP), 'in-use')
            expect(await active()).to.have.lengthOf(3)
          } finally {
            await release()
          }
          expect(await host.destroyGroup(GROUP)).to.have.lengthOf(3)
        })
      }

      const { write } = facts
      if (write) {
        it('are ours; what others make is removed by no operation but one that names it', async () => {
          await write('sys/devices/virtual/mtty/mtty/mdev_supported_types/mtty-1/create', THIRD)
          await host.createAll(three.slice(0, 2), { group: GROUP })
          const { devices } = await host.snapshot()
          expect(devices.find(({ id }) => id === THIRD)).not.to.have.any.keys('ours', 'group')
          expect(await host.recover()).to.deep.equal([])
          expect(await host.destroyGroup(GROUP)).to.deep.equal([UUID, OTHER])
          expect(await active()).to.deep.equal([THIRD])
          await refused(host.createAll(three), 'uuid-exists')
          expect(await active()).to.deep.equal([THIRD])
          await host.destroy(THIRD)
          await isUntouched()
        })

        it('that others have removed count for nothing', async () => {
          await host.createAll(three.slice(0, 2), { group: GROUP })
          await write(`sys/bus/mdev/devices/${UUID}/remove`, '1')
          expect(await host.destroyGroup(GROUP)).to.deep.equal([OTHER])
          await isUntouched()
        })
      }
    })

    describe('recover', () => {
      it('finds nothing where all was done, and leaves that alone', async () => {
        await host.createAll([{ parent: 'mtty', type: 'mtty-1', uuid: UUID }], { group: GROUP })
        expect(await host.recover()).to.deep.equal([])
        await refused(host.recover(UUID), 'device-unknown')
        expect(await active()).to.deep.equal([UUID])
      })
    })

    describe('watch', () => {
      it('tells of a device that comes and goes, and of what is left', async () => {
        const watching = host.watch({ interval: 10 })
        const until = async (wanted: string) => {
          for (;;) {
            const step = await watching.next()
            if (step.done === true) throw new Error('it ended')
            if (said(step.value) === wanted) return step.value
          }
        }
        const first = watching.next()
        // what is there when the first event is asked for is no event
        await new Promise((resolve) => setTimeout(resolve, 200))
        const made = await create('mtty', 'mtty-2', UUID)
        const { value, done } = await first
        expect(done === true ? 'ended' : said(value)).to.equal('changed type mtty-1')
        expect(await until(`added device ${UUID}`)).to.deep.equal({ event: 'added', kind: 'device', now: made })
        await host.destroy(UUID)
        await until(`removed device ${UUID}`)
        await until('changed type mtty-2')
        await watching.return?.()
        expect(await watching.next()).to.deep.equal({ done: true, value: undefined })
      }).timeout(30_000)
    })

    describe('record', () => {
      it('saves what opens as the same machine anywhere else', async () => {
        const made = await host.createAll([{ parent: 'mtty', type: 'mtty-1', uuid: UUID }], { group: GROUP })
        const { tree } = await host.record()
        const recording = openSysfs(recordedTree(tree), { store: recordedStore(tree) })
        expect(await recording.snapshot()).to.deep.equal(await host.snapshot())
        expect((await recording.snapshot()).devices).to.deep.equal(made)
        await refused(recording.create({ parent: 'mtty', type: 'mtty-1' }), 'read-only')
        await refused(recording.destroy(UUID), 'read-only')
      })

      it('is silent about who it is when that is wished', async () => {
        await create('mtty', 'mtty-1', UUID)
        const recording = await host.record({ redact: true })
        expect(recording.redacted).to.equal(true)
        expect(JSON.stringify(recording)).not.to.contain(UUID)
        const { devices } = await openSysfs(recordedTree(recording.tree)).snapshot()
        expect(devices.map(({ type }) => type)).to.deep.equal(['mtty-1'])
      })
    })
  })
}

/** An event in three words. */
function said(event: HostEvent): string {
  return `${event.event} ${event.kind} ${(event.event === 'removed' ? event.before : event.now).id}`
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it should have failed')
}

async function refused(promise: Promise<unknown>, code: HostErrorCode): Promise<HostError> {
  const error = await failure(promise)
  if (!(error instanceof HostError)) throw error
  expect(`${error.code}: ${error.message}`).to.match(new RegExp(`^${code}: .*\\.$`, 's'))
  return error
}

function codeOf(error: unknown): string {
  if (error instanceof HostError) return error.code
  throw error
}
