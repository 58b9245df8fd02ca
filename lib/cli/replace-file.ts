import { randomBytes } from 'node:crypto'
import { chmod, chown, open, readlink, realpath, rename, stat, unlink, writeFile } from 'node:fs/promises'
import type { Stats } from 'node:fs'
import { basename, dirname, join, resolve } from 'node:path'
import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'
import { fileFailure, isAbsence } from './files.js'

/**
 * Puts bytes in the place of a file at once: they are written to another file in the same directory and on the disk before that
 * takes the name. Mode and owner are kept, and a symbolic link stays one: what it leads to is replaced, or made. What is no plain
 * file, such as `/dev/null` or a pipe, is written to and stays what it is.
 * @throws CliFailure where that cannot be done, or nobody may write to the file by its mode; the file is as it was then
 */
export async function replaceFile(io: CliIo, file: string, bytes: Uint8Array | string): Promise<void> {
  const path = resolve(io.cwd, file)
  try {
    const old = await existing(path)
    if (old !== undefined && !old.isFile()) await writeFile(path, bytes)
    else if (old !== undefined && (old.mode & 0o222) === 0)
      throw new CliFailure(`${file} cannot be written: It is marked as read-only.`)
    else await replace(await endOf(path), old, bytes)
  } catch (error) {
    throw error instanceof CliFailure ? error : fileFailure(file, 'written', error)
  }
}

/**
 * Where a file is, behind all symbolic links; the end of them need not be there.
 * @throws an error of `node:fs`
 */
export async function targetOf(io: CliIo, file: string): Promise<string> {
  return endOf(resolve(io.cwd, file))
}

async function endOf(path: string): Promise<string> {
  try {
    return await realpath(path)
  } catch (error) {
    if (!isAbsence(error)) throw error
  }
  const place = join(await realpath(dirname(path)), basename(path))
  const next = await readlink(place).catch(() => undefined)
  return next === undefined ? place : endOf(resolve(dirname(place), next))
}

async function replace(target: string, old: Stats | undefined, bytes: Uint8Array | string): Promise<void> {
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
    if (isAbsence(error)) return undefined
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
