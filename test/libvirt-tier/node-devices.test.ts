import { expect } from 'chai'
import { existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join, resolve } from 'node:path'
import { run } from '../../lib/cli/main.js'
import { simulateHost } from '../../lib/machine/sim.js'
import { makeTree, readTree, type Tree } from '../oracle/make-tree.js'
import { libvirtNodeDevices, oracleAvailable } from '../oracle/oracle.js'
import { treeOf } from '../oracle/tree-of.js'
import { skipWhen } from '../skip.js'

/** libvirt lists the types of a parent in the order of the directory, which is no order; everything else has to be equal. */
function withSortedTypes(xml: string): string {
  return xml.replace(/(?: *<type id=[^/]*?>\n(?:(?! *<\/type>).*\n)* *<\/type>\n)+/g, (types) =>
    types
      .split(/(?<=<\/type>\n)/)
      .toSorted()
      .join(''),
  )
}

async function dumpxml(root: string, name: string): Promise<string> {
  let stdout = ''
  let stderr = ''
  const status = await run(['dumpxml', name, '--host', root], {
    stdin: process.stdin,
    stdout: { write: (text) => ((stdout += String(text)), true) },
    stderr: { write: (text) => ((stderr += String(text)), true) },
    env: {},
    cwd: process.cwd(),
  })
  return status === 0 ? stdout : `exit status ${status}: ${stderr}`
}

/** What libvirt shows that is compared: what stands in sysfs, and mediated devices that are only defined. */
function isCompared(xml: string): boolean {
  const capability = /<capability type='(pci|css|ap_matrix|mdev|mdev_types)'/.exec(xml)?.[1]
  return capability === 'mdev' || (capability !== undefined && xml.includes('<path>'))
}

function compare(title: string, tree: () => Tree | Promise<Tree>, atLeast: number): void {
  it(title, async function () {
    this.timeout(60_000)
    const root = mkdtempSync(join(tmpdir(), 'nodedev-xml-'))
    try {
      makeTree(await tree(), root)
      const shown = Object.entries(await libvirtNodeDevices(root)).filter(([, xml]) => isCompared(xml))
      expect(shown.length).to.be.at.least(atLeast)
      for (const [name, xml] of shown) {
        expect(withSortedTypes(await dumpxml(root, name)), name).to.equal(withSortedTypes(xml))
      }
    } finally {
      rmSync(root, { recursive: true, force: true })
    }
  })
}

describe('dumpxml equals what libvirt shows', () => {
  skipWhen(oracleAvailable)

  describe('on simulated machines', () => {
    for (const [name, atLeast] of [
      ['mtty', 2],
      ['nvidia-t4', 4],
      ['i915-gvtg', 2],
      ['nvidia-a2', 19],
      ['nvidia-l40s', 34],
    ] as const) {
      compare(
        name,
        async () => {
          const host = simulateHost(name)
          const type = (await host.snapshot()).types.find(({ availableInstances = 0 }) => availableInstances > 0)
          if (type === undefined) throw new Error(`${name} offers no type`)
          const uuid = type.backend === 'nvidia-vf' ? {} : { uuid: '7A0C1B52-5b0e-4a2e-9d0f-00d1a2b3c401' }
          await host.create({ parent: type.parent, type: type.id, ...uuid })
          return treeOf(host.kernel)
        },
        atLeast,
      )
    }
  })

  describe('on example machines', () => {
    const folder = resolve(process.env['NODEDEV_TREES'] ?? '../shared/oracle/trees')
    skipWhen(() => (existsSync(folder) ? undefined : `no example machines in ${folder} (set NODEDEV_TREES)`))
    for (const file of existsSync(folder) ? readdirSync(folder).filter((each) => each.endsWith('.json')) : ['none']) {
      compare(file, () => readTree(join(folder, file)), 1)
    }
  })
})
