import { expect } from 'chai'
import { HostError, openSysfs, simulateHost } from '../../../lib/machine/sim.js'

describe('Host.createAll', () => {
  it('begins with nothing where one type has not as many left as are asked for', async () => {
    const { kernel } = simulateHost('samples')
    let writes = 0
    const host = openSysfs({
      list: (directory) => kernel.list(directory),
      read: (file) => kernel.read(file),
      link: (path) => kernel.link(path),
      resolve: (path) => kernel.resolve(path),
      inUse: (group) => kernel.inUse(group),
      write(file, bytes, options) {
        writes++
        return kernel.write(file, bytes, options)
      },
    })
    const five = Array.from({ length: 5 }, () => ({ parent: 'mdpy', type: 'mdpy-vga' }))
    const error: unknown = await host.createAll(five).catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(HostError).and.to.include({ code: 'no-instances-left', request: 4 })
    expect(error).to.have.property('message').that.contains('than the 4 asked for before it')
    expect(writes).to.equal(0)
    await host.createAll(five.slice(1))
    expect(writes).to.equal(4)
  })
})
