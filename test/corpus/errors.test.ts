import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect } from 'chai'
import type { Layer } from '../../lib/diagnostic.js'
import { parseDomain } from '../../lib/libvirt/domain.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { projectRoot } from '../project-root.js'
import { skipWhen } from '../skip.js'

const CORPUS = process.env['NODEDEV_CORPUS'] ?? join(projectRoot, '..', 'shared', 'corpus')
const DOMAINS = join(CORPUS, 'libvirt-11.3.0/qemuxmlconfdata')

interface Expected {
  readonly code: string
  readonly line: number
  /** What the span covers. */
  readonly text: string
  readonly layer: Layer
}

/** What is found in place of each error that libvirt's own tests expect. */
const FOUND: Readonly<Record<string, Expected>> = {
  'disk-hostdev-scsi-address-conflict': { code: 'address/drive-duplicate', line: 26, text: 'address', layer: 'parse' },
  'hostdev-mdev-src-address-invalid': { code: 'hostdev/uuid-missing', line: 24, text: 'address', layer: 'parse' },
  'hostdev-pci-duplicate': { code: 'hostdev/source-duplicate', line: 35, text: 'address', layer: 'parse' },
  'hostdev-scsi-duplicate': { code: 'hostdev/source-duplicate', line: 33, text: 'source', layer: 'parse' },
  'hostdev-scsi-vhost-rawio-invalid': { code: 'read/part-refused', line: 34, text: "rawio='yes'", layer: 'parse' },
  'hostdev-scsi-vhost-scsi-pci-boot-fail': { code: 'hostdev/boot-refused', line: 35, text: '1', layer: 'define' },
  'hostdev-usb-duplicate': { code: 'hostdev/source-duplicate', line: 34, text: 'source', layer: 'parse' },
  'hostdev-vfio-zpci-duplicate': { code: 'address/zpci-duplicate', line: 24, text: '0x1234', layer: 'define' },
  'hostdev-vfio-zpci-set-zero': { code: 'address/zpci-uid-range', line: 16, text: '0x000', layer: 'define' },
  'hostdev-vfio-zpci-uid-set-zero': { code: 'address/zpci-uid-range', line: 15, text: '0x0', layer: 'define' },
}

describe("errors of libvirt's own tests", () => {
  skipWhen(() =>
    existsSync(DOMAINS) ? undefined : `there is no corpus at ${CORPUS}; NODEDEV_CORPUS names another place`,
  )

  it('are those that are known here', () => {
    const names = readdirSync(DOMAINS).flatMap((name) => (name.endsWith('.err') ? [name.replace(/\..*$/, '')] : []))
    expect(names.sort()).to.deep.equal(Object.keys(FOUND).sort())
  })

  for (const [name, { code, line, text, layer }] of Object.entries(FOUND)) {
    it(`${name} is found at its place`, () => {
      const document = parseDomain(readFileSync(join(DOMAINS, `${name}.xml`)))
      const found = checkDomain(document).diagnostics.filter((each) => each.code === code)
      const places = found.map(({ span: { start, end } }) => {
        return `${document.text.slice(0, start).split('\n').length}: ${document.text.slice(start, end)}`
      })
      expect(places).to.include(`${line}: ${text}`)
      for (const { refusedBy } of found) expect(refusedBy).to.include(layer)
    })
  }
})
