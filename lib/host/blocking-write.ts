import { spawn } from 'node:child_process'
import { sysfsError } from '../machine/port/sysfs-path.js'
import { SysfsError } from '../machine/port/sysfs.js'
import type { SysfsWriteOptions } from '../machine/port/sysfs.js'
import { timerLength } from '../machine/port/timer-length.js'
import { symbolOf } from './node-error.js'

/** Opens the file that it is told, writes once, and says on its standard output how that went. */
const SCRIPT = `
const fs = require('fs')
const [file, bytes] = process.argv.slice(1)
let answer = {}
try {
  const fd = fs.openSync(file, fs.constants.O_WRONLY | fs.constants.O_NONBLOCK)
  const data = Buffer.from(bytes, 'base64')
  answer = { written: fs.writeSync(fd, data, 0, data.length, null) }
} catch ({ code, errno, syscall }) {
  answer = { code, errno, syscall }
}
fs.writeSync(1, JSON.stringify(answer))
`

interface Answer {
  written?: number
  code?: string
  errno?: number
  syscall?: string
}

/**
 * Writes in a process of its own. A write that the kernel does not let return would keep a thread of this process, and with it
 * the process, from ending; the other process can be left behind, and the kernel's work goes on in it.
 * @throws SysfsError the kernel's error; `ETIMEDOUT` when the time is over. The signal's reason when it is aborted.
 */
export async function blockingWrite(
  path: string,
  file: string,
  bytes: Uint8Array,
  options: SysfsWriteOptions,
): Promise<void> {
  const { timeout, signal } = options
  signal?.throwIfAborted()
  const answer = await new Promise<Answer | 'aborted'>((resolve, reject) => {
    const child = spawn(process.execPath, ['-e', SCRIPT, '--', path, Buffer.from(bytes).toString('base64')], {
      detached: true,
      cwd: '/',
      env: environment(),
      stdio: ['ignore', 'pipe', 'ignore'],
    })
    let said = ''
    const settle = (done: () => void) => {
      clearTimeout(timer)
      signal?.removeEventListener('abort', abort)
      child.unref()
      child.stdout.destroy()
      done()
    }
    const abort = () => settle(() => resolve('aborted'))
    const timer =
      timeout === undefined
        ? undefined
        : setTimeout(() => settle(() => reject(sysfsError('ETIMEDOUT', 'write', file))), timerLength(timeout))
    signal?.addEventListener('abort', abort, { once: true })
    child.stdout.setEncoding('utf8').on('data', (text: string) => (said += text))
    child.on('error', (error) => settle(() => reject(sysfsError('EIO', 'write', file, error))))
    child.on('close', () => settle(() => resolve(answerFrom(said))))
  })
  if (answer === 'aborted') {
    signal?.throwIfAborted()
    return
  }
  if (answer.written === bytes.length) return
  const number = Math.abs(answer.errno ?? 5)
  throw new SysfsError({
    code: symbolOf(answer.code, number),
    errno: number,
    syscall: answer.syscall ?? 'write',
    file,
  })
}

function answerFrom(text: string): Answer {
  try {
    const value: unknown = JSON.parse(text)
    return typeof value === 'object' && value !== null ? value : {}
  } catch {
    return {}
  }
}

/** Without what would make the other process load or record something. */
function environment(): NodeJS.ProcessEnv {
  const { NODE_OPTIONS: _options, NODE_V8_COVERAGE: _coverage, NODE_CHANNEL_FD: _channel, ...rest } = process.env
  return { ...rest, ELECTRON_RUN_AS_NODE: '1' }
}
