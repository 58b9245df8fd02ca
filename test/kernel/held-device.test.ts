import { expect } from 'chai'
import { type ChildProcess, execFileSync, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { HostError, NodeSysfs, openHost, SysfsError } from '../../lib/host/index.js'
import { inGuest } from './in-guest.js'
import { libraryUnderTest } from './library-under-test.js'

const UUID = '8a1e5c60-2b61-4f0e-8f35-5f7d2c3b4a03'
const bytes = new TextEncoder().encode('1')

inGuest(() => {
  describe('a device that a process has open, on a real kernel', function () {
    this.timeout(60_000)
    const host = openHost()
    let holder: ChildProcess

    beforeEach(async () => {
      await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
      holder = spawn('hold-device', [UUID], { stdio: ['pipe', 'pipe', 'inherit'] })
      const [said] = (await once(holder.stdout ?? holder, 'data')) as [Buffer]
      expect(said.toString()).to.equal('held\n')
    })

    const letGo = async () => {
      const ended = once(holder, 'exit')
      holder.stdin?.end()
      await ended
    }

    afterEach(async () => {
      if (holder.exitCode === null) await letGo()
      if (existsSync(`/sys/bus/mdev/devices/${UUID}`)) await host.destroy(UUID)
    })

    it('is in use, at once', async () => {
      const begun = performance.now()
      const error = await failure(host.destroy(UUID))
      expect(error).to.be.instanceOf(HostError).with.property('code', 'in-use')
      expect(performance.now() - begun).to.be.below(1000)
      expect(error).to.have.deep.property('holders', [{ pid: holder.pid, command: 'hold-device' }])
      expect(error).to.have.property('message').that.contains(`"hold-device" (process ${holder.pid})`)
      expect((await host.snapshot()).devices.map((device) => device.id)).to.deep.equal([UUID])
    })

    it('is waited for as long as is wished, and the process can go on and end', async () => {
      const begun = performance.now()
      const error = await failure(host.destroy(UUID, { wait: 2000, timeout: 2000 }))
      expect(error).to.be.instanceOf(HostError).with.property('code', 'in-use')
      expect(performance.now() - begun).to.be.within(2000, 4000)
      const script = `
        import('${libraryUnderTest}').then(async ({ openHost }) => {
          const code = await openHost().destroy('${UUID}', { wait: 2000 }).catch(({ code }) => code)
          console.log(code, (await openHost().snapshot()).devices.length)
        })`
      expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 20_000 })).to.equal(
        'in-use 1\n',
      )
    })

    it('is removed when whoever has it lets go in time', async () => {
      const waiting = host.destroy(UUID, { wait: 20_000 })
      setTimeout(() => holder.stdin?.end(), 500)
      await waiting
      expect(existsSync(`/sys/bus/mdev/devices/${UUID}`)).to.equal(false)
    })

    it('blocks the kernel, which a process of its own waits for', async () => {
      const sysfs = new NodeSysfs()
      const file = `sys/bus/mdev/devices/${UUID}/remove`
      const begun = performance.now()
      const error = await failure(sysfs.write(file, bytes, { mayBlock: true, timeout: 2000 }))
      expect(error).to.be.instanceOf(SysfsError).with.property('code', 'ETIMEDOUT')
      expect(performance.now() - begun).to.be.within(2000, 4000)
      // the kernel has taken it off the bus, and has not given the instance back
      expect(existsSync(`/sys/bus/mdev/devices/${UUID}`)).to.equal(false)
      const type = (await host.snapshot()).types.find((each) => each.id === 'mtty-1')
      expect(type?.availableInstances).to.equal(23)
      await letGo()
      await gone()
    })

    it('ends with a process whose removal hangs', async () => {
      const script = `
        import('${libraryUnderTest}').then(async ({ NodeSysfs }) => {
          const write = new NodeSysfs().write('sys/bus/mdev/devices/${UUID}/remove', new TextEncoder().encode('1'), { mayBlock: true, timeout: 3000 })
          console.log(await write.catch(({ code }) => code))
        })`
      expect(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8', timeout: 30_000 })).to.equal(
        'ETIMEDOUT\n',
      )
      // the kernel is at it
      expect(existsSync(`/sys/bus/mdev/devices/${UUID}`)).to.equal(false)
      await letGo()
      await gone()
    })
  })
})

/** Waits until the kernel has given the device up. */
async function gone(): Promise<void> {
  const directory = `/sys/devices/virtual/mtty/mtty/${UUID}`
  for (let tries = 0; tries < 50 && existsSync(directory); tries++) {
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
  expect(existsSync(directory)).to.equal(false)
}

async function failure(promise: Promise<unknown>): Promise<unknown> {
  try {
    await promise
  } catch (error) {
    return error
  }
  throw new Error('it should have failed')
}
