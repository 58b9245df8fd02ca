import { expect } from 'chai'
import { execFileSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { run } from '../../lib/cli/main.js'
import { parseHostdev } from '../../lib/libvirt/hostdev.js'
import { capabilityOf, parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { inGuest } from './in-guest.js'
import { libraryUnderTest } from './library-under-test.js'

const UUID = '8a1e5c60-2b61-4f0e-8f35-5f7d2c3b4a01'
const OTHER = '8a1e5c60-2b61-4f0e-8f35-5f7d2c3b4a02'

async function nodedev(...argv: string[]): Promise<{ status: number; stdout: string; stderr: string }> {
  let stdout = ''
  let stderr = ''
  const status = await run(argv, {
    stdin: process.stdin,
    stdout: { write: (text) => ((stdout += String(text)), true) },
    stderr: { write: (text) => ((stderr += String(text)), true) },
    env: {},
    cwd: process.cwd(),
  })
  return { status, stdout, stderr }
}

async function refused(code: string, ...argv: string[]): Promise<void> {
  const { status, stdout, stderr } = await nodedev(...argv)
  expect({ status, stdout }).to.deep.equal({ status: 1, stdout: '' })
  expect(stderr).to.match(new RegExp(`^error: ${code}: .+\\.$`, 'm'))
}

const device = (uuid: string) => `/sys/bus/mdev/devices/${uuid}`

inGuest(() => {
  describe('the command on a real kernel', function () {
    this.timeout(60_000)

    for (const [parent, type, left] of [
      ['mtty', 'mtty-2', 11],
      ['mdpy', 'mdpy-xga', 3],
      ['mbochs', 'mbochs-medium', 15],
    ] as const) {
      it(`types, create, list, dumpxml, hostdev, destroy on ${parent}`, async () => {
        const types = await nodedev('types', parent, '--json')
        expect(types.status).to.equal(0)
        const offered = JSON.parse(types.stdout) as { id: string; availableInstances: number }[]
        expect(offered.find(({ id }) => id === type)?.availableInstances).to.equal(left + 1)

        const name = `mdev_${UUID.replaceAll('-', '_')}_${parent}`
        const created = await nodedev('create', '--parent', parent, '--type', type, '--uuid', UUID.toUpperCase())
        expect(created).to.deep.equal({ status: 0, stdout: `${name}\n`, stderr: '' })
        expect(existsSync(device(UUID))).to.equal(true)

        const listed = JSON.parse((await nodedev('list', '--json')).stdout) as object[]
        expect(listed).to.have.length(1)
        expect(listed[0]).to.include({ uuid: UUID, name, parent, type, active: true, defined: false, backend: 'mdev' })

        const xml = parseNodeDevice((await nodedev('dumpxml', name)).stdout).unwrap()
        expect(xml).to.include({
          name,
          parent: `${parent}_${parent}`,
          path: `/sys/devices/virtual/${parent}/${parent}/${UUID}`,
        })
        expect(capabilityOf(xml, 'mdev')).to.include({ typeId: type, uuid: UUID, parentAddr: parent })

        const parentXml = parseNodeDevice((await nodedev('dumpxml', parent)).stdout).unwrap()
        const now = capabilityOf(parentXml, 'mdev_types')?.mdevTypes.find(({ id }) => id === type)
        expect(now).to.include({ id: type, deviceApi: 'vfio-pci', availableInstances: left })

        const hostdev = parseHostdev((await nodedev('hostdev', UUID, '--display', 'off')).stdout).unwrap()
        expect(hostdev).to.include({ type: 'mdev', model: 'vfio-pci', display: 'off', uuid: UUID })

        await refused('uuid-exists', 'create', '--parent', 'mtty', '--type', 'mtty-1', '--uuid', UUID)
        expect(await nodedev('destroy', name)).to.deep.equal({ status: 0, stdout: `destroyed ${name}\n`, stderr: '' })
        expect(existsSync(device(UUID))).to.equal(false)
      })
    }

    it('refuses what cannot be, with a code', async () => {
      await refused('uuid-invalid', 'create', '--parent', 'mtty', '--type', 'mtty-1', '--uuid', 'not-a-uuid')
      await refused('type-unknown', 'create', '--parent', 'mtty', '--type', 'mtty-9')
      await refused('parent-unknown', 'create', '--parent', '0000:06:00.0', '--type', 'mtty-1')
      await refused('device-unknown', 'destroy', UUID)
    })

    for (const [parent, large, small] of [
      ['mtty', 'mtty-2', 'mtty-1'],
      ['mdpy', 'mdpy-vga', 'mdpy-xga'],
      ['mbochs', 'mbochs-large', 'mbochs-small'],
    ] as const) {
      it(`refuses the device too many on ${parent}`, async () => {
        const made: string[] = []
        try {
          for (;;) {
            const { status, stdout } = await nodedev('create', '--parent', parent, '--type', large)
            if (status !== 0) break
            made.push(stdout.trim())
          }
          expect(made).to.have.length(parent === 'mtty' ? 12 : 4)
          await refused('no-instances-left', 'create', '--parent', parent, '--type', large)
          await refused('no-instances-left', 'create', '--parent', parent, '--type', small)
        } finally {
          for (const name of made) expect((await nodedev('destroy', name)).status).to.equal(0)
        }
      })
    }

    it('refuses an ordinary user', () => {
      const script = `
        process.setgid(65534); process.setuid(65534)
        import('${libraryUnderTest}').then(async ({ openHost }) => {
          const answer = await openHost().create({ parent: 'mtty', type: 'mtty-1', uuid: '${OTHER}' }).catch(({ code, errno }) => ({ code, errno }))
          console.log(JSON.stringify(answer))
        })`
      const answer: unknown = JSON.parse(execFileSync(process.execPath, ['-e', script], { encoding: 'utf8' }))
      expect(answer).to.deep.equal({ code: 'denied', errno: 'EACCES' })
      expect(existsSync(device(OTHER))).to.equal(false)
    })
  })
})
