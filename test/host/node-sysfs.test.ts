import { execFileSync } from 'node:child_process'
import { mkdirSync, mkdtempSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { expect } from 'chai'
import { HostError, NodeSysfs, openHost, SysfsError } from '../../lib/host/index.js'
import { failureCode } from '../machine/failure-code.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (content: Uint8Array) => new TextDecoder().decode(content)

describe('NodeSysfs', () => {
  let outside: string
  let root: string
  let sysfs: NodeSysfs

  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), 'nodedev-'))
    root = join(outside, 'root')
    put('sys/a/file', 'content\n')
    put('secret', 'secret', outside)
    sysfs = new NodeSysfs(root)
  })

  afterEach(() => rmSync(outside, { recursive: true, force: true }))

  function put(path: string, content: string | Uint8Array, below = root): void {
    mkdirSync(dirname(join(below, path)), { recursive: true })
    writeFileSync(join(below, path), content)
  }

  function link(path: string, target: string): void {
    mkdirSync(dirname(join(root, path)), { recursive: true })
    symlinkSync(target, join(root, path))
  }

  function errorOf(deed: () => unknown): SysfsError {
    try {
      deed()
    } catch (error) {
      if (error instanceof SysfsError) return error
      throw error
    }
    throw new Error('it should have failed')
  }

  it('reads, lists and follows links', () => {
    link('sys/class/a', '../a')
    link('sys/absolute', '/sys/a')
    expect(text(sysfs.read('sys/class/a/file'))).to.equal('content\n')
    expect(text(sysfs.read('sys/absolute/file'))).to.equal('content\n')
    expect(sysfs.list('sys/class/a')).to.deep.equal(['file'])
    expect(sysfs.link('sys/class/a')).to.equal('../a')
    expect(sysfs.resolve('sys/class/a/file')).to.equal('sys/a/file')
    expect(sysfs.resolve('sys/absolute')).to.equal('sys/a')
  })

  it('a root may end with a slash', () => {
    expect(text(new NodeSysfs(`${root}/`).read('sys/a/file'))).to.equal('content\n')
    expect(new NodeSysfs().root).to.equal('/')
    expect(new NodeSysfs(`${root}//`).root).to.equal(root)
  })

  it('reads this machine too', () => {
    const machine = new NodeSysfs()
    expect(text(machine.read('proc/sys/kernel/ostype'))).to.equal('Linux\n')
    expect(machine.list('sys')).to.include('class')
    expect(machine.resolve('proc/self')).to.equal(`proc/${process.pid}`)
    expect(errorOf(() => machine.read('sys/nope'))).to.include({ code: 'ENOENT', errno: 2, syscall: 'open' })
    expect(errorOf(() => machine.resolve('sys/nope'))).to.include({ code: 'ENOENT', syscall: 'readlink' })
  })

  for (const path of ['', '/', '/etc/passwd', '..', '.', 'sys/../../secret', 'sys//a', 'sys/a/', './sys', 'sys/a\0']) {
    it(`refuses the path ${JSON.stringify(path)} before it touches anything`, async () => {
      for (const deed of [
        () => sysfs.read(path),
        () => sysfs.list(path),
        () => sysfs.link(path),
        () => sysfs.resolve(path),
        () => new NodeSysfs().read(path),
      ]) {
        expect(errorOf(deed)).to.include({ code: 'EINVAL', errno: 22 })
      }
      expect(await failureCode(sysfs.write(path, bytes('x')))).to.equal('EINVAL')
    })
  }

  for (const [what, target] of [
    ['a relative link', '../../../secret'],
    ['a link far up', `${'../'.repeat(40)}etc/passwd`],
  ] as const) {
    it(`never leaves the root through ${what}`, async () => {
      link('sys/a/out', target)
      for (const deed of [
        () => sysfs.read('sys/a/out'),
        () => sysfs.list('sys/a/out'),
        () => sysfs.resolve('sys/a/out'),
      ]) {
        expect(errorOf(deed).code).to.equal('EXDEV')
      }
      expect(await failureCode(sysfs.write('sys/a/out', bytes('x')))).to.equal('EXDEV')
      expect(sysfs.link('sys/a/out')).to.equal(target)
    })
  }

  it('an absolute link is meant from the root', () => {
    link('sys/a/out', join(outside, 'secret'))
    expect(errorOf(() => sysfs.read('sys/a/out')).code).to.equal('ENOENT')
    link('sys/a/up', '/../secret')
    expect(errorOf(() => sysfs.read('sys/a/up')).code).to.equal('EXDEV')
  })

  it('a directory that is a link out of the root is not entered', () => {
    link('sys/dir', '../..')
    expect(errorOf(() => sysfs.read('sys/dir/secret')).code).to.equal('EXDEV')
    expect(errorOf(() => sysfs.link('sys/dir/root')).code).to.equal('EXDEV')
  })

  it('tells a circle of links', () => {
    link('sys/x', 'y')
    link('sys/y', 'x')
    expect(errorOf(() => sysfs.read('sys/x'))).to.include({ code: 'ELOOP', errno: 40 })
  })

  it('has the error of every operation with its symbol, number and call', () => {
    expect(errorOf(() => sysfs.read('sys/nope'))).to.include({ code: 'ENOENT', syscall: 'open', file: 'sys/nope' })
    expect(errorOf(() => sysfs.read('sys/a'))).to.include({ code: 'EISDIR', syscall: 'read' })
    expect(errorOf(() => sysfs.list('sys/nope'))).to.include({ code: 'ENOENT', syscall: 'readdir' })
    expect(errorOf(() => sysfs.list('sys/a/file'))).to.include({ code: 'ENOTDIR', syscall: 'readdir' })
    expect(errorOf(() => sysfs.link('sys/a/file'))).to.include({ code: 'EINVAL', syscall: 'readlink' })
    expect(errorOf(() => sysfs.link('sys/nope'))).to.include({ code: 'ENOENT', syscall: 'readlink' })
    expect(errorOf(() => sysfs.read('sys/a/file/more')).code).to.equal('ENOTDIR')
  })

  it('reads files of any length up to a megabyte, bytes as they are', () => {
    for (const length of [0, 1, 4096, 65_535, 65_536, 65_537, 300_000, (1 << 20) - 1]) {
      put('sys/a/long', new Uint8Array(length).fill(0xff))
      expect(sysfs.read('sys/a/long')).to.have.lengthOf(length)
    }
    put('sys/a/long', new Uint8Array((1 << 20) + 1))
    expect(errorOf(() => sysfs.read('sys/a/long')).code).to.equal('EFBIG')
    expect(text(sysfs.read('sys/a/file'))).to.equal('content\n')
  })

  it('gives each reader its own bytes', () => {
    const first = sysfs.read('sys/a/file')
    put('sys/a/other', 'something else')
    sysfs.read('sys/a/other')
    expect(text(first)).to.equal('content\n')
  })

  it('a pipe in the place of a file makes nobody wait', async () => {
    execFileSync('mkfifo', [join(root, 'sys/a/pipe')])
    expect(sysfs.read('sys/a/pipe')).to.have.lengthOf(0)
    expect(await failureCode(sysfs.write('sys/a/pipe', bytes('x')))).to.equal('ENXIO')
  })

  for (const mayBlock of [false, true]) {
    describe(mayBlock ? 'a write that may block' : 'a write', function () {
      this.timeout(10_000)

      it('overwrites in place and creates nothing', async () => {
        await sysfs.write('sys/a/file', bytes('CON'), { mayBlock })
        expect(readFileSync(join(root, 'sys/a/file'), 'utf8')).to.equal('CONtent\n')
        const error: unknown = await sysfs
          .write('sys/a/new', bytes('x'), { mayBlock })
          .catch((reason: unknown) => reason)
        expect(error)
          .to.be.instanceOf(SysfsError)
          .and.to.include({ code: 'ENOENT', errno: 2, syscall: 'open', file: 'sys/a/new' })
        expect(sysfs.list('sys/a')).to.deep.equal(['file'])
      })

      it('keeps any bytes', async () => {
        await sysfs.write('sys/a/file', new Uint8Array([0, 255, 10, 39]), { mayBlock })
        expect([...sysfs.read('sys/a/file').subarray(0, 4)]).to.deep.equal([0, 255, 10, 39])
      })

      it('is not begun when it is aborted', async () => {
        const signal = AbortSignal.abort('enough')
        expect(
          await sysfs.write('sys/a/file', bytes('x'), { mayBlock, signal }).catch((reason: unknown) => reason),
        ).to.equal('enough')
        expect(text(sysfs.read('sys/a/file'))).to.equal('content\n')
      })
    })
  }

  it('a write that blocks is given up in time', async () => {
    const started = performance.now()
    // the kernel waits for nothing here; the other process is only slower than a millisecond
    const error: unknown = await sysfs
      .write('sys/a/file', bytes('x'), { mayBlock: true, timeout: 1 })
      .catch((reason: unknown) => reason)
    expect(error).to.be.instanceOf(SysfsError).and.to.include({ code: 'ETIMEDOUT', errno: 110, syscall: 'write' })
    expect(performance.now() - started).to.be.below(2000)
  })

  it('a write that blocks is waited for longer than a timer can', async () => {
    for (const timeout of [Number.POSITIVE_INFINITY, 2 ** 40]) {
      await sysfs.write('sys/a/file', bytes('x'), { mayBlock: true, timeout })
    }
  }).timeout(10_000)

  it('a write that blocks can be aborted', async () => {
    const controller = new AbortController()
    const writing = sysfs.write('sys/a/file', bytes('x'), { mayBlock: true, signal: controller.signal })
    controller.abort('enough')
    expect(await writing.catch((reason: unknown) => reason)).to.equal('enough')
  })

  it('nobody holds a group that the machine does not have', async () => {
    expect(await sysfs.inUse(7)).to.equal(false)
    put('dev/vfio/7', '')
    expect(await sysfs.inUse(7)).to.equal(false)
  })
})

