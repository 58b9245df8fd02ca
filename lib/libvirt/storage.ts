import { eitherOrElse, oneOf, word } from '../shape/codecs.js'
import { at, flag, optional, shape, type ObjectShape, type Shape, type Written } from '../shape/shape.js'
import { visible } from '../xml/visible.js'
import { size } from './capability-numbers.js'
import { UNREAD, unreadSize } from './unread-number.js'

/** How the content of a medium or disk is divided; libvirt writes it and never reads it, and leaves zeros out. */
export interface StorageBlocks {
  /** In bytes. */
  logicalBlockSize?: number
  numBlocks?: number
}

/** `<capability type='removable'>`: a drive whose media can be changed. */
export interface RemovableStorage extends StorageBlocks {
  /** Whether there is a medium in the drive. */
  mediaAvailable: boolean
  /** In bytes. */
  mediaSize: number
  mediaLabel?: string
}

/** `<capability type='storage'>`: a disk or drive. */
export interface StorageCapability extends StorageBlocks {
  type: 'storage'
  /** The device file, for example `/dev/sda`. */
  block: string
  /** `scsi`, `usb`, `pci`, ... */
  bus?: string
  /** `disk`, `cdrom`, ... */
  driveType?: string
  model?: string
  vendor?: string
  serial?: string
  /** Instead of `size` and the blocks, where media can be changed. */
  removable?: RemovableStorage
  /** In bytes. libvirt refuses a document with neither this nor `removable`. */
  size?: number
  /** Whether the drive can be unplugged while it is in use. */
  hotpluggable?: boolean
}

const blocks = {
  logicalBlockSize: optional(at('logical_block_size', unreadSize, UNREAD)),
  numBlocks: optional(at('num_blocks', unreadSize, UNREAD)),
}

const removable: Shape<RemovableStorage> = shape<RemovableStorage>(
  { title: 'removable storage', written: withoutZeros },
  {
    mediaAvailable: at('media_available', eitherOrElse('1', '0'), { implied: false }),
    mediaSize: at('media_size', size),
    mediaLabel: optional(at('media_label', word)),
    ...blocks,
  },
)

export const storageCapability: Shape<StorageCapability> & ObjectShape = shape<StorageCapability>(
  {
    title: 'storage capability',
    refused: { capability: ['schema', 'parse'] },
    checks: [
      {
        fields: ['removable', 'size'],
        fault: { code: 'nodedev/storage-size-missing', refusedBy: ['schema', 'parse'] },
        find: ({ block, removable, size }) =>
          removable === undefined && size === undefined
            ? { at: 'size', message: `The storage '${visible(block ?? '')}' has neither a size nor removable media.` }
            : undefined,
      },
    ],
    written: asWritten,
  },
  {
    type: at('@type', oneOf('storage')),
    block: at('block', word),
    bus: optional(at('bus', word)),
    driveType: optional(at('drive_type', word)),
    model: optional(at('model', word)),
    vendor: optional(at('vendor', word)),
    serial: optional(at('serial', word)),
    removable: optional(at("capability[@type='removable']", removable)),
    size: optional(at('size', size)),
    ...blocks,
    hotpluggable: flag("capability[@type='hotpluggable']"),
  },
)

/** Where media can be changed, libvirt writes their size and blocks, and none of the drive. */
function asWritten(storage: StorageCapability): Written<StorageCapability> {
  if (storage.removable === undefined) return withoutZeros(storage)
  return { ...storage, size: undefined, logicalBlockSize: undefined, numBlocks: undefined }
}

function withoutZeros<T extends StorageBlocks>(value: T): Written<T & StorageBlocks> {
  const { logicalBlockSize = 0, numBlocks = 0 } = value
  return {
    ...value,
    logicalBlockSize: logicalBlockSize > 0 ? logicalBlockSize : undefined,
    numBlocks: numBlocks > 0 ? numBlocks : undefined,
  }
}
