import type { RecordedMachine, StepLine } from './recorded-machine.js'
import { DEVICES, outcomes, uuidOf, withoutTimes } from './recorded-machine.js'

const A = '0000:00:02.0'
const B = '0000:00:03.0'
const DRIVER = 'sys/bus/pci/drivers/nvidia'
const PARAMS = `${DEVICES}/${uuidOf(1)}/nvidia/vgpu_params`

/** What takes a second in the recording, in milliseconds. */
const SLOW = 20

const create = (machine: RecordedMachine, parent: string, number: number, type = 'nvidia-36') =>
  machine.create(parent, type, uuidOf(number))
const parents = (machine: RecordedMachine) => machine.list('sys/class/mdev_bus')
const availableOf = (machine: RecordedMachine, parent: string) => Object.fromEntries(machine.availableOfAll(parent))
const isThere = (machine: RecordedMachine, number: number) => machine.exists(`${DEVICES}/${uuidOf(number)}`)
const entriesOf = (machine: RecordedMachine, number: number) =>
  isThere(machine, number) ? machine.list(`${DEVICES}/${uuidOf(number)}`) : null
const pause = () => new Promise((resolve) => setTimeout(resolve, SLOW / 4))

/** Makes the driver slow, or quick again. */
export async function delay(machine: RecordedMachine, probe: number, remove: number): Promise<void> {
  await machine.write('sys/module/pmdev/parameters/probe_delay_ms', String(probe))
  await machine.write('sys/module/pmdev/parameters/remove_delay_ms', String(remove))
}

/** An asynchronous step with a slow driver. */
function slow(
  label: string | RegExp,
  what: 'probe' | 'remove',
  act: (machine: RecordedMachine) => Promise<unknown>,
): StepLine {
  return {
    label,
    stable: withoutTimes,
    act: async (machine) => {
      await delay(machine, what === 'probe' ? SLOW : 0, what === 'remove' ? SLOW : 0)
      try {
        return await act(machine)
      } finally {
        await delay(machine, 0, 0)
      }
    },
  }
}

