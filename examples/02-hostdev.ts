// The hostdev that gives a mediated device to a guest. Its model follows from the device API of the device's type.
import { formatHostdev, hostdevFor } from 'nodedev-xml'

const device = { uuid: '4B20D080-1B54-4048-85B3-A6A62D165C01', deviceApi: 'vfio-pci' }

console.log(formatHostdev(hostdevFor(device, { display: 'on', ramfb: 'on' })))

// <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-pci' display='on' ramfb='on'>
//   <source>
//     <address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/>
//   </source>
// </hostdev>
