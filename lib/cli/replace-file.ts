import { randomBytes } from 'node:crypto'
import { chmod, open, realpath, rename, stat, unlink, chown } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { dirname, join, resolve } from 'node:path'
import type { CliIo } from './cli-io.js'
import { fileFailure } from './files.js'

/**
 * Puts bytes in the place of a file at once: they are written to another file in the same directory and on the disk before that
 * takes the name. Mode and owner are kept, and a symbolic link stays one: what it leads to is replaced.
 * @throws CliFailure where that cannot be done; the file is as it was then
 */
export async function replaceFile(io: CliIo, file: string, bytes: Uint8Array | string): Promise<void> {
  try {
    await replace(await targetOf(resolve(io.cwd, file)), bytes)
  } catch (error) {
    throw fileFailure(file, 'written', error)
  }
}

async function targetOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (isAbsent(error)) return path
    throw error
  }
}

async function replace(target: string, bytes: Uint8Array | string): Promise<void> {
  const old = await existing(target)
  const temporary = join(dirname(target), `.nodedev-${randomBytes(6).toString('hex')}`)
  const handle = await open(temporary, 'wx', 0o666)
  try {
    try {
      await handle.writeFile(bytes)
      await handle.sync()
    } finally {
      await handle.close()
    }
    if (old !== undefined) await keepRights(temporary, old)
    await rename(temporary, target)
  } catch (error) {
    await unlink(temporary).catch(() => undefined)
    throw error
  }
  await syncDirectory(dirname(target))
}

async function existing(path: string): Promise<Stats | undefined> {
  try {
    return await stat(path)
  } catch (error) {
    if (isAbsent(error)) return undefined
    throw error
  }
}

async function keepRights(path: string, { mode, uid, gid }: Stats): Promise<void> {
  // only root may give a file away; whoever may not keeps it, as an editor would
  await chown(path, uid, gid).catch(() => undefined)
  await chmod(path, mode & 0o7777)
}

/** Has the new name on the disk too, where the system lets a directory be opened. */
async function syncDirectory(directory: string): Promise<void> {
  try {
    const handle = await open(directory, 'r')
    await handle.sync().finally(() => handle.close())
  } catch {
    // the file has its new content; whether it survives a power cut now is up to the file system
  }
}

function isAbsent(error: unknown): boolean {
  return error instanceof Error && 'code' in error && error.code === 'ENOENT'
}
