/** Machines whose files are really there: what the entry `./host` exports, beside everything of `./sim`. */
export * from '../machine/sim.js'
export { NodeStore } from './node-store.js'
export { NodeSysfs } from './node-sysfs.js'
export { openHost } from './open-host.js'
export type { OpenHostOptions } from './open-host.js'
