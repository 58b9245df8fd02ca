import { expect } from 'chai'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { simulateHost } from '../../lib/machine/sim.js'
import { isHostSnapshot, isRecordedTree, isSimulatedState } from '../../lib/machine/validators/validators.js'
import { projectRoot } from '../project-root.js'

async function snapshot() {
  const host = simulateHost('nvidia-t4')
  const [type] = (await host.snapshot()).types
  if (type === undefined) throw new Error('there is no type')
  await host.create({ parent: type.parent, type: type.id })
  return { host, snapshot: await host.snapshot() }
}

/** A deep copy, as if it came from a file, with one more property of that name at the top. */
function fromFile(value: object, key: string, inner: string): unknown {
  return JSON.parse(`{${JSON.stringify(key)}: ${inner}, ${JSON.stringify(value).slice(1)}`)
}

describe('validators', () => {
  it('take what this library makes', async () => {
    const { host, snapshot: made } = await snapshot()
    expect(isHostSnapshot(made)).to.equal(true)
    expect(isHostSnapshot.errors).to.equal(null)
    expect(isSimulatedState(host.state())).to.equal(true)
    expect(
      isRecordedTree({ 'sys/a': { text: 'x', mode: '0444' }, 'sys/b': { link: 'a' }, 'sys/c': { dir: true } }),
    ).to.equal(true)
  })

  it('say where a fault is, in the one kind of node that is meant', async () => {
    const { snapshot: made } = await snapshot()
    const nodes = made.nodes.map((node, index) => (index === 1 ? { ...node, name: 7 } : node))
    expect(isHostSnapshot({ ...made, nodes })).to.equal(false)
    expect(isHostSnapshot.errors).to.have.length(1)
    expect(isHostSnapshot.errors?.[0]).to.include({ instancePath: '/nodes/1/name', message: 'must be string' })
  })

  it('refuse another version, another kind of node, and what is no object', async () => {
    const { host, snapshot: made } = await snapshot()
    expect(isHostSnapshot({ ...made, version: 2 })).to.equal(false)
    expect(isHostSnapshot({ ...made, nodes: [{ ...made.nodes[0], kind: 'usb' }] })).to.equal(false)
    for (const value of [null, undefined, 1, 'x', [], [made]]) {
      expect(isHostSnapshot(value)).to.equal(false)
      expect(isSimulatedState(value)).to.equal(false)
      expect(isRecordedTree(value)).to.equal(false)
    }
    expect(isSimulatedState({ ...host.state(), extra: 1 })).to.equal(false)
    expect(isRecordedTree({ 'sys/a': { text: 'x', link: 'y' } })).to.equal(false)
    expect(isRecordedTree({ 'sys/a': { base64: '%' } })).to.equal(false)
  })

  it('let a snapshot tell more than they know', async () => {
    const { snapshot: made } = await snapshot()
    expect(isHostSnapshot({ ...made, later: 1, types: made.types.map((type) => ({ ...type, later: 1 })) })).to.equal(
      true,
    )
  })

  for (const key of ['__proto__', 'constructor', 'toString', 'hasOwnProperty']) {
    it(`are not misled by the key ${key}`, async () => {
      const { host, snapshot: made } = await snapshot()
      expect(isHostSnapshot(fromFile(made, key, '{"version": 2}'))).to.equal(true)
      expect(isHostSnapshot(JSON.parse(`{${JSON.stringify(key)}: ${JSON.stringify(made)}}`))).to.equal(false)
      expect(isSimulatedState(fromFile(host.state(), key, '1'))).to.equal(false)
      expect(isRecordedTree(JSON.parse(`{${JSON.stringify(key)}: {"text": "x"}}`))).to.equal(true)
      expect(isRecordedTree(JSON.parse(`{${JSON.stringify(key)}: 1}`))).to.equal(false)
      expect(Object.hasOwn(Object.prototype, 'version')).to.equal(false)
    })
  }

  it('take no key from the prototype', () => {
    const inherited: unknown = Object.create({ version: 1, personality: 'mtty', devices: [] })
    expect(isSimulatedState(inherited)).to.equal(false)
  })

  it('import nothing and evaluate no strings', () => {
    const code = readFileSync(join(projectRoot, 'lib/machine/validators/validators.generated.ts'), 'utf8')
    expect(code).not.to.match(/\b(?:require|eval|Function)\(|^import\b/m)
  })
})
