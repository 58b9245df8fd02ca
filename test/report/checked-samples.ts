import { parseDomain } from '../../lib/libvirt/domain.js'
import { simulateHost } from '../../lib/machine/sim.js'
import { type CheckedFile, judgeFile, type JudgeOptions } from '../../lib/report/index.js'
import { checkDomain, type CheckOptions } from '../../lib/rules/check-domain.js'
import { verdictOf } from '../../lib/rules/verdict.js'

/** A guest with faults of all severities, fixes among them, and two findings that it suppresses. */
export const faultyGuest = `<domain type='kvm'>
  <name>one</name>
  <devices>
    <hostdev mode='subsystem' type='mdev' managed='no' model='vfio-ap' display='on' ramfb='on'>
      <source>
        <address uuid='4b20d080-1b54-4048-85b3 a6a62d165c01'/>
      </source>
      <address type='ccw' cssid='0xfe' ssid='0x0' devno='0x0001'/>
    </hostdev>
    <!-- nodedev-disable hostdev/model-missing, hostdev/uuid-missing: not yet decided -->
    <hostdev mode='subsystem' type='mdev'/>
    <hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='{x}'/></source></hostdev>
    <hostdev mode='subsystem' type='mdev' model='vfio-pci'><source><address uuid='4b20d080-1b54-4048-85b3-a6a62d165c01'/></source></hostdev>
  </devices>
</domain>
`

/** A guest as a checked file. */
export function checkedGuest(text: string, options: CheckOptions & JudgeOptions & { file?: string } = {}): CheckedFile {
  const document = parseDomain(text)
  const result = checkDomain(document, options)
  const verdict = verdictOf(document, result, options.driver)
  const { file = 'guest.xml' } = options
  return judgeFile({ file, kind: 'domain', text: document.text, ...result, verdict }, options)
}

/** Checked files with something of everything that a report can tell. */
export async function samples(): Promise<CheckedFile[]> {
  const host = await simulateHost('nvidia-t4').snapshot()
  const [first, second] = [
    checkedGuest(faultyGuest, { host }),
    checkedGuest(faultyGuest, { file: 'sub dir/zwei #2.xml' }),
  ]
  const [finding] = first.diagnostics
  if (finding === undefined) throw new Error('The guest has no finding.')
  const related = [
    { file: second.file, span: { start: 0, end: 7 }, message: 'The other one.' },
    { file: 'unread.xml', span: { start: 0, end: 7 }, message: 'One that was not read.' },
  ]
  return [
    { ...first, diagnostics: [{ ...finding, related }, ...first.diagnostics.slice(1)] },
    second,
    checkedGuest("<domain type='kvm'><name>g</name></domain>", { file: '/abs/clean.xml' }),
    { file: 'd.json', kind: 'mdevctl', text: '{}', diagnostics: [], notRun: [] },
  ]
}

/** Values that try to become something else than text in one of the formats. */
export const hostile: readonly string[] = [
  '::error file=a.xml::owned',
  'a\r\n::warning::owned',
  'a\n##vso[task.setvariable variable=x]y',
  '##[error]owned',
  '%0A::error::x%25,y:z',
  '\u001b]0;owned\u0007\u009b31m',
  "']]></failure><failure message='x'/><!--&amp;--><![CDATA[",
  '[click](http://example.com) {0} `x` <b>y</b>',
  '\u202e\u2028\u0000\ud800\ufffe\u{e0041}',
  '../..//a?b#c:d@e',
]
