import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { NodeSysfs } from '../../lib/host/index.js'
import { processesHolding } from '../../lib/host/proc-users.js'

describe('the processes that have a device open', () => {
  let root: string
  let sysfs: NodeSysfs

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nodedev-'))
    sysfs = new NodeSysfs(root)
  })

  afterEach(() => rmSync(root, { recursive: true, force: true }))

  function link(path: string, target: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(target, join(root, path))
  }

  function process(pid: number, command: string, ...files: string[]): void {
    for (const [number, file] of files.entries()) link(`proc/${pid}/fd/${number}`, file)
    writeFileSync(join(root, `proc/${pid}/comm`), `${command}\n`)
  }

  it('are those with a link to the group, by their numbers', async () => {
    process(2000, 'qemu-system-x86', '/dev/null', '/dev/vfio/7')
    process(300, 'cloud-hypervisor', '/dev/vfio/vfio', '/dev/vfio/7', '/dev/vfio/7')
    process(4, 'other', '/dev/vfio/70', '/dev/vfio/vfio', 'socket:[7]', '/tmp/dev/vfio/7')
    expect(await sysfs.users(7)).to.deep.equal([
      { pid: 300, command: 'cloud-hypervisor' },
      { pid: 2000, command: 'qemu-system-x86' },
    ])
    expect(await sysfs.users(70)).to.deep.equal([{ pid: 4, command: 'other' }])
    expect(await sysfs.users(71)).to.deep.equal([])
  })

  it('are those with a link to a device of the group as well', async () => {
    mkdirSync(join(root, 'sys/devices/parent/device/vfio-dev/vfio3'), { recursive: true })
    link('sys/kernel/iommu_groups/7/devices/device', '../../../../devices/parent/device')
    process(5, 'qemu-kvm', '/dev/vfio/devices/vfio3')
    process(6, 'qemu-kvm', '/dev/vfio/devices/vfio30')
    expect(await sysfs.users(7)).to.deep.equal([{ pid: 5, command: 'qemu-kvm' }])
  })

  it('are told although the node of the group is gone', async () => {
    process(5, 'qemu-kvm', '/dev/vfio/7 (deleted)')
    expect(await sysfs.users(7)).to.deep.equal([{ pid: 5, command: 'qemu-kvm' }])
  })

  it('are none on a machine without /proc', async () => {
    expect(await sysfs.users(7)).to.deep.equal([])
  })

  it('what ended, is no process, or cannot be read is passed over', async () => {
    process(5, 'qemu-kvm', '/dev/vfio/7')
    link('proc/self', '5')
    mkdirSync(join(root, 'proc/8'))
    mkdirSync(join(root, 'proc/sys/fd'), { recursive: true })
    writeFileSync(join(root, 'proc/9'), '')
    link('proc/10/fd/0', '/dev/vfio/7')
    expect(await sysfs.users(7)).to.deep.equal([
      { pid: 5, command: 'qemu-kvm' },
      { pid: 10, command: '?' },
    ])
  })

  it('nothing there makes it wait: a pipe in the place of a name', async () => {
    link('proc/5/fd/0', '/dev/vfio/7')
    execFileSync('mkfifo', [join(root, 'proc/5/comm')])
    expect(await sysfs.users(7)).to.deep.equal([{ pid: 5, command: '?' }])
  })

  it('are asked for on this machine without harm', async () => {
    const users = await new NodeSysfs().users(987654321)
    expect(users).to.deep.equal([])
  })

  describe('among very many', () => {
    /** Each look at a process takes half a millisecond; the first one and the last one have group 7 open. */
    const slow = {
      list(directory: string): string[] {
        if (directory === 'proc') return Array.from({ length: 400 }, (_, index) => `${index + 1}`)
        for (const end = performance.now() + 0.5; performance.now() < end;);
        return directory === 'proc/1/fd' || directory === 'proc/400/fd' ? ['0'] : []
      },
      link: () => '/dev/vfio/7',
      read: () => new TextEncoder().encode('sh\n'),
    }

    it('let the event loop go on', async () => {
      let turns = 0
      const timer = setInterval(() => turns++, 1)
      expect(await processesHolding(slow, 7)).to.deep.equal([
        { pid: 1, command: 'sh' },
        { pid: 400, command: 'sh' },
      ])
      clearInterval(timer)
      expect(turns).to.be.greaterThan(3)
    })

    it('are those that were found before the time is over', async () => {
      expect(await processesHolding(slow, 7, 50)).to.deep.equal([{ pid: 1, command: 'sh' }])
    })
  })
})
