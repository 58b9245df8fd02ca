import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { verdict } from '../../lib/rules/verdict.js'

const guest = (...addresses: readonly string[]): string =>
  `<domain type='qemu'><os><type arch='x86_64' machine='pc'>hvm</type></os><devices>${addresses
    .map((address) => `<hostdev type='usb'><source><address ${address}/></source></hostdev>`)
    .join('')}</devices></domain>`

function told(text: string, libvirt?: string): string[] {
  const { diagnostics } = checkDomain(parseDomain(text), { ...(libvirt !== undefined && { libvirt }) })
  return diagnostics.map(({ code, severity, refusedBy }) => [code, severity, refusedBy.join(' ')].join(' | '))
}

describe('the port of a USB host device', () => {
  const cases: readonly [string, string, string | undefined, readonly string[]][] = [
    ['to the newest libvirt', `bus='2' port='3'`, undefined, []],
    ['to the first one that has it', `bus='2' port='3'`, '12.1', []],
    ['to an older one', `bus='2' port='3'`, '12.0', ['hostdev/newer-libvirt | error | schema parse']],
    ['beside a number', `bus='2' device='5' port='3'`, '9.0', ['hostdev/newer-libvirt | warning | schema']],
    ['beside a number to the newest', `bus='2' device='5' port='3'`, undefined, []],
    [
      'that is none',
      `bus='2' port='foo'`,
      '9.0',
      ['read/value-invalid | warning | schema', 'hostdev/newer-libvirt | error | schema parse'],
    ],
    ['that is none beside a number', `bus='2' device='5' port='foo'`, '9.0', ['read/value-invalid | warning | schema']],
    [
      'beside a number that is none',
      `bus='2' device='x' port='3'`,
      '9.0',
      ['read/value-invalid | error | schema parse', 'hostdev/newer-libvirt | warning | schema'],
    ],
    ['that is not there', `bus='2'`, '9.0', ['read/value-missing | error | schema parse']],
  ]
  for (const [name, address, libvirt, wanted] of cases) {
    it(name, () => {
      expect(told(guest(address), libvirt)).to.have.members(wanted)
    })
  }

  it('is asked about in verdicts', () => {
    const of = (libvirt: string) => verdict(parseDomain(guest(`bus='2' port='3'`)), { libvirt }).define
    expect([of('9.0'), of('12.1')]).to.deep.equal(['refuses', 'accepts'])
  })

  it('tells devices apart', () => {
    expect(told(guest(`bus='2' port='3'`, `bus='2' port='4'`, `bus='1' port='3'`))).to.deep.equal([])
    expect(told(guest(`bus='2' port='3'`, `bus='2' port='3'`))).to.deep.equal([
      'hostdev/source-duplicate | error | parse',
    ])
  })
})
