import { spawn } from 'node:child_process'
import { Socket } from 'node:net'

/** What a mediated device, its parent or a virtual function belongs to. */
const SUBSYSTEMS = ['mdev', 'pci', 'css', 'matrix', 'mtty', 'mdpy', 'mbochs']

/**
 * Calls back whenever the kernel tells that a device came, went or changed. Where `udevadm` is absent or may not listen, nothing is
 * told.
 * @returns ends it
 */
export function watchUevents(changed: () => void): () => void {
  const filters = SUBSYSTEMS.map((subsystem) => `--subsystem-match=${subsystem}`)
  const monitor = spawn('udevadm', ['monitor', '--kernel', ...filters], {
    cwd: '/',
    stdio: ['ignore', 'pipe', 'ignore'],
  })
  monitor.on('error', () => {})
  monitor.stdout.on('data', changed)
  // whoever watches waits for a timer as well: that keeps the process going, and this does not
  monitor.unref()
  if (monitor.stdout instanceof Socket) monitor.stdout.unref()
  return () => {
    monitor.stdout.destroy()
    monitor.kill()
  }
}
