import { expect } from 'chai'
import { spawnSync } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { openHost } from '../../lib/host/index.js'
import { inGuest } from './in-guest.js'
import { libraryUnderTest } from './library-under-test.js'

const GROUP = '8a1e5c60-2b61-4f0e-8f35-5f7d2c3b4b00'
const uuid = (number: number) => `8a1e5c60-2b61-4f0e-8f35-5f7d2c3b4b0${number}`
const REQUESTS = [
  ['mtty', 'mtty-1'],
  ['mdpy', 'mdpy-vga'],
  ['mbochs', 'mbochs-small'],
  ['mtty', 'mtty-2'],
  ['mdpy', 'mdpy-xga'],
  ['mbochs', 'mbochs-large'],
].map(([parent = '', type = ''], number) => ({ parent, type, uuid: uuid(number + 1) }))

inGuest(() => {
  describe('a process that is killed while it makes six devices, on a real kernel', function () {
    this.timeout(120_000)

    // before the first device, in the middle, and before the last
    for (const devices of [0, 3, 5]) {
      it(`leaves ${devices} of them, which the next one finds and removes`, async () => {
        const host = openHost()
        const before = await host.snapshot()
        const kept = records()
        const { signal } = spawnSync(process.execPath, ['-e', script(devices)], { stdio: 'inherit' })
        expect(signal).to.equal('SIGKILL')
        expect(readdirSync('/sys/bus/mdev/devices')).to.have.length(devices)
        const { unfinished = [] } = await host.snapshot()
        expect(unfinished.map(({ group }) => group)).to.deep.equal([GROUP])
        expect(unfinished[0]?.devices.map(({ id, active }) => [id, active])).to.deep.equal(
          REQUESTS.map((request, number) => [request.uuid, number < devices]),
        )
        const [recovered] = await host.recover()
        expect(recovered?.removed).to.deep.equal(
          REQUESTS.slice(0, devices)
            .map((request) => request.uuid)
            .reverse(),
        )
        expect(await host.snapshot()).to.deep.equal(before)
        expect(records()).to.deep.equal(kept)
      })
    }
  })
})

/** What is recorded of the devices that other tests made. */
function records(): string[] {
  return existsSync('/run/nodedev-xml') ? readdirSync('/run/nodedev-xml').sort() : []
}

/** Makes the devices, and kills itself instead of the write to `create` that has this number. */
function script(number: number): string {
  return `
    import('${libraryUnderTest}').then(async ({ NodeStore, NodeSysfs, openSysfs }) => {
      const real = new NodeSysfs()
      let left = ${number}
      const sysfs = {
        list: (path) => real.list(path), read: (path) => real.read(path), link: (path) => real.link(path),
        resolve: (path) => real.resolve(path), inUse: (group) => real.inUse(group),
        write: async (file, ...rest) => {
          if (file.endsWith('/create') && left-- === 0) process.kill(process.pid, 'SIGKILL')
          return real.write(file, ...rest)
        },
      }
      await openSysfs(sysfs, { store: new NodeStore() }).createAll(${JSON.stringify(REQUESTS)}, { group: '${GROUP}' })
    })`
}
