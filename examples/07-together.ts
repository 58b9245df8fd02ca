// The devices of one guest: all or none, listed and removed together.
import { HostError } from 'nodedev-xml'
import { simulateHost } from 'nodedev-xml/sim'

const host = simulateHost('samples')
const group = '6c1f7f2a-5d0c-4c8e-9d59-0d2f4f6f0c11' // the UUID of the domain

const requests = [
  { parent: 'mtty', type: 'mtty-2' },
  { parent: 'mdpy', type: 'mdpy-hd' },
]
try {
  await host.createAll([...requests, { parent: 'mbochs', type: 'mbochs-huge' }], { group })
} catch (error) {
  if (error instanceof HostError) console.log('refused', error.code, 'in request', error.request)
}
console.log('there are', (await host.snapshot()).devices.length)

await host.createAll(requests, { group })
const { devices } = await host.snapshot()
console.log('there are', devices.map((device) => `${device.type} on ${device.parent}, ours: ${device.ours}`).join('; '))
console.log('removed', (await host.destroyGroup(group)).length)
await host.close()

// refused type-unknown in request 2
// there are 0
// there are mdpy-hd on mdpy, ours: true; mtty-2 on mtty, ours: true
// removed 2
