import { Ajv2020, type ValidateFunction } from 'ajv/dist/2020.js'
import { expect } from 'chai'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { differencesOfHostdevs, differencesOfNodeDevices } from '../../lib/libvirt/differences.js'
import { formatHostdev, parseHostdev } from '../../lib/libvirt/hostdev.js'
import { formatNodeDevice, parseNodeDevice } from '../../lib/libvirt/node-device.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')

describe('the values of documents that nobody here wrote', () => {
  skipWhen(() =>
    existsSync(CORPUS) ? undefined : `there is no corpus at ${CORPUS}; NODEDEV_CORPUS names another place`,
  )

  it('node devices: the schema accepts them, and written they read the same', () => {
    const accepts = validator('node-device')
    let accepted = 0
    for (const file of files()) {
      const { value } = parseNodeDevice(bytes(file))
      if (value === undefined) continue
      expectAccepted(accepts, value, file)
      const back = parseNodeDevice(formatNodeDevice(value)).unwrap()
      const unwritten = differencesOfNodeDevices(value, back).filter(
        ({ path }) => !/^parent.*[wW]wn/.test(String(path[0])),
      )
      expect(unwritten, file).to.deep.equal([])
      accepted++
    }
    expect(accepted).to.be.above(50)
  })

  it('domains: the schema accepts them, and that of host devices each of theirs', () => {
    const accepts = validator('domain')
    const acceptsHostdev = validator('hostdev')
    let accepted = 0
    let hostdevs = 0
    for (const file of files()) {
      const { value } = parseDomain(bytes(file))
      if (value === undefined) continue
      expectAccepted(accepts, value, file)
      accepted++
      for (const hostdev of value.hostdevs) {
        expectAccepted(acceptsHostdev, hostdev, file)
        expect(differencesOfHostdevs(hostdev, parseHostdev(formatHostdev(hostdev)).unwrap()), file).to.deep.equal([])
        hostdevs++
      }
    }
    expect(accepted).to.be.above(50)
    expect(hostdevs).to.be.above(80)
  })

  it('host devices by themselves: the schema accepts them', () => {
    const accepts = validator('hostdev')
    for (const file of files()) {
      const { value } = parseHostdev(bytes(file))
      if (value !== undefined) expectAccepted(accepts, value, file)
    }
  })
})

function validator(name: string): ValidateFunction {
  const schema: unknown = JSON.parse(readFileSync(join(projectRoot, 'schemas', `${name}.json`), 'utf8'))
  if (typeof schema !== 'object' || schema === null) throw new TypeError(`${name} is no object`)
  return new Ajv2020({ strict: true }).compile(schema)
}

function expectAccepted(accepts: ValidateFunction, value: unknown, file: string): void {
  expect(accepts(value), `${file}: ${JSON.stringify(accepts.errors)}`).to.equal(true)
}

function files(): string[] {
  return readdirSync(CORPUS, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.xml'))
    .map((entry) => join(entry.parentPath, entry.name).slice(CORPUS.length + 1))
    .sort()
}

function bytes(file: string): Uint8Array {
  return readFileSync(join(CORPUS, file))
}
