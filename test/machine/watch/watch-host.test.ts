import { expect } from 'chai'
import type { HostEvent } from '../../../lib/machine/sim.js'
import { openSnapshot, simulateHost } from '../../../lib/machine/sim.js'
import { watchHost } from '../../../lib/machine/watch/watch-host.js'

const UUID = '0c0ffee0-aaaa-4bbb-8ccc-ddddeeeeffff'

describe('watching a host', () => {
  it('tells what comes, what changes by it, and what goes', async () => {
    const host = simulateHost('mtty')
    const watching = host.watch({ interval: 5 })
    const first = watching.next()
    await pause(20)
    await host.create({ parent: 'mtty', type: 'mtty-2', uuid: UUID })
    const events = [await first, await watching.next(), await watching.next()].map(shown)
    expect(events).to.deep.equal(['changed type mtty-1', 'changed type mtty-2', `added device ${UUID}`])
    await host.destroy(UUID)
    expect([await watching.next(), await watching.next(), await watching.next()].map(shown)).to.deep.equal([
      `removed device ${UUID}`,
      'changed type mtty-1',
      'changed type mtty-2',
    ])
    await watching.return?.()
    expect(await watching.next()).to.deep.equal({ done: true, value: undefined })
  })

  it('has what was there and what is there now', async () => {
    const host = simulateHost('mtty')
    const watching = host.watch({ interval: 5 })
    const first = watching.next()
    await pause(20)
    const device = await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
    const { value } = (await first) as IteratorYieldResult<HostEvent>
    expect(value).to.deep.include({ event: 'changed', kind: 'type' })
    expect('before' in value && value.kind === 'type' && value.before.availableInstances).to.equal(24)
    expect('now' in value && value.kind === 'type' && value.now.availableInstances).to.equal(23)
    await watching.next()
    expect(((await watching.next()) as IteratorYieldResult<HostEvent>).value).to.deep.equal({
      event: 'added',
      kind: 'device',
      now: device,
    })
    await host.close()
  })

  it('does not wait for the interval where the machine tells', async () => {
    const host = simulateHost('mtty')
    const watching = host.watch({ interval: Number.POSITIVE_INFINITY })
    const first = watching.next()
    await pause(20)
    await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
    expect(shown(await first)).to.equal('changed type mtty-1')
    await watching.return?.()
  })

  it('tells of parents that come and go', async () => {
    const host = simulateHost('samples')
    const watching = host.watch({ interval: 5 })
    const first = watching.next()
    await pause(20)
    host.kernel.removeDevice('mdpy')
    expect(shown(await first)).to.equal('removed node mdpy')
    await watching.return?.()
  })

  it('tells nothing more when the loop is left', async () => {
    const host = simulateHost('mtty')
    const watching = host.watch({ interval: 5 })
    const first = watching.next()
    await pause(20)
    await host.create({ parent: 'mtty', type: 'mtty-1', uuid: UUID })
    await first
    // two more events are known already
    await watching.return?.()
    expect(await watching.next()).to.deep.equal({ done: true, value: undefined })
  })

  it('ends at once when the loop is left', async () => {
    const host = simulateHost('mtty')
    const watching = host.watch({ interval: 60_000 })
    const waiting = watching.next()
    await pause(5)
    await watching.return?.()
    expect(await waiting).to.deep.equal({ done: true, value: undefined })
  })

  it('ends with the reason when it is aborted', async () => {
    const abort = new AbortController()
    const watching = simulateHost('mtty').watch({ interval: 60_000, signal: abort.signal })
    const waiting = watching.next()
    await pause(5)
    abort.abort('enough')
    expect(await waiting.catch((error: unknown) => error)).to.equal('enough')
  })

  it('ends without a fault when the host is closed, also when it begins afterwards', async () => {
    for (const host of [simulateHost('mtty'), openSnapshot(await simulateHost('mtty').snapshot())]) {
      const watching = host.watch({ interval: 60_000 })
      const waiting = watching.next()
      await pause(5)
      await host.close()
      expect(await waiting).to.deep.equal({ done: true, value: undefined })
      expect(await host.watch().next()).to.deep.equal({ done: true, value: undefined })
    }
  })

  it('gives up with the fault when the machine cannot be looked at', async () => {
    const look = () => Promise.reject(new TypeError('gone'))
    const watching = watchHost({ look, closed: new AbortController().signal })
    expect(await watching.next().catch((error: unknown) => error)).to.be.instanceOf(TypeError)
    expect(await watching.next()).to.deep.equal({ done: true, value: undefined })
  })
})

function shown(result: IteratorResult<HostEvent>): string {
  if (result.done === true) return 'done'
  const { value } = result
  return `${value.event} ${value.kind} ${value.event === 'removed' ? value.before.id : value.now.id}`
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
