import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { verdict, type VerdictOptions } from '../../lib/rules/verdict.js'
import { exampleHost } from '../../lib/rules/examples/example-host.js'

const A = '4b20d080-1b54-4048-85b3-a6a62d165c01'

const mdev = (attributes: string, parts = '') =>
  `<hostdev type='mdev' ${attributes}><source><address uuid='${A}'/></source>${parts}</hostdev>`
const guest = (devices: string, { type = 'kvm', os = `<os><type arch='x86_64' machine='q35'>hvm</type></os>` } = {}) =>
  `<domain type='${type}'><name>g</name>${os}<devices>${devices}</devices></domain>`
const told = (text: string, options?: VerdictOptions) => {
  const { define, defineValidate, start } = verdict(parseDomain(text), options)
  return [define, defineValidate, start].join(' ')
}

describe('verdict', () => {
  const cases: readonly [string, string, string, VerdictOptions?][] = [
    ['nothing wrong and no host', guest(mdev(`model='vfio-pci'`)), 'accepts accepts undecided'],
    [
      'nothing wrong on a host that has the device',
      guest(mdev(`model='vfio-pci'`)),
      'accepts accepts accepts',
      { host: exampleHost },
    ],
    [
      'a device that the host has not',
      guest(mdev(`model='vfio-pci'`).replace(A, A.replace('01', '09'))),
      'accepts accepts refuses',
      { host: { ...exampleHost, devices: [] } },
    ],
    ['no model', guest(mdev('')), 'refuses refuses refuses'],
    ['what the schema alone refuses', guest(mdev(`model='vfio-pci' foo='1'`)), 'accepts refuses undecided'],
    ['what QEMU refuses', guest(mdev(`model='vfio-pci' display='on'`)), 'refuses refuses refuses'],
    [
      'the same for the test driver',
      guest(mdev(`model='vfio-pci' display='on'`)),
      'accepts accepts accepts',
      { driver: 'test' },
    ],
    [
      'a device that the host has not, for the test driver',
      guest(mdev(`model='vfio-pci'`)),
      'accepts accepts accepts',
      { driver: 'test', host: { ...exampleHost, devices: [] } },
    ],
    ['no model for the test driver', guest(mdev('')), 'refuses refuses refuses', { driver: 'test' }],
    [
      'what QEMU refuses in a domain of the test driver',
      guest(mdev(`model='vfio-pci' display='on'`), { type: 'test' }),
      'accepts accepts accepts',
    ],
    [
      'the same told to be for QEMU',
      guest(mdev(`model='vfio-pci' display='on'`), { type: 'test' }),
      'refuses refuses refuses',
      { driver: 'qemu' },
    ],
    ['a domain of another driver', guest(mdev(`model='vfio-pci'`), { type: 'xen' }), 'undecided undecided undecided'],
    ['no model in such a domain', guest(mdev(''), { type: 'xen' }), 'refuses refuses refuses'],
    ['a text that is not read by choice', `<!DOCTYPE d>${guest('')}`, 'undecided undecided undecided'],
    ['a text that is no XML', '<domain><devices></domain>', 'refuses refuses refuses'],
    [
      'a display on PCI, which an older libvirt drops',
      guest(`<hostdev type='pci' display='on'><source><address bus='6'/></source></hostdev>`),
      'accepts refuses undecided',
      { libvirt: '9.0' },
    ],
    [
      'the same to a newer one',
      guest(`<hostdev type='pci' display='on'><source><address bus='6'/></source></hostdev>`),
      'refuses refuses refuses',
      { libvirt: '10.3' },
    ],
    [
      'a model that the emulator lacks',
      guest(mdev(`model='vfio-ccw'`), { os: '' }),
      'refuses refuses refuses',
      { arch: 'x86_64' },
    ],
    [
      'a model that a given emulator has',
      guest(mdev(`model='vfio-ccw'`), { os: '' }),
      'accepts accepts undecided',
      { arch: 'x86_64', emulatorCapabilities: ['vfio-ccw'] },
    ],
    [
      'an address on a machine that is not known',
      guest(mdev(`model='vfio-pci'`, `<address type='pci' bus='1' slot='1'/>`), { os: '' }),
      'undecided undecided undecided',
    ],
  ]
  for (const [name, text, wanted, options] of cases) {
    it(name, () => {
      expect(told(text, options)).to.equal(wanted)
    })
  }
})
