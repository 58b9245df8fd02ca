import { closeSync, openSync, readlinkSync, writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { openHost } from '../../lib/host/index.js'
import { describeDefinitionContract } from '../contract/definition-contract.js'
import { describeHostContract } from '../contract/host-contract.js'
import { inGuest } from './in-guest.js'

inGuest(() => {
  describeHostContract('a real kernel', () => openHost(), {
    // A child process for each device takes the emulated machine half a second.
    removeAll: async (uuids) => {
      for (const uuid of uuids) writeFileSync(`/sys/bus/mdev/devices/${uuid}/remove`, '1')
      return Promise.resolve()
    },
    // Whoever has the group open keeps others from opening it; a guest holds it the same way.
    hold: async (uuid) => {
      const group = basename(readlinkSync(`/sys/bus/mdev/devices/${uuid}/iommu_group`))
      const fd = openSync(`/dev/vfio/${group}`, 'r')
      return Promise.resolve(async () => {
        closeSync(fd)
        return Promise.resolve()
      })
    },
    write: (file, text) => {
      writeFileSync(`/${file}`, text)
      return Promise.resolve()
    },
  })
  describeDefinitionContract('a real kernel', () => openHost())
})
