import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { parseArguments } from '../arguments.js'
import type { Command } from '../command.js'
import { demoGuest } from '../demo-guest.js'
import { DemoShell } from '../demo-shell.js'
import { attach } from './attach.js'
import { check } from './check.js'
import { create } from './create.js'
import { destroy } from './destroy.js'
import { dumpxml } from './dumpxml.js'
import { hostdev } from './hostdev.js'
import { list } from './list.js'
import { types } from './types.js'

const PARENT = '0000:06:00.0'
const TYPE = 'nvidia-231'
const UUID = '4b20d080-1b54-4048-85b3-a6a62d165c01'
/** With the file of its state there, that tells which machine it is. */
const MACHINE = ['--state', 't4.json']

export const demo: Command = {
  name: 'demo',
  usage: ['demo'],
  summary: 'shows the whole way on a simulated machine with two NVIDIA T4 cards',
  help: `Runs other verbs of nodedev in a temporary directory and prints them with what
they print. It needs no hardware and touches nothing of this machine.`,
  async run(args, io) {
    parseArguments(args, {}, { most: 0, names: '' })
    const directory = await mkdtemp(join(tmpdir(), 'nodedev-demo-'))
    try {
      await walk(new DemoShell(io, directory))
    } finally {
      await rm(directory, { recursive: true, force: true })
    }
    return 0
  },
}

async function walk(shell: DemoShell): Promise<void> {
  shell.say('A GPU for a guest, from its types to a checked domain, on a simulated machine\n')
  shell.say('with two NVIDIA T4 cards. Nothing of this machine is touched.\n')

  shell.say('\n# 1. What does a card offer, and how many devices of each type are left?\n\n')
  await shell.run(types, [PARENT, '--host', 'sim:nvidia-t4', ...MACHINE], someTypes)

  shell.say('\n# 2. Make a device. The name that is printed is the one libvirt gives it.\n\n')
  await shell.run(create, ['--parent', PARENT, '--type', TYPE, '--uuid', UUID, ...MACHINE])
  await shell.run(list, MACHINE)

  shell.say('\n# 3. Its node device XML, as virsh nodedev-dumpxml would print it\n\n')
  await shell.runInto('device.xml', dumpxml, [UUID, ...MACHINE])

  shell.say("\n# 4. What gives it to a guest. The model is the device API of the device's type.\n\n")
  await shell.run(hostdev, [UUID, ...MACHINE])

  shell.say("\n# 5. Put that into a guest's XML. Lines with + are new; no other byte changes.\n\n")
  await shell.write('guest.xml', demoGuest)
  await shell.run(attach, ['guest.xml', UUID, ...MACHINE, '--in-place'])
  shell.say(changes(demoGuest, await shell.read('guest.xml')))

  shell.say('\n# 6. Check the guest against the machine.\n\n')
  await shell.run(check, ['guest.xml', ...MACHINE])

  shell.say('\n# 7. Destroy the device, and check again: now the guest would not start.\n')
  shell.say('#    With device.xml beside it, its type is known, and so is what to do.\n\n')
  await shell.run(destroy, [UUID, ...MACHINE])
  await shell.run(check, ['guest.xml', 'device.xml', ...MACHINE])

  shell.say('\nNext: nodedev --help. Without --state and --host the verbs work on this machine.\n')
}

/** The table with the type that the demo takes and its neighbours. */
function someTypes(output: string): string {
  const [title = '', ...rows] = output.split('\n').filter((line) => line !== '')
  const chosen = rows.findIndex((row) => row.includes(`${TYPE} `))
  const shown = rows.slice(Math.max(0, chosen - 1), chosen + 4)
  return [title, ...shown, `... and ${rows.length - shown.length} more`].map((line) => `${line}\n`).join('')
}

/** What an insertion has brought, with one line around it. */
function changes(before: string, after: string): string {
  const old = before.split('\n')
  const lines = after.split('\n')
  const first = lines.findIndex((line, index) => line !== old[index])
  const end = first + lines.length - old.length
  const marked = lines.map((line, index) => (index >= first && index < end ? `+ ${line}` : `  ${line}`))
  return marked
    .slice(Math.max(0, first - 1), end + 1)
    .map((line) => `${line}\n`)
    .join('')
}
