// Whether a guest can go to another machine with its device, and its XML there: only the bytes of UUIDs change.
import { checkMigration, formatHostdev, hostdevFor, parseDomain } from 'nodedev-xml'
import { simulateHost } from 'nodedev-xml/sim'

const [from, to] = [simulateHost('nvidia-t4'), simulateHost('nvidia-t4')]
const uuid = '4b20d080-1b54-4048-85b3-a6a62d165c01'
const device = await from.create({ parent: '0000:06:00.0', type: 'nvidia-231', uuid })
const domain = parseDomain(`<domain type='kvm'>
  <name>guest</name>
  <uuid>6c1f7f2a-5d0c-4c8e-9d59-0d2f4f6f0c11</uuid>
  <devices>
    ${formatHostdev(hostdevFor(device))}
  </devices>
</domain>`)

const [source, target] = [await from.snapshot(), await to.snapshot()]
const undecided = checkMigration({ domain, source, target })
console.log(undecided.verdict, undecided.devices[0]?.reasons[0]?.message)

// what the drivers tell, read by host.compatibility() or from a file: the same major version, and no lower minor one
const tells = (softwareVersion: string) => ({
  version: 1 as const,
  types: { '0000:06:00.0/nvidia-231': { softwareVersion }, '0000:86:00.0/nvidia-231': { softwareVersion } },
})
for (const version of ['1.2.0', '1.1.9']) {
  const answer = checkMigration({
    ...{ domain, source, target },
    ...{ sourceCompatibility: tells('1.2.0'), targetCompatibility: tells(version) },
  })
  console.log(version, answer.verdict, answer.devices[0]?.reasons[0]?.field ?? '')
}
await from.close()
await to.close()

// undecided The driver tells no version.
// 1.2.0 compatible
// 1.1.9 incompatible software_version
