// Puts a hostdev into a domain. The text is the truth: the comment, the quotes and all else stay as they are.
import { hostdevFor, parseDomain } from 'nodedev-xml'

const guest = parseDomain(`<domain type="kvm">
  <name>guest</name>
  <devices>
    <!-- the screen -->
    <graphics type="vnc"/>
  </devices>
</domain>
`)

const device = { uuid: '4b20d080-1b54-4048-85b3-a6a62d165c01', deviceApi: 'vfio-pci' }
const next = guest.append('hostdevs', hostdevFor(device))

const before = new Set(guest.text.split('\n'))
for (const line of next.text.split('\n')) console.log(before.has(line) ? ` ${line}` : `+${line}`)

//  <domain type="kvm">
//    <name>guest</name>
//    <devices>
//      <!-- the screen -->
//      <graphics type="vnc"/>
// +    <hostdev mode="subsystem" type="mdev" managed="no" model="vfio-pci">
// +      <source>
// +        <address uuid="4b20d080-1b54-4048-85b3-a6a62d165c01"/>
// +      </source>
// +    </hostdev>
//    </devices>
//  </domain>
