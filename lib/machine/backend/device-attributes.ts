import type { MdevAttribute } from '../../libvirt/mdev.js'
import { HostError } from '../host-error.js'
import { usersOf } from './device-users.js'
import { iommuGroupOf } from './iommu-group.js'
import { largestApNumber, otherQueueHolders } from './ap-queues.js'
import { attributeRefusal } from './attribute-refusal.js'
import { Scan, shown } from '../scan/scan.js'
import type { Sysfs } from '../port/sysfs.js'
import { baseName, directoryName, isSysfsPath, sysfsError } from '../port/sysfs-path.js'

/** The kernel hands a driver one page, of which the last byte ends the text. */
const LONGEST_VALUE = 4095

const CONTROL = /[\u0000-\u001f\u007f-\u009f]/
const encoder = new TextEncoder()

/**
 * Refuses, before anything is made, attributes that could not be written as they are meant: a name that is no plain path
 * inside the device's directory, a value that is empty, too long or holds NUL.
 * @throws HostError `attribute-refused`
 */
export function checkAttributes(attributes: readonly MdevAttribute[]): void {
  for (const { name, value } of attributes) {
    if (!isSysfsPath(name) || CONTROL.test(name) || name === 'remove') {
      const why = name === 'remove' ? 'would remove the device' : 'is no plain path inside the directory of the device'
      throw new HostError('attribute-refused', `The attribute name ${shown(name)} ${why}.`, {
        help: 'Name a file of the device, for example "nvidia/vgpu_params".',
      })
    }
    const fault =
      value === ''
        ? 'is empty, which the kernel takes without any effect'
        : value.includes('\0')
          ? 'holds NUL, where the kernel would end it'
          : encoder.encode(value).length > LONGEST_VALUE
            ? `is longer than ${LONGEST_VALUE} bytes`
            : undefined
    if (fault === undefined) continue
    throw new HostError('attribute-refused', `The value ${shown(value)} of the attribute ${shown(name)} ${fault}.`)
  }
}

/**
 * Writes one attribute of a device, without a newline.
 * @throws HostError `attribute-unknown`, `attribute-refused`, `busy`, `in-use`, `parent-gone`, `read-only`, `timeout`
 */
export async function writeAttribute(
  sysfs: Sysfs,
  device: string,
  uuid: string,
  attribute: MdevAttribute,
): Promise<void> {
  const { name, value } = attribute
  const file = `${device}/${name}`
  try {
    // a name may lead through a link (mdev_type/create, subsystem/drivers_probe) to what is not this device's
    if (!sysfs.resolve(file).startsWith(`${sysfs.resolve(device)}/`)) throw sysfsError('EXDEV', 'open', file)
    await sysfs.write(file, encoder.encode(value))
  } catch (error) {
    const scan = new Scan(sysfs)
    throw attributeRefusal(error, {
      ...{ device: uuid, name, value },
      type: scan.targetName(`${device}/mdev_type`),
      deviceThere: scan.names(device) !== undefined,
      fileThere: scan.list(directoryName(file)).includes(baseName(file)),
      siblings: otherQueueHolders(scan, device, name, value),
      largest: largestApNumber(scan, name),
      holders: await usersOf(sysfs, iommuGroupOf(scan, device)),
    })
  }
}
