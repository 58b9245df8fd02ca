import { expect } from 'chai'
import { execFile } from 'node:child_process'
import { chmod, constants, lstat, mkdir, open, readdir, readFile, readlink, symlink, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { InvalidInput } from '../../lib/cli/cli-failure.js'
import { readGuest } from '../../lib/cli/read-guest.js'
import { replaceUnchanged } from '../../lib/cli/replace-unchanged.js'
import { guest, guestWith, hostdev, OTHER, UUID } from './fixtures.js'
import { ioIn, inTemporaryDirectory, sh } from './run-cli.js'

const SNAPSHOT = 'snapshot --host sim:mtty -o'

describe('files that nodedev writes', () => {
  it('what is no plain file stays what it is, and gets the text', () =>
    inTemporaryDirectory(async (cwd) => {
      await promisify(execFile)('mkfifo', [join(cwd, 'pipe')])
      await symlink('pipe', join(cwd, 'link'))
      const reader = await open(join(cwd, 'pipe'), constants.O_RDWR | constants.O_NONBLOCK)
      try {
        expect(await sh(`${SNAPSHOT} link`, { cwd })).to.include({ code: 0, stdout: '', stderr: '' })
        expect((await lstat(join(cwd, 'pipe'))).isFIFO()).to.equal(true)
        const { buffer, bytesRead } = await reader.read()
        expect(JSON.parse(buffer.toString('utf8', 0, bytesRead))).to.have.property('version', 1)
      } finally {
        await reader.close()
      }
    }))

  it('a symbolic link stays one, also where its end is still to be made', () =>
    inTemporaryDirectory(async (cwd) => {
      await mkdir(join(cwd, 'there'))
      await mkdir(join(cwd, 'links'))
      await symlink('../there/new.json', join(cwd, 'links/first'))
      await symlink('first', join(cwd, 'links/second'))
      expect((await sh(`${SNAPSHOT} links/second`, { cwd })).code).to.equal(0)
      expect(await readlink(join(cwd, 'links/second'))).to.equal('first')
      expect(await readlink(join(cwd, 'links/first'))).to.equal('../there/new.json')
      expect(await readFile(join(cwd, 'there/new.json'), 'utf8')).to.match(/^\{\n {2}"version": 1,/)
    }))

  it('what cannot be written is told with the reason, and nothing is left beside it', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'marked'), 'old')
      await chmod(join(cwd, 'marked'), 0o444)
      await symlink('circle', join(cwd, 'circle'))
      const reasons: Readonly<Record<string, string>> = {
        marked: 'It is marked as read-only',
        circle: 'It is a symbolic link that leads back to itself',
        '.': 'It is a directory',
        'none/a': 'There is no such directory',
        'marked/a': 'There is no such directory',
        ['a'.repeat(300)]: 'Its name is too long',
      }
      for (const [file, reason] of Object.entries(reasons)) {
        expect(await sh(`${SNAPSHOT} ${file}`, { cwd })).to.include({
          code: 2,
          stdout: '',
          stderr: `error: ${file} cannot be written: ${reason}.\n`,
        })
      }
      expect(await readFile(join(cwd, 'marked'), 'utf8')).to.equal('old')
      expect((await readdir(cwd)).sort()).to.deep.equal(['circle', 'marked'])
    }))

  it('what somebody else has changed meanwhile is left so', () =>
    inTemporaryDirectory(async (cwd) => {
      const io = ioIn(cwd)
      const bytes = (text: string) => new TextEncoder().encode(text)
      await writeFile(join(cwd, 'a'), 'theirs')
      const failure = await replaceUnchanged(io, 'a', bytes('read'), bytes('ours')).catch((error: unknown) => error)
      expect(failure).to.have.property('message', 'a was changed by somebody else meanwhile, and is left so.')
      const made = await replaceUnchanged(io, 'a', undefined, bytes('ours')).catch((error: unknown) => error)
      expect(made).to.have.property('exitCode', 2)
      expect(await readFile(join(cwd, 'a'), 'utf8')).to.equal('theirs')
      await replaceUnchanged(io, 'a', bytes('theirs'), bytes('ours'))
      // by another name of the file the same was done already
      await replaceUnchanged(io, 'a', bytes('theirs'), bytes('ours'))
      await replaceUnchanged(io, 'b', undefined, bytes('new'))
      expect(await readFile(join(cwd, 'a'), 'utf8')).to.equal('ours')
      expect((await readdir(cwd)).sort()).to.deep.equal(['a', 'b'])
    }))

  it('commands at the same time lose nothing without a word: a state', () =>
    inTemporaryDirectory(async (cwd) => {
      const create = 'create --parent mtty --type mtty-1 --host sim:mtty --state s --json'
      const results = await Promise.all(Array.from({ length: 6 }, () => sh(create, { cwd })))
      const made = results.filter(({ code }) => code === 0)
      const rows = JSON.parse((await sh('list --state s --json', { cwd })).stdout) as unknown[]
      expect(rows).to.have.lengthOf(made.length)
      for (const { code, stdout, stderr } of results) {
        if (code === 0) continue
        expect({ code, stdout }).to.deep.equal({ code: 2, stdout: '' })
        expect(stderr).to.equal('error: s was changed by somebody else meanwhile, and is left so.\nRun it again.\n')
      }
      expect(made).not.to.deep.equal([])
    }))

  it('commands at the same time lose nothing without a word: a guest', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), guest)
      await writeFile(join(cwd, 'a.xml'), hostdev(UUID))
      await writeFile(join(cwd, 'b.xml'), hostdev(OTHER))
      const results = await Promise.all(
        ['a.xml', 'b.xml'].map((file) => sh(`attach guest.xml ${file} --in-place`, { cwd })),
      )
      const done = results.filter(({ code }) => code === 0).length
      const text = await readFile(join(cwd, 'guest.xml'), 'utf8')
      expect([...text.matchAll(/<hostdev /g)]).to.have.lengthOf(done)
      expect(done).to.be.oneOf([1, 2])
    }))

  it('--fix mends a guest once that has two names', () =>
    inTemporaryDirectory(async (cwd) => {
      await mkdir(join(cwd, 'vm'))
      await writeFile(join(cwd, 'vm/a.xml'), guestWith.replace("managed='no'", "managed='yes'"))
      await symlink('a.xml', join(cwd, 'vm/link.xml'))
      expect((await sh('check vm --fix', { cwd })).code).to.equal(0)
      expect(await readFile(join(cwd, 'vm/a.xml'), 'utf8')).to.equal(guestWith)
      expect((await lstat(join(cwd, 'vm/link.xml'))).isSymbolicLink()).to.equal(true)
    }))

  it('a state that cannot be written is told once', () =>
    inTemporaryDirectory(async (cwd) => {
      expect(await sh('list --host sim:mtty --state none/s', { cwd })).to.include({
        code: 2,
        stdout: '',
        stderr: 'error: none/s cannot be written: There is no such directory.\n',
      })
    }))
})

