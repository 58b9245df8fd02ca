/** What a program that uses the package may look like: every entry, every kind of export once. Checked and run by packed.slow.test.ts. */
export const consumer = `
import { checkDomain, formatHostdev, hostdevFor, HostError, parseDomain, parseNodeDevice, type Domain, type Document, type Hostdev } from 'nodedev-xml'
import { openHost } from 'nodedev-xml/host'
import * as interop from 'nodedev-xml/interop'
import { asText, checkReport, typeRows, type CheckReport } from 'nodedev-xml/report'
import * as rules from 'nodedev-xml/rules'
import { simulateHost, type SimulatedHost } from 'nodedev-xml/sim'
import { scanXml } from 'nodedev-xml/xml'
import snapshotSchema from 'nodedev-xml/schemas/host-snapshot.json' with { type: 'json' }

const host: SimulatedHost = simulateHost('nvidia-t4')
const [type] = (await host.snapshot()).types
if (type === undefined) throw new Error('no type')
const made = await host.create({ parent: type.parent, type: type.id })
const hostdev: Hostdev = hostdevFor(made)
const guest: Document<Domain> = parseDomain('<domain type="kvm"><devices/></domain>').append('hostdevs', hostdev)
const { diagnostics, notRun } = checkDomain(guest, { host: await host.snapshot() })
const files = [{ file: 'guest.xml', kind: 'domain' as const, text: guest.text, diagnostics, notRun }]
const report: CheckReport = checkReport(files)
const seen: unknown[] = [
  formatHostdev(hostdev).includes(made.id),
  report.files.length,
  asText(files).length >= 0,
  typeRows(await host.snapshot()).length > 0,
  scanXml('<a/>').root?.name,
  typeof openHost,
  Object.keys(interop).length > 0,
  Object.keys(rules).length > 0,
  parseNodeDevice('<x/>').diagnostics.length > 0,
  snapshotSchema.$id,
]
try {
  await host.destroy('nothing')
} catch (error) {
  if (!(error instanceof HostError)) throw error
  seen.push(error.code)
}
console.log(JSON.stringify(seen))
`
