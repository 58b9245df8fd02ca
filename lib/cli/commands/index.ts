import type { Command } from '../command.js'
import { attach } from './attach.js'
import { check } from './check.js'
import { create } from './create.js'
import { demo } from './demo.js'
import { destroy } from './destroy.js'
import { detach } from './detach.js'
import { dumpxml } from './dumpxml.js'
import { hostdev } from './hostdev.js'
import { list } from './list.js'
import { snapshot } from './snapshot.js'
import { types } from './types.js'

/** Every verb, in the order of the help. */
export const commands: readonly Command[] = [
  types,
  list,
  dumpxml,
  create,
  destroy,
  hostdev,
  attach,
  detach,
  check,
  snapshot,
  demo,
]
