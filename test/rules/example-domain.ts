import type { Span } from '../../lib/diagnostic.js'
import type { RuleExample } from '../../lib/rules/rule.js'

/** An example as a whole domain, and the spans that its findings must have. */
export interface ExampleDomain {
  readonly text: string
  readonly spans: readonly Span[]
}

/** Puts the devices of an example into a domain that libvirt's QEMU driver accepts otherwise. */
export function exampleDomain({ head, os, arch, devices }: RuleExample): ExampleDomain {
  const s390 = arch === undefined ? /vfio-ccw|vfio-ap/.test(devices) : arch === 's390x'
  const lines = devices.split('\n').map((line) => `    ${line}`)
  const marked = `<domain type='qemu'>
  <name>example</name>
  <memory unit='MiB'>64</memory>
  <os>
    <type arch='${s390 ? 's390x' : 'x86_64'}' machine='${s390 ? 's390-ccw-virtio' : 'pc'}'>hvm</type>${os === undefined ? '' : `\n    ${os}`}
  </os>${head === undefined ? '' : `\n  ${head}`}
  <devices>
${lines.join('\n')}
  </devices>
</domain>
`
  const [first = '', ...rest] = marked.split('[[')
  let text = first
  const spans: Span[] = []
  for (const part of rest) {
    const [inside = '', behind = ''] = part.split(']]')
    spans.push({ start: text.length, end: text.length + inside.length })
    text += inside + behind
  }
  return { text, spans }
}
