import { parseHostdev, type Hostdev } from '../libvirt/hostdev.js'
import { parseNodeDevice, type NodeDevice } from '../libvirt/node-device.js'
import type { CliIo } from './cli-io.js'
import { CliFailure } from './cli-failure.js'
import { nameOfFile, readInput } from './files.js'
import { valueOf } from './read-document.js'
import { sniff } from './sniff.js'

/** What a FILE beside a guest can hold. */
export type DeviceFile =
  { readonly kind: 'hostdev'; readonly hostdev: Hostdev } | { readonly kind: 'nodedev'; readonly device: NodeDevice }

/**
 * Reads hostdev XML or node device XML, told apart by the root element.
 * @throws CliFailure where it is neither, InvalidInput where it has errors
 */
export async function readDeviceFile(io: CliIo, file: string): Promise<DeviceFile> {
  const bytes = await readInput(io, file)
  const sniffed = sniff(bytes)
  const root = sniffed.form === 'xml' ? sniffed.root : undefined
  if (root === 'device') return { kind: 'nodedev', device: valueOf(io, file, 'nodedev', parseNodeDevice(bytes)) }
  if (root === 'hostdev') return { kind: 'hostdev', hostdev: valueOf(io, file, 'domain', parseHostdev(bytes)) }
  throw new CliFailure(`${nameOfFile(file)} is neither hostdev XML nor node device XML.`, {
    help: 'Its root element has to be <hostdev> or <device>.',
  })
}
