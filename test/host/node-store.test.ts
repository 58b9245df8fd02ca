import { spawn, spawnSync, type ChildProcess } from 'node:child_process'
import { once } from 'node:events'
import {
  chmodSync,
  existsSync,
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { expect } from 'chai'
import { NodeStore, SysfsError } from '../../lib/host/index.js'
import { hasEnded, isProcessMark, processMark } from '../../lib/host/process-mark.js'

const bytes = (text: string) => new TextEncoder().encode(text)
const text = (content: Uint8Array) => new TextDecoder().decode(content)

const STORE = new URL('../../lib/host/node-store.js', import.meta.url).href

describe('NodeStore', () => {
  let outside: string
  let root: string
  let store: NodeStore
  const children: ChildProcess[] = []

  beforeEach(() => {
    outside = mkdtempSync(join(tmpdir(), 'nodedev-store-'))
    root = join(outside, 'root')
    mkdirSync(root)
    store = new NodeStore(root)
  })

  afterEach(() => {
    for (const child of children.splice(0)) child.kill('SIGKILL')
    rmSync(outside, { recursive: true, force: true })
  })

  const at = (path: string) => join(root, path)

  function put(path: string, content: string): void {
    mkdirSync(dirname(at(path)), { recursive: true })
    writeFileSync(at(path), content)
  }

  async function failure(deed: () => unknown): Promise<SysfsError> {
    try {
      await deed()
    } catch (error) {
      if (error instanceof SysfsError) return error
      throw error
    }
    throw new Error('it should have failed')
  }

  /** Another process with a store of the same root as `store`; what it prints tells how far it is. */
  async function other(script: string, says: string): Promise<ChildProcess> {
    const child = spawn(
      process.execPath,
      [
        '--input-type=module',
        '-e',
        `import { NodeStore } from ${JSON.stringify(STORE)}\nconst store = new NodeStore(${JSON.stringify(root)})\n${script}`,
      ],
      { stdio: ['ignore', 'pipe', 'inherit'] },
    )
    children.push(child)
    let said = ''
    for await (const part of child.stdout) {
      said += String(part)
      if (said.includes(says)) break
    }
    expect(said).to.include(says)
    return child
  }

  const HOLD = `await store.lock('run/x.lock'); console.log('held'); setInterval(() => {}, 1000)`

  it('keeps, lists and removes files', async () => {
    await store.replace('etc/d/a', bytes('one'))
    await store.replace('etc/d/b', bytes('two'))
    expect(store.list('etc/d').sort()).to.deep.equal(['a', 'b'])
    expect(text(store.read('etc/d/a'))).to.equal('one')
    await store.replace('etc/d/a', bytes('three'))
    expect(readFileSync(at('etc/d/a'), 'utf8')).to.equal('three')
    await store.remove('etc/d/a')
    expect(readdirSync(at('etc/d'))).to.deep.equal(['b'])
    expect(await failure(() => store.remove('etc/d/a'))).to.include({
      code: 'ENOENT',
      syscall: 'unlink',
      file: 'etc/d/a',
    })
    expect(await failure(() => store.read('etc/d/a'))).to.include({ code: 'ENOENT', syscall: 'open', file: 'etc/d/a' })
    expect(await failure(() => store.list('etc/e'))).to.include({ code: 'ENOENT', syscall: 'readdir', file: 'etc/e' })
    expect(await failure(() => store.list('etc/d/b'))).to.include({ code: 'ENOTDIR' })
  })

  it('keeps the rights of a file, and gives new ones to be read by all', async () => {
    const umask = process.umask(0o022)
    try {
      await store.replace('etc/d/a', bytes('one'))
      expect(statSync(at('etc/d')).mode & 0o777).to.equal(0o755)
      expect(statSync(at('etc/d/a')).mode & 0o777).to.equal(0o644)
      chmodSync(at('etc/d/a'), 0o640)
      await store.replace('etc/d/a', bytes('two'))
      expect(statSync(at('etc/d/a')).mode & 0o777).to.equal(0o640)
    } finally {
      process.umask(umask)
    }
  })

  it('refuses paths that the port does not take', async () => {
    for (const path of ['', '/etc', '../a', 'a/../b', 'a//b', 'a/./b', 'a\0b']) {
      expect((await failure(() => store.list(path))).code, path).to.equal('EINVAL')
      expect((await failure(() => store.read(path))).code, path).to.equal('EINVAL')
      expect((await failure(() => store.replace(path, bytes('')))).code, path).to.equal('EINVAL')
      expect((await failure(() => store.remove(path))).code, path).to.equal('EINVAL')
      expect((await failure(() => store.lock(path))).code, path).to.equal('EINVAL')
    }
    expect(readdirSync(root)).to.deep.equal([])
  })

  it('never leaves the root by a link', async () => {
    writeFileSync(join(outside, 'secret'), 'secret')
    symlinkSync('..', at('up'))
    symlinkSync(outside, at('away'))
    for (const path of ['up/secret', 'up/new/file']) {
      expect((await failure(() => store.read(path))).code).to.equal('EXDEV')
      expect((await failure(() => store.replace(path, bytes('x')))).code).to.equal('EXDEV')
      expect((await failure(() => store.remove(path))).code).to.equal('EXDEV')
      expect((await failure(() => store.lock(path))).code).to.equal('EXDEV')
    }
    // an absolute target is meant from the root
    await store.replace('away/file', bytes('x'))
    expect(readFileSync(join(root, outside, 'file'), 'utf8')).to.equal('x')
    expect(readdirSync(outside).sort()).to.deep.equal(['root', 'secret'])
  })

  it('neither reads nor replaces a link, a directory or a pipe in the place of a file', async () => {
    put('etc/real', 'real')
    mkdirSync(at('etc/directory'))
    symlinkSync('real', at('etc/link'))
    symlinkSync('/proc/self/environ', at('etc/absolute'))
    for (const path of ['etc/link', 'etc/absolute']) {
      expect((await failure(() => store.read(path))).code).to.equal('ELOOP')
      expect((await failure(() => store.replace(path, bytes('x')))).code).to.equal('ELOOP')
    }
    expect((await failure(() => store.read('etc/directory'))).code).to.equal('EISDIR')
    expect((await failure(() => store.replace('etc/directory', bytes('x')))).code).to.equal('EISDIR')
    expect((await failure(() => new NodeStore('/').read('dev/null'))).code).to.equal('EINVAL')
    expect(readFileSync(at('etc/real'), 'utf8')).to.equal('real')
    expect(readdirSync(at('etc')).sort()).to.deep.equal(['absolute', 'directory', 'link', 'real'])
    put('etc/large', 'x'.repeat((1 << 20) + 1))
    expect((await failure(() => store.read('etc/large'))).code).to.equal('EFBIG')
  })

  it('a file that cannot be written leaves nothing behind', async () => {
    put('etc/d/a', 'old')
    const device = new NodeStore('/')
    // a directory that takes no files, for root neither
    expect((await failure(() => device.replace('proc/self/nodedev-test', bytes('x')))).syscall).to.equal('open')
    put('etc/file', '')
    expect((await failure(() => store.replace('etc/file/below', bytes('x')))).code).to.equal('ENOTDIR')
    expect((await failure(() => store.replace(`etc/d/${'n'.repeat(300)}`, bytes('x')))).code).to.equal('ENAMETOOLONG')
    expect(readdirSync(at('etc/d'))).to.deep.equal(['a'])
  })

  it('readers see the old content or the new one, never a part', async function () {
    this.timeout(20_000)
    const sizes = [10, 200_000]
    put('etc/d/a', 'x'.repeat(10))
    const writer = await other(
      `console.log('go')
       for (let n = 0; ; n++) await store.replace('etc/d/a', new Uint8Array([10, 200_000][n % 2]).fill(120))`,
      'go',
    )
    const seen = new Set<number>()
    for (let n = 0; n < 200 || (seen.size < 2 && n < 20_000); n++) {
      seen.add(store.read('etc/d/a').length)
      expect(store.list('etc/d')).to.deep.equal(['a'])
      await new Promise(setImmediate)
    }
    expect([...seen].sort((a, b) => a - b)).to.deep.equal(sizes)
    writer.kill('SIGKILL')
    await once(writer, 'exit')
    expect(store.list('etc/d')).to.deep.equal(['a'])
    expect(sizes).to.include(store.read('etc/d/a').length)
    // what it had half written is swept away by the next one
    await store.replace('etc/d/a', bytes('mine'))
    expect(readdirSync(at('etc/d'))).to.deep.equal(['a'])
  })

  it('what a killed process has half written is swept away, what a living one writes is not', async () => {
    const sleeper = await other(HOLD, 'held')
    const claim = readdirSync(at('run'))[0] ?? ''
    const mark = claim.split('.').at(-1) ?? ''
    expect(isProcessMark(mark)).to.equal(true)
    const theirs = `.nodedev-xml.${'0'.repeat(16)}.${mark}.tmp`
    put(`etc/d/${theirs}`, 'half')
    await store.replace('etc/d/a', bytes('x'))
    expect(readdirSync(at('etc/d')).sort()).to.deep.equal([theirs, 'a'])
    expect(store.list('etc/d')).to.deep.equal(['a'])
    sleeper.kill('SIGKILL')
    await once(sleeper, 'exit')
    await store.replace('etc/d/a', bytes('x'))
    expect(readdirSync(at('etc/d'))).to.deep.equal(['a'])
  })

  describe('lock', () => {
    it('is given to all of this process who want it at the same moment, one after the other', async () => {
      let holders = 0
      let given = 0
      const held = await store.lock('run/x.lock')
      const waiting = Array.from({ length: 30 }, async () => {
        const release = await new NodeStore(root).lock('run/x.lock', { timeout: 5000 })
        given++
        expect(++holders).to.equal(1)
        await new Promise((resolve) => setImmediate(resolve))
        holders--
        await release()
        await release()
      })
      await held()
      await held()
      await Promise.all(waiting)
      expect(given).to.equal(30)
    })

    it('goes on to the next one when somebody no longer waits', async () => {
      const held = await store.lock('run/x.lock')
      const controller = new AbortController()
      const [aborted, late, next] = [
        store.lock('run/x.lock', { timeout: 5000, signal: controller.signal }).catch((reason: unknown) => reason),
        failure(() => store.lock('run/x.lock', { timeout: 30 })),
        store.lock('run/x.lock', { timeout: 5000 }),
      ]
      controller.abort('enough')
      expect(await aborted).to.equal('enough')
      expect(await late).to.have.property('code', 'EAGAIN')
      await held()
      await (
        await next
      )()
      await (
        await store.lock('run/x.lock')
      )()
    })

    it('is held by one, and its file is gone when it is given back', async () => {
      const release = await store.lock('run/x.lock')
      expect(readdirSync(at('run')), 'a file that says who holds it').to.have.length(1)
      expect(await failure(() => store.lock('run/x.lock'))).to.include({
        code: 'EAGAIN',
        errno: 11,
        file: 'run/x.lock',
      })
      expect((await failure(() => new NodeStore(root).lock('run/x.lock', { timeout: 30 }))).code).to.equal('EAGAIN')
      const elsewhere = await store.lock('run/y.lock')
      await elsewhere()
      await release()
      expect(readdirSync(at('run'))).to.deep.equal([])
      const again = await store.lock('run/x.lock')
      await release()
      expect((await failure(() => store.lock('run/x.lock'))).code, 'giving back twice').to.equal('EAGAIN')
      await again()
      expect(readdirSync(at('run'))).to.deep.equal([])
    })

    it('waits for whoever holds it, and stops waiting on a signal', async () => {
      const release = await store.lock('run/x.lock')
      const waiting = store.lock('run/x.lock', { timeout: 5000 })
      const controller = new AbortController()
      const given = store.lock('run/x.lock', { timeout: 5000, signal: controller.signal })
      const reason = new Error('enough')
      controller.abort(reason)
      expect(await given.catch((error: unknown) => error)).to.equal(reason)
      await release()
      await (
        await waiting
      )()
      expect(readdirSync(at('run'))).to.deep.equal([])
    })

    it('is held against another process until that is killed', async () => {
      const holder = await other(HOLD, 'held')
      expect((await failure(() => store.lock('run/x.lock'))).code).to.equal('EAGAIN')
      const waiting = store.lock('run/x.lock', { timeout: 5000 })
      holder.kill('SIGKILL')
      const release = await waiting
      await release()
      expect(readdirSync(at('run'))).to.deep.equal([])
    })

    it('is held against another process until that has ended without giving it back', async () => {
      const holder = await other(`await store.lock('run/x.lock'); console.log('held')`, 'held')
      if (holder.exitCode === null) await once(holder, 'exit')
      await (
        await store.lock('run/x.lock')
      )()
      expect(readdirSync(at('run'))).to.deep.equal([])
    })

    it('a file of an earlier process with the same number, or of an earlier boot, holds nothing', async () => {
      const [pid = '', start = '', namespace = '', boot = ''] = processMark().split('-')
      const stale = [
        [pid, String(Number(start) + 1), namespace, boot],
        [pid, start, namespace, '00000000'],
      ]
      for (const parts of stale) {
        put(`run/x.lock.${'a'.repeat(16)}.${parts.join('-')}`, '')
        await (
          await store.lock('run/x.lock')
        )()
        expect(readdirSync(at('run'))).to.deep.equal([])
      }
      const live = `run/x.lock.${'a'.repeat(16)}.${processMark()}`
      put(live, '')
      expect((await failure(() => store.lock('run/x.lock'))).code).to.equal('EAGAIN')
      rmSync(at(live))
      // what is no file of ours says nothing
      for (const name of [
        'x.lock',
        'x.lock.old',
        `x.lock.${'a'.repeat(16)}.${processMark()}.more`,
        'x.lock.b.1-2-3-4',
      ]) {
        put(`run/${name}`, '')
      }
      await (
        await store.lock('run/x.lock')
      )()
      expect(readdirSync(at('run'))).to.have.length(4)
    })

    it('is held by a process of another container, and free when that has ended', async function () {
      const inside = ['--pid', '--fork', '--kill-child', '--mount-proc']
      if (spawnSync('unshare', [...inside, 'true']).status !== 0) this.skip()
      const script = `import { NodeStore } from ${JSON.stringify(STORE)}
        await new NodeStore(${JSON.stringify(root)}).lock('run/x.lock'); console.log('held'); setInterval(() => {}, 1000)`
      const holder = spawn('unshare', [...inside, process.execPath, '--input-type=module', '-e', script], {
        stdio: ['ignore', 'pipe', 'inherit'],
      })
      children.push(holder)
      for await (const said of holder.stdout) if (String(said).includes('held')) break
      expect((await failure(() => store.lock('run/x.lock'))).code).to.equal('EAGAIN')
      holder.kill('SIGKILL')
      await (
        await store.lock('run/x.lock', { timeout: 5000 })
      )()
      expect(readdirSync(at('run'))).to.deep.equal([])
    })

    it('many processes count together, some are killed, and no count is lost', async function () {
      this.timeout(20_000)
      put('run/count', '0')
      const count = `
        const { readFileSync, writeFileSync } = await import('node:fs')
        console.log('go')
        for (let n = 0; n < 40; n++) {
          const release = await store.lock('run/x.lock', { timeout: 15_000 })
          const file = ${JSON.stringify(at('run/count'))}
          const seen = Number(readFileSync(file, 'utf8'))
          await new Promise(setImmediate)
          writeFileSync(file, String(seen + 1))
          await release()
        }`
      const counters = await Promise.all([1, 2, 3].map(() => other(count, 'go')))
      for (let victim = 0; victim < 2; victim++) {
        const child = await other(HOLD.replace("x.lock'", "x.lock', { timeout: 15_000 }"), 'held')
        child.kill('SIGKILL')
        await once(child, 'exit')
      }
      for (const counter of counters) if (counter.exitCode === null) await once(counter, 'exit')
      expect(counters.map((counter) => counter.exitCode)).to.deep.equal([0, 0, 0])
      expect(readFileSync(at('run/count'), 'utf8')).to.equal('120')
      await (
        await store.lock('run/x.lock')
      )()
      expect(readdirSync(at('run'))).to.deep.equal(['count'])
    })
  })
})

describe('hasEnded', () => {
  it('of this process: no; of none: yes; of what cannot be known: no', () => {
    expect(hasEnded(processMark())).to.equal(false)
    expect(hasEnded('nonsense')).to.equal(false)
    const [, start = '', namespace = '', boot = ''] = processMark().split('-')
    expect(hasEnded(`4194304-${start}-${namespace}-${boot}`)).to.equal(true)
    expect(hasEnded(`${process.pid}-x-${namespace}-${boot}`)).to.equal(false)
    expect(hasEnded(`1-x-${namespace}-x`)).to.equal(false)
    // of another container, which did not tell its name
    expect(hasEnded(`${process.pid}-${start}-x-${boot}`)).to.equal(false)
  })

  it('a process of which only the number is left has ended', async function () {
    if (!existsSync('/proc/self/stat')) this.skip()
    // what the shell becomes never asks for the shell's child, which ends after that
    const parent = spawn('sh', ['-c', 'cat <&3 >&2 & echo "$!"; exec sleep 5 3<&-'], {
      stdio: ['ignore', 'pipe', 'ignore', 'pipe'],
    })
    try {
      let said = ''
      for await (const part of parent.stdout ?? []) {
        said += String(part)
        if (said.includes('\n')) break
      }
      const pid = said.trim()
      const [, , namespace = '', boot = ''] = processMark().split('-')
      expect(hasEnded(`${pid}-x-${namespace}-${boot}`)).to.equal(false)
      const until = async (process: string | number | undefined, state: RegExp) => {
        while (!state.test(readFileSync(`/proc/${process}/stat`, 'utf8'))) await new Promise(setImmediate)
      }
      await until(parent.pid, / \(sleep\) /)
      parent.stdio[3]?.destroy()
      await until(pid, /\) Z /)
      expect(hasEnded(`${pid}-x-${namespace}-${boot}`)).to.equal(true)
    } finally {
      parent.kill('SIGKILL')
    }
  })
})
