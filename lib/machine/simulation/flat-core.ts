import { isKernelUuid } from '../../libvirt/uuid.js'
import { Errno } from '../port/errno.js'
import type { EarlyDevice, EarlyParentDevice } from './early-core.js'
import { EarlyCore } from './early-core.js'
import { flatTable } from './flat-table-text.js'
import { kernelNumber, kernelText } from './kernel-number.js'
import type { SimulatedType } from './mdev-driver.js'
import type { SimulatedDeviceState } from './simulated-state.js'

/**
 * The mediated device core as its patches were in version 6 (3 August 2016): devices are `<uuid>-<number>` below their parent, a
 * UUID is started and stopped as a whole, and no driver lets go of a device that is started or open.
 */
export class FlatCore extends EarlyCore {
  readonly backend = 'flat'

  protected addParentFiles(parent: EarlyParentDevice): void {
    const { driver, path } = parent
    const { tree } = this
    tree.addFile(`${path}/mdev_supported_types`, { mode: 0o444, show: () => flatTable(driver.types) })
    tree.addFile(`${path}/mdev_create`, { mode: 0o200, store: (bytes) => this.#create(parent, kernelText(bytes)) })
    tree.addFile(`${path}/mdev_destroy`, { mode: 0o200, store: (bytes) => this.#destroy(parent, kernelText(bytes)) })
    if ((driver.flat?.start ?? 'class') !== 'class') return
    tree.addFile('sys/class/mdev/mdev_start', { mode: 0o200, store: (bytes) => this.#switch(kernelText(bytes), true) })
    tree.addFile('sys/class/mdev/mdev_stop', { mode: 0o200, store: (bytes) => this.#switch(kernelText(bytes), false) })
  }

  protected restoreOn(
    parent: EarlyParentDevice,
    type: SimulatedType,
    saved: SimulatedDeviceState & { uuid: string },
  ): EarlyDevice {
    const { uuid, index, parameters = '', iommuGroup } = saved
    if (index === undefined) throw new Errno('EINVAL')
    return this.#add(parent, { uuid, index, type, parameters, ...(iommuGroup !== undefined && { iommuGroup }) })
  }

  protected idOf({ uuid, index }: EarlyDevice): string {
    return `${uuid}:${index ?? ''}`
  }

  /** `mdev_create_store`: `<uuid>:<number>`, and what is behind the next colon for the driver. */
  #create(parent: EarlyParentDevice, text: string): void {
    const { uuid, index, rest } = partsOf(parent, text)
    // the newline of echo belongs to the parameters
    const parameters = rest ?? ''
    const id = /^(?:vgpu_type_id=)?([^,\s]+)(?:,.*)?\n?$/s.exec(parameters)?.[1]
    const type = parent.driver.types.find((candidate) => candidate.id === id)
    if (this.#find(parent, uuid, index)) throw new Errno('EEXIST')
    if (type === undefined) throw new Errno('EINVAL')
    this.#add(parent, { uuid, index, type, parameters })
  }

  #add(
    parent: EarlyParentDevice,
    facts: { uuid: string; index: string; type: SimulatedType; parameters: string; iommuGroup?: number },
  ): EarlyDevice {
    const device = this.add(parent, { ...facts, directory: `${facts.uuid}-${facts.index}` })
    if (parent.driver.flat?.start === 'device') {
      this.tree.addFile(`${device.path}/start`, {
        mode: 0o644,
        show: () => (device.started === true ? '1\n' : '0\n'),
        store: (bytes) => {
          const value = kernelNumber(bytes)
          if (value !== 0n && value !== 1n) throw new Errno('EINVAL')
          setStarted([device], value === 1n)
        },
      })
    }
    return device
  }

  #destroy(parent: EarlyParentDevice, text: string): void {
    const { uuid, index, rest } = partsOf(parent, text)
    if (rest !== undefined) throw new Errno('EINVAL')
    const device = this.#find(parent, uuid, index)
    if (!device) throw new Errno('EINVAL')
    if (device.started === true || device.group.users > 0) throw new Errno('EBUSY')
    this.drop(device)
  }

  /** `mdev_device_start`: the driver of the first device of that UUID is asked, and answers for all that it has of it. */
  #switch(text: string, started: boolean): void {
    const uuid = text.slice(0, 36).toLowerCase()
    if (!isKernelUuid(uuid)) throw new Errno('EINVAL')
    const devices = this.devices().filter((device) => device.uuid === uuid)
    const [first] = devices
    if (first === undefined) throw new Errno('EINVAL')
    setStarted(
      devices.filter((device) => device.owner.driver.name === first.owner.driver.name),
      started,
    )
  }

  #find(parent: EarlyParentDevice, uuid: string, index: string): EarlyDevice | undefined {
    return parent.live.find((device) => device.uuid === uuid && device.index === index)
  }
}

function setStarted(devices: readonly EarlyDevice[], started: boolean): void {
  const [first] = devices
  if (started) first?.owner.driver.start?.(devices)
  else first?.owner.driver.stop?.(devices)
  for (const device of devices) device.started = started
}

/** UUID and number are parsed as the kernel does it: the number in any base, the UUID by its first 36 characters. */
function partsOf(parent: EarlyParentDevice, text: string): { uuid: string; index: string; rest?: string } {
  const first = text.indexOf(':')
  if (first < 0) throw new Errno('EINVAL')
  const second = text.indexOf(':', first + 1)
  const handle = second < 0 ? text.slice(first + 1) : text.slice(first + 1, second)
  const uuid = text.slice(0, Math.min(first, 36)).toLowerCase()
  const index = parent.driver.flat?.textHandles === true ? handle.replace(/\n$/, '') : numberOf(handle)
  if (!isKernelUuid(uuid) || index === '' || index.includes('/')) throw new Errno('EINVAL')
  return { uuid, index, ...(second >= 0 && { rest: text.slice(second + 1) }) }
}

/** `kstrtouint`, printed with `%d`. */
function numberOf(text: string): string {
  const value = kernelNumber(new TextEncoder().encode(text))
  if (value === undefined) throw new Errno('EINVAL')
  if (value > 0xffffffffn) throw new Errno('ERANGE')
  return String(BigInt.asIntN(32, value))
}