/** The steps with parents on PCI functions. */
export const PCI_STEPS: readonly StepLine[] = [
  { label: /^avail (before|after)/, act: (machine) => [availableOf(machine, A), availableOf(machine, B)] },
  { label: 'create nvidia-36 on A', act: (machine) => create(machine, A, 1) },
  { label: /^create nvidia-35 on A/, act: (machine) => create(machine, A, 2, 'nvidia-35') },
  { label: 'same uuid on B', act: (machine) => create(machine, B, 1) },
  { label: 'create nvidia-22 on B', act: (machine) => create(machine, B, 3, 'nvidia-22') },
  { label: 'second nvidia-22 on B', act: (machine) => create(machine, B, 4, 'nvidia-22') },
  { label: 'attr read', act: (machine) => machine.read(PARAMS) },
  {
    label: 'attr write',
    act: async (machine) => {
      await machine.write(PARAMS, 'plugin0.frame_rate=30\n')
      return machine.read(PARAMS)
    },
  },
  { label: 'attr write bad', act: (machine) => machine.write(PARAMS, 'bad') },
  { label: 'attr write 200 bytes', act: (machine) => machine.write(PARAMS, 'x'.repeat(200)) },
  {
    label: 'attr read-only? mdev_type name via link',
    act: (machine) => machine.read(`${DEVICES}/${uuidOf(1)}/mdev_type/name`),
  },
  {
    // the call in the middle takes ".." out of the text before it asks the kernel
    label: 'realpath of mdev and parent',
    act: ({ kernel }) => {
      const device = `${DEVICES}/${uuidOf(1)}`
      const type = kernel.resolve(`${device}/mdev_type`)
      return [`/${kernel.resolve(device)}`, `/${kernel.resolve(DEVICES)}`, type.slice(type.lastIndexOf('/') + 1)]
    },
  },
  { label: /^util\./, why: 'it asks Node.js and not the machine' },
  slow(/^async: create same uuid twice at once/, 'probe', (machine) =>
    outcomes([create(machine, A, 6), create(machine, A, 6)]),
  ),
  slow('async: same uuid on two parents at once', 'probe', (machine) =>
    outcomes([create(machine, A, 7), create(machine, B, 7)]),
  ),
  slow('async: two uuids on one parent at once', 'probe', (machine) =>
    outcomes([create(machine, A, 8), create(machine, A, 9)]),
  ),
  slow('async: what is visible while a create is in its probe', 'probe', async (machine) => {
    const typeDevices = () => machine.list(`${machine.typeOf(A, 'nvidia-36')}/devices`)
    const creating = create(machine, A, 10)
    await pause()
    const during = {
      ...{ exists: isThere(machine, 10), entries: entriesOf(machine, 10), typeDevices: typeDevices() },
      avail: availableOf(machine, A),
    }
    await creating
    return { ...during, after: entriesOf(machine, 10), typeDevicesAfter: typeDevices() }
  }),
  slow('async: remove while create is in its probe', 'probe', async (machine) => {
    const creating = create(machine, A, 11)
    await pause()
    const removeFileExisted = machine.exists(`${DEVICES}/${uuidOf(11)}/remove`)
    const [made, removed] = await outcomes([creating, machine.remove(uuidOf(11))])
    const rest = { exists: isThere(machine, 11), entries: entriesOf(machine, 11) }
    return { removeFileExisted, create: made, remove: removed, ...rest }
  }),
  slow('create unbinding parent while in its probe', 'probe', async (machine) => {
    const creating = create(machine, B, 12)
    await pause()
    const [made, unbound] = await outcomes([creating, machine.write(`${DRIVER}/unbind`, B)])
    const seen = { create: made, unbind: unbound, exists: isThere(machine, 12), bus: parents(machine) }
    await machine.write(`${DRIVER}/bind`, B)
    return seen
  }),
  {
    label: /^async: remove twice at once/,
    why: 'both writers had opened the file before the first wrote; the port opens and writes in one operation',
    instead: (machine) => machine.remove(uuidOf(10)),
  },
  slow('async: create the same uuid while its removal is in progress', 'remove', async (machine) => {
    const removing = machine.remove(uuidOf(9))
    await pause()
    const seen = { visibleDuringRemoval: isThere(machine, 9), ents: entriesOf(machine, 9) }
    const [removed, made] = await outcomes([removing, create(machine, A, 9)])
    return { ...seen, remove: removed, create: made, existsAtEnd: isThere(machine, 9) }
  }),
  { label: /^cleanup ([0-9a-f-]{36})$/, act: (machine, [, uuid = '']) => machine.remove(uuid) },
  { label: 'create for vfio', act: (machine) => create(machine, A, 20) },
  {
    label: /^remove while a process holds the vfio device open/,
    stable: (value) => {
      const { r, mid, exists } = withoutTimes(value) as Record<string, unknown>
      return { r, mid, exists }
    },
    act: async (machine) => {
      const release = machine.kernel.hold(uuidOf(20))
      const removing = machine.remove(uuidOf(20))
      await pause()
      const mid = {
        ...{ exists: isThere(machine, 20), entries: entriesOf(machine, 20) },
        avail: availableOf(machine, A),
      }
      release()
      return { r: await outcomes([removing]), mid, exists: isThere(machine, 20) }
    },
  },
  {
    label: 'unbind PCI parent with a live mdev',
    act: async (machine) => {
      await create(machine, A, 21)
      await machine.write(`${DRIVER}/unbind`, A)
      const types = machine.exists(`sys/bus/pci/devices/${A}/mdev_supported_types`)
      return [isThere(machine, 21), parents(machine), types]
    },
  },
  {
    label: 'bind again',
    act: async (machine) => {
      await machine.write(`${DRIVER}/bind`, A)
      return parents(machine)
    },
  },
  {
    label: 'PCI hot remove then rescan',
    act: async (machine) => {
      await machine.write(`sys/bus/pci/devices/${A}/remove`, '1')
      const without = parents(machine)
      await machine.write('sys/bus/pci/rescan', '1')
      return [without, parents(machine)]
    },
  },
]
