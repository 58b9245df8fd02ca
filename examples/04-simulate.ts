// A machine with two NVIDIA T4, in memory: what is created there counts, as it does on the real one.
import { HostError } from 'nodedev-xml'
import { simulateHost } from 'nodedev-xml/sim'

const host = simulateHost('nvidia-t4')

async function show(what: string): Promise<void> {
  const { types } = await host.snapshot()
  const large = types.filter(({ parent, id }) => parent === '0000:06:00.0' && /nvidia-22[789]/.test(id))
  console.log(what, large.map(({ id, availableInstances }) => `${id}: ${availableInstances}`).join(', '))
}

await show('empty    ')
const device = await host.create({ parent: '0000:06:00.0', type: 'nvidia-228' })
await show('one made ')

try {
  await host.create({ parent: '0000:06:00.0', type: 'nvidia-229' })
} catch (error) {
  if (error instanceof HostError) console.log('refused  ', error.code)
}

await host.destroy(device.id)
await show('destroyed')
await host.close()

// empty     nvidia-227: 4, nvidia-228: 2, nvidia-229: 1
// one made  nvidia-227: 0, nvidia-228: 1, nvidia-229: 0
// refused   no-instances-left
// destroyed nvidia-227: 4, nvidia-228: 2, nvidia-229: 1
