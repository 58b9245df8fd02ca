import { expect } from 'chai'
import { existsSync, rmSync, writeFileSync } from 'node:fs'
import { join, resolve } from 'node:path'
import { parseDomain } from '../../lib/libvirt/domain.js'
import type { HostSnapshot } from '../../lib/machine/snapshot/host-snapshot.js'
import { checkDomain } from '../../lib/rules/check-domain.js'
import { makeTree, readTree } from '../oracle/make-tree.js'
import { oracleAvailable, startVerdicts, type StartVerdict } from '../oracle/oracle.js'
import { makeWorkFolder } from '../oracle/work-folder.js'
import { skipWhen } from '../skip.js'
import { hostOfTree } from './tree-host.js'

const FOLDER = resolve(process.env['NODEDEV_TREES'] ?? '../shared/oracle/trees')
const ABSENT = '00000000-0000-4000-8000-000000000001'

/** A guest that every model can be defined in; vfio-ccw and vfio-ap are of s390. */
function guest(name: string, device: string): string {
  return `<domain type='qemu'>
  <name>${name}</name>
  <memory unit='MiB'>64</memory>
  <os><type arch='s390x' machine='s390-ccw-virtio'>hvm</type></os>
  <devices>${device}</devices>
</domain>
`
}

/** Each device of the host, and one that is not there, by each model; each PCI function that is no bridge, unmanaged. */
function guestsFor(host: HostSnapshot): string[] {
  const uuids = [...host.devices.filter(({ active }) => active).flatMap(({ uuid }) => uuid ?? []), ABSENT]
  const mdevs = uuids.flatMap((uuid) =>
    ['vfio-pci', 'vfio-ccw', 'vfio-ap'].map(
      (model) =>
        `<hostdev mode='subsystem' type='mdev' model='${model}'><source><address uuid='${uuid}'/></source></hostdev>`,
    ),
  )
  const functions = host.nodes.flatMap((node) => {
    if (node.kind !== 'pci' || node.bridge !== undefined) return []
    const { domain, bus, slot, function: fn } = node.address
    const address = `<address domain='${domain}' bus='${bus}' slot='${slot}' function='${fn}'/>`
    return [`<hostdev mode='subsystem' type='pci' managed='no'><source>${address}</source></hostdev>`]
  })
  return [...mdevs, ...functions].map((device, index) => guest(`guest-${index}`, device))
}

/** What libvirt comes to next when it has no objection of its own: the log of QEMU, which nobody keeps here. */
function isPastItsChecks({ stage, error }: StartVerdict): boolean {
  return stage === 'started' || (stage === 'start' && /virtlogd-sock|QEMU|qemu/.test(error ?? ''))
}

describe('domains are refused at the start where libvirt refuses them', () => {
  skipWhen(oracleAvailable)
  skipWhen(() => (existsSync(FOLDER) ? undefined : `no example machines in ${FOLDER} (set NODEDEV_TREES)`))

  for (const [file, atLeast] of [
    ['pci-gpu.json', 14],
    ['s390.json', 9],
    ['samples.json', 6],
  ] as const) {
    it(`on the host ${file}`, async function () {
      this.timeout(120_000)
      const folder = makeWorkFolder()
      try {
        const tree = readTree(join(FOLDER, file))
        const root = join(folder, 'host')
        makeTree(tree, root)
        const host = await hostOfTree(tree)
        const texts = guestsFor(host)
        const files = texts.map((text, index) => {
          const name = join(folder, `${index}.xml`)
          writeFileSync(name, text)
          return name
        })
        const answers = await startVerdicts(files, root)
        expect(answers.length).to.equal(texts.length)
        const theirs = answers.map((answer) => ({ refused: !isPastItsChecks(answer) }))
        for (const { stage, error } of answers) expect(stage, error ?? '').not.to.equal('define')
        const ours = texts.map((text) => ({
          refused: checkDomain(parseDomain(text), { host }).diagnostics.some(({ refusedBy }) =>
            refusedBy.includes('start'),
          ),
        }))
        const differing = texts.flatMap((text, index) =>
          ours[index]?.refused === theirs[index]?.refused ? [] : `${text}${answers[index]?.error ?? ''}`,
        )
        expect(differing.join('\n')).to.equal('')
        expect(texts.length).to.be.at.least(atLeast)
        expect(theirs.filter(({ refused }) => !refused)).not.to.have.length(0)
      } finally {
        rmSync(folder, { recursive: true, force: true })
      }
    })
  }
})
