import { expect } from 'chai'
import { openSnapshot, parseSnapshot, pciNamesFrom, readSnapshot, simulateHost } from '../../lib/machine/sim.js'
import { readPciConfig } from '../../lib/machine/scan/pci-express.js'
import { inSlices } from '../../lib/machine/scan/slices.js'
import { failureCode } from './failure-code.js'

describe('openSnapshot', () => {
  it('shows what was recorded, and lets nobody change it', async () => {
    const recorded = await simulateHost('nvidia-t4').snapshot()
    const host = openSnapshot(recorded)
    const seen = await host.snapshot()
    expect(seen).to.deep.equal(recorded)
    seen.types.length = 0
    expect(await host.snapshot()).to.deep.equal(recorded)
    const codes = [host.create({ parent: '0000:06:00.0', type: 'nvidia-231' }), host.destroy('x')]
    for (const deed of codes) expect(await failureCode(deed)).to.equal('read-only')
    await host.close()
  })
})

describe('parseSnapshot', () => {
  it('takes what a machine tells of itself, and what later releases tell beside it', async () => {
    const snapshot = await simulateHost('nvidia-t4').snapshot()
    expect(parseSnapshot(JSON.stringify(snapshot))).to.deep.equal({ snapshot })
    expect(readSnapshot({ ...snapshot, later: 1 }).snapshot).to.deep.equal({ ...snapshot, later: 1 })
  })

  it('tells what is wrong with anything else', async () => {
    const snapshot = await simulateHost('mtty').snapshot()
    const [type] = snapshot.types
    expect(readSnapshot({ ...snapshot, types: [type, { ...type, id: 7 }] }).problems).to.deep.equal([
      'In the snapshot, /types/1/id must be string.',
    ])
    expect(readSnapshot({ ...snapshot, version: 2 }).problems).to.deep.equal(['In the snapshot, /version must be 1.'])
    for (const value of [undefined, null, [], 'x'])
      expect(readSnapshot(value).problems).to.deep.equal(['In the snapshot, the whole must be object.'])
    expect(parseSnapshot('{').problems?.[0]).to.match(/^The text is no JSON: .*\.$/)
    expect(parseSnapshot('\u001b]0;x\u0007').problems?.[0]).to.match(/^[ -~]+$/)
  })
})

describe('readPciConfig', () => {
  const config = (length: number, bytes: Readonly<Record<number, number>>) => {
    const space = new Uint8Array(length)
    for (const [offset, value] of Object.entries(bytes)) space[Number(offset)] = value
    return readPciConfig(space)
  }

  it('knows bridges by their header', () => {
    expect(config(256, { 0x0e: 0x81 })).to.deep.equal({ bridge: 'pci-bridge' })
    expect(config(256, { 0x0e: 0x02 })).to.deep.equal({ bridge: 'cardbus-bridge' })
    expect(config(256, { 0x0e: 0x80 })).to.deep.equal({})
  })

  it('follows the list of capabilities', () => {
    const bytes = {
      0x06: 0x10,
      0x34: 0x40,
      0x41: 0x60,
      0x60: 0x10,
      0x6c: 0x02,
      0x6d: 0x01,
      0x6f: 7,
      0x72: 0x81,
      0x73: 0,
    }
    expect(config(256, bytes).pciExpress).to.deep.equal({
      links: [
        { validity: 'cap', port: 7, speed: '5', width: 16 },
        { validity: 'sta', speed: '2.5', width: 8 },
      ],
    })
  })

  it('ends at a loop, at what cannot be read and without a list', () => {
    expect(config(256, { 0x06: 0x10, 0x34: 0x40, 0x40: 1, 0x41: 0x40 })).to.deep.equal({})
    expect(config(64, { 0x06: 0x10, 0x34: 0x40 })).to.deep.equal({})
    expect(config(256, { 0x06: 0x10, 0x34: 0xff })).to.deep.equal({})
    expect(config(256, { 0x34: 0x40, 0x40: 0x10 })).to.deep.equal({})
    expect(config(0, {})).to.deep.equal({})
  })

  it('has no link on an endpoint of the root complex, and none known in an extended space without the capability', () => {
    expect(config(256, { 0x06: 0x10, 0x34: 0x40, 0x40: 0x10, 0x42: 0x92 }).pciExpress).to.deep.equal({ links: [] })
    expect(config(4096, {}).pciExpress).to.deep.equal({ links: [] })
  })
})

describe('pciNamesFrom', () => {
  const names = pciNamesFrom('0001  First\n\t0002  Two  \n# note\n\t\t0001 0003  Sub\n\t0004  Four\n00ff  Last\n')

  it('finds vendors and their own products', () => {
    expect(names(1, 2)).to.deep.equal({ vendor: 'First', product: 'Two' })
    expect(names(0xff, 2)).to.deep.equal({ vendor: 'Last' })
    expect(names(3, 3)).to.deep.equal({})
    expect(names(1, 3)).to.deep.equal({ vendor: 'First' })
  })

  it('goes on behind a comment among the products', () => {
    expect(names(1, 4)).to.deep.equal({ vendor: 'First', product: 'Four' })
  })
})

describe('inSlices', () => {
  it('lets others run while the work goes on, and stops when it is aborted', async () => {
    let turns = 0
    const timer = setInterval(() => turns++, 1)
    const busy = function* (milliseconds: number): Generator<void, string> {
      for (const end = performance.now() + milliseconds; performance.now() < end;) yield
      return 'done'
    }
    expect(await inSlices(busy(60))).to.equal('done')
    expect(turns).to.be.above(1)
    const controller = new AbortController()
    setTimeout(() => controller.abort('enough'), 15)
    const started = performance.now()
    expect(await inSlices(busy(5000), controller.signal).catch((reason: unknown) => reason)).to.equal('enough')
    expect(performance.now() - started).to.be.below(1000)
    clearInterval(timer)
  })
})
