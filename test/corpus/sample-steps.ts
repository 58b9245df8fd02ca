import type { RecordedMachine, StepLine } from './recorded-machine.js'
import { answerOf, DEVICES, uuidOf } from './recorded-machine.js'

const NIL = '00000000-0000-0000-0000-000000000000'
const U1 = uuidOf(1)
const U9 = uuidOf(9)

/** What is written where the label says that it is malformed, and the two lines of which it is the first. */
const MALFORMED: Readonly<Record<string, string>> = {
  'not-a-uuid': 'not-a-uuid',
  'no dashes (32 chars)': 'aaaaaaaabbbbccccddddeeeeeeeeeeee',
  'braces {uuid}': `{${U9}}`,
  '35 chars': U9.slice(0, 35),
  '37 chars (uuid+x)': `${U9}x`,
  '38 chars (uuid+xx)': `${U9}xx`,
  'uuid + 2 newlines': `${U9}\n\n`,
  'uuid + \\r\\n': `${U9}\r\n`,
  'uuid + space': `${U9} `,
  'leading space': ` ${U9}`,
  'leading newline': `\n${U9}`,
  'non-hex digit': U9.replace('a', 'g'),
  'dash misplaced': '000000009-aaa-4bbb-8ccc-ddddeeeeffff',
  'uuid + NUL': `${U9}\0`,
  '4096 bytes': 'a'.repeat(4096),
  '5000 bytes': 'a'.repeat(5000),
  'one newline': '\n',
  space: ' ',
}

const FIRST: Readonly<Record<string, number>> = {
  'mtty-2': 0x100,
  'mtty-1': 0x180,
  'mdpy-xga': 0x200,
  'mbochs-large': 0x300,
  'mbochs-small': 0x400,
}

const FLAGS = 'the port opens for writing only, without creating and without other flags'
const KEPT_OPEN = 'the port opens, writes and closes in one operation: nobody keeps a file open'
const ONE_USER = 'the port has no users: it answers as to the superuser, or as the machine does to this process'
const NO_SUCH = 'the port has no such operation'
const CORE = 'the simulated kernel has the mdev core built in'

const createMtty = (machine: RecordedMachine, text: string) => machine.create('mtty', 'mtty-1', text)
const removeFile = (machine: RecordedMachine, text: string) => machine.write(`${DEVICES}/${U1}/remove`, text)
const silent = async (write: Promise<unknown>): Promise<void> => {
  await write
}
const ensure = async (machine: RecordedMachine) => {
  if (!machine.exists(`${DEVICES}/${U1}`)) await createMtty(machine, U1)
}

