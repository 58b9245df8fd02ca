import { expect } from 'chai'
import { MemoryStore, SysfsError } from '../../lib/machine/sim.js'

describe('stored files in memory', () => {
  it('have a lock that only its holder gives back', async () => {
    const store = new MemoryStore()
    const first = await store.lock('a/lock')
    await first()
    const second = await store.lock('a/lock')
    await first()
    const failure = await store.lock('a/lock').catch((error: unknown) => error)
    expect(failure).to.be.instanceOf(SysfsError).with.property('code', 'EAGAIN')
    await second()
    store.forgetLocks()
    const third = await store.lock('a/lock')
    await second()
    expect(await store.lock('a/lock').catch((error: unknown) => error)).to.have.property('code', 'EAGAIN')
    await third()
  })
})
