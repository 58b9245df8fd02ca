// Does this domain run on that host? A snapshot is plain JSON, so the host may be another machine.
import { checkDomain, parseDomain } from 'nodedev-xml'
import { simulateHost } from 'nodedev-xml/sim'
import { LineCounter } from 'nodedev-xml/xml'

const host = await simulateHost('nvidia-t4').snapshot()
const guest = parseDomain(`<domain type='kvm'>
  <name>guest</name>
  <devices>
    <hostdev mode='subsystem' type='mdev' model='vfio-pci' display='on'>
      <source>
        <address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/>
      </source>
    </hostdev>
  </devices>
</domain>
`)

const lines = new LineCounter(guest.text)
for (const { code, severity, message, span } of checkDomain(guest, { host }).diagnostics) {
  const { line, column } = lines.position(span.start)
  console.log(`${line}:${column}  ${severity}  ${code}\n  ${message}`)
}

// 4:69  error  hostdev/display-without-graphics
//   display='on' needs a <graphics> device, and this domain has none.
// 6:24  error  host/device-missing
//   The host has no running mediated device 4b20d080-1b54-4048-85b3-a6a62d165c01.