/** The steps with the kernel's sample drivers. */
export const SAMPLE_STEPS: readonly StepLine[] = [
  { label: /^create mtty-1 lower-case/, act: (machine) => silent(createMtty(machine, U1)) },
  { label: 'create mtty-2 uuid + newline', act: (machine) => machine.create('mtty', 'mtty-2', `${uuidOf(2)}\n`) },
  {
    label: 'create mtty-1 UPPER-CASE uuid',
    act: async (machine) => {
      await createMtty(machine, 'ABCDEF01-AAAA-4BBB-8CCC-DDDDEEEEFFFF')
      return machine.list(DEVICES)
    },
  },
  {
    label: /^create duplicate of upper-case one/,
    act: (machine) => createMtty(machine, 'abcdef01-aaaa-4bbb-8ccc-ddddeeeeffff'),
  },
  { label: 'create mdpy-vga', act: (machine) => machine.create('mdpy', 'mdpy-vga', uuidOf(3)) },
  { label: 'create mbochs-small', act: (machine) => machine.create('mbochs', 'mbochs-small', uuidOf(4)) },
  { label: 'create nil uuid (all zero)', act: (machine) => machine.create('mbochs', 'mbochs-small', NIL) },
  { label: /^(readdir \/sys\/bus\/mdev\/devices|mdevs alive)$/, act: (machine) => machine.list(DEVICES) },
  {
    label: /^tree ([0-9a-f-]{36})$/,
    act: ({ kernel }, [, uuid = '']) => {
      const device = `${DEVICES}/${uuid}`
      const link = (name: string) => kernel.link(`${device}/${name}`)
      return {
        ...{ real: `/${kernel.resolve(device)}`, entries: kernel.list(device).sort(), mdev_type: link('mdev_type') },
        ...{ iommu_group: link('iommu_group'), driver: link('driver'), subsystem: link('subsystem') },
        uevent: new TextDecoder().decode(kernel.read(`${device}/uevent`)),
      }
    },
  },
  {
    label: /^available_instances ((\w+)-\w+) \/ devices dir$/,
    act: (machine, [, type = '', parent = '']) => [
      machine.available(parent, type),
      machine.list(`${machine.typeOf(parent, type)}/devices`),
    ],
  },
  {
    label: /^create duplicate uuid(, same parent\+type| via fs.writeFileSync)$/,
    act: (machine) => createMtty(machine, U1),
  },
  {
    label: 'create duplicate uuid, same parent other type',
    act: (machine) => machine.create('mtty', 'mtty-2', U1),
  },
  { label: 'create duplicate uuid, other parent', act: (machine) => machine.create('mdpy', 'mdpy-vga', U1) },
  {
    label: /^create malformed: (.*)$/,
    act: (machine, [, what = '']) => createMtty(machine, MALFORMED[what] ?? ''),
  },
  { label: /^ {2}cleanup( U9)?$/, act: (machine) => machine.remove(U9) },
  { label: /^create empty string/, act: (machine) => silent(createMtty(machine, '')) },
  { label: 'create zero-length write(2)', act: (machine) => createMtty(machine, '') },
  { label: /^create in non-existing type/, act: (machine) => machine.create('mtty', 'nope', U9) },
  { label: /^create-file absent .* \(O_CREAT\)$/, why: FLAGS },
  {
    label: /^create-file absent .* O_WRONLY$/,
    act: (machine) => machine.write(`${machine.typeOf('mtty', 'mtty-1')}/nofile`, U9),
  },
  { label: /^non-existing parent/, act: (machine) => machine.create('nope', 'x', U9) },
  { label: /^open create O_RDWR/, why: FLAGS },
  { label: 'read create as root', act: (machine) => machine.read(`${machine.typeOf('mtty', 'mtty-1')}/create`) },
  { label: 'append flag a', why: FLAGS, instead: (machine) => createMtty(machine, U9) },
  { label: 'exclusive flag wx', why: FLAGS },
  {
    label: /^write (name|available_instances) \(0444\) as root$/,
    act: (machine, [, file = '']) => machine.write(`${machine.typeOf('mtty', 'mtty-1')}/${file}`, '5'),
  },
  { label: 'two uuids in one write', act: (machine) => createMtty(machine, `${U9}\n${uuidOf(10)}\n`) },
  {
    label: /^two writes on the same fd/,
    act: async (machine) => [
      [await createMtty(machine, uuidOf(11)), await createMtty(machine, uuidOf(12))],
      machine.list(DEVICES),
    ],
  },
  {
    label: /^split write/,
    act: async (machine) => {
      const halves = [uuidOf(13).slice(0, 18), uuidOf(13).slice(18)]
      const answers = await Promise.all(halves.map((half) => answerOf(() => createMtty(machine, half))))
      return answers.map((answer) => ('code' in answer ? answer.code : answer.value))
    },
  },
  {
    label: /^exhaust (\w+)\/([\w-]+)$/,
    act: (machine, [, parent = '', type = '']) => machine.exhaust(parent, type, FIRST[type] ?? 0),
  },
  {
    label: '  other types avail while exhausted',
    act: async (machine) => {
      const { parent, created } = machine.exhausted
      const available = machine.availableOfAll(parent)
      // the first one stays exhausted until the second of the same parent was tried
      if (!created.includes(uuidOf(0x100))) for (const uuid of created) await machine.remove(uuid)
      return available
    },
  },
  {
    label: 'avail after cleanup',
    act: async (machine) => {
      for (const uuid of machine.list(DEVICES)) if (uuid.startsWith('000001')) await machine.remove(uuid)
      return [
        ['mtty', 'mtty-1'],
        ['mdpy', 'mdpy-vga'],
        ['mbochs', 'mbochs-small'],
      ].map(([parent = '', type = '']) => [type, machine.available(parent, type)])
    },
  },
  {
    label: 'read vendor/sample_mdev_dev',
    act: (machine) => machine.read(`${DEVICES}/${U1}/vendor/sample_mdev_dev`),
  },
  { label: 'read remove', act: (machine) => machine.read(`${DEVICES}/${U1}/remove`) },
  {
    label: /^remove with (".*")$/,
    act: async (machine, [, text = '']) => {
      await ensure(machine)
      const n = await removeFile(machine, JSON.parse(text) as string)
      return { n, gone: !machine.exists(`${DEVICES}/${U1}`) }
    },
  },
  {
    label: 'remove via fs.writeFileSync "1"',
    act: async (machine) => {
      await ensure(machine)
      await removeFile(machine, '1')
    },
  },
  { label: /^remove again/, act: (machine) => machine.remove(U1) },
  { label: /^(write remove|read attr) on fd opened/, why: KEPT_OPEN },
  { label: 'two writes of 1 on the same remove fd', why: KEPT_OPEN },
  {
    label: /^remove through (the parent path|type devices\/ link)$/,
    act: async (machine, [, way]) => {
      await createMtty(machine, U1)
      const parent = 'sys/devices/virtual/mtty/mtty'
      const directory = way === 'the parent path' ? parent : `${machine.typeOf('mtty', 'mtty-1')}/devices`
      await machine.write(`${directory}/${U1}/remove`, '1')
      return machine.exists(`${DEVICES}/${U1}`)
    },
  },
  {
    label: 'unbind mdev from its driver',
    act: async (machine) => {
      await createMtty(machine, U1)
      await machine.write('sys/bus/mdev/drivers/mtty/unbind', U1)
      return { entries: machine.list(`${DEVICES}/${U1}`), avail: machine.available('mtty', 'mtty-1') }
    },
  },
  {
    label: 'remove an unbound mdev',
    act: async (machine) => {
      await machine.remove(U1)
      return [machine.exists(`${DEVICES}/${U1}`), machine.available('mtty', 'mtty-1')]
    },
  },
  {
    label: 'drivers_autoprobe=0 then create',
    act: async (machine) => {
      await machine.write('sys/bus/mdev/drivers_autoprobe', '0')
      await createMtty(machine, U1)
      const entries = machine.list(`${DEVICES}/${U1}`)
      await machine.write('sys/bus/mdev/drivers_autoprobe', '1')
      await machine.remove(U1)
      return entries
    },
  },
  { label: /^as (nobody|root)[:,] /, why: ONE_USER },
  { label: /^fs.watch on /, why: NO_SUCH },
  { label: /^(rmdir|unlink|mkdir|size reported by stat)\b/, why: NO_SUCH },
  { label: 'create on read-only sysfs mount', why: 'the simulated kernel has sysfs mounted once, writable' },
  {
    label: 'rmmod mdpy with a live mdev',
    act: ({ kernel }) => {
      kernel.removeDevice('mdpy')
      return 'rc=0\n'
    },
  },
  { label: 'after rmmod mdpy', act: (machine) => [machine.list(DEVICES), machine.list('sys/class/mdev_bus')] },
  {
    label: 'rmmod mbochs, mtty with live mdevs',
    act: ({ kernel }) => {
      kernel.removeDevice('mbochs')
      kernel.removeDevice('mtty')
      return 'rc=0\nrc=0\n'
    },
  },
  {
    label: 'mdev_bus with no parents left',
    act: (machine) => [machine.list('sys/class/mdev_bus'), machine.list(DEVICES)],
  },
  { label: /^(rmmod mdev \(|mdev module gone)/, why: CORE },
]
