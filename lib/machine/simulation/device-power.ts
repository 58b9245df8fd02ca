import { Errno } from '../port/errno.js'
import type { FileTree } from '../tree/file-tree.js'

const FILES: readonly (readonly [string, number, string])[] = [
  ['async', 0o644, 'disabled\n'],
  ['runtime_active_kids', 0o444, '0\n'],
  ['runtime_active_time', 0o444, '0\n'],
  ['runtime_enabled', 0o444, 'disabled\n'],
  ['runtime_status', 0o444, 'unsupported\n'],
  ['runtime_suspended_time', 0o444, '0\n'],
  ['runtime_usage', 0o444, '0\n'],
]

/** The directory `power` that every device has (`drivers/base/power/sysfs.c`); one of its files cannot be read, as on the real kernel. */
export function addPowerDirectory(tree: FileTree, device: string): void {
  tree.addFile(`${device}/power/autosuspend_delay_ms`, {
    mode: 0o644,
    show: () => {
      throw new Errno('EIO')
    },
  })
  let control = 'auto'
  tree.addFile(`${device}/power/control`, {
    mode: 0o644,
    show: () => `${control}\n`,
    store(bytes) {
      const text = new TextDecoder().decode(bytes).replace(/\n$/, '')
      if (text !== 'auto' && text !== 'on') throw new Errno('EINVAL')
      control = text
    },
  })
  for (const [name, mode, content] of FILES) tree.addFile(`${device}/power/${name}`, { mode, show: () => content })
}
