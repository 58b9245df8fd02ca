import type { Command } from '../command.js'
import { apply } from './apply.js'
import { attach } from './attach.js'
import { autostart } from './autostart.js'
import { capacity } from './capacity.js'
import { check } from './check.js'
import { create } from './create.js'
import { define } from './define.js'
import { demo } from './demo.js'
import { destroy } from './destroy.js'
import { detach } from './detach.js'
import { dumpxml } from './dumpxml.js'
import { hostdev } from './hostdev.js'
import { list } from './list.js'
import { migrate } from './migrate.js'
import { plan } from './plan.js'
import { record } from './record.js'
import { recover } from './recover.js'
import { snapshot } from './snapshot.js'
import { start } from './start.js'
import { types } from './types.js'
import { undefine } from './undefine.js'

/** Every verb, in the order of the help. */
export const commands: readonly Command[] = [
  types,
  capacity,
  list,
  dumpxml,
  create,
  destroy,
  define,
  undefine,
  start,
  autostart,
  recover,
  plan,
  apply,
  hostdev,
  attach,
  detach,
  check,
  migrate,
  snapshot,
  record,
  demo,
]
