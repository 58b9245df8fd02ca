import { expect } from 'chai'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { simulateHost } from '../../lib/machine/sim.js'
import type { RuleLevel } from '../../lib/report/index.js'
import { checkedGuest } from './checked-samples.js'

const hostdev = "<hostdev mode='subsystem' type='mdev'/>"
const guest = (...lines: string[]) =>
  ["<domain type='kvm'>", '<name>g</name>', '<devices>', ...lines, '</devices>', '</domain>'].join('\n')
const codes = (text: string, levels: [string, RuleLevel][] = []) =>
  checkedGuest(text, { levels: new Map(levels) }).diagnostics.map(({ code }) => code)

const MODEL = 'hostdev/model-missing'
const UUID = 'hostdev/uuid-missing'

describe('suppressions', () => {
  it('mean the next line', () => {
    const text = guest(`<!-- nodedev-disable-next-line ${MODEL}: later -->`, hostdev, hostdev)
    expect(codes(text)).to.have.members([UUID, MODEL, UUID])
    const { suppressed = [] } = checkedGuest(text)
    expect(suppressed.map(({ diagnostic, reason }) => [diagnostic.code, reason])).to.deep.equal([[MODEL, 'later']])
    expect(codes(text.replaceAll('\n', '\r\n'))).to.have.members([UUID, MODEL, UUID])
  })

  it('mean the next element and all in it', () => {
    const text = guest(
      `<!--nodedev-disable ${MODEL} , ${UUID} : a\n  long reason -->`,
      '',
      '<!-- x -->',
      hostdev,
      hostdev,
    )
    expect(codes(text)).to.have.members([MODEL, UUID])
    expect(checkedGuest(text).suppressed?.[0]?.reason).to.equal('a long reason')
  })

  it('mean the whole document in front of the root element', () => {
    expect(codes(`<!-- nodedev-disable ${MODEL}, ${UUID}: draft -->\n${guest(hostdev, hostdev)}`)).to.deep.equal([])
  })

  it('have no effect without a reason, and say so', () => {
    for (const words of [MODEL, `${MODEL}:`, `${MODEL}:  `]) {
      const text = guest(`<!-- nodedev-disable-next-line ${words} -->`, hostdev)
      expect(codes(text), words).to.have.members(['suppression/reason-missing', MODEL, UUID])
    }
  })

  it('are told when they are unknown, misspelt or idle, at the comment', () => {
    const found = (comment: string) => {
      const text = guest(comment, hostdev)
      const { diagnostics } = checkedGuest(text)
      const own = diagnostics.filter(({ code }) => code.startsWith('suppression/'))
      for (const { span } of own) expect(text.slice(span.start, span.end)).to.equal(comment)
      return own.map(({ code }) => code.slice('suppression/'.length))
    }
    expect(found('<!-- nodedev-disable no/such: r -->')).to.deep.equal(['code-unknown'])
    expect(found('<!-- nodedev-disable : r -->')).to.deep.equal(['code-unknown'])
    expect(found('<!-- nodedev-disable -->')).to.deep.equal(['code-unknown', 'reason-missing'])
    expect(found(`<!-- nodedev-enable ${MODEL}: r -->`)).to.deep.equal(['word-unknown'])
    expect(found('<!-- nodedev-disable hostdev/uuid-invalid: r -->')).to.deep.equal(['unused'])
    expect(found('<!-- about nodedev-disable -->')).to.deep.equal([])
  })

  it('are not idle where the rule was not run or is off', async () => {
    const text = guest('<!-- nodedev-disable host/device-missing: made at boot -->', '<hostdev/>')
    expect(codes(text)).not.to.include('suppression/unused')
    const host = await simulateHost('nvidia-t4').snapshot()
    expect(checkedGuest(text, { host }).diagnostics.map(({ code }) => code)).to.include('suppression/unused')
    const off = guest(`<!-- nodedev-disable ${MODEL}: r -->`, hostdev)
    expect(codes(off, [[MODEL, 'off']])).to.deep.equal([UUID])
  })

  it('in front of nothing are idle', () => {
    expect(codes(guest(hostdev, `<!-- nodedev-disable ${MODEL}: r -->`))).to.include('suppression/unused')
    expect(codes(guest(hostdev, `<!-- nodedev-disable-next-line ${MODEL}: r -->`))).to.include('suppression/unused')
  })

  it('do nothing to a text that is no XML', () => {
    const text = `<!-- nodedev-disable xml/tag-mismatch: r --><domain><devices></domain>`
    expect(codes(text)).to.deep.equal(['xml/tag-mismatch'])
    expect(parseDomain(text).draft).to.deep.equal({})
  })
})

describe('levels', () => {
  it('change severities and leave codes out, of findings and of what was not run', () => {
    const { diagnostics, notRun } = checkedGuest(guest(hostdev), {
      levels: new Map([
        [MODEL, 'info'],
        [UUID, 'off'],
        ['host/device-missing', 'off'],
      ]),
    })
    expect(diagnostics.map(({ code, severity }) => [code, severity])).to.deep.equal([[MODEL, 'info']])
    expect(notRun.map(({ code }) => code)).not.to.include('host/device-missing')
  })

  it('mean what is found about suppressions too', () => {
    const text = guest(`<!-- nodedev-disable ${MODEL} -->`, hostdev)
    const { diagnostics } = checkedGuest(text, { levels: new Map([['suppression/reason-missing', 'error']]) })
    expect(diagnostics.find(({ code }) => code === 'suppression/reason-missing')?.severity).to.equal('error')
  })

  it('let a product suppress codes of its own', () => {
    const text = guest('<!-- nodedev-disable own/fault: r -->', hostdev)
    expect(checkedGuest(text).diagnostics.map(({ code }) => code)).to.include('suppression/code-unknown')
    const { diagnostics } = checkedGuest(text, { codes: ['own/fault'] })
    expect(diagnostics.map(({ code }) => code)).not.to.include('suppression/code-unknown')
  })
})