describe('openHost', () => {
  let root: string

  beforeEach(() => {
    root = mkdtempSync(join(tmpdir(), 'nodedev-'))
    const device = join(root, 'sys/devices/pci0000:00/0000:06:00.0')
    mkdirSync(join(device, 'mdev_supported_types/nvidia-231'), { recursive: true })
    mkdirSync(join(root, 'sys/bus/pci/devices'), { recursive: true })
    symlinkSync('../../../devices/pci0000:00/0000:06:00.0', join(root, 'sys/bus/pci/devices/0000:06:00.0'))
    for (const [name, content] of Object.entries({
      vendor: '0x10de\n',
      device: '0x1eb8\n',
      uevent: 'PCI_CLASS=30200\n',
      'mdev_supported_types/nvidia-231/available_instances': '8\n',
      'mdev_supported_types/nvidia-231/device_api': 'vfio-pci\n',
      'mdev_supported_types/nvidia-231/create': '',
    })) {
      writeFileSync(join(device, name), content)
    }
  })

  afterEach(() => rmSync(root, { recursive: true, force: true }))

  function registered(): void {
    mkdirSync(join(root, 'sys/class/mdev_bus'), { recursive: true })
    symlinkSync('../../devices/pci0000:00/0000:06:00.0', join(root, 'sys/class/mdev_bus/0000:06:00.0'))
  }

  it('a machine without the class directory has no parents, and no problem', async () => {
    const snapshot = await openHost({ root }).snapshot()
    expect(snapshot.nodes.map((node) => node.backend)).to.deep.equal([undefined])
    expect(snapshot).to.deep.include({ types: [], devices: [], problems: [] })
    const making = openHost({ root }).create({ parent: '0000:06:00.0', type: 'nvidia-231' })
    expect(await failureCode(making)).to.equal('parent-unknown')
  })

  it('an absent root is a machine without anything', async () => {
    const snapshot = await openHost({ root: join(root, 'nope') }).snapshot()
    expect(snapshot).to.deep.equal({ version: 1, nodes: [], types: [], devices: [], problems: [] })
  })

  it('names vendors and products from the database below the root', async () => {
    const database =
      '# comment\n10dd  Other\n10de  NVIDIA Corporation\n\t1eb8  TU104GL [Tesla T4]\n\t\t10de 12a2  Sub\n10df  More\n\t1eb9  Wrong\n'
    registered()
    mkdirSync(join(root, 'usr/share/misc'), { recursive: true })
    expect((await openHost({ root }).snapshot()).nodes[0]).to.deep.include({
      vendor: { id: 0x10de },
      product: { id: 0x1eb8 },
    })
    writeFileSync(join(root, 'usr/share/misc/pci.ids'), database)
    const named = {
      vendor: { id: 0x10de, name: 'NVIDIA Corporation' },
      product: { id: 0x1eb8, name: 'TU104GL [Tesla T4]' },
    }
    expect((await openHost({ root }).snapshot()).nodes[0]).to.deep.include(named)
    rmSync(join(root, 'usr/share/misc/pci.ids'))
    writeFileSync(join(root, 'usr/share/misc/pci.ids.gz'), gzipSync(database))
    expect((await openHost({ root }).snapshot()).nodes[0]).to.deep.include(named)
  })

  it('says that no device appeared where nothing behaves behind the files', async () => {
    registered()
    const refusal: unknown = await openHost({ root })
      .create({ parent: '0000:06:00.0', type: 'nvidia-231' })
      .catch((error: unknown) => error)
    expect(refusal).to.be.instanceOf(HostError).and.to.include({ code: 'driver-refused' })
  })

  it('lets the process end while a removal hangs', function () {
    this.timeout(20_000)
    const host = new URL('../../lib/host/index.js', import.meta.url).href
    const program = `
      import { NodeSysfs } from ${JSON.stringify(host)}
      const sysfs = new NodeSysfs(${JSON.stringify(root)})
      const file = 'sys/devices/pci0000:00/0000:06:00.0/uevent'
      try { await sysfs.write(file, new Uint8Array([49]), { mayBlock: true, timeout: 5 }) } catch (error) { console.log(error.code) }
    `
    const started = performance.now()
    const said = execFileSync(process.execPath, ['--input-type=module', '-e', program], { encoding: 'utf8' })
    expect(said).to.equal('ETIMEDOUT\n')
    expect(performance.now() - started).to.be.below(10_000)
  })
})
