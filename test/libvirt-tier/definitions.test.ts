import { expect } from 'chai'
import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { formatNodeDevice } from '../../lib/libvirt/node-device.js'
import { nodeDeviceOf, openHost, simulateHost, type DefineRequest, type HostDevice } from '../../lib/host/index.js'
import { makeTree } from '../oracle/make-tree.js'
import { besideLibvirt, libvirtNodeDevices, oracleAvailable } from '../oracle/oracle.js'
import { treeOf } from '../oracle/tree-of.js'
import { makeWorkFolder } from '../oracle/work-folder.js'
import { skipWhen } from '../skip.js'

const ODD = 'ü€\u{1f600} "\\/\b\f\n\r\t\u0001\u007f\u2028\ufeff'

const REQUESTS: readonly DefineRequest[] = [
  { parent: 'mtty', type: 'mtty-1' },
  { parent: 'mtty', type: 'mtty-2', autostart: true, attributes: [{ name: 'a', value: '1' }] },
  {
    parent: 'mtty',
    type: 'no such type',
    attributes: [
      { name: 'b/c', value: ODD },
      { name: 'a', value: '2' },
      { name: 'b/c', value: '3' },
      { name: '__proto__', value: '4' },
      { name: '10', value: '5' },
    ],
  },
  { parent: '0000:41:00.0', type: 'nvidia-231', autostart: true },
  { parent: 'matrix', type: 'vfio_ap-passthrough', attributes: [{ name: 'assign_adapter', value: '0x05' }] },
]

/** Defines anew, by mdevctl, what is defined, and prints as JSON what mdevctl lists and stores. */
const MDEVCTL = `
import glob, json, os, subprocess, sys
def mdevctl(*args): return subprocess.run(["mdevctl", *args], check=True, capture_output=True, text=True).stdout
def text(file):
    with open(file, encoding="utf-8", newline="") as f: return f.read()
def stored(): return {f: text(f) for f in sorted(glob.glob("/etc/mdevctl.d/*/*-*-*-*-*"))}
listed = json.loads(mdevctl("list", "--defined", "--dumpjson"))
ours = stored()
os.mkdir("/run/old")
for number, file in enumerate(ours):
    old = f"/run/old/{number}"
    with open(old, "w", encoding="utf-8", newline="") as f: f.write(json.dumps(json.loads(ours[file], object_pairs_hook=dict)))
    parent, uuid = file.split("/")[-2:]
    mdevctl("undefine", "--uuid", uuid, "--parent", parent)
    mdevctl("define", "--uuid", uuid, "--parent", parent, "--jsonfile", old)
print(json.dumps({"listed": listed, "ours": ours, "theirs": stored()}))
`

interface Answer {
  listed: Record<string, Record<string, { mdev_type: string; start: string; attrs: Record<string, string>[] }>[]>[]
  ours: Record<string, string>
  theirs: Record<string, string>
}

describe('definitions', () => {
  skipWhen(oracleAvailable)

  let root = ''
  const defined: HostDevice[] = []

  before(async () => {
    root = makeWorkFolder()
    rmSync(root, { recursive: true })
    makeTree(treeOf(simulateHost('mtty').kernel), root)
    const host = openHost({ root })
    for (const request of REQUESTS) defined.push(await host.define(request))
  })

  after(() => {
    if (root !== '') rmSync(root, { recursive: true, force: true })
  })

  it('are read by the real mdevctl, and stored by it in the same bytes', async function () {
    this.timeout(60_000)
    const script = join(root, 'ask.py')
    writeFileSync(script, MDEVCTL)
    const answer = JSON.parse(await besideLibvirt(root, ['/usr/bin/python3', script])) as Answer
    expect(Object.keys(answer.ours)).to.have.length(REQUESTS.length)
    expect(answer.theirs).to.deep.equal(answer.ours)
    const listed = Object.entries(answer.listed[0] ?? {}).flatMap(([parent, devices]) =>
      devices.flatMap((device) => Object.entries(device).map(([uuid, config]) => ({ parent, uuid, ...config }))),
    )
    expect(listed).to.have.deep.members(
      defined.map(({ parent, uuid, type, autostart, attributes = [] }) => ({
        ...{ parent, uuid, mdev_type: type, start: autostart === true ? 'auto' : 'manual' },
        attrs: attributes.map(({ name, value }) => Object.fromEntries([[name, value]])),
      })),
    )
  })

  it('are shown by the real libvirt as they are here', async function () {
    this.timeout(60_000)
    // what XML cannot hold libvirt does not show either
    const odd = defined[2]
    if (odd === undefined) throw new Error('there is none')
    await openHost({ root }).undefine(odd.name)
    const snapshot = await openHost({ root }).snapshot()
    expect(snapshot.problems).to.deep.equal([])
    const theirs = await libvirtNodeDevices(root)
    const mdevs = Object.entries(theirs).filter(([name]) => name.startsWith('mdev_'))
    expect(mdevs).to.have.length(REQUESTS.length - 1)
    for (const [name, xml] of mdevs) {
      const ours = nodeDeviceOf(snapshot, name)
      expect(ours && formatNodeDevice(ours), name).to.equal(xml)
    }
  })

  it('are changed by mdevctl and found again', async function () {
    this.timeout(60_000)
    const [, device] = defined
    if (device?.uuid === undefined) throw new Error('there is none')
    const file = `/etc/mdevctl.d/mtty/${device.uuid}`
    const changed = await besideLibvirt(root, [
      'sh',
      '-c',
      `mdevctl modify --uuid ${device.uuid} --manual && mdevctl modify --uuid ${device.uuid} --addattr z --value 9 && cat ${file}`,
    ])
    mkdirSync(join(root, 'etc/mdevctl.d/mtty'), { recursive: true })
    writeFileSync(join(root, file), changed)
    const found = (await openHost({ root }).snapshot()).devices.find(({ name }) => name === device.name)
    expect(found).to.deep.include({
      autostart: false,
      attributes: [...(device.attributes ?? []), { name: 'z', value: '9' }],
    })
    await openHost({ root }).setAutostart(device.name, true)
    expect(readFileSync(join(root, file), 'utf8')).to.equal(changed.replace('manual', 'auto'))
  })
})