describe('files that nodedev reads', () => {
  it('what is no JSON is told with the reason', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'empty'), '\n')
      await writeFile(join(cwd, 'bytes'), new Uint8Array([0x7b, 0xff]))
      const stderr = async (file: string) => (await sh(`list --host ${file}`, { cwd })).stderr
      expect(await stderr('empty')).to.equal('error: empty is no JSON: it is empty.\n')
      expect(await stderr('bytes')).to.equal('error: bytes is no JSON: it is not UTF-8.\n')
    }))

  it('a machine that cannot be looked at is not said to be none', () =>
    inTemporaryDirectory(async (cwd) => {
      await symlink('circle', join(cwd, 'circle'))
      await mkdir(join(cwd, 'root'))
      await symlink('sys', join(cwd, 'root/sys'))
      const reason = 'It is a symbolic link that leads back to itself'
      for (const [line, file] of [
        ['list --host circle', 'circle'],
        ['list --host root', 'root/sys'],
        ['list --host sim:mtty --state circle', 'circle'],
      ] as const) {
        expect((await sh(line, { cwd })).stderr).to.equal(`error: ${file} cannot be read: ${reason}.\n`)
      }
    }))

  it('a guest with faults is read, and what is none is not', () =>
    inTemporaryDirectory(async (cwd) => {
      await writeFile(join(cwd, 'guest.xml'), guestWith.replace(UUID, 'none'))
      expect((await readGuest(ioIn(cwd), 'guest.xml')).diagnostics).not.to.deep.equal([])
      await writeFile(join(cwd, 'net.xml'), '<network/>')
      expect(await readGuest(ioIn(cwd), 'net.xml').catch((error: unknown) => error)).to.be.instanceOf(InvalidInput)
    }))
})
